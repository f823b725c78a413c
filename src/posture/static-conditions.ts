import { matchesGlob } from '../glob.ts';
import type { Identity } from '../inventory/identity.ts';
import type { PolicyStatement } from '../inventory/policy.ts';
import { escalationSets } from '../permissions/aws/escalation-sets.ts';
import { few } from './few.ts';
import type { World } from './world.ts';

/**
 * Keys of AWS whose value is the same for every request that an identity has reason to make: a condition on them alone narrows what
 * is allowed when it is written, and decides nothing at the time of the request
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
const staticKeys: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:securetransport',
  'iam:passedtoservice',
  's3:resourceaccount',
  's3:tlsversion',
]);

/**
 * What an identity may do under conditions that decide nothing when it acts: the keys, `aws:SecureTransport`, or the attributes of
 * the resource that a condition of Google Cloud or Azure names. `changes`: it surely does more than read; `escalates`: it surely leads on to
 * administrator.
 */
export interface StaticCondition {
  readonly keys: string;
  readonly changes: boolean;
  readonly escalates: boolean;
}

/** The worst grant of an identity, those through its groups counted, whose condition is static; undefined where there is none. */
export function staticConditionOf(world: World, { id, plane }: Identity): StaticCondition | undefined {
  const { inventory, permissions } = world;
  // Few conditions there are static: where it is known which an identity holds, the statements of most need not be read again.
  if (plane === 'aws' && permissions.conditionsOf?.(id)?.some((condition) => staticKeysOf(condition) !== undefined) === false)
    return undefined;
  const grants = [id, ...(inventory.memberships.get(id) ?? [])]
    .flatMap((holder) => inventory.grants.get(holder) ?? [])
    .filter((g) => g.kind === 'attached' || g.kind === 'inline');
  if (plane === 'gcp' || plane === 'azure') {
    const attributesOf = plane === 'gcp' ? resourceAttributes : azureAttributes;
    const attributes = grants.flatMap(({ condition }) => (condition === undefined ? [] : (attributesOf(condition) ?? [])));
    return attributes.length === 0 ? undefined : { keys: few([...new Set(attributes)], 3), changes: false, escalates: false };
  }
  if (plane !== 'aws') return undefined;
  const found = grants
    .flatMap((g) => inventory.documents.get(g.document ?? inventory.policies.get(g.policy ?? '')?.document ?? '')?.statements ?? [])
    .flatMap((statement) => staticStatement(world, id, statement) ?? []);
  return found.find((one) => one.escalates) ?? found.find((one) => one.changes) ?? found[0];
}

type Condition = NonNullable<PolicyStatement['condition']>;

/** Conditions are shared by the statements that have them: each is looked at once. */
const asked = new WeakMap<Condition, readonly string[] | null>();

/** The keys of a condition, where all of them are static. */
function staticKeysOf(condition: Condition): readonly string[] | undefined {
  let keys = asked.get(condition);
  if (keys === undefined) {
    const all = Object.values(condition).flatMap((values) => Object.keys(values));
    keys = all.length > 0 && all.every((key) => staticKeys.has(key.toLowerCase())) ? all : null;
    asked.set(condition, keys);
  }
  return keys ?? undefined;
}

/**
 * What a condition of Google Cloud asks, where that is nothing but which resource it is and until when: an end is set when the
 * condition is written, and only the hour or the day of the week is another at each request
 * (https://cloud.google.com/iam/docs/conditions-attribute-reference).
 */
function resourceAttributes(condition: string): readonly string[] | undefined {
  const asked = condition.match(/\b(?:resource|request|origin|destination|api|device|levels)\b(?:\.\w+){0,2}/g) ?? [];
  return asked.length > 0 && asked.every((one) => /^(?:resource\.(?:name|type|service)(?:\.\w+)?|request\.time)$/.test(one))
    ? asked.map((one) => one.split('.', 2).join('.'))
    : undefined;
}

/**
 * What a condition of Azure asks, where that is nothing but which resource it is and until when
 * (https://learn.microsoft.com/azure/role-based-access-control/conditions-format): what `@Request` and the rest of `@Environment`
 * say, each call decides.
 */
function azureAttributes(condition: string): readonly string[] | undefined {
  const asked = condition.match(/@(?:Resource|Principal|Request|Environment(?:\s*\[\s*utcNow\s*\])?)(?![\w])/gi) ?? [];
  return asked.length > 0 && asked.every((one) => /^@(?:resource|environment\s*\[.*)$/i.test(one)) ? asked : undefined;
}

/** Actions each of which makes its holder administrator, whatever else it may do; by which service a role is passed on is another matter. */
const escalations = escalationSets.flatMap(({ needs }) => (needs.length === 1 ? needs.map(([action]) => action) : []));

function staticStatement({ permissions }: World, id: string, statement: PolicyStatement): StaticCondition | undefined {
  const { effect, action, resource, condition } = statement;
  const keys = effect !== 'Allow' || condition === undefined ? undefined : staticKeysOf(condition);
  if (keys === undefined) return undefined;
  const { catalogue } = permissions;
  const known = (action ?? []).filter((one) => catalogue?.isKnown(one) === true);
  const changing = known.filter((one) => catalogue?.isReading(one) === false);
  const covered = escalations.filter((one) => action?.some((pattern) => matchesGlob(pattern.toLowerCase(), one.toLowerCase())));
  const everywhere = resource?.includes('*') === true;
  const escalates = everywhere && covered.some((one) => turnsOnAllow(permissions, id, one, '*'));
  const changes = escalates || changing.some((one) => turnsOnAllow(permissions, id, one, resource?.[0] ?? '*'));
  const reads = action !== undefined && known.length === action.length && changing.length === 0;
  return reads ? undefined : { keys: few([...new Set(keys)].sort(), 3), changes, escalates };
}

/** Whether it may do something under a condition, and nothing but that: a Deny with a condition of its own may well be judged at run time. */
function turnsOnAllow(permissions: World['permissions'], id: string, action: string, resource: string): boolean {
  const { answer, limits = [] } = permissions.decide(id, action, resource);
  return answer === 'conditional' && limits.length === 0;
}
