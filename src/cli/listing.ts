import { type Level, levels } from '../permissions/power.ts';
import { plain } from '../reporters/escape.ts';
import { displayWidth, pad, truncate } from '../reporters/layout.ts';
import { place } from '../reporters/place.ts';
import { verdictOf, verdicts, verdictTexts } from '../reporters/posture.ts';
import type { ReportIdentity } from '../reporters/report.ts';
import type { RenderOptions } from '../reporters/reporter.ts';
import { paintLevel, type Style, styleFor } from '../reporters/style.ts';
import { daysBetween } from './age.ts';

/** Columns of `nhi list`, in the order shown; `reach` only where somebody can become what is more powerful than itself. */
const usualColumns = ['level', 'reach', 'name', 'kind', 'scope', 'nature', 'environment', 'owner', 'used', 'id'] as const;
/** Those and what else may be asked for. */
export const listColumns = [...usualColumns, 'plane', 'agent', 'reached', 'held', 'created', 'enabled', 'place'] as const;
export type ListColumn = (typeof listColumns)[number];

export interface ListOptions extends RenderOptions {
  /** Default: the most powerful first. */
  readonly sort?: ListColumn;
  /** What to show, in this order; nothing of it is dropped. Default: the usual columns, as many as fit. */
  readonly columns?: readonly ListColumn[];
  /** ISO 8601: the instant that ages are counted to. */
  readonly now: string;
}

/** What a narrow terminal can do without, the least missed first. */
const dropped: readonly ListColumn[] = ['id', 'owner', 'environment', 'scope', 'used', 'nature', 'kind'];

/** The most powerful first. What is not known stands above what is known to be little. */
const levelOrder: readonly (Level | 'unknown')[] = ['admin', 'escalate', 'sensitive', 'unknown', 'write', 'read', 'none'];

/** The identities as a table: filtered by the caller, sorted here. Where nobody watches, nothing is dropped or cut. */
export function listIdentities(identities: readonly ReportIdentity[], options: ListOptions): string {
  if (identities.length === 0) return 'No identity matches.\n';
  const style = styleFor(options);
  const sorted = [...identities].sort(comparing(options.sort ?? 'level'));
  const rows = sorted.map((identity) => cells(identity, options.now));
  const widths = Object.fromEntries(
    listColumns.map((column) => [column, rows.reduce((widest, row) => Math.max(widest, displayWidth(row[column])), column.length)]),
  ) as Record<ListColumn, number>;
  const usual = sorted.some(reachesFurther) ? usualColumns : usualColumns.filter((column) => column !== 'reach');
  const shown = options.columns ?? (options.width === undefined ? usual : fitting(usual, widths, style.width));
  const isCut = options.width !== undefined && options.columns === undefined;
  const nameWidth = isCut ? Math.max(12, widths.name - excess(widths, shown, style.width)) : widths.name;
  const layout = { shown, widths: { ...widths, name: nameWidth }, style };
  const lines = rows.map((row, i) => line(row, sorted[i]?.power.level ?? 'unknown', layout));
  const legend = sorted.some(mayMore) ? [style.paint.dim('* more under conditions, which are not counted: nhi show')] : [];
  return `${[heading(layout), ...lines, ...legend].join('\n')}\n`;
}

interface Layout {
  readonly shown: readonly ListColumn[];
  readonly widths: Readonly<Record<ListColumn, number>>;
  readonly style: Style;
}

function heading({ shown, widths, style }: Layout): string {
  const text = shown.map((column) => pad(column, widths[column])).join('  ');
  return style.paint.dim(text.trimEnd());
}

function line(row: Cells, level: Level | 'unknown', { shown, widths, style }: Layout): string {
  const cells = shown.map((column) => {
    const text = pad(truncate(row[column], widths[column], style.ellipsis), widths[column]);
    return column === 'level' ? paintLevel(style, level, text) : text;
  });
  return cells.join('  ').trimEnd();
}

