import { matchesGlob } from '../../glob.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { Trust } from '../../inventory/trust.ts';
import { isPersonalKey } from '../../permissions/aws/condition-keys.ts';
import { problemsOf } from '../../permissions/aws/condition-problems.ts';
import { evaluateCondition, type KeyValue } from '../../permissions/aws/conditions.ts';
import { withoutPartition } from '../../permissions/aws/partition.ts';
import { principalOf } from '../../permissions/aws/principal.ts';
import { principalFacts } from '../../permissions/aws/principal-facts.ts';
import { tierOf, weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import { type AwsPrincipal, accountOfPrincipal } from './arn.ts';

/** Whom a trust statement is held against, and what is known of the request. */
export interface Caller {
  /** Whether a statement's principal covers the caller; `maybe` where it covers a part of those who are meant. */
  covers(trust: Trust): 'yes' | 'no' | 'maybe';
  /** Values of condition keys, asked in lower case. */
  lookup(key: string): KeyValue;
}

export interface Admission {
  readonly certainty: Certainty;
  readonly evidence: readonly Evidence[];
  /** What in the statements could not be understood, in words: then it is `possible` at most. */
  readonly problems: readonly string[];
}

/**
 * Whether a role's trust policy lets a caller in: an Allow statement that covers it, and no Deny statement
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html). Undefined: not let in.
 */
export function admits(trusts: readonly Trust[], action: string, caller: Caller): Admission | undefined {
  let best: Admission | undefined;
  const doubts: string[] = [];
  let denied = false;
  for (const trust of trusts) {
    if (!trust.actions.some((a) => matchesGlob(a.toLowerCase(), action.toLowerCase()))) continue;
    const covered = caller.covers(trust);
    if (covered === 'no') continue;
    const problems = problemsOfTrust(trust);
    const verdict = evaluateCondition(trust.condition, (key) => caller.lookup(key), !isOld(trust));
    // What was not understood may say anything about when a statement holds.
    if (verdict === 'unmet' && problems.length === 0) continue;
    const sure = verdict === 'met' && covered === 'yes' && problems.length === 0;
    if (trust.effect === 'Deny') {
      if (sure) return undefined;
      doubts.push(...problems);
      denied = true;
    } else {
      const certainty = problems.length > 0 ? 'possible' : sure ? 'confirmed' : 'conditional';
      const one: Admission = { certainty, evidence: trust.evidence, problems };
      if (best === undefined || tierOf(certainty) < tierOf(best.certainty)) best = one;
      else if (certainty === best.certainty && !sure) {
        best = { certainty, evidence: mergeList(best.evidence, trust.evidence), problems: [...new Set([...best.problems, ...problems])] };
      }
    }
  }
  if (best === undefined || !denied) return best;
  return {
    ...best,
    certainty: weakest(best.certainty, doubts.length > 0 ? 'possible' : 'conditional'),
    problems: [...best.problems, ...doubts],
  };
}

/** What was not understood of the trusts that let somebody in, as the end of an edge's reason. */
export function inDoubt({ problems }: Admission): string {
  return problems.length === 0 ? '' : `; ${problems.join('; ')}`;
}

/** Policy variables exist since version 2012-10-17. */
function isOld({ version }: Trust): boolean {
  return version === '2008-10-17';
}

const noProblems: readonly string[] = [];

/** Which services there are is not known here: a key of one is taken for granted. */
const anyService = (): boolean => true;

/** What was not understood of a trust statement of AWS, in words. */
export function problemsOfTrust({ kind, condition, version, unread }: Trust): readonly string[] {
  // Conditions of other planes are put together here, of what was understood of them.
  if (kind !== 'aws-role-trust') return noProblems;
  const inCondition = condition === undefined ? noProblems : problemsOf(condition, anyService);
  if (unread === undefined && version !== 'unknown') return inCondition;
  return [
    ...(version === 'unknown' ? ['the trust policy has a Version that is not known'] : []),
    ...(unread ?? []).map((name) => `a statement has the unknown element ${name}`),
    ...inCondition,
  ];
}

/** What is known of where accounts are. */
export interface Organization {
  /** The id (`o-...`) of an account's organization. */
  idOf(account: string): string | undefined;
  /** Its path there, as `aws:PrincipalOrgPaths` has it. */
  pathOf(account: string): string | undefined;
}

/** Condition keys of which one caller has a known value while the callers of an account have many. */
export function isCallersKey(key: string): boolean {
  return isPersonalKey(key) || /^aws:(?:principaltype|tokenissuetime)$/i.test(key);
}

/** Condition keys that the caller's account decides. */
export function isAccountsKey(key: string): boolean {
  return /^aws:principal(?:account|orgid|orgpaths)$/i.test(key);
}

/**
 * One user or role that calls AssumeRole (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 * `own`: its trust policy, where it is a role whose trust was read.
 */
export function principalCaller(principal: AwsPrincipal, organization: Organization, own?: readonly Trust[]): Caller {
  const facts = principalFacts(principalOf(principal.id, principal.identity), { identity: principal.identity, trusts: own });
  return {
    covers(trust) {
      if (trust.principalKind === 'identity') {
        if (awsIdentityId(trust.principal) !== principal.id) return 'no';
        // A session's ARN names one session; the caller chooses the name, but others may be used.
        return trust.principal.includes(':assumed-role/') ? 'maybe' : 'yes';
      }
      return coversAccount(trust, principal.account);
    },
    lookup: (key) =>
      key === 'aws:principalarn' ? [principal.arn] : isCallersKey(key) ? facts(key) : accountKey(key, principal.account, organization),
  };
}

/** Any user or role of an account. */
export function accountCaller(account: string, organization: Organization): Caller {
  return {
    covers(trust) {
      // A statement about one identity speaks of some of the account's callers only.
      if (trust.principalKind === 'identity') {
        return trust.effect === 'Deny' && trust.principal.includes(`:${account}:`) ? 'maybe' : 'no';
      }
      return coversAccount(trust, account);
    },
    lookup: (key) => accountKey(key, account, organization),
  };
}

/** Anyone with an AWS account. */
export const anyCaller: Caller = {
  covers: (trust) => (trust.principalKind === 'anyone' ? 'yes' : trust.effect === 'Deny' ? 'maybe' : 'no'),
  lookup: (key) => (key === 'aws:principalisawsservice' ? ['false'] : 'unknown'),
};

/** Of no account. */
const nobodys = '000000000000';

/** Anyone with an AWS account of which nothing was read: of no organization, and of an account that no policy names. */
export const stranger: Caller = {
  covers: anyCaller.covers,
  lookup(key) {
    switch (key) {
      case 'aws:principalorgid':
      case 'aws:principalorgpaths':
        return 'absent';
      case 'aws:principalaccount':
        return [nobodys];
      case 'aws:principalarn':
        return [`arn:aws:iam::${nobodys}:*`];
      default:
        return anyCaller.lookup(key);
    }
  },
};

/** A service that works for the role's own account: it sends that account as the source. */
export function serviceCaller(service: string, account: string): Caller {
  return {
    covers: (trust) =>
      trust.principalKind === 'service' && withoutPartition(trust.principal) === service
        ? 'yes'
        : trust.principalKind === 'anyone'
          ? 'yes'
          : 'no',
    lookup(key) {
      switch (key) {
        case 'aws:sourceaccount':
          return [account];
        case 'aws:sourcearn':
          return [`arn:*:*:*:${account}:*`];
        case 'aws:principalisawsservice':
          return ['true'];
        default:
          return 'unknown';
      }
    },
  };
}

function coversAccount(trust: Trust, account: string): 'yes' | 'no' {
  if (trust.principalKind === 'anyone') return 'yes';
  return trust.principalKind === 'account' && accountOfPrincipal(trust.principal) === account ? 'yes' : 'no';
}

function accountKey(key: string, account: string, organization: Organization): KeyValue {
  switch (key) {
    case 'aws:principalaccount':
      return [account];
    case 'aws:principalisawsservice':
      return ['false'];
    case 'aws:principalorgid': {
      const id = organization.idOf(account);
      return id === undefined ? 'unknown' : [id];
    }
    case 'aws:principalorgpaths': {
      const path = organization.pathOf(account);
      return path === undefined ? 'unknown' : { all: [path] };
    }
    // Sent by services that call for someone, not by a user or role that calls itself.
    case 'aws:sourceaccount':
    case 'aws:sourcearn':
      return 'absent';
    default:
      return 'unknown';
  }
}
