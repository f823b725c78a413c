import type { Certainty, Path } from '../graph/graph.ts';
import type { Evidence } from '../inventory/evidence.ts';
import { facetNames, type StatementReference } from '../permissions/power.ts';
import { toolFacets } from '../posture/agent-profile.ts';
import { chain } from '../reporters/chain.ts';
import { count } from '../reporters/count.ts';
import { plain } from '../reporters/escape.ts';
import { hang, wrap } from '../reporters/layout.ts';
import { place, placeAndNote } from '../reporters/place.ts';
import { postureAnswers, postureQuestions, verdictOf, verdictTexts } from '../reporters/posture.ts';
import { remedyLines, statementText } from '../reporters/remedy.ts';
import type { Report, ReportCredential, ReportIdentity } from '../reporters/report.ts';
import type { RenderOptions } from '../reporters/reporter.ts';
import { paintCertainty, paintLevel, paintSeverity, type Style, styleFor } from '../reporters/style.ts';
import { ago } from './age.ts';

/** What the card shows besides the report. */
export interface CardDetails {
  /** The statements that give the identity its level, strongest first. */
  readonly because: readonly StatementReference[];
  /** Policies that could not be read, by name. */
  readonly unreadable: readonly string[];
  /** What is recorded of its use; empty where no record was read. */
  readonly use?: readonly string[];
  /** Who may become it: trusts and edges, each once. */
  readonly trustedBy: readonly {
    /** A name for people: `any GitHub repository`, `role ci of 123456789012`. */
    readonly who: string;
    /** One line: `sts:AssumeRoleWithWebIdentity, subject repo:acme/*`. */
    readonly how: string;
    /** Absent where it was not worked out whether it holds. */
    readonly certainty?: Certainty;
    readonly evidence: readonly Evidence[];
  }[];
}

const findingsShown = 20;
const pathsShown = 3;

