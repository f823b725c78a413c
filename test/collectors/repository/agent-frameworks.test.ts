import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { agentForms, jsonForms } from '../../../src/collectors/repository/agent-frameworks/agent-forms.ts';
import { type Scanned, scan, write } from './scan.ts';

const tree = (name: string): string => fileURLToPath(new URL(`../../../fixtures/repository/frameworks/${name}`, import.meta.url));
const scanned = new Map<string, Promise<Scanned>>();
const read = (name: 'showing' | 'careful'): Promise<Scanned> => {
  const present = scanned.get(name) ?? scan(tree(name));
  scanned.set(name, present);
  return present;
};

interface Case {
  readonly form: string;
  readonly tree: 'showing' | 'careful';
  readonly id: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly absent?: readonly string[];
}

const cases = JSON.parse(readFileSync(new URL('./framework-cases.json', import.meta.url), 'utf8')) as readonly Case[];

describe('an agent that is built with a framework', () => {
  test.each(cases)('$form, $tree: $id', async ({ tree: name, id, facts, absent = [] }) => {
    const { inventory } = await read(name);
    const agent = inventory.identities.get(id.replace('{}', name));
    expect(agent).toMatchObject({ kind: 'framework-agent', agent: true, nature: 'agent', settings: facts });
    for (const fact of absent) expect(agent?.settings).not.toHaveProperty(fact);
    // What is said of it stands somewhere.
    for (const [fact, value] of Object.entries(facts)) {
      const says = Array.isArray(value) ? value.length > 0 : value === true;
      if (says) expect(agent?.factEvidence?.[`settings.${fact}`]?.[0]?.line, fact).toBeGreaterThan(0);
    }
  });

  test('every form has a case that shows something and one that has nothing to show', () => {
    const frameworks = [...new Set([...agentForms, ...jsonForms].map((f) => f.framework))];
    const shown = (name: string) => [...new Set(cases.filter((c) => c.tree === name).map((c) => c.form))];
    expect(frameworks.filter((f) => !shown('showing').includes(f))).toEqual([]);
    // These two say where an agent runs and nothing of its tools; Semantic Kernel and Dify are read by the readers of others.
    const without = ['vertex-agent-engine', 'bedrock-agentcore', 'semantic-kernel', 'dify', 'flowise'];
    expect(frameworks.filter((f) => !shown('careful').includes(f) && !without.includes(f))).toEqual([]);
  });

  test('the careful tree has nothing to flag', async () => {
    const { inventory } = await read('careful');
    for (const { id, settings, kind } of inventory.identities.values()) {
      if (kind !== 'framework-agent') continue;
      expect(settings?.code_execution ?? [], id).toEqual([]);
      expect(settings?.bypass ?? [], id).toEqual([]);
      expect(settings?.untrusted_input === true && settings.private_data === true && settings.egress === true, id).toBe(false);
    }
    expect(inventory.credentials.size).toBe(0);
    expect(inventory.gaps).toEqual([]);
  });

  test('credentials in their files are theirs', async () => {
    const { inventory } = await read('showing');
    const holders = inventory.links.filter((l) => l.kind === 'holds').map((l) => l.from.replace('/showing', ''));
    expect(holders.sort()).toEqual([
      'agent:autogen/autogen/team.json#coder',
      'agent:langgraph/graph/langgraph.json#triage',
      'agent:mcp-server/desk MCP 1',
      'agent:microsoft-agent-framework/foundry/agent.yaml#claims',
    ]);
  });

  test('what a file says an agent runs as, it has the permissions of', async () => {
    const { inventory } = await read('showing');
    const runsAs = [...inventory.identities.values()].flatMap((i) =>
      i.kind === 'framework-agent' && i.actsAs ? [[i.name, i.actsAs]] : [],
    );
    expect(runsAs.sort()).toEqual([
      ['desk', 'gcp:service-account/desk-agent@orchard-prod.iam.gserviceaccount.com'],
      ['quotes', 'aws:role/418273645527/quotes-agent'],
    ]);
  });

  test('a memory that two write to names both', async () => {
    const memories = async (name: 'showing' | 'careful') =>
      [...(await read(name)).inventory.workloads.values()].filter((w) => w.kind === 'agent-memory').map((w) => w.settings?.memory_writers);
    expect(await memories('showing')).toEqual([['index (sdk/index.py)', 'writer (sdk/notes.py)']]);
    expect(await memories('careful')).toEqual([]);
  });
});

