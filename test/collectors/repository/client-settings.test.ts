import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clientSettings } from '../../../src/collectors/repository/clients/client-settings.ts';
import { clients } from '../../../src/collectors/repository/clients/clients.ts';
import { scan, write } from './scan.ts';

interface Case {
  readonly file: string;
  readonly text: string;
  readonly client: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly absent?: readonly string[];
}

const cases = JSON.parse(readFileSync(new URL('./setting-cases.json', import.meta.url), 'utf8')) as readonly Case[];

describe('what a client may do unasked', () => {
  test.each(cases)('$client: $text', async ({ file, text, client, facts, absent }) => {
    const { inventory } = await scan(write({ [file]: text }));
    const agent = inventory.identities.get(`agent:${client}/shop`);
    expect(inventory.gaps).toEqual([]);
    expect(agent?.settings).toMatchObject({ client, scope: 'project', ...facts });
    for (const fact of absent ?? []) expect(agent?.settings).not.toHaveProperty(fact);
    for (const fact of Object.keys(facts)) {
      const value = agent?.settings?.[fact as keyof typeof agent.settings];
      if (!Array.isArray(value) || value.length > 0) expect(agent?.factEvidence?.[`settings.${fact}`]?.[0]?.line).toBeGreaterThan(0);
    }
  });

  test('every reader of settings belongs to a file of a client', () => {
    const paths = new Set(clients.flatMap((client) => client.files.map((file) => file.path)));
    expect(Object.keys(clientSettings).filter((path) => !paths.has(path))).toEqual([]);
  });
});

describe('broken settings', () => {
  const texts = [
    '',
    '{',
    '[',
    '{"permission":',
    '<<<<<<< ours\n{}\n=======\n{"a":1}\n>>>>>>> theirs\n',
    '{"a":'.repeat(5000),
    '\u0000\u0001',
    '- - - -',
    'a: &a [*a]',
    '= 1\n[[[',
    '---\n: :\n---\n',
  ];
  const files = [...new Set(Object.keys(clientSettings).map((path) => path.replaceAll('*', 'x')))];
  test.each(texts)('%j', async (text) => {
    const { inventory } = await scan(write(Object.fromEntries(files.map((file) => [file, text]))));
    for (const identity of inventory.identities.values()) expect(identity.settings?.bypass ?? []).toEqual([]);
  });
});
