import type { Checkout } from '../files/checkout.ts';
import type { Gathering } from '../gathering.ts';
import type { AskBlame } from './assign-owners.ts';
import { makeBareView } from './bare-view.ts';
import { blame } from './blame.ts';
import { findGit } from './find-git.ts';

/** Files that git is asked about, at most. */
const mostFiles = 500;
/** After so many files in a row that git does not answer for, it is not asked any more. */
const mostFailures = 3;

/** What git can be asked. To be closed after the last question. */
export interface Blame {
  readonly ask: AskBlame;
  readonly close: () => void;
}

/** Asks git about one file at a time; what it cannot tell is one gap. Undefined where it cannot be asked at all. */
export function openBlame(
  out: Gathering,
  root: string,
  { history }: Checkout,
  environment: Readonly<Record<string, string | undefined>>,
  textOf: (path: string) => string | undefined,
): Blame | undefined {
  const tell = (detail: string): void =>
    out.emit({ type: 'gap', value: { source: out.source, what: 'who last committed what has no other owner', why: 'not-given', detail } });
  const git = findGit(environment, root);
  if (history === undefined || git === undefined) {
    tell(history === undefined ? 'this is not a git checkout with a commit that can be read' : 'git is not installed');
    return undefined;
  }
  const shallow = history.shallow !== undefined;
  if (shallow) tell('the clone is shallow: of lines older than its oldest commit nobody knows who wrote them; fetch the whole history');
  const view = makeBareView(history);
  const asked = new Set<string>();
  let failures = 0;
  const ask: AskBlame = (path, lines) => {
    asked.add(path);
    if (asked.size > mostFiles || failures >= mostFailures) {
      if (asked.size === mostFiles + 1) tell(`only the first ${mostFiles} files were asked about`);
      return undefined;
    }
    const answer = blame(path, lines.length === 0 ? undefined : textsOf(textOf(path) ?? '', lines), { git, view, shallow, environment });
    if (typeof answer !== 'string') {
      failures = 0;
      return answer;
    }
    failures++;
    if (failures === 1) out.gap(path, 'unreadable', `who last committed it is not known: ${answer}`);
    return undefined;
  };
  return { ask, close: view.dispose };
}

function textsOf(text: string, lines: readonly number[]): ReadonlyMap<number, string> {
  const all = text.split('\n');
  return new Map(lines.flatMap((n) => (all[n - 1] === undefined ? [] : [[n, all[n - 1] ?? ''] as const])));
}
