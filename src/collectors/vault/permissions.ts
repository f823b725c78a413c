import type { NeededPermission } from '../collector.ts';
import { authMethods } from './auth-methods.ts';
import { engines } from './engines.ts';

/** What is read of a vault, as paths of a policy. No path under which a secret stands is among them. */
const paths: readonly (readonly [path: string, capability: 'read' | 'list', serves: string])[] = [
  ['sys/auth', 'read', 'authentication methods'],
  ['sys/mounts', 'read', 'secrets engines'],
  ['sys/audit', 'read', 'audit devices'],
  ['sys/policies/acl', 'list', 'names of policies'],
  ['sys/policies/acl/*', 'read', 'what policies allow'],
  ['identity/entity/id', 'list', 'entities'],
  ['identity/entity/id/+', 'read', 'policies of entities'],
  ['identity/group/id', 'list', 'groups of entities'],
  ['identity/group/id/+', 'read', 'policies of groups'],
  ['auth/+/config', 'read', 'which issuers and clusters are trusted'],
  ['+/config/root', 'read', 'the account of an engine for AWS'],
  ['+/metadata/*', 'list', 'names of kept secrets'],
  ['+/metadata/*', 'read', 'when kept secrets were changed'],
  ...pathsOf(
    Object.values(authMethods)
      .flat()
      .map(({ roles, each }) => [`auth/+/${roles}`, `auth/+/${each}/+`]),
  ),
  ...pathsOf(
    Object.values(engines)
      .flat()
      .map(({ roles, each }) => [`+/${roles}`, `+/${each}/+`]),
  ),
];

function pathsOf(pairs: readonly (readonly [list: string, read: string])[]): readonly (readonly [string, 'read' | 'list', string])[] {
  const lists = [...new Set(pairs.map(([list]) => list))].sort();
  const reads = [...new Set(pairs.map(([, read]) => read))].sort();
  return [
    ...lists.map((path) => [path, 'list', 'names of roles and users'] as const),
    ...reads.map((path) => [path, 'read', 'what roles and users are given'] as const),
  ];
}

export const permissions: readonly NeededPermission[] = paths.map(([path, capability, serves]) => ({
  permission: `${capability} on ${path}`,
  serves,
  required: path === 'sys/auth',
}));

/** A policy, ready to write with `vault policy write`. `sys/audit` wants `sudo` beside `read`. */
export function vaultPolicy(): string {
  const capabilities = new Map<string, string[]>([['sys/audit', ['sudo']]]);
  for (const [path, capability] of paths) capabilities.set(path, [capability, ...(capabilities.get(path) ?? [])]);
  return [...new Set(paths.map(([path]) => path))]
    .map((path) => `path "${path}" {\n  capabilities = [${(capabilities.get(path) ?? []).map((c) => `"${c}"`).join(', ')}]\n}\n`)
    .join('\n');
}
