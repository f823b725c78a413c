import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { allReporters } from '../src/cli/format-registry.ts';
import { loadRules } from '../src/cli/load-rules.ts';
import type { Prepared } from '../src/cli/prepare.ts';
import type { Finding } from '../src/findings/finding.ts';
import { postureOf } from '../src/posture/identity-facts.ts';
import { plantedSecrets } from './planted-secrets.ts';
import { World } from './world-of.ts';

function everythingWrong(): World {
  const world = new World('everything-wrong');
  world.letOthersWrite('shop/.mcp.json');
  return world;
}

function halfBlind(): World {
  const world = new World('half-blind');
  world.letOthersWrite('shop/.mcp.json');
  return world;
}

const failed = (world: Prepared): readonly Finding[] => world.findings.filter((f) => f.status === 'fail');
const rulesOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map((f) => f.rule))].sort();
const keyOf = (f: Finding): string => `${f.rule} ${f.subject}`;

/** Rules that find what makes the answer to a question a no. */
const linkedRules = {
  binding: [
    'aws-iam-user-as-workload',
    'aws-iam-user-mixed-use',
    'entra-user-as-service-account',
    'github-classic-pat',
    'k8s-human-uses-sa',
    'agent-mcp-human-credential',
    'cross-human-use',
  ],
  lifetime: [
    'aws-iam-key-old',
    'gcp-sa-user-key',
    'entra-app-secret-long-lived',
    'k8s-legacy-sa-token',
    'github-fgpat-broad',
    'aws-bedrock-api-key-long-term',
    'agent-model-key-static',
  ],
  authorization: ['cross-no-runtime-authz', 'aws-agentcore-policy-not-enforced', 'agent-mcp-auto-approve-all'],
  revocation: ['cross-revocation-fanout', 'cross-no-kill-switch', 'cross-secret-reuse'],
} as const;

describe('everything wrong', () => {
  test('every rule fires', async () => {
    const world = await everythingWrong().analyse();
    const fired = rulesOf(failed(world));
    expect(
      loadRules()
        .map((rule) => rule.id)
        .filter((id) => !fired.includes(id)),
    ).toEqual([]);
  });

  test('what fails a rule of a question does not pass the question', async () => {
    const { findings, world } = await everythingWrong().analyse();
    const passed = Object.entries(linkedRules).flatMap(([question, rules]) =>
      findings
        .filter((f) => f.status === 'fail' && (rules as readonly string[]).includes(f.rule))
        .flatMap(({ rule, identity }) => {
          const found = world.inventory.identities.get(identity ?? '');
          const answer = found === undefined ? undefined : postureOf(world, found)[question as keyof typeof linkedRules];
          return answer?.answer === 'yes' && !answer.because.startsWith('a second slot') ? [`${rule} ${identity}: ${answer.because}`] : [];
        }),
    );
    expect(passed).toEqual([]);
  });

  test('every finding says something known, and where', async () => {
    const found = failed(await everythingWrong().analyse());
    expect(found.filter((f) => f.message.includes('?')).map((f) => f.message)).toEqual([]);
    expect(found.filter((f) => f.evidence.length === 0).map(keyOf)).toEqual([]);
    expect(new Set(found.map((f) => f.message)).size).toBeGreaterThan(100);
  });

  test('findings fail the run', async () => {
    expect((await everythingWrong().scan()).code).toBe(1);
  });
});

