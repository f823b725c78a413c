import type { Fragment } from '../../inventory/fragment.ts';
import { activationKey, activationScope } from '../azure-model/arm/activation.ts';
import { ArmNormaliser } from '../azure-model/arm/arm-normaliser.ts';
import { armObjectOf, isPlain, objectOf, subscriptionOf, textOf } from '../azure-model/arm/arm-object.ts';
import type { CollectContext } from '../collector.ts';
import type { KeptAccounts } from '../kept-accounts.ts';
import { secretDoor } from '../known-secrets.ts';
import type { RestFailure } from '../rest/rest-failure.ts';
import { SourceTally } from '../source-tally.ts';
import { type ArmCall, armCalls } from './calls.ts';
import { openKept } from './kept-subscriptions.ts';
import { readActivity } from './live-activity.ts';
import { LiveReader, type Rows } from './live-reader.ts';
import type { Subscription } from './subscription.ts';

/** What the parts are read of. */
export interface PartsReading {
  readonly reader: LiveReader;
  /** What was read before: the parts belong to it. */
  readonly normaliser: ArmNormaliser;
  readonly context: CollectContext;
  readonly subscriptions: readonly Subscription[];
  /** ARM ids. */
  readonly managementGroups: readonly string[];
  /** Resources as Resource Graph gave them. */
  readonly rows: readonly unknown[];
}

/** A question about a scope or resource. */
interface Question {
  readonly call: ArmCall;
  /** The ARM id that it is asked below. */
  readonly of: string;
  /** For a person. */
  readonly shown: string;
}

/** Schedules and deny assignments hold on scopes, and an eligibility of a management group does not show below it. */
const ofScope = [armCalls.eligible, armCalls.active];

/** What is asked about each resource of a type. */
const ofResource: readonly (readonly [type: string, calls: readonly ArmCall[]])[] = [
  ['microsoft.managedidentity/userassignedidentities', [armCalls.federations]],
  ['microsoft.keyvault/vaults', [armCalls.secrets]],
  ['microsoft.cognitiveservices/accounts', [armCalls.diagnostics, armCalls.accountConnections]],
  ['microsoft.cognitiveservices/accounts/projects', [armCalls.projectConnections, armCalls.applications]],
];

/** What would take a right to read secrets or data: never asked, and said where there is some. */
const notAsked: readonly (readonly [type: string, what: string, detail: string, permission: string])[] = [
  [
    'microsoft.web/sites',
    'the settings of web and function apps',
    'reading them takes an action that lists secrets, which a scan does not ask for',
    'a saved answer of POST {site}/config/appsettings/list, as a file',
  ],
  [
    'microsoft.cognitiveservices/accounts/projects',
    'the agents of AI projects',
    'each project answers for them itself, to whoever has a role on its data',
    'a saved answer of GET {project endpoint}/agents?api-version=v1, as a file',
  ],
];

/**
 * Reads what Resource Graph does not hold, one subscription after the other, so that a run that was interrupted goes on
 * where it stopped. Requests: three for a subscription (with its Activity Log up to 50 more), two for a management group, one or two for each resource of four types, one for each role and scope that somebody is eligible for. Answers what is to be called once all was put to use.
 */
export async function readParts(reading: PartsReading): Promise<() => void> {
  const { reader, context, subscriptions, managementGroups, rows } = reading;
  const groups = managementGroups.flatMap((of) => ofScope.map((call): Question => ({ call, of, shown: `management group ${lastOf(of)}` })));
  await askAll(reading, reader, context.emit, groups);
  const bySubscription = new Map<string, Question[]>();
  for (const [type, calls] of ofResource) {
    for (const of of rowsOfType(rows, type)) {
      const list = bySubscription.get(subscriptionOf(of)) ?? [];
      list.push(...calls.map((call): Question => ({ call, of, shown: lastOf(of) })));
      bySubscription.set(subscriptionOf(of), list);
    }
  }
  for (const [type, what, detail, permission] of notAsked)
    if (rowsOfType(rows, type).length > 0) reader.gap(what, { why: 'not-given', detail, permission }, undefined, false);
  const kept = openKept(reader.source, subscriptions, context);
  let unfinished = 0;
  for (const [i, { id, name, active }] of subscriptions.entries()) {
    context.progress(`${reader.source}: ${i + 1} of ${subscriptions.length} subscriptions; ${name}`);
    const own = [...ofScope, armCalls.denies].map(
      (call): Question => ({ call, of: `/subscriptions/${id}`, shown: `subscription ${name}` }),
    );
    const questions = [...(active ? own : []), ...(bySubscription.get(id) ?? [])];
    if (!(await readOne(reading, { id, name, active }, questions, kept))) unfinished++;
  }
  if (kept !== undefined && unfinished > 0)
    context.note?.(
      `${reader.source}: ${subscriptions.length - unfinished} of ${subscriptions.length} subscriptions are kept in ${kept.directory}; run the same command again to try the others`,
    );
  return () => {
    if (unfinished === 0) kept?.remove();
  };
}

