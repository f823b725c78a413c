import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/reporters/report.ts';
import { reporter } from '../../src/reporters/sarif.ts';
import { expectGolden } from './golden.ts';
import { quietReport, sampleReport } from './sample-report.ts';

interface Notification {
  readonly descriptor: { readonly id: string };
  readonly message: { readonly text: string };
}

interface PhysicalLocation {
  readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
  readonly region?: { readonly startLine: number };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: PhysicalLocation }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions: readonly { readonly justification: string }[];
  readonly codeFlows?: readonly { readonly threadFlows: readonly { readonly locations: readonly unknown[] }[] }[];
  readonly taxa: readonly { readonly id: string; readonly toolComponent: { readonly name: string } }[];
}

interface Rule {
  readonly id: string;
  readonly properties: { readonly 'security-severity': string; readonly tags: readonly string[] };
  readonly relationships: readonly { readonly target: { readonly id: string } }[];
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[]; readonly notifications: readonly { readonly id: string }[] } };
  readonly results: readonly Result[];
  readonly taxonomies: readonly { readonly name: string; readonly taxa: readonly { readonly id: string }[] }[];
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolConfigurationNotifications: readonly Notification[];
    readonly toolExecutionNotifications: readonly Notification[];
  }[];
  readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
  readonly automationDetails: { readonly id: string };
}

function render(report: Report): string {
  return [...reporter.render(report, { color: false })].join('');
}

function run(report: Report): Run {
  const log = JSON.parse(render(report)) as { version: string; runs: Run[] };
  expect(log.version).toBe('2.1.0');
  const [first] = log.runs;
  if (first === undefined) throw new Error('no run');
  return first;
}

