import type { CommonOptions } from '../common-options.ts';
import { compareStates } from '../diff/compare-states.ts';
import { diffAsJson, diffAsMarkdown, diffAsText } from '../diff/diff-text.ts';
import { readState } from '../diff/read-state.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { readOneOf } from '../one-of.ts';

const formats = ['table', 'json', 'markdown'] as const;

/** `nhi diff BEFORE AFTER`: what changed from one snapshot or JSON report to another, in words. */
export async function diff(beforeFile: string, afterFile: string, options: CommonOptions, io: Io): Promise<number> {
  const format = readOneOf(options.format ?? 'table', formats, '--format');
  const before = await readState(beforeFile, options, io);
  const after = await readState(afterFile, options, io);
  const changes = compareStates(before, after);
  const width = io.stdout.isTTY === true ? io.stdout.columns : undefined;
  const style = { color: wantsColor(io, options.color), all: options.all === true, ...(width === undefined ? {} : { width }) };
  const render = {
    table: () => diffAsText(before, after, changes, style),
    json: () => diffAsJson(before, after, changes),
    markdown: () => diffAsMarkdown(before, after, changes),
  } satisfies Record<(typeof formats)[number], () => Iterable<string>>;
  await writeAll(io.stdout, render[format]());
  return 0;
}
