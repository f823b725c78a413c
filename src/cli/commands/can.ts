import { ActionUniverse } from '../../permissions/aws/action-universe.ts';
import type { RenderOptions } from '../../reporters/reporter.ts';
import { UserError } from '../../user-error.ts';
import { readActionTable } from '../action-table.ts';
import { answerRecord, answerText, byAnswer, whoCanText } from '../answer.ts';
import { answererFor, refuseOthers } from '../answerers.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity } from '../find-identity.ts';
import { type Io, wantsColor, writeAll } from '../io.ts';
import { noteOnAction, readAzureAction } from '../known-action.ts';
import { readKubernetesAction } from '../kubernetes-action.ts';
import { readOneOf } from '../one-of.ts';
import { readInput } from '../prepare.ts';
import { type AskedPlane, planeOfAction, readAction, readContext, readSessionPolicy, refusePattern, splitResource } from '../question.ts';

export interface QuestionOptions extends CommonOptions {
  readonly context?: readonly string[];
  readonly sessionPolicy?: string;
}

/** `nhi can ID ACTION [RESOURCE] [SOURCE...]`: whether an identity may do something, and by which statements. */
export async function can(id: string, action: string, words: readonly string[], options: QuestionOptions, io: Io): Promise<number> {
  const question = readQuestion(action, words, options);
  const { universe, asked, circumstances } = question;
  const input = await readInput(question.sources, options, io);
  const { inventory, progress, finish } = input;
  await progress.done();
  const identity = findIdentity([...inventory.identities.values()], id);
  const answerer = answererFor(asked.plane, input, universe, circumstances);
  if (!answerer.knows(identity)) refuseOthers(identity, asked.plane);
  const explanation = answerer.explain(identity.id, asked.action, asked.resource);
  const note = noteOnAction(asked.plane, asked.action, inventory);
  finish();
  const answered = { id: identity.id, name: identity.name, explanation };
  const text =
    question.format === 'json'
      ? asJson({
          ...answerRecord(answered),
          action: asked.action,
          resource: asked.resource ?? null,
          ...(note === undefined ? {} : { note }),
        })
      : answerText(answered, { ...asked, note }, styleOf(io, options));
  await writeAll(io.stdout, [text]);
  return 0;
}

/** `nhi who-can ACTION [RESOURCE] [SOURCE...]`: the identities that may do something. */
export async function whoCan(action: string, words: readonly string[], options: QuestionOptions, io: Io): Promise<number> {
  const question = readQuestion(action, words, options);
  const { universe, asked, circumstances } = question;
  const input = await readInput(question.sources, options, io);
  const { inventory, progress, finish } = input;
  const answerer = answererFor(asked.plane, input, universe, circumstances);
  progress.say('asking about every identity');
  const answers = [...inventory.identities.values()].filter(answerer.knows).map(({ id, name }) => ({
    id,
    name,
    explanation: answerer.explain(id, asked.action, asked.resource),
  }));
  await progress.done();
  finish();
  const denied = answers.filter((a) => a.explanation.decision === 'denied').length;
  const note = noteOnAction(asked.plane, asked.action, inventory);
  const text =
    question.format === 'json'
      ? asJson({
          action: asked.action,
          resource: asked.resource ?? null,
          identities: byAnswer(answers).map(answerRecord),
          denied,
          ...(note === undefined ? {} : { note }),
        })
      : whoCanText(answers, { ...asked, note }, styleOf(io, options));
  await writeAll(io.stdout, [text]);
  return 0;
}

function readQuestion(written: string, words: readonly string[], options: QuestionOptions) {
  const format = readOneOf(options.format ?? 'table', ['table', 'json'] as const, '--format');
  const universe = new ActionUniverse(readActionTable());
  const plane = planeOfAction(written);
  if (plane === 'azure' || plane === 'entra') refusePattern(written);
  const { resource, sources } = splitResource(words, plane);
  const context = readContext(options.context ?? [], universe);
  const session = readSessionPolicy(options.sessionPolicy, universe);
  if (plane !== 'aws' && (context ?? session) !== undefined)
    throw new UserError(`${context === undefined ? '--session-policy' : '--context'} is about requests to AWS`);
  const circumstances = { ...(context ? { context } : {}), ...(session ? { session } : {}) };
  const asked = { plane, action: readActionOf(plane, written, universe), resource };
  return { format, universe, sources, circumstances, asked };
}

/** An action as its plane writes it in full. @throws UserError where the plane has no such action */
function readActionOf(plane: AskedPlane, written: string, universe: ActionUniverse): string {
  if (plane === 'aws') return readAction(written, universe);
  if (plane === 'azure') return readAzureAction(written);
  return plane === 'kubernetes' ? readKubernetesAction(written) : written;
}

function styleOf(io: Io, options: CommonOptions): RenderOptions {
  return { color: wantsColor(io, options.color), ...(io.stdout.isTTY === true ? { width: io.stdout.columns } : {}) };
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
