import { shown } from '../secrets/detect.ts';
import { isUnpinned, isUnpinnedImage } from './action-reference.ts';
import { isExpression } from './expression.ts';
import type { Job } from './job.ts';
import { Noted } from './noted.ts';
import { child, entriesOf, textOf, type YamlValue } from './yaml-tree.ts';

/** Third-party actions, reusable workflows and images that the job names without a commit or digest. */
export function unpinnedIn(job: Job): Noted {
  const found = new Noted();
  const { tree } = job.workflow;
  for (const uses of [job.call, ...job.steps.map((step) => step.uses)]) {
    if (uses !== undefined && isUnpinned(uses.action)) found.add(shown(uses.node.text), tree.evidence(uses.node));
  }
  const containers = [child(job.entry.value, 'container'), ...entriesOf(child(job.entry.value, 'services')).map((e) => e.value)];
  for (const container of containers) {
    const image = imageOf(container);
    const text = textOf(image);
    // An image named by an expression may be pinned; an empty one means no container.
    if (image === undefined || text === undefined || text === '' || isExpression(text)) continue;
    if (isUnpinnedImage(text)) found.add(shown(text), tree.evidence(image));
  }
  return found;
}

function imageOf(container: YamlValue | undefined): YamlValue | undefined {
  return container?.kind === 'map' ? child(container, 'image') : container;
}
