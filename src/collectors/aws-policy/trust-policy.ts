import { matchesGlob } from '../../glob.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { isAwsAccount } from '../../inventory/id.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import type { Trust } from '../../inventory/trust.ts';
import { below, type Draft } from '../place-below.ts';
import type { Content, PolicyReader } from './policy-document.ts';
import { statementList } from './statement-list.ts';

type Condition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
type PrincipalKind = Trust['principalKind'];

export interface ReadTrusts {
  /** Absent when the policy cannot be read: who may become the role is then not known. */
  readonly trusts?: readonly Trust[];
  readonly problems: readonly string[];
}

/**
 * Identity providers that need no provider record in the account
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
const builtInWebIdentity: ReadonlySet<string> = new Set([
  'accounts.google.com',
  'graph.facebook.com',
  'www.amazon.com',
  'cognito-identity.amazonaws.com',
]);

/** Who a trust policy names, whichever role it is of. */
interface Named extends Pick<Trust, 'effect' | 'principalKind' | 'principal' | 'actions' | 'condition' | 'version' | 'unread'> {
  /** What stands behind the role in the id. */
  readonly suffix: string;
  /** Its statement, from 0, and what the statement is called. */
  readonly statement: number;
  readonly sid: string | undefined;
}

/** Who trust policies name, by what they say: most roles have a policy that many have. */
const namedIn = new WeakMap<Content, readonly Named[]>();

/** Who may become a role, from its trust policy: one record per statement and principal. `places`: where the statements stand, if not below `at`. */
export function readTrusts(raw: unknown, identity: string, at: Evidence, reader: PolicyReader, places?: readonly Evidence[]): ReadTrusts {
  const { content, problems } = reader.readTrust(raw);
  if (content === undefined) return { problems };
  let named = namedIn.get(content);
  if (named === undefined) {
    named = namesOf(content);
    namedIn.set(content, named);
  }
  const trusts: Trust[] = [];
  let last: Named | undefined;
  let evidence: readonly Evidence[] = [];
  for (const one of named) {
    if (one.statement !== last?.statement) evidence = [places?.[one.statement] ?? placeOf(raw, at, one)];
    last = one;
    const trust: Draft<Trust> = {
      id: `${identity}${one.suffix}`,
      identity,
      kind: 'aws-role-trust',
      effect: one.effect,
      principalKind: one.principalKind,
      principal: one.principal,
      actions: one.actions,
      evidence,
    };
    if (one.condition !== undefined) trust.condition = one.condition;
    if (one.version !== undefined) trust.version = one.version;
    if (one.unread !== undefined) trust.unread = one.unread;
    trusts.push(trust);
  }
  return { trusts, problems };
}

function namesOf({ version, statements }: Content): readonly Named[] {
  const out: Named[] = [];
  const used = new Map<string, number>();
  statements.forEach((statement, i) => {
    const unread = unreadOf(statement);
    const actions = statement.action ?? actionsExcept(statement.notAction ?? []);
    for (const { kind, principal, condition } of principalsOf(statement)) {
      const suffix = `#trust/${kind}/${principal}`;
      const times = (used.get(suffix) ?? 0) + 1;
      used.set(suffix, times);
      out.push({
        suffix: times === 1 ? suffix : `${suffix}#${times}`,
        statement: i,
        sid: statement.sid,
        effect: statement.effect,
        principalKind: kind,
        principal,
        actions,
        ...(condition === undefined ? {} : { condition }),
        ...(version === 'unknown' || (version !== '2012-10-17' && hasVariables(condition)) ? { version } : {}),
        ...(unread === undefined ? {} : { unread }),
      });
    }
  });
  return out;
}

/**
 * AWS does not support NotPrincipal with Allow, so whom such a statement lets in is not known
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
 */
function unreadOf({ effect, notPrincipal, unread }: PolicyStatement): readonly string[] | undefined {
  return effect === 'Allow' && notPrincipal !== undefined ? [...(unread ?? []), 'NotPrincipal'] : unread;
}

/** Only there does it matter which of the two versions a policy has. */
function hasVariables(condition: Condition | undefined): boolean {
  return Object.values(condition ?? {}).some((keys) => Object.values(keys).some((values) => values.some((v) => v.includes('${'))));
}

