import { type Edge, type EdgeStatement, isGivenOn, type Path } from '../graph/graph.ts';
import { plain } from './escape.ts';
import { hang } from './layout.ts';
import { place } from './place.ts';
import type { Style } from './style.ts';

/** What to change so that a step is no longer there; undefined for steps that are the use of something, which is meant. */
export function remedyOf(step: Edge): string | undefined {
  switch (step.kind) {
    case 'authenticates': {
      const [first] = step.evidence;
      const where = first === undefined ? '' : `, and take it out of ${place(first)}`;
      return `revoke ${plain(step.reason.replace(/^holds /, ''))}${where}`;
    }
    case 'escalates': {
      const [first] = step.statements ?? [];
      if (first === undefined) return githubRemedy(step);
      const through = first.through === undefined ? '' : ` (through ${plain(first.through)})`;
      if (isGivenOn(first)) return `take away ${plain(first.policy)} ${plain(first.statement)}${through}`;
      return `take ${plain(first.action)} out of ${plain(first.statement)} of ${plain(first.policy)}${through}, or limit its resource`;
    }
    case 'assumes':
    case 'federates':
      return `narrow what lets it in: ${plain(step.reason)}`;
    default:
      return undefined;
  }
}

/** Who writes what jobs of a repository run: a step that a gate of GitHub ends, or the trust in the jobs. */
function githubRemedy({ technique, certainty, reason }: Edge): string | undefined {
  if (technique !== 'github-workflow' && technique !== 'github-code') return undefined;
  const [written = ''] = reason.split(/[:;] /, 1);
  const gate = certainty === 'confirmed' ? 'ask for an approval before' : 'end that';
  const trust = technique === 'github-workflow' ? ', or let in the jobs of a protected environment alone' : '';
  return `${gate} it ${plain(written)}${trust}`;
}

/** What ends a path, one choice for each step that can be taken away: `step 2: revoke ...`. */
function remediesOf(path: Path): readonly string[] {
  return path.steps.flatMap((step, i) => {
    const remedy = remedyOf(step);
    return remedy === undefined ? [] : [path.steps.length === 1 ? remedy : `step ${i + 1}: ${remedy}`];
  });
}

/** The same as lines: `fix: step 2: revoke ...; or step 3: ...`. */
export function remedyLines(path: Path, indent: string, style: Style): string[] {
  const remedies = remediesOf(path);
  return remedies.length === 0 ? [] : hang(`${indent}fix: `, remedies.join('; or '), style.width);
}

/** A statement that allows an action of a step: `iam:PassRole: PassFunctionRoles of ci-deploy through deployers`. */
export function statementText(s: EdgeStatement): string {
  const through = s.through === undefined ? '' : ` through ${plain(s.through)}`;
  return isGivenOn(s)
    ? `${plain(s.policy)} ${plain(s.statement)}${through}`
    : `${plain(s.action)}: ${plain(s.statement)} of ${plain(s.policy)}${through}`;
}