/** Reads one subscription, or takes it over from the run before. Answers whether another try would bring no more. */
async function readOne(
  reading: PartsReading,
  subscription: Subscription,
  questions: readonly Question[],
  kept: KeptAccounts | undefined,
): Promise<boolean> {
  const { reader, context } = reading;
  const { id } = subscription;
  const source = `${reader.source}/${id}`;
  const before = await kept?.read(id, source);
  if (before !== undefined) {
    for (const fragment of before.fragments) context.emit(fragment);
    return true;
  }
  const tally = new SourceTally();
  const fragments: Fragment[] = [];
  const emit = (fragment: Fragment): void => {
    tally.take(fragment);
    fragments.push(fragment);
    context.emit(fragment);
  };
  const asking = new LiveReader(reader.client, reader.endpoint, reader.source, emit, reader.refused);
  const isRead = await askAll(reading, asking, emit, questions);
  const isFinished = (await readLog(reading, asking, emit, subscription)) && isRead;
  reader.refused ??= asking.refused;
  if (isFinished && kept !== undefined) {
    const status = tally.status(source, { plane: 'azure', scope: id, requests: 0 });
    kept.keep(id, secretDoor(context.fingerprint)({ fragments, status }));
  }
  return isFinished;
}

/** The Activity Log, where it was asked for. */
async function readLog(
  { context, normaliser: before }: PartsReading,
  reader: LiveReader,
  emit: (fragment: Fragment) => void,
  subscription: Subscription,
): Promise<boolean> {
  if (context.whoseUse === undefined || !subscription.active) return true;
  const normaliser = new ArmNormaliser(emit, context.fingerprint, before);
  const isFinished = await readActivity(reader, normaliser, subscription, context.now);
  normaliser.finish();
  return isFinished;
}

/** Asks, and hands over in the order of the questions, whoever was answered first. False where another try may bring more. */
async function askAll(
  { context, normaliser: before }: PartsReading,
  reader: LiveReader,
  emit: (fragment: Fragment) => void,
  questions: readonly Question[],
): Promise<boolean> {
  const answers: Rows[] = await Promise.all(questions.map(({ call, of }) => reader.list(call.path, of)));
  const eligible = questions.flatMap(({ call }, i) => (call === armCalls.eligible ? (answers[i]?.rows ?? []) : []));
  const normaliser = new ArmNormaliser(emit, context.fingerprint, before);
  let isFinished = true;
  for (const [i, { call, of, shown }] of questions.entries()) {
    const { rows, failure } = answers[i] ?? { rows: [] };
    reader.give(normaliser, rows, `${of}${call.path.split('?')[0]}`, of);
    if (call === armCalls.diagnostics && failure === undefined) normaliser.logsRead(of, reader.at(of));
    if (failure === undefined) continue;
    isFinished &&= !mayPass(failure);
    // It says nothing of things that are gone since they were listed.
    if (failure.why !== 'not-found') reader.refusal(call, shown, failure);
  }
  isFinished = (await askActivations(reader, normaliser, eligible)) && isFinished;
  normaliser.finish();
  return isFinished;
}

/** Roles and scopes whose activation is asked about after one list of who is eligible. */
const mostActivations = 100;

/** What it takes to activate the roles that somebody is eligible for. A scope has a policy for every role there is: only these are asked for. */
async function askActivations(reader: LiveReader, normaliser: ArmNormaliser, eligible: readonly unknown[]): Promise<boolean> {
  const asked = new Map<string, readonly [role: string, scope: string]>();
  for (const row of eligible.filter(isPlain)) {
    const properties = objectOf(row, 'properties');
    const [role, scope] = [textOf(properties, 'roleDefinitionId'), textOf(properties, 'scope')];
    // A path and nothing else goes behind the server's name.
    if (role !== undefined && scope?.startsWith('/')) asked.set(activationKey(role, scope), [role, activationScope(scope)]);
  }
  const pairs = [...asked.values()].slice(0, mostActivations);
  if (asked.size > pairs.length)
    reader.gap(
      armCalls.activations.unseen,
      { why: 'not-given', detail: `asked of ${pairs.length} roles and scopes of ${asked.size} that somebody is eligible for` },
      undefined,
      false,
    );
  const filter = (role: string): string => `&$filter=${encodeURIComponent(`roleDefinitionId eq '${role.replaceAll("'", "''")}'`)}`;
  const answers = await Promise.all(pairs.map(([role, scope]) => reader.list(`${armCalls.activations.path}${filter(role)}`, scope)));
  let isFinished = true;
  for (const [i, [, scope]] of pairs.entries()) {
    const { rows, failure } = answers[i] ?? { rows: [] };
    reader.give(normaliser, rows, scope);
    if (failure === undefined) continue;
    isFinished &&= !mayPass(failure);
    if (failure.why !== 'not-found') reader.refusal(armCalls.activations, scope, failure);
  }
  return isFinished;
}

/** Whether another try may bring more. */
function mayPass({ credentials, why }: RestFailure): boolean {
  return credentials === true || why === 'throttled' || why === 'unreachable';
}

/** The resources of a type, by ARM id in order. */
function rowsOfType(rows: readonly unknown[], type: string): readonly string[] {
  const ids = rows.filter(isPlain).flatMap((row) => {
    const object = armObjectOf(row);
    return object?.type === type ? [object.id] : [];
  });
  return [...new Set(ids)].sort();
}

function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
