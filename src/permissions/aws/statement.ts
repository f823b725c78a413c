import type { PolicyDocument, PolicyStatement } from '../../inventory/policy.ts';
import type { ActionSet } from './action-set.ts';
import type { ActionUniverse } from './action-universe.ts';
import { isPersonalKey, isPrincipalKey, isResourceKey } from './condition-keys.ts';
import { problemsOf } from './condition-problems.ts';
import { type Condition, neverHolds } from './conditions.ts';
import { isNarrow } from './every-resource.ts';
import { everywhere, nowhere, type Region, regionOf } from './region.ts';
import { canonicalPattern, covers } from './wildcard.ts';

/** An action asked about: lower case, with its index or -1. */
export interface AskedAction {
  readonly name: string;
  readonly index: number;
}

/** A statement ready to be asked. */
export interface Statement {
  readonly source: PolicyStatement;
  /** 0-based place in its document. */
  readonly at: number;
  readonly allows: boolean;
  readonly actions: ActionSet;
  /** An action it names is not in the table of known actions. */
  readonly namesUnknownAction: boolean;
  readonly region: Region;
  /** It cannot be about every resource of a kind, see `isNarrow`. */
  readonly narrow: boolean;
  /** It holds only when something holds that is not decided here. */
  readonly conditional: boolean;
  /** The keys that this depends on. */
  readonly conditionKeys: readonly string[];
  /** Its resources hold policy variables still to be resolved. */
  readonly hasVariables: boolean;
  /** Keys of policy variables in its resources whose values are not known. */
  readonly openVariables?: readonly string[];
  /** What in it could not be understood, in words: then it only may say what it says, and is `conditional`. */
  readonly problems: readonly string[];
  /** Policy variables in its condition stand for keys: the document's version has them. */
  readonly variables: boolean;
  /** Whose facts its condition turns on, besides the request's. */
  readonly turnsOn: TurnsOn;
}

/** Facts that are known without a request: those of the principal (`personal`: not shared by its like), and of the resource. */
export interface TurnsOn {
  readonly principal: boolean;
  readonly personal: boolean;
  readonly resource: boolean;
}

/** A document compiled once and shared by all who hold it. */
export interface CompiledDocument {
  readonly id: string;
  readonly version: string;
  readonly statements: readonly Statement[];
  readonly hasVariables: boolean;
  /** Some statement's condition turns on facts in which the like of one principal may differ. */
  readonly personal: boolean;
}

/**
 * Compiles a document. A statement without Action and NotAction, which AWS does not accept, has no effect; one without
 * Resource and NotResource is read as being about every resource.
 * Policy variables exist in version 2012-10-17 only; in older documents `${` is plain text
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
 */
export function compileDocument(document: PolicyDocument, universe: ActionUniverse): CompiledDocument {
  const withVariables = document.version === '2012-10-17';
  const problem = knownVersions.has(document.version) ? undefined : 'a policy has a Version that is not known';
  const statements = document.statements.map((source, at) => compileStatement(source, at, universe, withVariables, problem));
  return {
    id: document.id,
    version: document.version,
    statements,
    hasVariables: statements.some((s) => s.hasVariables),
    personal: statements.some((s) => s.turnsOn.personal),
  };
}

const knownVersions: ReadonlySet<string> = new Set(['2012-10-17', '2008-10-17']);

function compileStatement(
  source: PolicyStatement,
  at: number,
  universe: ActionUniverse,
  withVariables: boolean,
  problem: string | undefined,
): Statement {
  const negated = source.action === undefined;
  const match = universe.match(negated ? (source.notAction ?? ['*']) : source.action, negated);
  const resources = source.resource ?? source.notResource;
  const condition = meaningOf(source.condition, universe, withVariables);
  const { keys: conditionKeys, turnsOn } = condition;
  const problems = problemsIn(source, problem, match.wildService, condition.problems);
  // About nothing, whatever is asked.
  const dead = condition.dead && problems.length === 0;
  const region = dead ? nowhere : resources === undefined ? everywhere : regionOf(resources, source.resource === undefined);
  return {
    source,
    at,
    allows: source.effect === 'Allow',
    actions: match.set,
    namesUnknownAction: match.unknown,
    region,
    narrow: isNarrow(region),
    conditional: !dead && (conditionKeys.length > 0 || problems.length > 0),
    conditionKeys,
    hasVariables: withVariables && !dead && (resources?.some((r) => r.includes('${')) ?? false),
    problems,
    variables: withVariables,
    turnsOn,
  };
}

function problemsIn(
  source: PolicyStatement,
  problem: string | undefined,
  wildService: boolean,
  inCondition: readonly string[],
): readonly string[] {
  if (problem === undefined && source.unread === undefined && !wildService) return inCondition;
  return [
    ...(problem ? [problem] : []),
    ...(source.unread ?? []).map((name) => `a statement has the unknown element ${name}`),
    ...(wildService ? ['a statement has an action with a wildcard in its service, which AWS does not have'] : []),
    ...inCondition,
  ];
}

/** What follows from a condition by itself. */
export interface ConditionMeaning {
  /** Sorted, without repeats. */
  readonly keys: readonly string[];
  readonly problems: readonly string[];
  readonly turnsOn: TurnsOn;
  /** It holds for no request there is. */
  readonly dead: boolean;
}

const nothing: TurnsOn = { principal: false, personal: false, resource: false };
const unconditional: ConditionMeaning = { keys: [], problems: [], turnsOn: nothing, dead: false };

/** Worked out once for the statements that share one condition. */
export function meaningOf(condition: PolicyStatement['condition'], universe: ActionUniverse, withVariables: boolean): ConditionMeaning {
  if (condition === undefined) return unconditional;
  const met = universe.meanings(withVariables);
  let meaning = met.get(condition);
  if (meaning === undefined) {
    const keys = conditionKeysOf(condition);
    const problems = problemsOf(condition, (prefix) => universe.hasService(prefix));
    const turnsOn = keys.length === 0 ? nothing : turnsOnOf(condition, keys, withVariables);
    meaning = { keys, problems, turnsOn, dead: problems.length === 0 && neverHolds(condition) };
    met.set(condition, meaning);
  }
  return meaning;
}

function turnsOnOf(condition: Condition, conditionKeys: readonly string[], withVariables: boolean): TurnsOn {
  const keys = [...conditionKeys, ...(withVariables ? variablesIn(condition) : [])];
  const principal = keys.some(isPrincipalKey);
  const resource = keys.some(isResourceKey);
  return principal || resource ? { principal, personal: principal && keys.some(isPersonalKey), resource } : nothing;
}

/** The keys that policy variables in a condition's values stand for. */
function variablesIn(condition: Condition): readonly string[] {
  const values = Object.values(condition).flatMap((keys) => Object.values(keys).flat());
  return values.flatMap((value) => [...value.matchAll(/\$\{([^},]*)/g)].map((m) => (m[1] ?? '').trim()));
}

/** Whether a statement is about an action, known or not. */
export function isAbout(statement: Statement, action: AskedAction): boolean {
  if (action.index >= 0) return statement.actions.has(action.index);
  const { action: listed, notAction } = statement.source;
  const named = (patterns: readonly string[]): boolean => patterns.some((p) => covers(canonicalPattern(p.toLowerCase()), action.name));
  if (listed) return named(listed);
  return notAction !== undefined && !named(notAction);
}

/** Condition keys, sorted, without repeats. */
function conditionKeysOf(condition: Condition): readonly string[] {
  return [...new Set(Object.values(condition).flatMap((keys) => Object.keys(keys)))].sort();
}
