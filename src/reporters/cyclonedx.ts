import { hash } from 'node:crypto';
import type { Edge } from '../graph/graph.ts';
import { inertJson } from './escape.ts';
import { place } from './place.ts';
import { postureAnswers, verdictInWords } from './posture.ts';
import type { Report, ReportCredential, ReportIdentity } from './report.ts';
import type { Reporter } from './reporter.ts';

type Property = readonly [name: string, value: string | number | boolean | null];

/**
 * A bill of identities as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Identities are services: of all it has, that alone has
 * a provider, a group and `authenticated`, and may stand in the dependency graph. Credentials are cryptographic assets of the type
 * credential, which have a state, and days of making and ending. What an identity can act as over confirmed ways, and the
 * credentials that prove it, are its dependencies. Findings are not vulnerabilities of software and are left to other formats.
 */
export const reporter: Reporter = {
  format: 'cyclonedx',
  summary: 'a bill of identities and credentials, as CycloneDX 1.6',
  *render(report) {
    const { tool, scan, identities, credentials } = report;
    const tools = { components: [{ type: 'application', name: tool.name, version: tool.version, 'bom-ref': 'nhi' }] };
    yield `{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "serialNumber": ${inertJson(serialNumber(report))},\n  "version": 1,\n`;
    yield `  "metadata": ${inertJson({ timestamp: scan.now, tools, properties: properties(counted(report)) })},\n`;
    yield* list('services', identities, service);
    yield ',\n';
    yield* list('components', credentials, component);
    yield ',\n';
    yield* list('dependencies', dependencies(report), (d) => d);
    yield '\n}\n';
  },
};

function* list<T>(name: string, values: Iterable<T>, record: (value: T) => unknown): Iterable<string> {
  yield `  "${name}": [`;
  let separator = '\n';
  for (const value of values) {
    yield `${separator}    ${inertJson(record(value))}`;
    separator = ',\n';
  }
  yield separator === '\n' ? ']' : '\n  ]';
}

/** The same report has the same number: a UUID made of what identifies it (RFC 9562, version 8). */
function serialNumber({ scan, identities }: Report): string {
  const digest = hash('sha256', JSON.stringify([scan.now, scan.sources.map((s) => s.source), identities.map((i) => i.id)]), 'hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`, digest.slice(20, 32)];
  return `urn:uuid:${parts.join('-')}`;
}

/** A bill that is not whole says so. */
function counted({ summary, scan }: Report): readonly Property[] {
  return [
    ['nhi:gaps', summary.gaps],
    ['nhi:sources_not_whole', scan.sources.filter((s) => s.status !== 'complete').length],
  ];
}

function properties(entries: readonly Property[]): unknown {
  return entries.flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }]));
}

function service(i: ReportIdentity): unknown {
  return {
    'bom-ref': i.id,
    provider: { name: i.plane },
    ...(i.scope === '' ? {} : { group: i.scope }),
    name: i.name,
    // Whoever acts as it has to prove so; of outsiders that anybody can be, that is not known.
    authenticated: true,
    'x-trust-boundary': i.nature === 'third-party',
    properties: properties([
      ['nhi:kind', i.kind],
      ['nhi:nature', i.nature],
      ['nhi:agent', i.agent],
      ['nhi:owner', i.owner],
      ['nhi:environment', i.environment],
      ['nhi:created', i.createdAt],
      ['nhi:last_used', i.lastUsedAt],
      ['nhi:enabled', i.enabled],
      ['nhi:power', i.power.level],
      ['nhi:reach', i.reach.level],
      ...postureAnswers(i.posture).map(([key, { answer }]): Property => [`nhi:posture:${key}`, answer]),
      ['nhi:posture:verdict', verdictInWords(i.posture)],
      ['nhi:place', i.evidence[0] === undefined ? null : place(i.evidence[0])],
    ]),
  };
}

function component(c: ReportCredential): unknown {
  const isTime = (text: string | null): text is string => text !== null && text !== 'never';
  return {
    type: 'cryptographic-asset',
    'bom-ref': c.id,
    name: c.name,
    cryptoProperties: {
      assetType: 'related-crypto-material',
      relatedCryptoMaterialProperties: {
        type: 'credential',
        ...(c.enabled === null ? {} : { state: c.enabled ? 'active' : 'suspended' }),
        ...(isTime(c.createdAt) ? { creationDate: c.createdAt } : {}),
        ...(isTime(c.expiresAt) ? { expirationDate: c.expiresAt } : {}),
      },
    },
    properties: properties([
      ['nhi:kind', c.kind],
      ['nhi:provider', c.provider],
      ['nhi:static', c.static],
      ['nhi:last_used', c.lastUsedAt],
      ['nhi:holders', c.holders.length],
    ]),
  };
}

function* dependencies({ identities, credentials, edges }: Report): Iterable<unknown> {
  const refs = new Set([...identities.map((i) => i.id), ...credentials.map((c) => c.id)]);
  const ways = new Map<string, Set<string>>();
  const add = (from: string, to: string): void => {
    if (from === to || !refs.has(from) || !refs.has(to)) return;
    const present = ways.get(from);
    if (present === undefined) ways.set(from, new Set([to]));
    else present.add(to);
  };
  for (const { identity, id } of credentials) if (identity !== null) add(identity, id);
  for (const edge of edges) if (isWay(edge)) add(edge.from, edge.to);
  for (const [ref, to] of ways) yield { ref, dependsOn: [...to].sort() };
}

/** Classes of identities stand in no bill. */
function isWay({ certainty, kind }: Edge): boolean {
  return certainty === 'confirmed' && kind !== 'member';
}
