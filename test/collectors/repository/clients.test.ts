import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scan, write } from './scan.ts';

interface Case {
  readonly file: string;
  readonly text: string;
  readonly client: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const cases = JSON.parse(readFileSync(new URL('./client-cases.json', import.meta.url), 'utf8')) as readonly Case[];

/** Every case configures one server named `s`. */
test.each(cases)('$client: $file $facts', async ({ file, text, client, facts }) => {
  const { inventory } = await scan(write({ [file]: text }));
  expect(inventory.gaps).toEqual([]);
  expect([...inventory.identities.values()].filter((i) => i.kind === 'mcp-server').map((i) => i.name)).toEqual(['s']);
  expect(inventory.identities.get('agent:mcp-server/shop/s')?.mcp).toMatchObject({ clients: [client], ...facts });
  expect(inventory.links.filter((l) => l.kind === 'uses').map((l) => l.from)).toEqual([`agent:${client}/shop`]);
  expect(JSON.stringify([...inventory.identities.values()])).not.toContain('Kq7Zt2Wm9Xv4Lp6Rb8Nc');
});
