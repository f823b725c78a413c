import type { Explanation } from '../permissions/aws/access.ts';
import type { Answer, StatementReference } from '../permissions/power.ts';
import { plain } from '../reporters/escape.ts';
import { hang, wrap } from '../reporters/layout.ts';
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
  /** What is to say of the action itself. */
  readonly note?: string | undefined;
}

/** The answer of `nhi can`: the decision, why, the statements with their places, and what is missing. */
export function answerText({ name, explanation }: Answered, asked: Asked, options: RenderOptions): string {
  const style = styleFor(options);
  const { decision, reasons, missing, statements } = explanation;
  return [
    ...paintFirst(hang(`${decision}  `, `${plain(name)}: ${plain(asked.action)}${onText(asked)}`, style.width), decision, style),
    ...[...reasons, ...(asked.note === undefined ? [] : [asked.note])].flatMap((reason) => hang('  ', plain(reason), style.width)),
    ...statements.flatMap((statement) => statementLines(statement, style)),
    ...(missing.length > 0 ? ['  not given:'] : []),
    ...missing.flatMap((what) => hang('  - ', plain(what), style.width)),
    '',
  ].join('\n');
}

/**
 * The answer of `nhi who-can`: who may, the surest first. Those who may not are counted, and so are those whom only the
 * resource's policy, which was not given, may let in: they are nearly everybody.
 */
export function whoCanText(answers: readonly Answered[], asked: Asked, options: RenderOptions): string {
  const style = styleFor(options);
  const counts = new Map<Answer, number>();
  for (const { explanation } of answers) counts.set(explanation.decision, (counts.get(explanation.decision) ?? 0) + 1);
  const told = byAnswer(answers).filter((a) => a.explanation.leftToResource !== true);
  const width = Math.max(0, ...told.map((a) => plain(a.id).length));
  const lines = told.flatMap(({ id, explanation }) => {
    const { decision } = explanation;
    const why = plain(decision === 'allowed' ? policiesOf(explanation.statements) : explanation.reasons.join('; '));
    const lead = `${decision.padEnd(12)}${plain(id)}`;
    // Where nobody reads it on a screen an identity is a line, for grep and the like.
    const isNarrow = options.width !== undefined && 12 + width + 2 + 30 > style.width;
    if (isNarrow) return paintFirst([lead, ...(why === '' ? [] : hang(' '.repeat(14), why, style.width))], decision, style);
    const full = `${decision.padEnd(12)}${plain(id).padEnd(width)}  `;
    return paintFirst(options.width === undefined ? [`${full}${why}`.trimEnd()] : hang(full, why, style.width), decision, style);
  });
  const summary = answerOrder.flatMap((answer) => (counts.get(answer) ? [`${counts.get(answer)} ${answer}`] : [])).join(', ');
  const closing = `${plain(asked.action)}${onText(asked)}: ${summary === '' ? `no identity of ${askedPlanes[asked.plane].name} was read` : summary}`;
  const [open, ...more] = answers.filter((a) => a.explanation.leftToResource === true);
  const left = open === undefined ? [] : wrap(`${leftText(more.length + 1)}: ${plain(open.explanation.reasons.at(-1) ?? '')}`, style.width);
  const noted = asked.note === undefined ? [] : wrap(plain(asked.note), style.width);
  return `${[...lines, ...left, ...wrap(closing, style.width), ...noted].join('\n')}\n`;
}

function leftText(count: number): string {
  return `unknown of ${count === 1 ? 'one identity' : `${count} identities`} whose own policies do not allow it`;
}

/** The decision is what the first line starts with. */
function paintFirst([first = '', ...more]: readonly string[], decision: Answer, style: Style): readonly string[] {
  return [`${paintAnswer(style, decision)}${first.slice(decision.length)}`.trimEnd(), ...more];
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
  const told = `${plain(policy)}, ${plain(statement)}${group}`;
  return [
    ...hang('  ', `${told}${at}`, style.width, 4).map((line) =>
      line.endsWith(at) ? line.slice(0, -at.length) + style.paint.dim(at) : line,
    ),
    ...(first?.note === undefined ? [] : hang('    ', plain(first.note), style.width)),
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
