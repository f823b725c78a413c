import { describe, expect, test } from 'vitest';
import { scan, write } from './scan.ts';

const path = '.well-known/agent-card.json';
const card = (parts: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ name: 'quotes', url: 'https://quotes.orchard.example/a2a', skills: [], ...parts });
const schemes = { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } };

async function factsOf(text: string) {
  const { inventory } = await scan(write({ [path]: text }));
  return inventory.identities.get('agent:a2a/shop/quotes')?.card;
}

describe('an agent card', () => {
  test.each([
    ['open', card({}), { authenticated: false, plain_http: false, signed: false, url_host: 'quotes.orchard.example' }],
    [
      'closed',
      card({ ...schemes, security: [{ key: [] }], signatures: [{ signature: 'x' }] }),
      { authenticated: true, plain_http: false, signed: true },
    ],
    [
      'closed in the newer form',
      card({ url: undefined, supportedInterfaces: [{ url: 'https://q.example' }], ...schemes, securityRequirements: [{ key: [] }] }),
      { authenticated: true },
    ],
    ['anybody may pass', card({ ...schemes, security: [{ key: [] }, {}] }), { authenticated: false }],
    ['plain HTTP', card({ url: 'http://quotes.orchard.example' }), { plain_http: true }],
    ['one of its addresses', card({ additionalInterfaces: [{ url: 'http://q.example', transport: 'GRPC' }] }), { plain_http: true }],
    ['this machine', card({ url: 'http://localhost:8080' }), { plain_http: false }],
    ['the oldest form', card({ authentication: { schemes: ['bearer'] } }), { authenticated: true }],
    ['an extended card', card({ supportsAuthenticatedExtendedCard: true }), { extended_card: true }],
  ])('%s', async (_name, text, facts) => {
    expect(await factsOf(text)).toMatchObject(facts);
  });

  test('schemes without a requirement leave the question open', async () => {
    expect(await factsOf(card(schemes))).not.toHaveProperty('authenticated');
  });

  test('of a cut file nothing is known to be absent', async () => {
    const cut = '{"name":"quotes","url":"https://q.example","skills":[';
    expect(await factsOf(cut)).toEqual({ url_host: 'q.example' });
  });

  test('other files of the name are none', async () => {
    const { inventory } = await scan(
      write({ 'agent-card.json': '{"name":"x","title":"y"}', [path]: '[1]', '.well-known/agent.json': '"x"' }),
    );
    expect(inventory.identities.size).toBe(0);
  });

  test('a token in it is held by the agent and shown nowhere', async () => {
    const { inventory, fragments } = await scan(write({ [path]: card({ metadata: { api_token: 'Kq7Zt2Wm9Xv4Lp6Rb8Nc' } }) }));
    expect(inventory.links.map((l) => [l.kind, l.from])).toEqual([['holds', 'agent:a2a/shop/quotes']]);
    expect(JSON.stringify(fragments)).not.toContain('Kq7Zt2Wm9Xv4Lp6Rb8Nc');
  });
});

describe('a Dockerfile', () => {
  const found = async (text: string) => {
    const { inventory } = await scan(write({ 'api/Dockerfile': text }));
    return [...inventory.credentials.values()].map((c) => [c.name, c.found?.[0]?.evidence.line]);
  };
  test('what it builds into the image', async () => {
    const key = 'Kq7Zt2Wm9Xv4Lp6Rb8Nc';
    expect(await found(`FROM x\nENV API_TOKEN=${key}\n`)).toEqual([['API_TOKEN', 2]]);
    expect(await found(`FROM x\nENV API_TOKEN ${key}\n`)).toEqual([['API_TOKEN', 2]]);
    expect(await found(`FROM x\nARG A=1 \\\n  # note\n  API_TOKEN="${key}"\n`)).toEqual([['API_TOKEN', 2]]);
    expect(await found(`FROM x\nRUN fetch --api-token ${key}\n`)).toEqual([['--api-token', 2]]);
  });
  test('nothing in references, placeholders and comments', async () => {
    expect(
      await found(
        'FROM x\nARG API_TOKEN\nENV API_TOKEN=$API_TOKEN DB_PASSWORD=changeme\n# ENV API_TOKEN=Kq7Zt2Wm9Xv4Lp6Rb8Nc\nRUN --mount=type=secret,id=token cat /run/secrets/token\n',
      ),
    ).toEqual([]);
  });
});
