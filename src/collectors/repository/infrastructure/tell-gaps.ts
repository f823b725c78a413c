import type { Evidence } from '../../../inventory/evidence.ts';
import type { Gathering } from '../gathering.ts';

/** Says what code does not tell. `harmless`: whoever deploys the code decides it, and the code never promised to hold it. */
export type TellGap = (what: string, detail: string, at: Evidence, options?: { readonly harmless?: boolean }) => void;

/** Tells each gap of a stack once, however many resources meet it. */
export function gapTeller(out: Gathering): TellGap {
  const said = new Set<string>();
  return (what, detail, at, { harmless = false } = {}) => {
    const key = `${what} ${detail} ${at.file} ${at.line}`;
    if (said.has(key)) return;
    said.add(key);
    out.emit({
      type: 'gap',
      value: {
        source: at.source,
        what,
        why: 'not-given',
        detail,
        ...(at.file === undefined ? {} : { file: at.file }),
        ...(at.line === undefined ? {} : { line: at.line }),
        ...(harmless ? { partial: false } : {}),
      },
    });
  };
}
