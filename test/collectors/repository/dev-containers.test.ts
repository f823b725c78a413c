// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of development containers.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { clusterSummary } from './kubernetes/cluster-summary.ts';
import { scan, write } from './scan.ts';

const rootOf = (name: string): string => fileURLToPath(new URL(`../../../fixtures/infrastructure/${name}`, import.meta.url));

test('what a development container holds, and what of the machine it gets', async () => {
  const { identities, workloads, credentials, gaps } = await clusterSummary(rootOf('dev-container'));
  expect({ identities, workloads, credentials, gaps }).toMatchInlineSnapshot(`
    {
      "credentials": [
        "api-key REVIEW_API_KEY of nobody held by dev-container/dev-container/agent .devcontainer/agent/devcontainer.json:7",
        "password SHOP_DATABASE_PASSWORD of nobody held by dev-container/dev-container/devcontainer .devcontainer/devcontainer.json:6",
        "token QUEUE_TOKEN of nobody held by dev-container/dev-container/devcontainer .devcontainer/devcontainer.json:10",
        "token TICKETS_TOKEN of nobody held by agent:mcp-server/dev-container/tickets .devcontainer/agent/devcontainer.json:11",
      ],
      "gaps": [],
      "identities": [
        "declared agent VS Code .devcontainer/agent/devcontainer.json:undefined agent",
        "declared dev-container agent .devcontainer/agent/devcontainer.json:1 agent",
        "declared dev-container devcontainer .devcontainer/devcontainer.json:2",
        "declared dev-container devcontainer tools/.devcontainer.json:1 agent",
        "declared mcp-server tickets .devcontainer/agent/devcontainer.json:11 agent",
      ],
      "workloads": [
        "dev-container agent as dev-container/dev-container/agent env_secrets=REVIEW_API_KEY; host_access=privileged,mount /,capability SYS_ADMIN,mount /var/run/docker.sock; runs_agent=true",
        "dev-container devcontainer as dev-container/dev-container/devcontainer env_secrets=QUEUE_TOKEN,SHOP_DATABASE_PASSWORD; person_logins=.aws,.kube/config",
        "dev-container devcontainer as dev-container/dev-container/tools/devcontainer runs_agent=true",
        "mcp-process tickets as agent:mcp-server/dev-container/tickets",
      ],
    }
  `);
});

test('references, placeholders, volumes and comments are nothing', async () => {
  const { identities, workloads, credentials, gaps } = await clusterSummary(rootOf('dev-container-careful'));
  expect({ identities, workloads, credentials, gaps }).toEqual({ identities: [], workloads: [], credentials: [], gaps: [] });
});

const opening: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  [
    'the socket as a mount',
    '"mounts": ["source=/var/run/docker.sock,target=/var/run/docker.sock,type=bind"]',
    ['mount /var/run/docker.sock'],
  ],
  ['the socket as an argument', '"runArgs": ["--mount", "type=bind,src=/var/run/docker.sock,dst=/d.sock"]', ['mount /var/run/docker.sock']],
  [
    'the socket of a feature',
    '"features": {"ghcr.io/devcontainers/features/docker-outside-of-docker:1.6": {}}',
    ['mount /var/run/docker.sock'],
  ],
  ['a nested engine', '"features": {"ghcr.io/devcontainers/features/docker-in-docker@sha256:0": {}}', ['privileged']],
  ['the property of its own', '"privileged": true, "capAdd": ["SYS_PTRACE", "NET_RAW"]', ['privileged', 'capability SYS_PTRACE']],
  ['the machine by a short flag', '"runArgs": ["-v", "/:/host", "--volume=${localEnv:HOME}/x:/y"]', ['mount /']],
  ["the machine's processes", '"runArgs": ["--pid", "host"]', ['host processes']],
  ['nothing that opens it', '"runArgs": ["--pid=private"]', []],
  ['other features, which may set more', '"features": {"ghcr.io/x/y/z:1": {}}', undefined],
  ['Compose, which may set more', '"dockerComposeFile": "compose.yaml", "service": "app"', undefined],
];

test.each(opening)('%s', async (_, setting, access) => {
  const text = `{"remoteEnv": {"QUEUE_TOKEN": "q7Ws2Lk9Zr4Xn8Vb5Tp3Hd6J"}, ${setting}}`;
  const { inventory } = await scan(write({ '.devcontainer/devcontainer.json': text }));
  const [workload] = [...inventory.workloads.values()];
  expect(workload?.settings?.host_access).toEqual(access);
});

test('what stands outside of customizations is held by the container alone', async () => {
  const text =
    '{"remoteEnv": {"QUEUE_TOKEN": "q7Ws2Lk9Zr4Xn8Vb5Tp3Hd6J"}, "customizations": {"vscode": {"settings": {"chat.tools.autoApprove": true, "x.apiKey": "zK4Xn8Tq2Wb6Rm9Lv3Hs7Pd5"}}}}';
  const { fragments } = await scan(write({ '.devcontainer.json': text }));
  expect(fragments.flatMap((f) => (f.type === 'link' && f.value.kind === 'holds' ? [f.value.from] : [])).sort()).toEqual([
    'agent:vscode/shop',
    'repository:dev-container/shop/devcontainer',
  ]);
});

test('a broken file is told once', async () => {
  const { inventory } = await scan(write({ '.devcontainer/devcontainer.json': '{"remoteEnv": {"A": ' }));
  expect(inventory.gaps.length).toBe(1);
});

test.each([
  ['npm install -g @anthropic-ai/claude-code && npm ci', 1],
  ['npm ci # instead of @anthropic-ai/claude-code', 0],
])('%s: so many containers with an agent: %i', async (postCreateCommand, count) => {
  const { inventory } = await scan(write({ '.devcontainer/devcontainer.json': JSON.stringify({ postCreateCommand }) }));
  expect([...inventory.identities.values()].filter(({ kind }) => kind === 'dev-container')).toHaveLength(count);
});