describe('nothing wrong', () => {
  /** What the input cannot hold. */
  const cannotBeSeen: Readonly<Record<string, string>> = {
    'azure-uami-shared': 'only a live source that read every resource knows all workloads',
    'aws-bedrock-agent-role-shared': 'only a live source that read every region knows all agents',
    'aws-role-shared': 'only a live source that read every region knows all workloads',
    'k8s-sa-shared': 'manifests do not say what else runs in the cluster',
    'k8s-sa-unused': 'manifests do not say what else runs in the cluster',
    'gcp-sa-shared': 'only a live source that read every service knows all workloads',
    'cross-audit-chain-gap': 'whether a trail is on stands in get-trail-status, which does not say of which trail',
    'cross-revocation-fanout': 'what runs as a role stands in the services that run it, not in the answers of IAM',
    'agent-secret-paths-readable': 'Codex has no setting that denies files',
  };

  test('no rule fails, and only what cannot be seen is open', async () => {
    const { findings } = await new World('nothing-wrong').analyse();
    expect(findings.filter((f) => f.status === 'fail').map((f) => f.message)).toEqual([]);
    expect(rulesOf(findings)).toEqual(Object.keys(cannotBeSeen).sort());
  });

  test('every kind of thing that rules are about is there', async () => {
    const kinds = async (world: World): Promise<readonly string[]> => [
      ...new Set((await world.analyse()).report.identities.map((i) => i.kind)),
    ];
    const right = await kinds(new World('nothing-wrong'));
    // Nothing lets in anyone, or every subject of a provider. An application is what holds a secret that stands in a file; whether a
    // service connection holds a key does not stand there. A principal that is gone is known by the roles that it still holds.
    expect((await kinds(everythingWrong())).filter((kind) => !right.includes(kind)).sort()).toEqual([
      'application',
      'aws-anyone',
      'entra-service-principal',
      'identity-provider',
      'service-connection',
    ]);
  });

  test('the run succeeds', async () => {
    expect((await new World('nothing-wrong').scan({ failOn: 'info' })).code).toBe(0);
  });
});

describe('half blind', () => {
  /** Passes because agents cannot be seen to reach it: what an agent's own unknown reach holds is told at the agent. */
  const exceptions = ['cross-no-runtime-authz'];

  const unknownInstead = [
    'agent-bypass-approvals',
    'agent-destructive-tool-ungated',
    'agent-hooks-untrusted',
    'agent-mcp-admin-credential',
    'agent-mcp-auto-approve-all',
    'agent-sandbox-off',
    'agent-secret-paths-readable',
    'agent-shell-tool',
    'aws-admin-star',
    'aws-audit-tamper-permission',
    'aws-bedrock-invoke-static-key',
    'aws-compute-role-admin',
    'aws-iam-delegation-no-boundary',
    'aws-iam-key-old',
    'aws-iam-user-as-workload',
    'aws-iam-user-mixed-use',
    'aws-key-many-networks',
    'aws-passrole-wildcard',
    'aws-privesc-path',
    'aws-role-cross-env',
    'aws-role-unused',
    'aws-unused-permissions',
    'aws-vendor-role-privileged',
    'cross-agent-to-data-egress',
    'cross-dormant-privileged',
    'cross-env-bridge',
    'cross-human-use',
    'cross-hybrid-weak-path',
    'cross-leak-to-model',
    'cross-leak-to-privilege',
    'cross-nhi-no-owner',
    'cross-no-kill-switch',
    'cross-privilege-drift',
    'cross-prod-secret-in-nonprod',
    'cross-standing-privilege',
    'cross-thirdparty-blast',
    'repo-action-unpinned',
    'repo-agent-hidden-instructions',
    'repo-ai-action-untrusted-trigger',
    'repo-registry-token',
  ];

  test.each(unknownInstead)('%s says that it cannot say', async (rule) => {
    const [seen, blind] = await both();
    const wrong = new Set(failed(seen).flatMap((f) => (f.rule === rule ? [f.subject] : [])));
    const open = blind.findings.filter((f) => f.rule === rule && f.status === 'unknown' && wrong.has(f.subject));
    expect(open).not.toEqual([]);
    expect(open.flatMap((f) => f.missing ?? [])).not.toEqual([]);
  });

  test('nothing passes that is wrong when it is seen', async () => {
    const [seen, blind] = await both();
    const met = new Set([...blind.report.identities, ...blind.report.credentials].map((i) => i.id));
    const told = new Set(blind.findings.map(keyOf));
    const passed = failed(seen).filter((f) => met.has(f.subject) && !told.has(keyOf(f)) && !exceptions.includes(f.rule));
    expect(passed.map(keyOf)).toEqual([]);
  });

  test('nothing fails that was not seen', async () => {
    const [seen, blind] = await both();
    const wrong = new Set(failed(seen).map(keyOf));
    const new_ = failed(blind).filter((f) => !wrong.has(keyOf(f)));
    expect(rulesOf(new_)).toEqual(['cross-coverage-gap']);
    expect(
      failed(blind)
        .filter((f) => f.message.includes('?'))
        .map((f) => f.message),
    ).toEqual([]);
  });

  test('the run says that it could not see, whatever the level', async () => {
    expect((await halfBlind().scan({ failOn: 'none' })).code).toBe(3);
    expect((await halfBlind().scan({ failOn: 'none', allowGaps: true })).code).toBe(0);
    expect((await halfBlind().scan()).code).toBe(1);
  });

  let worlds: Promise<readonly [Prepared, Prepared]> | undefined;

  /** Both are only read, so one reading serves all tests. */
  function both(): Promise<readonly [Prepared, Prepared]> {
    worlds ??= Promise.all([everythingWrong().analyse(), halfBlind().analyse()]);
    return worlds;
  }
});

