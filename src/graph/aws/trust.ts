import { matchesGlob } from '../../glob.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { awsIdentityId } from '../../inventory/id.ts';
import { mergeList } from '../../inventory/merge.ts';
import type { Trust } from '../../inventory/trust.ts';
import { evaluateCondition, type KeyValue } from '../../permissions/aws/conditions.ts';
import { withoutPartition } from '../../permissions/aws/partition.ts';
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
}

/**
 * Whether a role's trust policy lets a caller in: an Allow statement that covers it, and no Deny statement
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html). Undefined: not let in.
 */
export function admits(trusts: readonly Trust[], action: string, caller: Caller): Admission | undefined {
  let certainty: Certainty | undefined;
  let evidence: readonly Evidence[] = [];
  let denied = false;
  for (const trust of trusts) {
    if (!trust.actions.some((a) => matchesGlob(a.toLowerCase(), action.toLowerCase()))) continue;
    const covered = caller.covers(trust);
    if (covered === 'no') continue;
    const verdict = evaluateCondition(trust.condition, (key) => caller.lookup(key));
    if (verdict === 'unmet') continue;
    const sure = verdict === 'met' && covered === 'yes';
    if (trust.effect === 'Deny') {
      if (sure) return undefined;
      denied = true;
    } else if (certainty !== 'confirmed') {
      evidence = sure ? trust.evidence : mergeList(evidence, trust.evidence);
      certainty = sure ? 'confirmed' : 'conditional';
    }
  }
  if (certainty === undefined) return undefined;
  return { certainty: denied ? 'conditional' : certainty, evidence };
}

/** The accounts known to belong to one organization. */
export interface Organization {
  readonly id: string;
  readonly accounts: ReadonlySet<string>;
}

/** Condition keys, in lower case, of which one caller has a known value while the callers of an account have many. */
export const principalKeys: ReadonlySet<string> = new Set(['aws:principalarn', 'aws:principaltype', 'aws:username']);

/** One user or role that calls AssumeRole (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). */
export function principalCaller(principal: AwsPrincipal, organization: Organization | undefined): Caller {
  return {
    covers(trust) {
      if (trust.principalKind === 'identity') {
        if (awsIdentityId(trust.principal) !== principal.id) return 'no';
        // A session's ARN names one session; the caller chooses the name, but others may be used.
        return trust.principal.includes(':assumed-role/') ? 'maybe' : 'yes';
      }
      return coversAccount(trust, principal.account);
    },
    lookup(key) {
      switch (key) {
        case 'aws:principalarn':
          return [principal.arn];
        case 'aws:principaltype':
          return [{ user: 'User', role: 'AssumedRole', root: 'Account' }[principal.type]];
        case 'aws:username':
          return principal.type === 'user' ? [principal.name] : 'absent';
        default:
          return accountKey(key, principal.account, organization);
      }
    },
  };
}

/** Any user or role of an account. */
export function accountCaller(account: string, organization: Organization | undefined): Caller {
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

function accountKey(key: string, account: string, organization: Organization | undefined): KeyValue {
  switch (key) {
    case 'aws:principalaccount':
      return [account];
    case 'aws:principalisawsservice':
      return ['false'];
    case 'aws:principalorgid':
      return organization?.accounts.has(account) ? [organization.id] : 'unknown';
    // Sent by services that call for someone, not by a user or role that calls itself.
    case 'aws:sourceaccount':
    case 'aws:sourcearn':
      return 'absent';
    default:
      return 'unknown';
  }
}
