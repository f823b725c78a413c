import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openText } from '../../src/collectors/decode.ts';
import { notRecognised, readHead } from '../../src/collectors/files.ts';
import { UserError } from '../../src/user-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'nhi-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const utf16be = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();

describe('readHead', () => {
  it.each([
    ['json', 'a.json', '{"A": [1, {"inner": 2}], "B": 3}', ['A', 'B']],
    ['json', 'list.json', '[{"A": 1}, {"B": 2}]', ['A']],
    ['json', 'bom.json', '\uFEFF{"A": 1}', ['A']],
    ['json', 'ps.json', Buffer.from('\uFEFF{"Ä": 1}', 'utf16le'), ['Ä']],
    ['json', 'be.json', utf16be('{"A": 1}'), ['A']],
    ['json', 'z.json.gz', gzipSync('{"A": 1}'), ['A']],
    ['json', 'cut.json', '{"A": [1, 2', ['A']],
    ['csv', 'r.csv', 'user,arn,password_enabled\nana,arn,true\n', []],
    ['yaml', 'a.txt', '# note\nkey: value\n', []],
    ['yaml', 'b.yaml', 'anything', []],
    ['text', 'ini', '[default]\naws_region = x\n', []],
    ['text', 'prose', 'Hello there, reader. This is prose.\n', []],
  ])('sees %s in %s', async (format, name, content, keys) => {
    expect(await readHead(file(name, content))).toMatchObject({ name, format, keys });
  });

  it('shows the keys even when the file is larger than the head', async () => {
    const head = await readHead(file('large.json', `{"A": [${'1,'.repeat(100_000)}1], "B": 1}`));
    expect(head.keys).toEqual(['A']);
    expect(head.text.length).toBeLessThanOrEqual(64 * 1024);
  });

  it.each([
    ['missing', () => join(folder, 'none'), /there is no such file/],
    ['a directory', () => folder, /is a directory/],
    ['empty', () => file('empty', ''), /is empty/],
    ['only blank', () => file('blank', ' \n\n'), /is empty/],
    ['binary', () => file('binary', Buffer.from([1, 2, 0, 3])), /is binary/],
    ['damaged gzip', () => file('bad.gz', Buffer.from([0x1f, 0x8b, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])), /gzip data is damaged/],
    [
      'in conflict',
      () => file('conflict', '{"a":\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> x\n}'),
      /:2: the file holds merge conflict markers/,
    ],
  ])('refuses a file that is %s', async (_name, path, message) => {
    const error = await readHead(path()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('\n');
  });

  it('says what an unknown file holds and what would be read', async () => {
    const error = notRecognised(await readHead(file('x.json', '{"a\\u001b[31m":1,"b":2}')), ['one kind', 'another']);
    expect(error.message).toMatch(/JSON with the keys a\?\[31m, b; expected one of: one kind; another$/);
  });
});

describe('openText', () => {
  it('decodes UTF-16 that is split anywhere', async () => {
    const text = `{"A": "${'héß€😀'.repeat(300_000)}"}`;
    let got = '';
    const decoder = new TextDecoder();
    for await (const chunk of openText(file('u16', Buffer.from(`\uFEFF${text}`, 'utf16le'))))
      got += decoder.decode(chunk, { stream: true });
    expect(got === text).toBe(true);
  });
});