/** The identity card of `nhi show`: who it is, what it can do, how it is held, who can become it, what is wrong with it. */
export function identityCard(report: Report, identity: ReportIdentity, details: CardDetails, options: RenderOptions): string {
  const style = styleFor(options);
  const sections = [
    who(identity, report.scan.now, style),
    power(identity, details, style),
    asAgent(identity, style),
    held(report, identity, style),
    section('Recorded use', (details.use ?? []).map(plain), style),
    posture(identity, style),
    trusted(details, style),
    pathsFrom(report, identity, style),
    pathsThrough(report, identity, style),
    findings(report, identity, style),
    section('Seen in', identity.evidence.map(placeAndNote), style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function who(identity: ReportIdentity, now: string, style: Style): string[] {
  const facts = [
    ['kind', `${plain(identity.kind)} in ${plain(identity.scope)}`],
    ['nature', identity.agent && identity.nature !== 'agent' ? `${identity.nature}, for an agent` : identity.nature],
    ['owner', identity.owner === null ? 'not known' : `${plain(identity.owner)}${ownershipText(identity)}`],
    ['environment', plain(identity.environment ?? 'not known')],
    ['created', ago(identity.createdAt, now)],
    ['last used', ago(identity.lastUsedAt, now)],
    ['enabled', answer(identity.enabled)],
  ];
  return [
    ...wrap(plain(identity.name), style.width).map((line) => style.paint.bold(line)),
    style.paint.dim(plain(identity.id)),
    ...facts.flatMap(([label = '', value = '']) => hang(`  ${label.padEnd(13)}`, value, style.width)),
  ];
}

/** What names the owner, and where: `(by code owners, .github/CODEOWNERS:3)`. */
function ownershipText({ ownership }: ReportIdentity): string {
  if (ownership === undefined) return '';
  const by = { codeowners: 'code owners', directory: 'the directory', commit: 'its last commit' }[ownership.from] ?? ownership.from;
  const [first] = ownership.evidence;
  return ` (by ${by}${first === undefined ? '' : `, ${placeAndNote(first)}`})`;
}

function answer(value: boolean | null): string {
  return value === null ? 'not known' : value ? 'yes' : 'no';
}

function power({ power: p }: ReportIdentity, details: CardDetails, style: Style): string[] {
  const facets = facetNames.map((name) => `${name} ${p[name]}`).join(', ');
  const scope = p.scope === '' ? '' : ` in ${plain(p.scope)}`;
  return [
    `${style.paint.bold('What it can do:')} ${paintLevel(style, p.level, p.level)}`,
    ...hang('  ', facets + scope, style.width),
    ...(p.conditional ? hang('  ', 'more under conditions that are not counted here', style.width) : []),
    ...bullets(details.because.map(statement), style),
    ...bullets(
      details.unreadable.map((name) => `${plain(name)} could not be read, so there may be more`),
      style,
    ),
  ];
}

const approvals = {
  each: 'every action waits for a person',
  some: 'some actions run unasked',
  none: 'nothing waits for a person',
} as const;

function asAgent({ asAgent: agent }: ReportIdentity, style: Style): string[] {
  if (agent === undefined) return [];
  const facts: readonly (readonly [label: string, value: string])[] = [
    ['runs as', agent.runsAs.length === 0 ? 'not known' : agent.runsAs.map((r) => plain(r.how)).join('; ')],
    ['tools', toolFacets.map((name) => `${name} ${answer(agent.tools[name])}`).join(', ')],
    ['untrusted input', answer(agent.untrustedInput)],
    ['private data', answer(agent.privateData)],
    ['a way out', answer(agent.wayOut)],
    ['all three', answer(agent.combination)],
    ['approval', agent.approval === null ? 'not known' : approvals[agent.approval]],
  ];
  return [style.paint.bold('As an agent'), ...facts.flatMap(([label, value]) => hang(`  ${label.padEnd(17)}`, value, style.width))];
}

function statement(reference: StatementReference): string {
  const through = reference.through === undefined ? '' : `, through ${plain(reference.through)}`;
  return `by ${plain(reference.policy)}, ${plain(reference.statement)}${through}${places(reference.evidence)}`;
}

function held(report: Report, identity: ReportIdentity, style: Style): string[] {
  const own = report.credentials.filter((c) => c.identity === identity.id).map((c) => credential(c, report));
  const others = report.credentials
    .filter((c) => c.identity !== identity.id && c.holders.includes(identity.id))
    .map(
      (c) =>
        `${plain(c.kind)} ${plain(c.name)}${c.identity === null ? '' : ` of ${plain(report.nameOf(c.identity))}`}${places(c.evidence)}`,
    );
  const workloads = report.workloads
    .filter((w) => w.identity === identity.id)
    .map((w) => `${plain(w.kind)} ${plain(w.name)}${places(w.evidence)}`);
  return [
    ...section('Its credentials', own, style),
    ...section('Credentials it holds', others, style),
    ...section('Runs as it', workloads, style),
  ];
}

function credential(c: ReportCredential, report: Report): string {
  const { now } = report.scan;
  const files = c.found.map((f) => `${plain(f.file)}${f.line === null ? '' : `:${f.line}`}${f.committed === true ? ' (committed)' : ''}`);
  const holders = c.holders.map((id) => plain(report.nameOf(id)));
  const parts = [
    `created ${ago(c.createdAt, now)}`,
    `last used ${ago(c.lastUsedAt, now)}`,
    c.static ? 'does not expire by itself' : `expires ${ago(c.expiresAt, now)}`,
    ...(c.enabled === false ? ['disabled'] : c.enabled === null ? ['enabled not known'] : []),
    ...(files.length > 0 ? [`its value stands in ${files.join(', ')}`] : []),
    ...(holders.length > 0 ? [`held by ${holders.join(', ')}`] : []),
  ];
  return `${plain(c.kind)} ${plain(c.name)}: ${parts.join('; ')}`;
}

function posture(identity: ReportIdentity, style: Style): string[] {
  const { system } = identity;
  return [
    ...answers('How it is held', identity.posture, style),
    ...(system === undefined
      ? []
      : answers(`How it is held with the ${system.members.length - 1} that it works with`, system.posture, style)),
  ];
}

function answers(title: string, given: ReportIdentity['posture'], style: Style): string[] {
  return [
    style.paint.bold(`${title}: ${verdictTexts[verdictOf(given)]}`),
    ...postureAnswers(given).flatMap(([key, { answer: word, because, evidence = [] }]) =>
      hang(`  ${postureQuestions[key].padEnd(25)}${word.padEnd(9)}`, `${plain(because)}${places(evidence.slice(0, 3))}`, style.width),
    ),
  ];
}

function trusted(details: CardDetails, style: Style): string[] {
  const lines = details.trustedBy.map(
    (t) => `${plain(t.who)}: ${plain(t.how)}${t.certainty === undefined ? '' : `, ${t.certainty}`}${places(t.evidence)}`,
  );
  return section('Who can become it', lines, style);
}

function pathsFrom(report: Report, identity: ReportIdentity, style: Style): string[] {
  const from = report.paths.filter((p) => p.from === identity.id);
  return from.slice(0, pathsShown).flatMap((p) => pathInFull(p, (id) => report.nameOf(id), style));
}

function pathsThrough(report: Report, identity: ReportIdentity, style: Style): string[] {
  const through = report.paths.filter((p) => p.from !== identity.id && p.steps.some((s) => s.from === identity.id || s.to === identity.id));
  const shown = through.slice(0, pathsShown).map((p) => `${p.certainty}: ${chain(p, (id) => report.nameOf(id), style.arrow)}`);
  const rest = through.length - shown.length;
  return section('Paths through it', rest > 0 ? [...shown, `${style.ellipsis}and ${rest} more`] : shown, style);
}

function pathInFull(path: Path, nameOf: (id: string) => string, style: Style): string[] {
  const certainty = paintCertainty(style, path.certainty, path.certainty);
  return [
    `${style.paint.bold(`Path to ${plain(nameOf(path.to))}`)} (${certainty})`,
    ...path.steps.flatMap((step, i) => {
      const technique = step.technique === undefined ? '' : `${plain(step.technique)} `;
      const text = `${plain(nameOf(step.from))} ${style.arrow} ${plain(nameOf(step.to))}: ${technique}${plain(step.reason)}, ${step.certainty}${places(step.evidence)}`;
      const statements = [...new Set((step.statements ?? []).map(statementText))];
      return [...hang(`  ${i + 1}. `, text, style.width), ...statements.flatMap((line) => hang('     - ', line, style.width))];
    }),
    ...remedyLines(path, '  ', style),
  ];
}

function findings(report: Report, identity: ReportIdentity, style: Style): string[] {
  const about = report.findings.filter((f) => f.identity === identity.id);
  if (about.length === 0) return [];
  const shown = about.slice(0, findingsShown);
  return [
    style.paint.bold(count(about.length, 'finding')),
    ...shown.flatMap((f) => {
      const word = f.status === 'fail' ? f.severity : f.status;
      const lead = word.padEnd(12);
      const [first = '', ...more] = hang(
        `  ${lead}`,
        `${plain(f.message)} (${plain(f.rule)})${places(f.evidence.slice(0, 1))}`,
        style.width,
      );
      return [f.status === 'fail' ? first.replace(lead, paintSeverity(style, f.severity, lead)) : first, ...more];
    }),
    ...(about.length > shown.length ? [`  ${style.ellipsis}and ${about.length - shown.length} more`] : []),
  ];
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style.paint.bold(title), ...bullets(lines, style)];
}

function bullets(lines: readonly string[], style: Style): string[] {
  return lines.flatMap((line) => hang('  - ', line, style.width));
}

function places(evidence: readonly Evidence[]): string {
  return evidence.length === 0 ? '' : ` [${[...new Set(evidence.map(place))].join(', ')}]`;
}
