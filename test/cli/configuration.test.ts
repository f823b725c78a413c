import { expect, test } from 'vitest';
import { addFile, failedRules, type JsonReport, makeDirectory, nhi, type Ran, readReport } from './nhi.ts';

const here = makeDirectory();
let files = 0;

/** Scans the demo with this configuration instead of its own. */
async function demo(config: string, ...args: string[]): Promise<{ readonly ran: Ran; readonly report: JsonReport }> {
  const file = addFile(here, `config-${files++}/own.yaml`, config);
  const ran = await nhi(['demo', '--config', file, '--format', 'json', ...args]);
  return { ran, report: readReport(ran) };
}

const of = (report: JsonReport, rule: string) => report.findings.filter((f) => f.rule === rule);
const named = (report: JsonReport, name: string) => report.identities.find((i) => i.name === name);

test('without a configuration the rules speak for themselves', async () => {
  const { report } = await demo('');
  expect(of(report, 'aws-iam-key-old').every((f) => f.status === 'fail')).toBe(true);
  expect(of(report, 'agent-shadow-server')).toEqual([]);
});

test('a waiver suppresses what it names, until its last day; nothing is dropped', async () => {
  const config = (expires: string) =>
    `waivers:\n  - { rule: aws-iam-key-old, identity: ci-deploy, reason: Moved in spring, expires: ${expires} }\n  - { rule: aws-admin-star, identity: "*/lambda-*", reason: Known }\n`;
  const [valid, lastDay, expired] = await Promise.all([demo(config('2027-03-31')), demo(config('2026-11-22')), demo(config('2026-11-21'))]);
  const key = (r: JsonReport) => of(r, 'aws-iam-key-old').filter((f) => f.identity?.endsWith('/ci-deploy'));
  expect(key(valid.report)).toMatchObject([{ status: 'suppressed', suppression: { reason: 'Moved in spring', expires: '2027-03-31' } }]);
  expect(key(lastDay.report)).toMatchObject([{ status: 'suppressed' }]);
  expect(key(expired.report)).toMatchObject([{ status: 'fail' }]);
  expect(of(valid.report, 'aws-iam-key-old').length).toBe(of(expired.report, 'aws-iam-key-old').length);
  expect(of(valid.report, 'aws-admin-star').find((f) => f.identity?.endsWith('/lambda-maintenance'))?.status).toBe('suppressed');
  expect(expired.ran.err).toMatch(/own\.yaml:2: the waiver for aws-iam-key-old expired on 2026-11-21 and suppresses nothing\n/);
  expect(valid.ran.err).toMatch(/own\.yaml:3: the waiver for aws-admin-star never expires; give it "expires", and has no owner/);
});

test('a waived finding does not fail the run', async () => {
  const flawed = makeDirectory({
    '.mcp.json': '{"mcpServers":{"files":{"type":"http","url":"http://tools.acme.example/mcp"}}}',
    '.nhi.yaml':
      'waivers:\n  - { rule: agent-mcp-http-plain, identity: "*", reason: r, expires: 2027-01-01 }\nrules:\n  agent-mcp-remote-no-auth: off\n',
  });
  const ran = await nhi(['scan', '--now', '2026-11-22', '--format', 'json'], { cwd: flawed });
  expect(failedRules(readReport(ran))).not.toContain('agent-mcp-http-plain');
  expect(ran.code).toBe(0);
  expect((await nhi(['scan', '--now', '2027-01-02'], { cwd: flawed })).code).toBe(1);
});

test('rules are switched off, raised and given other parameters', async () => {
  const [base, { report }] = await Promise.all([
    demo(''),
    demo(
      'rules:\n  aws-admin-star: off\n  aws-iam-key-old: { severity: info, params: { max_age_days: 850 } }\n  agent-mcp-unpinned: { enabled: false }\n',
    ),
  ]);
  expect(failedRules(base.report)).toEqual(expect.arrayContaining(['aws-admin-star', 'agent-mcp-unpinned']));
  expect(of(report, 'aws-admin-star')).toEqual([]);
  expect(of(report, 'agent-mcp-unpinned')).toEqual([]);
  const old = of(report, 'aws-iam-key-old').filter((f) => f.status === 'fail');
  expect(old.length).toBeGreaterThan(0);
  expect(old.length).toBeLessThan(of(base.report, 'aws-iam-key-old').length);
  for (const finding of old) expect(Number(/for (\d+) days/.exec(finding.message)?.[1])).toBeGreaterThan(850);
});

test('owners and environments are given to what they match, and rules see them', async () => {
  const { report } = await demo(
    'owners:\n  - { owner: team-data, name: "migration-*" }\nenvironments:\n  - { environment: staging, name: ci-deploy }\n  - { environment: production, scope: "418273645519" }\n',
  );
  expect(named(report, 'migration-2024')?.owner).toBe('team-data');
  expect(of(report, 'cross-nhi-no-owner').filter((f) => f.identity?.endsWith('/migration-2024'))).toEqual([]);
  expect(named(report, 'ci-deploy')?.environment).toBe('staging');
  expect(named(report, 'load-test')?.environment).toBe('production');
});

test('known third parties have names that rules see, and known accounts are none', async () => {
  const rules = makeDirectory({
    'acme-vendor.yaml': `id: acme-vendor
title: A vendor of ours
severity: low
confidence: high
subject: trust
when: trust.vendor == "Our name of it"
message: "{trust.identity.name} is for {trust.vendor}"
why: To see it.
fix: { summary: None. }
maps: { owasp_nhi: [NHI3] }
examples:
  - { flagged: true, given: { trust: { vendor: Our name of it, identity: { name: r } } } }
  - { flagged: false, given: { trust: { vendor: Another, identity: { name: r } } } }
`,
  });
  const [named, ours] = await Promise.all([
    demo('known_third_parties:\n  "770914233658": Our name of it\n', '--rules', rules),
    demo('known_accounts: ["770914233658", "602183377415"]\n'),
  ]);
  expect(of(named.report, 'acme-vendor').filter((f) => f.status === 'fail')).toMatchObject([
    { message: 'observa-integration is for Our name of it' },
  ]);
  const aboutObserva = (r: JsonReport) =>
    of(r, 'aws-trust-no-external-id').filter((f) => f.status === 'fail' && f.identity?.endsWith('/observa-integration'));
  expect(aboutObserva(named.report)).toHaveLength(1);
  expect(aboutObserva(ours.report)).toEqual([]);
});

test('with a registry, servers that are not in it are findings', async () => {
  const { report } = await demo('registry: [files, issues]\nrules:\n  agent-shadow-server: on\n');
  const shadows = of(report, 'agent-shadow-server')
    .filter((f) => f.status === 'fail')
    .map((f) => f.message);
  expect(shadows.length).toBeGreaterThan(0);
  expect(shadows.join('\n')).not.toMatch(/MCP server (files|issues) is not/);
});
