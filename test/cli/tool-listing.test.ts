import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CommonOptions } from '../../src/cli/common-options.ts';
import type { Io } from '../../src/cli/io.ts';
import { toolListing } from '../../src/cli/tool-listing.ts';

const question = { server: 'tickets\u001b[2J', where: '.mcp.json:3', does: 'start node x.js in an empty directory', needsPerson: false };

function atTerminal(answer: string | undefined, isTTY = true): { readonly io: Io; readonly said: () => string } {
  let said = '';
  const stderr = Object.assign(
    new Writable({
      write(piece, _encoding, done) {
        said += String(piece);
        done();
      },
    }),
    { isTTY },
  );
  const stdin = Object.assign(new PassThrough(), { isTTY });
  if (answer === undefined) stdin.end();
  else stdin.write(`${answer}\n`);
  return { io: { stdout: stderr, stderr, stdin, environment: {}, clock: () => new Date(0), version: '0' }, said: () => said };
}

const listing = (options: CommonOptions, io: Io) => toolListing({ listTools: ['tickets'], ...options }, io);

describe('consent', () => {
  test.each([
    ['y', true],
    ['YES', true],
    ['', false],
    ['n', false],
    ['yes please', false],
    [undefined, false],
  ])('%j is %s', async (answer, expected) => {
    const { io, said } = atTerminal(answer);
    expect(await listing({}, io)?.consent(question)).toBe(expected);
    expect(said()).toContain('This would start node x.js in an empty directory. [y/N]');
    expect(said()).not.toContain('\u001b');
  });

  test('is not given where there is no terminal', () => {
    const { io } = atTerminal('y', false);
    expect(() => listing({}, io)).toThrow(/no terminal to ask on/);
  });

  test('given beforehand covers what runs here, and nothing elsewhere', async () => {
    const { io, said } = atTerminal('y', false);
    const given = listing({ startUnasked: true }, io);
    expect(await given?.consent(question)).toBe(true);
    expect(await given?.consent({ ...question, needsPerson: true })).toBe(false);
    expect(said()).toBe('');
  });
});

describe('its options', () => {
  test('do nothing without a server', () => {
    expect(toolListing({}, atTerminal('y').io)).toBeUndefined();
    for (const options of [{ startUnasked: true }, { toolLock: 'x.json' }, { listToolsEnv: ['A'] }]) {
      expect(() => toolListing(options, atTerminal('y').io)).toThrow(/name a server/);
    }
  });

  test('name variables and never hold values', () => {
    expect(() => listing({ listToolsEnv: ['TOKEN=abc'] }, atTerminal('y').io)).toThrow(/not the name of a variable/);
    expect(listing({ listToolsEnv: ['TOKEN'] }, atTerminal('y').io)?.variables).toEqual(['TOKEN']);
  });

  test('write the lock where they say', () => {
    const base = mkdtempSync(join(tmpdir(), 'nhi-lock-'));
    onTestFinished(() => rmSync(base, { recursive: true, force: true }));
    listing({ toolLock: join(base, 'lock.json') }, atTerminal('y').io)?.onLock?.('{}\n');
    expect(readFileSync(join(base, 'lock.json'), 'utf8')).toBe('{}\n');
  });
});
