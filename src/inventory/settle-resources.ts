import type { Resource } from './resource.ts';

/**
 * Which records of resources in code are of one that its provider describes, under the ARN that it turned out to have: code
 * leaves the region open (`this-region`), and the characters that AWS adds to the name of a secret. By id of the one in code.
 */
export function settleResources(resources: Iterable<Resource>): ReadonlyMap<string, string> {
  const observed = new Map<string, Set<string>>();
  const declared: Resource[] = [];
  for (const resource of resources) {
    if (resource.plane !== 'aws') continue;
    if (resource.declared === true) declared.push(resource);
    else observed.set(loose(resource.id), (observed.get(loose(resource.id)) ?? new Set()).add(resource.id));
  }
  const settled = new Map<string, string>();
  for (const { id } of declared) {
    const [only, ...others] = observed.get(loose(id)) ?? [];
    // One name in several regions: which of them is meant is not known.
    if (only !== undefined && others.length === 0 && isLoose(id)) settled.set(id, only);
  }
  return settled;
}

function isLoose(id: string): boolean {
  return id.split(':')[4] === 'this-region' || id.endsWith('-000000');
}

/** An id without its region and what AWS adds to the names of secrets. */
function loose(id: string): string {
  const parts = id.split(':');
  const [plane = '', start = '', partition = '', service = '', , ...rest] = parts;
  const name = service === 'secretsmanager' ? rest.map((r, i) => (i === rest.length - 1 ? r.replace(/-[A-Za-z0-9]{6}$/, '') : r)) : rest;
  return [plane, start, partition, service, ...name].join(':');
}
