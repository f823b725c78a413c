import type { Scope } from './fragment.ts';
import type { Grant } from './grant.ts';

/** The supply (see Scope.supplies) of `aws:organization` that says: the targets of this policy (`p-…`) are all given. */
export function targetsOf(policy: string): string {
  return `targets:${policy}`;
}

/** Whether there is anything to place. */
export function placesGrants(scopes: ReadonlyMap<string, Scope>): boolean {
  return (scopes.get('aws:organization')?.supplies?.length ?? 0) > 0;
}

/**
 * Puts organization policies where they are attached. One answer of AWS gives a policy and not its targets, another the
 * targets and not the policy: what stands in the first as assumed is settled by the second.
 */
export function placeGrants(grants: readonly Grant[], scopes: ReadonlyMap<string, Scope>): readonly Grant[] {
  const supplied = new Set(scopes.get('aws:organization')?.supplies);
  if (supplied.size === 0) return grants;
  const placed = new Map<string, Grant>();
  for (const grant of grants) {
    const policy = grant.policy === undefined ? '' : grant.policy.slice(grant.policy.lastIndexOf('/') + 1);
    if (grant.assumed !== true || !supplied.has(targetsOf(policy))) {
      placed.set(grant.id, grant);
      continue;
    }
    const { assumed: _, ...rest } = grant;
    for (const { id: holder, attached } of scopes.values()) {
      const id = `${holder}#${grant.kind}/${grant.name}`;
      if (attached?.includes(policy) === true && !placed.has(id)) placed.set(id, { ...rest, id, holder });
    }
  }
  return [...placed.values()];
}
