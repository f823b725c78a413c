import { isExpression } from './expression.ts';
import { type Job, resolve } from './job.ts';
import { child, textsOf, type YamlValue } from './yaml-tree.ts';

/** Names of GitHub's standard runners (https://docs.github.com/actions/reference/runners/github-hosted-runners). */
const hosted = /^(ubuntu|windows|macos)-(latest|slim|\d[\d.]*)([a-z0-9-]*)$/i;

/**
 * Whether the job runs on a runner of the owner's own. True for the label `self-hosted`; false for the names of GitHub's
 * standard runners; undefined for runner groups, other labels and expressions: those name self-hosted runners as well
 * as larger hosted ones.
 */
export function isSelfHosted(job: Job): boolean | undefined {
  const node = child(job.entry.value, 'runs-on');
  const labels = labelsOf(node).flatMap((label) => resolve(label, job));
  if (labels.some((label) => label.text.toLowerCase() === 'self-hosted' || isNamedInExpression(label.text))) return true;
  if (labelsOf(node).some(namesSelfHosted)) return true;
  if (child(node, 'group') !== undefined) return undefined;
  return labels.length > 0 && labels.every((label) => label.complete && hosted.test(label.text)) ? false : undefined;
}

function labelsOf(node: YamlValue | undefined): string[] {
  return node?.kind === 'map' ? textsOf(child(node, 'labels')) : textsOf(node);
}

/** A label list written as JSON in a matrix: `["self-hosted", "arm64"]`. */
function isNamedInExpression(text: string): boolean {
  return /["']self-hosted["']/i.test(text);
}

/** `${{ fromJSON('["self-hosted"]') }}`: an expression that can give nothing else. */
function namesSelfHosted(label: string): boolean {
  return isExpression(label) && /^\$\{\{\s*fromJSON\('\[[^']*"self-hosted"[^']*\]'\)\s*\}\}$/i.test(label);
}
