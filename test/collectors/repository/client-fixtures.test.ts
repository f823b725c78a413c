import { readdirSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readAndAnalyse } from '../../../src/cli/prepare.ts';
import { clients } from '../../../src/collectors/repository/clients/clients.ts';
import { shown } from './client-facts.ts';

const root = fileURLToPath(new URL('../../../fixtures/clients/', import.meta.url));

/** What a fixture of a client shows. */
interface Shown {
  /** Kind, name and place. */
  readonly identities: readonly string[];
  readonly credentials: readonly string[];
  /** What the agent may do, and what its servers are given. */
  readonly permissions: readonly string[];
  readonly findings: readonly string[];
}

const cases = JSON.parse(readFileSync(new URL('./client-fixture-cases.json', import.meta.url), 'utf8')) as Readonly<Record<string, Shown>>;

async function read(name: string): Promise<Shown & { readonly gaps: number }> {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const { world, findings } = await readAndAnalyse(
    [root + name],
    { now: '2026-12-01T00:00:00Z', color: false },
    { stdout: sink, stderr: sink, environment: {}, clock: () => new Date('2026-12-01T00:00:00Z'), version: '0.0.0' },
  );
  const { identities, credentials, gaps } = world.inventory;
  const place = (e: { readonly file?: string; readonly line?: number } | undefined): string => `${e?.file}:${e?.line}`;
  return {
    identities: [...identities.values()].map((i) => `${i.kind} ${i.name} ${place(i.evidence[0])}`).sort(),
    credentials: [...credentials.values()].map((c) => `${c.kind} ${c.name} ${place(c.evidence[0])}`).sort(),
    permissions: [...identities.values()].flatMap(shown).sort(),
    findings: findings
      .filter((f) => f.status === 'fail')
      .map((f) => f.rule)
      .sort(),
    gaps: gaps.length,
  };
}

/** Clients of which no list of MCP servers is known. */
const withoutServers = ['aider'];

describe.each(clients.map((client) => client.id))('%s', (id) => {
  test('its identities, credentials and permissions are read', async () => {
    const { gaps, ...found } = await read(id);
    expect(found).toEqual(cases[id]);
    expect(gaps).toBe(0);
    expect(found.identities.some((i) => i.startsWith('agent '))).toBe(true);
    expect(found.identities.some((i) => i.startsWith('mcp-server '))).toBe(!withoutServers.includes(id));
    expect(found.credentials).toHaveLength(1);
    expect(found.permissions).not.toEqual([]);
    expect(found.findings).not.toEqual([]);
  });

  test('references, placeholders, pinned and disabled servers and narrow rules are nothing to flag', async () => {
    const { gaps, ...found } = await read(`${id}-careful`);
    expect(found).toEqual(cases[`${id}-careful`]);
    expect({ gaps, credentials: found.credentials, findings: found.findings }).toEqual({ gaps: 0, credentials: [], findings: [] });
    expect(found.identities.some((i) => i.startsWith('agent '))).toBe(true);
  });
});

test('every fixture of a client is that of a client that is known', () => {
  expect(readdirSync(root).sort()).toEqual(clients.flatMap(({ id }) => [id, `${id}-careful`]).sort());
});