describe('agents of AWS in infrastructure code', () => {
  test('call functions, hand work on, and are behind guardrails', async () => {
    const { inventory } = await read('showing');
    const links = inventory.links.filter((l) => l.kind === 'calls' || (l.kind === 'delegates' && l.from.startsWith('aws:')));
    expect(links.map((l) => [l.kind, l.from, l.to])).toEqual(
      expect.arrayContaining([
        ['calls', 'aws:bedrock-agent/stack.showing.iac/desk', 'aws:lambda-function/stack.showing.iac/refunds'],
        ['calls', 'aws:bedrock-agent/stack.showing.cfn.agents/cfn-desk', 'aws:lambda-function/stack.showing.cfn.agents/refund'],
        ['delegates', 'aws:bedrock-agent/stack.showing.iac/boss', 'aws:bedrock-agent/stack.showing.iac/desk'],
      ]),
    );
    expect(inventory.identities.get('aws:bedrock-agent/stack.showing.iac/desk')?.settings).toEqual({
      guardrail: false,
      tools: ['AMAZON.CodeInterpreter', 'refunds'],
    });
    expect(inventory.identities.get('aws:bedrock-agent/stack.showing.iac/boss')?.settings).toEqual({ guardrail: true });
    expect(inventory.identities.get('aws:bedrock-agent/stack.showing.cfn.agents/cfn-desk')?.settings).toEqual({
      guardrail: false,
      tools: ['AMAZON.CodeInterpreter', 'refunds'],
    });
  });

  test.each([
    ['showing', 'aws:agentcore-gateway/stack.showing.iac/tools', { authorizer: 'NONE', policy_mode: 'NONE' }],
    ['showing', 'aws:agentcore-gateway-target/stack.showing.iac/ledger', { credential_types: ['API_KEY'] }],
    [
      'showing',
      'aws:agentcore-runtime/stack.showing.iac/desk_runtime',
      { authorizer: 'CUSTOM_JWT', jwt_bound: false, network_mode: 'PUBLIC' },
    ],
    ['showing', 'aws:agentcore-gateway/stack.showing.cfn.agents/cfn-tools', { authorizer: 'NONE', policy_mode: 'NONE' }],
    ['showing', 'aws:agentcore-gateway-target/stack.showing.cfn.agents/cfn-ledger', { credential_types: ['API_KEY'] }],
    ['careful', 'aws:agentcore-gateway/stack.careful.iac/tools', { authorizer: 'CUSTOM_JWT', policy_mode: 'NONE', jwt_bound: true }],
    ['careful', 'aws:agentcore-gateway-target/stack.careful.iac/ledger', { credential_types: ['GATEWAY_IAM_ROLE'] }],
  ] as const)('%s: %s', async (name, id, settings) => {
    expect((await read(name)).inventory.workloads.get(id)?.settings).toEqual(settings);
  });
});

describe('files that are none, or broken', () => {
  const texts = [
    '',
    '{',
    '{"graphs":',
    '{"graphs":{"a":1,"b":null,"c":[],"d":{"path":7}}}',
    '[1,2]',
    '"x"',
    'role: x\ngoal: y\nbackstory: z\n',
    '{"nodes":[null,1,{"data":{"category":"Agents","inputs":[]}}],"edges":[{}],"connections":{"a":{"ai_tool":[1,[2]]}}}',
    '{"component_type":"agent","provider":"autogen","config":{"participants":[{"config":{"participants":7}}],"tools":{}}}',
    'kind: app\napp: { mode: agent-chat }\nmodel_config: { agent_mode: { tools: [1, { tool_name: [] }] } }\n',
    'kind: Prompt\nname: x\ntools: { a: null, b: [1] }\n',
    '---\non: [issues]\ntools: 7\nsafe-outputs: x\nnetwork: { allowed: { a: 1 } }\n---\n',
    'a: &a [*a]\nagents: *a\n',
    '\u0000\u0001',
    '{"a":'.repeat(5000),
  ];
  const files = [
    'langgraph.json',
    '.agent_engine_config.json',
    '.bedrock_agentcore.yaml',
    'declarativeAgent.json',
    'ai-plugin.json',
    '.github/workflows/x.md',
    '.goose/recipes/x.yaml',
    'recipe.yaml',
    'agents.yaml',
    'flow.json',
    'mcp-tools.json',
    'mcp-tools.lock.json',
    'x.mcp-tools.json',
  ];
  test.each(texts.map((text, i) => [i, text] as const))('hostile text %i', async (_i, text) => {
    const { inventory } = await scan(write(Object.fromEntries(files.map((file) => [file, text]))));
    for (const { settings, mcp } of inventory.identities.values()) {
      expect(settings?.code_execution ?? []).toEqual([]);
      expect(mcp?.tools_changed ?? []).toEqual([]);
    }
  });

  test('what cannot be read of a file of that name is told, of any other it is not', async () => {
    const { inventory } = await scan(
      write({ 'langgraph.json': '{"graphs":', 'any.json': '{"component_type":"agent","provider":"autogen' }),
    );
    expect(inventory.gaps.map((g) => g.file)).toEqual(['langgraph.json']);
  });

  test('hostile names stay names', async () => {
    const name = '\u001b[31m<img src=x onerror=alert(1)>\n::error::x';
    const { inventory } = await scan(write({ 'langgraph.json': JSON.stringify({ graphs: { [name]: './a.py:g' } }) }));
    const [agent] = inventory.identities.values();
    expect(agent?.name).not.toContain('\n');
  });
});