/** Conditions may hold, and then it can do more than its level says: that is not the same as less. */
function mayMore({ power }: ReportIdentity): boolean {
  return power.conditional && power.level !== 'admin';
}

/** Its own level then says too little: a client without any permission may hold the key of an administrator. */
function reachesFurther({ power, reach }: ReportIdentity): boolean {
  return reach.level !== 'none' && (power.level === 'unknown' || levels.indexOf(reach.level) > levels.indexOf(power.level));
}

type Cells = Readonly<Record<ListColumn, string>>;

function cells(identity: ReportIdentity, now: string): Cells {
  const [first] = identity.evidence;
  return {
    level: `${identity.power.level}${mayMore(identity) ? '*' : ''}`,
    name: plain(identity.name),
    kind: plain(identity.kind),
    scope: plain(identity.scope),
    nature: identity.nature,
    environment: plain(identity.environment ?? '?'),
    owner: plain(identity.owner ?? '?'),
    used: used(identity.lastUsedAt, now),
    id: plain(identity.id),
    plane: identity.plane,
    agent: identity.agent ? 'yes' : 'no',
    // Nobody, or nobody that has any power.
    reach: identity.reach.level === 'none' ? '-' : identity.reach.level,
    reached: String(identity.reach.identities),
    held: verdictTexts[verdictOf(identity.posture)],
    created: identity.createdAt?.slice(0, 10) ?? '?',
    enabled: identity.enabled === null ? '?' : identity.enabled ? 'yes' : 'no',
    place: first === undefined ? '?' : place(first),
  };
}

function used(lastUsedAt: string | null, now: string): string {
  if (lastUsedAt === null) return '?';
  if (lastUsedAt === 'never') return 'never';
  const days = daysBetween(lastUsedAt, now);
  return days === undefined ? '?' : days === 0 ? 'today' : `${days}d ago`;
}

/** Drops columns until the rest fits, with a name of a readable width. */
function fitting(usual: readonly ListColumn[], widths: Readonly<Record<ListColumn, number>>, width: number): readonly ListColumn[] {
  let shown = usual;
  for (const column of dropped) {
    if (excess({ ...widths, name: Math.min(widths.name, 32) }, shown, width) <= 0) break;
    shown = shown.filter((c) => c !== column);
  }
  return shown;
}

function excess(widths: Readonly<Record<ListColumn, number>>, shown: readonly ListColumn[], width: number): number {
  return shown.reduce((sum, column) => sum + widths[column] + 2, -2) - width;
}

function comparing(column: ListColumn): (a: ReportIdentity, b: ReportIdentity) => number {
  const key = sortKeys[column];
  return (a, b) => compare(key(a), key(b)) || compare(a.name, b.name) || compare(a.id, b.id);
}

const sortKeys = {
  // What is reached decides between equals.
  level: (i) => 20 * levelOrder.indexOf(i.power.level) - (mayMore(i) ? 10 : 0) + levelOrder.indexOf(i.reach.level),
  name: (i) => i.name,
  kind: (i) => i.kind,
  scope: (i) => i.scope,
  nature: (i) => i.nature,
  environment: (i) => i.environment,
  owner: (i) => i.owner,
  // Never used first, then the longest unused: what can go.
  used: (i) => (i.lastUsedAt === 'never' ? '' : i.lastUsedAt),
  id: (i) => i.id,
  plane: (i) => i.plane,
  agent: (i) => (i.agent ? 0 : 1),
  reach: (i) => levelOrder.indexOf(i.reach.level),
  reached: (i) => -i.reach.identities,
  // The worst held first.
  held: (i) => -verdicts.indexOf(verdictOf(i.posture)),
  created: (i) => i.createdAt,
  enabled: (i) => (i.enabled === null ? null : i.enabled ? 0 : 1),
  place: (i) => (i.evidence[0] === undefined ? null : place(i.evidence[0])),
} as const satisfies Record<ListColumn, (identity: ReportIdentity) => string | number | null>;

/** Not known goes last. Code units, so that no locale matters. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