/** The actions that a trust policy can be about. */
const trustActions = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:SetSourceIdentity',
  'sts:TagSession',
] as const;

function actionsExcept(patterns: readonly string[]): readonly string[] {
  const excepted = patterns.map((pattern) => pattern.toLowerCase());
  return trustActions.filter((action) => !excepted.some((pattern) => matchesGlob(pattern, action.toLowerCase())));
}

interface NamedPrincipal {
  readonly kind: PrincipalKind;
  readonly principal: string;
  readonly condition: Condition | undefined;
}

function principalsOf(statement: PolicyStatement): NamedPrincipal[] {
  const { condition, principal, notPrincipal } = statement;
  // "Everybody but these" is everybody, under the condition not to be one of these.
  if (notPrincipal) return [{ kind: 'anyone', principal: '*', condition: withExceptions(condition ?? {}, notPrincipal) }];
  const out: NamedPrincipal[] = [];
  for (const [type, names] of Object.entries(principal ?? {})) {
    for (const name of names) out.push({ kind: principalKind(type, name), principal: name, condition });
  }
  return out;
}

/** What kind of principal an entry of a `Principal` element is. */
export function principalKind(type: string, name: string): PrincipalKind {
  if (name === '*' && (type === '*' || type === 'AWS')) return 'anyone';
  if (type === 'Service') return 'service';
  if (type === 'Federated') {
    if (/^arn:[\w-]+:iam::(?:\d{12}|stack\.[\w.-]+):oidc-provider\//.test(name) || builtInWebIdentity.has(name)) return 'oidc';
    return /^arn:[\w-]+:iam::(?:\d{12}|stack\.[\w.-]+):saml-provider\//.test(name) ? 'saml' : 'federated';
  }
  return isAwsAccount(name) || /^arn:[\w-]+:iam::(?:\d{12}|stack\.[\w.-]+):root$/.test(name) ? 'account' : 'identity';
}

const exceptionKeys = {
  account: ['StringNotEquals', 'aws:PrincipalAccount'],
  identity: ['ArnNotEquals', 'aws:PrincipalArn'],
  service: ['StringNotEquals', 'aws:PrincipalServiceName'],
  oidc: ['StringNotEquals', 'aws:FederatedProvider'],
  saml: ['StringNotEquals', 'aws:FederatedProvider'],
  federated: ['StringNotEquals', 'aws:FederatedProvider'],
  anyone: ['ArnNotLike', 'aws:PrincipalArn'],
} as const satisfies Record<PrincipalKind, readonly [string, string]>;

function withExceptions(condition: Condition, notPrincipal: Readonly<Record<string, readonly string[]>>): Condition {
  const out: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of Object.entries(condition)) out[operator] = { ...keys };
  const namesOne = (account: string): boolean =>
    (notPrincipal.AWS ?? []).some((name) => name.includes(`::${account}:`) && !name.endsWith(':root'));
  for (const [type, names] of Object.entries(notPrincipal)) {
    for (const name of names) {
      const kind = principalKind(type, name);
      // An account stands beside one of its identities so that this one is left out, and does not leave the others out.
      if (kind === 'account' && namesOne(/\d{12}/.exec(name)?.[0] ?? name)) continue;
      const [operator, key] = exceptionKeys[kind];
      const keys = out[operator] ?? {};
      keys[key] = [...(keys[key] ?? []), kind === 'account' ? (/\d{12}/.exec(name)?.[0] ?? name) : name];
      out[operator] = keys;
    }
  }
  return out;
}

function placeOf(raw: unknown, at: Evidence, { statement, sid }: Named): Evidence {
  const list = statementList(raw);
  // Inside encoded text no pointer leads.
  const rest = typeof raw === 'string' ? '' : list === '' ? '/Statement' : `${list}/${statement}`;
  const place: Draft<Evidence> = below(at, `/AssumeRolePolicyDocument${rest}`);
  if (sid !== undefined) place.note = `Sid ${sid}`;
  else if (rest === '') place.note = `statement ${statement + 1}`;
  return place;
}
