import type { Trust } from '../../inventory/trust.ts';
import { parseOperator } from '../../permissions/aws/conditions.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import type { AwsPrincipal } from './arn.ts';
import { isAccountsKey, isCallersKey } from './trust.ts';

/**
 * Whether a statement treats the callers of an account differently: a Deny that names one of them, or a condition on who
 * calls. What it says about a caller is known only when that caller is asked about.
 */
export function turnsOnCaller(trust: Trust): boolean {
  if (trust.effect === 'Deny' && trust.principalKind === 'identity') return true;
  return Object.values(trust.condition ?? {}).some((keys) => Object.keys(keys).some(isCallersKey));
}

/** Whether what a statement says turns on the account that the caller is of: asked for each account. */
export function turnsOnAccount(trust: Trust): boolean {
  return Object.values(trust.condition ?? {}).some((keys) => Object.keys(keys).some(isAccountsKey));
}

const positive: ReadonlySet<string> = new Set(['arnequals', 'arnlike', 'stringequals', 'stringlike']);

/** The patterns of ARNs that a statement's condition lets in, or undefined where it does not say. */
export function arnPatterns(trust: Trust): readonly string[] | undefined {
  const patterns = Object.entries(trust.condition ?? {}).flatMap(([operator, keys]) =>
    positive.has(parseOperator(operator).name)
      ? Object.entries(keys).flatMap(([key, values]) => (key.toLowerCase() === 'aws:principalarn' ? values : []))
      : [],
  );
  // A policy variable stands for anything.
  return patterns.length === 0 ? undefined : patterns.map((pattern) => pattern.replace(/\$\{[^}]*\}/g, '*'));
}

/** Of some principals, those whose own policies let them call AssumeRole on something. Asked once for equal grants. */
export function mayAssume(engine: PermissionEngine, principals: readonly AwsPrincipal[]): readonly AwsPrincipal[] {
  const known = new Map<string, boolean>();
  return principals.filter(({ id }) => {
    const key = engine.shareKey(id);
    let may = known.get(key);
    if (may === undefined) {
      const { answer } = engine.decide(id, 'sts:AssumeRole');
      // Where a policy could not be read, everything is unknown: a statement that allows it has to have been seen.
      may = answer === 'unknown' ? engine.resourcesFor(id, 'sts:AssumeRole').length > 0 : answer !== 'denied';
      known.set(key, may);
    }
    return may;
  });
}
