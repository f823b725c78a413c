import { shown } from '../secrets/detect.ts';
import type { Place } from '../workflows/place.ts';
import type { YamlTree } from '../workflows/yaml-tree.ts';
import type { PipelineContext } from './pipeline-job.ts';

/** Says what of a pipeline's file could not be read. */
export function emitProblems(context: PipelineContext, tree: YamlTree, place: Place): void {
  for (const { detail, line } of tree.problems) emitGap(context, place, 'a part of the pipeline', 'unreadable', detail, line, true);
}

/** Says that a pipeline is made of more than the file: that is nothing the checkout promised to hold. */
export function emitElsewhere(context: PipelineContext, place: Place, what: string, line: number | undefined): void {
  emitGap(context, place, `${shown(what)}, which the pipeline takes in`, 'not-given', 'it does not stand in the checkout', line, false);
}

function emitGap(
  { emit }: PipelineContext,
  place: Place,
  what: string,
  why: 'unreadable' | 'not-given',
  problem: string,
  line: number | undefined,
  partial: boolean,
): void {
  const where = line === undefined ? place.file : `${place.file}:${line}`;
  emit({
    type: 'gap',
    value: {
      source: place.source,
      what,
      why,
      detail: `${where}: ${problem}`,
      file: place.file,
      ...(line === undefined ? {} : { line }),
      ...(partial ? {} : { partial: false }),
    },
  });
}