describe('sarif', () => {
  it('renders the sample', () => expectGolden('report.sarif', render(sampleReport)));

  it('has a result for each finding that failed or is suppressed, and for nothing else', () => {
    const { results } = run(sampleReport);
    const known = sampleReport.findings.filter((f) => f.status !== 'unknown');
    expect(results.map((r) => r.partialFingerprints['nhiFingerprint/v1'])).toEqual(known.map((f) => f.fingerprint));
    expect(results.filter((r) => r.suppressions.length > 0).map((r) => r.suppressions[0]?.justification)).toEqual([
      'the contract ends in December (until 2026-12-31)',
    ]);
  });

  it('keeps what could not be decided or seen, as notifications', () => {
    const [invocation] = run(sampleReport).invocations;
    const texts = [...(invocation?.toolConfigurationNotifications ?? []), ...(invocation?.toolExecutionNotifications ?? [])];
    expect(texts.map((n) => n.descriptor.id)).toEqual([
      'gap-not-given',
      'gap-denied',
      'gap-unreadable',
      'rule-undecided',
      'rule-undecided',
    ]);
    expect(texts.map((n) => n.message.text).join('\n')).toContain('shown by iam:GenerateCredentialReport');
  });

  it('points rules, taxa and notifications at descriptors that exist', () => {
    const { tool, results, taxonomies, invocations } = run(sampleReport);
    for (const result of results) expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    const taxa = new Set(taxonomies.flatMap((t) => t.taxa.map((taxon) => `${t.name} ${taxon.id}`)));
    for (const { id, toolComponent } of results.flatMap((r) => r.taxa)) expect(taxa).toContain(`${toolComponent.name} ${id}`);
    const known = tool.driver.notifications.map((n) => n.id);
    for (const { toolExecutionNotifications } of invocations) {
      for (const { descriptor } of toolExecutionNotifications) expect(known).toContain(descriptor.id);
    }
  });

  it('says of a rule only what holds for all its findings', () => {
    const rule = run(sampleReport).tool.driver.rules.find((r) => r.id === 'aws-iam-key-old');
    expect(rule?.relationships.map((r) => r.target.id)).toEqual(['NHI7']);
    expect(rule?.properties['security-severity']).toBe('8.0');
    expect(rule?.properties.tags).toEqual(['security', 'identity', 'external/owasp_nhi/NHI7']);
  });

  it('has a relative, encoded location with a line for every result', () => {
    const { results, artifacts } = run(sampleReport);
    const uris = results.flatMap((r) => r.locations.map((l) => l.physicalLocation));
    for (const { artifactLocation, region } of uris) {
      expect(artifactLocation.uri).toMatch(/^[\w%!'()*~.-]+(\/[\w%!'()*~.-]+)*$/);
      expect(region?.startLine).toBeGreaterThanOrEqual(1);
      if (artifactLocation.uriBaseId === undefined) expect(artifacts.map((a) => a.location.uri)).toContain(artifactLocation.uri);
    }
    expect(uris.map((l) => l.artifactLocation.uri)).toContain('aws/345678901234');
  });

  it.each([
    [{ source: '.', file: 'deploy notes/ä#1.yml' }, 'deploy%20notes/%C3%A4%231.yml'],
    [{ source: './services/pay/', file: 'main.tf' }, 'services/pay/main.tf'],
    [{ source: 'dumps/gaad.json', file: 'dumps/gaad.json' }, 'dumps/gaad.json'],
    [{ source: 'dumps/gaad.json', file: 'gaad.json' }, 'dumps/gaad.json'],
    [{ source: '/home/ann/shop', file: '.mcp.json' }, '.mcp.json'],
    [{ source: '/home/ann/gaad.json', file: '/home/ann/gaad.json' }, 'gaad.json'],
    [{ source: 'C:\\work\\shop', file: 'a\\b.yml' }, 'a/b.yml'],
    [{ source: '../shop', file: 'a.yml' }, 'shop/a.yml'],
    [{ source: '.', file: 'c:colon.yml' }, 'c%3Acolon.yml'],
    [{ source: '.', file: 'half\ud800.yml' }, 'half%EF%BF%BD.yml'],
  ])('locates %j', (evidence, uri) => {
    const [finding] = sampleReport.findings;
    if (finding === undefined) throw new Error('no finding');
    const { results } = run({ ...sampleReport, findings: [{ ...finding, evidence: [evidence] }] });
    expect(results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri, uriBaseId: 'SRCROOT' },
      region: { startLine: 1 },
    });
  });

  it('shows a path as a code flow, step by step', () => {
    const [result] = run(sampleReport).results;
    expect(result?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(3);
  });

  it('tells a run that could not read a source from one that could', () => {
    expect(run(quietReport).invocations[0]?.executionSuccessful).toBe(true);
    const sources = quietReport.scan.sources.map((s) => ({ ...s, status: 'failed' as const }));
    expect(run({ ...quietReport, scan: { ...quietReport.scan, sources } }).invocations[0]?.executionSuccessful).toBe(false);
  });

  it('holds the four answers of the identity that a result is about, as the report has them', () => {
    const log = JSON.parse(render(sampleReport)) as {
      runs: { results: { properties: { posture?: Record<string, string> }; partialFingerprints: Record<string, string> }[] }[];
    };
    for (const { properties, partialFingerprints } of log.runs[0]?.results ?? []) {
      const finding = sampleReport.findings.find((f) => f.fingerprint === partialFingerprints['nhiFingerprint/v1']);
      const posture = sampleReport.identities.find((i) => i.id === finding?.identity)?.posture;
      expect(properties.posture?.['binding']).toBe(posture && `${posture.binding.answer}: ${posture.binding.because}`);
      expect(properties.posture?.['revocation']).toBe(posture && `${posture.revocation.answer}: ${posture.revocation.because}`);
    }
  });

  it('spells out in messages what does not show', () => {
    expect(
      run(sampleReport)
        .results.map((r) => r.message.text)
        .join(''),
    ).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });

  it('does not let uploads of different sources replace one another', () => {
    expect(run(sampleReport).automationDetails.id).toBe('nhi/aws+repository/2026-11-20T09:00:00Z');
    expect(run(quietReport).automationDetails.id).toBe('nhi/repository/2026-11-20T09:00:00Z');
  });
});

const schemaFile = schemaOfTheStandard();

describe('the standard', () => {
  it.each([
    ['sample', sampleReport],
    ['quiet', quietReport],
  ])('accepts %s', (_, report) => {
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats.default(ajv);
    // Written in draft 4, of which it uses nothing that later drafts read differently but these two keys.
    const { $schema: _dialect, id: _id, ...schema } = JSON.parse(readFileSync(schemaFile ?? '', 'utf8')) as Record<string, unknown>;
    const validate = ajv.compile(schema);
    validate(JSON.parse(render(report)));
    expect(validate.errors ?? []).toEqual([]);
  });
});

/** The official JSON schema, from a package that carries it. */
function schemaOfTheStandard(): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

describe('more findings than code scanning takes', () => {
  const [finding] = sampleReport.findings;
  if (finding === undefined) throw new Error('no finding');
  const findings = Array.from({ length: 25_003 }, (_, n) => ({ ...finding, subject: `subject/${n}` }));

  it('are left out and counted, the worst kept', () => {
    const { results, invocations } = run({ ...sampleReport, findings });
    expect(results).toHaveLength(25_000);
    const notes = invocations[0]?.toolExecutionNotifications.filter((n) => n.descriptor.id === 'results-left-out');
    expect(notes?.map((n) => n.message.text)).toEqual([expect.stringContaining('3 more findings')]);
  });

  it('are not spoken of where all fit', () => {
    expect(render(sampleReport)).not.toContain('are left out');
  });
});
