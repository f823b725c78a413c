import { plainArmId } from '../../../../../inventory/azure-id.ts';
import type { Evidence } from '../../../../../inventory/evidence.ts';
import { type Hole, joined, knownText, nameOfHole, partsOf, unknown, type Value } from '../../value.ts';
import type { Target } from '../azure-stack.ts';

/** `resourceId` and its like, in lower case. */
export const idFunctions: ReadonlySet<string> = new Set([
  'resourceid',
  'subscriptionresourceid',
  'tenantresourceid',
  'managementgroupresourceid',
  'extensionresourceid',
]);

/**
 * An ARM id as one of the functions makes it, with holes where a name is not known
 * (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourceid).
 */
export function makeResourceId(kind: string, args: readonly Value[], target: Target, at: Evidence): Value {
  const typeAt = args.findIndex((a) => /^[\w.]+\/[\w./]+$/.test(knownText(a) ?? ''));
  const type = knownText(args[typeAt])?.toLowerCase();
  if (type === undefined) return unknown(`${kind}(…)`, 'of what type it is is not known', at);
  const [namespace = '', ...types] = type.split('/');
  const names = args.slice(typeAt + 1).flatMap(splitNames);
  const parts: (string | Hole)[] = [...baseOf(kind, args.slice(0, typeAt), target), `/providers/${namespace}`];
  for (const [i, t] of types.entries()) {
    const name = names[i];
    parts.push(`/${t}/`, ...(name === undefined ? [] : partsOf(name)));
  }
  return joined(
    parts.filter((p) => p !== ''),
    at,
  );
}

/** What an id begins with, before its type: the scope that the leading arguments say. */
function baseOf(kind: string, given: readonly Value[], { subscription, group }: Target): readonly (string | Hole)[] {
  const [first] = given;
  const last = given.at(-1);
  if (kind === 'tenantresourceid') return [];
  if (kind === 'extensionresourceid' || kind === 'managementgroupresourceid') return first === undefined ? [] : partsOf(first);
  if (kind === 'subscriptionresourceid') return ['/subscriptions/', ...(last === undefined ? [subscription] : partsOf(last))];
  if (first !== undefined && last !== undefined && given.length > 1)
    return ['/subscriptions/', ...partsOf(first), '/resourcegroups/', ...partsOf(last)];
  if (last !== undefined) return [`/subscriptions/${subscription}/resourcegroups/`, ...partsOf(last)];
  return [`/subscriptions/${subscription}${group === undefined ? '' : `/resourcegroups/${group}`}`];
}

/** A text to compare by, in lower case; what is not known stands in it as it is written. */
export function keyTextOf(value: Value): string {
  return plainArmId(
    partsOf(value)
      .map((p) => (typeof p === 'string' ? p : `\${${nameOfHole(p)}}`))
      .join(''),
  );
}

/** Type and names as they stand in an id: `microsoft.web/sites/shop/slots/next`. */
export function interleave(type: string, names: readonly Value[]): string {
  const [namespace = '', ...types] = type.split('/');
  return `${namespace}/${types.map((t, i) => `${t}/${names[i] === undefined ? '' : keyTextOf(names[i])}`).join('/')}`;
}

/** The names in one text, `parent/child`, each with the holes that are in it. */
export function splitNames(value: Value): readonly Value[] {
  const names: (string | Hole)[][] = [[]];
  for (const part of partsOf(value)) {
    if (typeof part !== 'string') {
      names.at(-1)?.push(part);
      continue;
    }
    for (const [i, piece] of part.split('/').entries()) {
      if (i > 0) names.push([]);
      if (piece !== '') names.at(-1)?.push(piece);
    }
  }
  return names.slice(0, 20).map((parts) => joined(parts, value.at));
}
