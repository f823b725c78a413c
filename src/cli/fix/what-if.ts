import type { Finding } from '../../findings/finding.ts';
import type { Path } from '../../graph/graph.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { chain } from '../../reporters/chain.ts';
import { count } from '../../reporters/count.ts';
import { plain } from '../../reporters/escape.ts';
import { hang } from '../../reporters/layout.ts';
import type { RenderOptions } from '../../reporters/reporter.ts';
import { paintLevel, paintSeverity, type Style, styleFor } from '../../reporters/style.ts';
import type { Analysis } from '../analyse.ts';

/** What a fix of any plane changes. */
export interface FixChange {
  readonly identity: Identity;
  /** Known actions or permissions before and after. */
  readonly before: number;
  readonly after: number;
  /** What cannot be known, and what a person should look at before. */
  readonly notes: readonly string[];
  /** The inventory with the change in place. */
  readonly inventory: Inventory;
}

const shown = 20;

/** What a smaller policy would change: the power of its holder, and the paths and findings that would vanish. */
export function whatIf(before: Analysis, after: Analysis, plan: FixChange, options: RenderOptions): string {
  const style = styleFor(options);
  const { id, name } = plan.identity;
  const now = before.world.permissions.powerOf(id).level;
  const then = after.world.permissions.powerOf(id).level;
  const reach = [before, after].map((a) => a.world.graph.reachOf(id).identities);
  const paths = missingFrom(before.report.paths, after.report.paths, keyOfPath);
  const morePaths = missingFrom(after.report.paths, before.report.paths, keyOfPath);
  const failed = (a: Analysis): readonly Finding[] => a.report.findings.filter((f) => f.status === 'fail');
  const gone = missingFrom(failed(before), failed(after), (f) => f.fingerprint);
  const fresh = missingFrom(failed(after), failed(before), (f) => f.fingerprint);
  const open = new Set(after.report.findings.filter((f) => f.status === 'unknown').map((f) => f.fingerprint));
  const text = (p: Path): string => `${p.certainty}: ${chain(p, (one) => before.report.nameOf(one), style.arrow)}`;
  return `${[
    `${style.paint.bold(plain(name))}: ${paintLevel(style, now, now)} now, ${paintLevel(style, then, then)} with the smaller policy`,
    `  ${plan.before} known actions now, ${plan.after} then; reaches ${reach[0] ?? 0} other identities now, ${reach[1] ?? 0} then`,
    '',
    ...list(`${count(paths.length, 'path')} would vanish`, paths.map(text), style),
    ...list(
      `${count(gone.length, 'finding')} would vanish`,
      gone.map((f) => finding(f, open.has(f.fingerprint), style)),
      style,
    ),
    ...(morePaths.length === 0 ? [] : list(`${count(morePaths.length, 'path')} would be shown instead`, morePaths.map(text), style)),
    ...(fresh.length === 0
      ? []
      : list(
          `${count(fresh.length, 'finding')} would be new`,
          fresh.map((f) => finding(f, false, style)),
          style,
        )),
    ...list('What cannot be known', plan.notes.map(plain), style),
  ].join('\n')}\n`;
}

function missingFrom<T>(these: readonly T[], those: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const keys = new Set(those.map(keyOf));
  return these.filter((one) => !keys.has(keyOf(one)));
}

function keyOfPath({ certainty, steps }: Path): string {
  return JSON.stringify([certainty, steps.map((s) => [s.from, s.to, s.kind, s.technique])]);
}

function finding(f: Finding, open: boolean, style: Style): string {
  return `${paintSeverity(style, f.severity, f.severity)}: ${plain(f.message)} (${plain(f.rule)})${open ? '; it could then not be said' : ''}`;
}

function list(title: string, lines: readonly string[], style: Style): readonly string[] {
  const rest = lines.length - shown;
  return [
    style.paint.bold(title),
    ...lines.slice(0, shown).flatMap((line) => hang('  - ', line, style.width)),
    ...(rest > 0 ? [`  ${style.ellipsis}and ${rest} more`] : []),
  ];
}
