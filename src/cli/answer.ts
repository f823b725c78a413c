import type { Explanation } from '../permissions/aws/access.ts';
import type { Answer, StatementReference } from '../permissions/power.ts';
import { plain } from '../reporters/escape.ts';
import { place } from '../reporters/place.ts';
import type { RenderOptions } from '../reporters/reporter.ts';
import { type Style, styleFor } from '../reporters/style.ts';
import { askedPlanes } from './answerers.ts';
import type { AskedPlane } from './question.ts';

/** An identity with what was found for it. */
export interface Answered {
  readonly id: string;
  readonly name: string;
  readonly explanation: Explanation;
}

export interface Asked {
  readonly plane: AskedPlane;
  readonly action: string;
  readonly resource: string | undefined;
}

/** The answer of `nhi can`: the decision, why, the statements with their places, and what is missing. */
export function answerText({ name, explanation }: Answered, asked: Asked, options: RenderOptions): string {
  const style = styleFor(options);
  const { decision, reasons, missing, statements } = explanation;
  return [
    `${paintAnswer(style, decision)}  ${plain(name)}: ${plain(asked.action)}${onText(asked)}`,
    ...reasons.map((reason) => `  ${plain(reason)}`),
    ...statements.flatMap((statement) => statementLines(statement, style)),
    ...(missing.length > 0 ? ['  not given:'] : []),
    ...missing.map((what) => `  - ${plain(what)}`),
    '',
  ].join('\n');
}

/** The answer of `nhi who-can`: who may, the surest first; those who may not are counted. */
export function whoCanText(answers: readonly Answered[], asked: Asked, options: RenderOptions): string {
  const style = styleFor(options);
  const counts = new Map<Answer, number>();
  for (const { explanation } of answers) counts.set(explanation.decision, (counts.get(explanation.decision) ?? 0) + 1);
  const width = Math.max(0, ...answers.map((a) => (a.explanation.decision === 'denied' ? 0 : plain(a.id).length)));
  const lines = byAnswer(answers).map(({ id, explanation }) => {
    const why = explanation.decision === 'allowed' ? policiesOf(explanation.statements) : explanation.reasons.join('; ');
    return `${paintAnswer(style, explanation.decision)}${' '.repeat(12 - explanation.decision.length)}${plain(id).padEnd(width)}  ${plain(why)}`.trimEnd();
  });
  const summary = answerOrder.flatMap((answer) => (counts.get(answer) ? [`${counts.get(answer)} ${answer}`] : [])).join(', ');
  return `${[...lines, `${plain(asked.action)}${onText(asked)}: ${summary === '' ? `no identity of ${askedPlanes[asked.plane].name} was read` : summary}`].join('\n')}\n`;
}

/** Those who may, or might; the surest first, then by id. */
export function byAnswer(answers: readonly Answered[]): readonly Answered[] {
  return answers
    .filter((a) => a.explanation.decision !== 'denied')
    .sort(
      (a, b) =>
        answerOrder.indexOf(a.explanation.decision) - answerOrder.indexOf(b.explanation.decision) ||
        (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    );
}

/** An answer as JSON has it. */
export function answerRecord({ id, explanation }: Answered) {
  const { decision, reasons, missing, conditionKeys, statements } = explanation;
  return {
    identity: id,
    decision,
    reasons,
    missing,
    conditionKeys,
    statements: statements.map(({ policy, statement, through, evidence }) => ({
      policy,
      statement,
      ...(through === undefined ? {} : { through }),
      evidence,
    })),
  };
}

const answerOrder: readonly Answer[] = ['allowed', 'conditional', 'unknown', 'denied'];

function onText({ resource }: Asked): string {
  if (resource === undefined) return ' on any resource';
  return ` on ${resource === '*' ? 'every resource' : plain(resource)}`;
}

function statementLines({ policy, statement, through, evidence }: StatementReference, style: Style): readonly string[] {
  const [first] = evidence;
  const at = first === undefined ? '' : ` [${place(first)}]`;
  const group = through === undefined ? '' : ` (through group ${plain(through)})`;
  return [
    `  ${plain(policy)}, ${plain(statement)}${group}${style.paint.dim(at)}`,
    ...(first?.note === undefined ? [] : [`    ${plain(first.note)}`]),
  ];
}

function policiesOf(statements: readonly StatementReference[]): string {
  return [...new Set(statements.map((s) => (s.through === undefined ? s.policy : `${s.policy} (through group ${s.through})`)))].join(', ');
}

function paintAnswer(style: Style, answer: Answer): string {
  const paint = { allowed: style.paint.green, denied: style.paint.red, conditional: style.paint.yellow, unknown: style.paint.yellow }[
    answer
  ];
  return paint(answer);
}