describe('planted secrets', () => {
  test('stand in the world', () => {
    const world = fileURLToPath(new URL('../fixtures/everything-wrong', import.meta.url));
    const text = readdirSync(world, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    const decoded =
      text + [...text.matchAll(/(?:"auth": "|_API_KEY: )([^"\n]+)/g)].map((m) => Buffer.from(m[1] ?? '', 'base64').toString('utf8'));
    const missing = Object.entries(plantedSecrets).filter(
      ([, value]) => ![value, encodeURIComponent(value)].some((v) => decoded.includes(v)),
    );
    expect(missing.map(([place]) => place)).toEqual([]);
  });

  test('are in nothing that comes out', async () => {
    const world = everythingWrong();
    const outputs: Record<string, string> = {};
    for (const { format } of await allReporters()) {
      const { out, err } = await world.scan({ format });
      outputs[format] = out;
      outputs[`standard error of ${format}`] = err;
    }
    const listed = await world.list();
    outputs.list = listed.out + listed.err;
    const file = join(world.root, 'snapshot.nhi');
    const recorded = await world.collect(file);
    outputs['standard error of collect'] = recorded.out + recorded.err;
    outputs.snapshot = gunzipSync(readFileSync(file)).toString('utf8');
    expect(outputs.snapshot.length).toBeGreaterThan(10_000);
    expect(Object.entries(outputs).flatMap(([output, text]) => leaks(text).map((place) => `${place} in ${output}`))).toEqual([]);
  });

  test('are in no identity card', async () => {
    const world = everythingWrong();
    const { report } = await world.analyse();
    // One of each kind, and whatever holds a credential.
    const holders = new Set(report.credentials.flatMap((c) => [...c.holders, ...(c.identity === null ? [] : [c.identity])]));
    const chosen = report.identities.filter((i, n, all) => holders.has(i.id) || all.findIndex((o) => o.kind === i.kind) === n);
    const found: string[] = [];
    for (const { id } of chosen) {
      const { out, err } = await world.show(id);
      expect(out).not.toBe('');
      found.push(...leaks(out + err).map((place) => `${place} in the card of ${id}`));
    }
    expect(found).toEqual([]);
    // Every card is a scan of its own.
  }, 180_000);

  test('would be found', () => {
    const [place = '', value = ''] = Object.entries(plantedSecrets).find(([, v]) => v.includes('"')) ?? [];
    for (const text of [value, JSON.stringify(value), encodeURIComponent(value), Buffer.from(`user:${value}!`).toString('base64')]) {
      expect(leaks(`x${text}y`)).toEqual([place]);
    }
  });
});

/** Where the secrets stand that are in a text in any of their forms. */
function leaks(text: string): readonly string[] {
  return Object.entries(plantedSecrets).flatMap(([place, value]) => (formsOf(value).some((form) => text.includes(form)) ? [place] : []));
}

/** A value as it may be written; of base64 the middle, for each of the three ways in which it can be aligned. */
function formsOf(value: string): readonly string[] {
  const base64 = [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.from(' '.repeat(shift) + value).toString('base64');
    const middle = encoded.slice(4, encoded.length - 4);
    return [middle, middle.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), ...base64];
}
