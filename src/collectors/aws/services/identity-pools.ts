import { emitWorkload, objectIn, objectsIn, type ServiceRecord, textIn, textOf } from './service-record.ts';

/**
 * An identity pool hands roles to whoever signs in, and one to everybody where guests are let in: anyone on the internet then has what that
 * role may do. https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
 */
export function readIdentityPool(record: ServiceRecord): void {
  const id = textOf(record, 'IdentityPoolId', 'identity pool');
  if (id === undefined) return;
  const name = textOf(record, 'IdentityPoolName', 'identity pool') ?? id;
  const open = record.raw.AllowUnauthenticatedIdentities;
  const roles = objectIn(record.raw, 'Roles');
  const emit = (part: string, role: string | undefined, settings: { readonly public?: boolean } = {}): void => {
    const words = part === 'unauthenticated' ? `${name} (guests)` : name;
    if (role !== undefined)
      emitWorkload(record, { kind: 'aws-identity-pool', path: `${id}/${part}`, name: words, role, app: name, settings });
  };
  emit('authenticated', textIn(roles, 'authenticated'));
  // Where guests are not let in, their role is nobody's.
  if (open !== false) emit('unauthenticated', textIn(roles, 'unauthenticated'), typeof open === 'boolean' ? { public: open } : {});
  const mappings = objectIn(record.raw, 'RoleMappings');
  const mapped = Object.keys(mappings ?? {}).flatMap((provider) =>
    objectsIn(objectIn(objectIn(mappings, provider), 'RulesConfiguration'), 'Rules').flatMap((rule) => textIn(rule, 'RoleARN') ?? []),
  );
  for (const role of [...new Set(mapped)]) emit(`mapped/${role.slice(role.lastIndexOf('/') + 1)}`, role);
}

/** A profile hands its roles to holders of certificates. https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ProfileDetail.html */
export function readCertificateProfile(record: ServiceRecord): void {
  const id = textOf(record, 'profileId', 'Roles Anywhere profile');
  const { roleArns, enabled } = record.raw;
  if (id === undefined || enabled === false || !Array.isArray(roleArns)) return;
  const name = textOf(record, 'name', 'Roles Anywhere profile') ?? id;
  for (const role of roleArns as readonly unknown[]) {
    if (typeof role !== 'string') continue;
    const path = `${id}/${role.slice(role.lastIndexOf('/') + 1)}`;
    emitWorkload(record, { kind: 'aws-rolesanywhere-profile', path, name, role, app: name });
  }
}
