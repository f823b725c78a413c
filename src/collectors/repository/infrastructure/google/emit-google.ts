import type { Evidence } from '../../../../inventory/evidence.ts';
import { serviceAccountId } from '../../../../inventory/id.ts';
import type { DenyRule, Policy } from '../../../../inventory/policy.ts';
import { accountIdentity, namedAccount } from '../../../google-model/role-grants.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import type { GoogleResource } from '../declarations.ts';
import type { Emission } from '../emit-stack.ts';
import { get, isHole, listOf } from '../value.ts';
import { emitBindings } from './emit-bindings.ts';
import { emitGoogleCredentials } from './emit-credentials.ts';
import { emitPools } from './emit-pools.ts';
import { emitGoogleWorkloads } from './emit-workloads.ts';
import { customRoleName, emailOf, projectOf, textOf, textsIn } from './names.ts';

/** What handing over the Google Cloud part of a stack shares. */
export interface GoogleEmission extends Emission {
  readonly resources: readonly GoogleResource[];
  /** Names a service account that is described elsewhere. Answers with its identity. */
  readonly nameAccount: (email: string, at: Evidence) => string;
}

/** Hands over what a stack declares for Google Cloud. */
export function emitGoogle(emission: Emission): void {
  const { stack, out } = emission;
  const resources = stack.declarations.filter((d) => d.kind === 'google');
  if (resources.length === 0) return;
  const declared = new Set(resources.flatMap((d) => (d.type === 'google_service_account' && !d.isData ? [emailOf(d, stack)] : [])));
  const google: GoogleEmission = {
    ...emission,
    resources,
    nameAccount: (email, at) => {
      const id = serviceAccountId(email);
      if (!declared.has(email)) out.emit({ type: 'identity', value: namedAccount(id, email, at) });
      return id;
    },
  };
  emitRoles(google);
  const doubts = emitBindings(google);
  for (const d of resources) if (d.type === 'google_service_account' && !d.isData) emitAccount(google, d, doubts);
  emitPools(google);
  emitGoogleCredentials(google);
  emitGoogleWorkloads(google);
}

/** Says who may hold more than is known: by id, or everybody. */
export interface Doubts {
  readonly all: boolean;
  readonly holders: ReadonlySet<string>;
}

function emitAccount({ stack, out, gap }: GoogleEmission, d: GoogleResource, doubts: Doubts): void {
  const email = emailOf(d, stack);
  const id = serviceAccountId(email);
  const disabled = d.get('disabled');
  const listed = d.doubt === undefined && !doubts.all && !doubts.holders.has(id);
  if (d.doubt !== undefined) gap(`the whole of service account ${email}`, d.doubt, d.at);
  out.emit({
    type: 'identity',
    value: {
      id,
      ...accountIdentity(email, d.at),
      nature: 'workload',
      standing: 'declared',
      enabled: !(disabled?.kind === 'scalar' && String(disabled.value) === 'true'),
      ...(listed ? { grantsListed: true as const } : {}),
      evidence: [d.doubt === undefined ? d.at : { ...d.at, note: d.doubt }],
    },
  });
}

/** Custom roles, and what deny policies take away. */
function emitRoles({ stack, out, gap, resources }: GoogleEmission): void {
  for (const d of resources) {
    if (d.isData) continue;
    if (d.type === 'google_project_iam_custom_role' || d.type === 'google_organization_iam_custom_role') {
      const name = customRoleName(d, stack);
      const permissions = textsIn(d.get('permissions'), stack);
      if (!permissions.whole) gap(`the permissions of role ${name}`, permissions.why, d.at);
      out.emit({
        type: 'policy',
        value: {
          id: `gcp:role/${name}`,
          kind: 'gcp-role',
          name: withoutKnownSecrets(name),
          providerManaged: false,
          ...(permissions.whole ? { permissions: permissions.texts } : {}),
          declared: true,
          evidence: [d.at],
        },
      });
    } else if (d.type === 'google_iam_deny_policy') emitDenyPolicy(d, { stack, out });
  }
}

/** A deny policy limits everybody below what it is attached to (https://cloud.google.com/iam/docs/deny-overview). */
function emitDenyPolicy(d: GoogleResource, { stack, out }: Pick<GoogleEmission, 'stack' | 'out'>): void {
  const parent = decodeParent(textOf(d.get('parent'), stack) ?? '');
  const holder = parent ?? `gcp:project/${projectOf(undefined, stack)}`;
  const name = textOf(d.get('name'), stack) ?? d.address;
  const id = `gcp:deny-policy/${holder.slice('gcp:'.length)}/${name}`;
  out.emit({
    type: 'policy',
    value: {
      id,
      kind: 'gcp-deny-policy',
      name: withoutKnownSecrets(name),
      providerManaged: false,
      ...denyRules(d, stack),
      declared: true,
      evidence: [d.at],
    },
  });
  out.emit({
    type: 'grant',
    value: {
      id: `${holder}#scp/${name}`,
      holder,
      kind: 'scp',
      name: withoutKnownSecrets(name),
      policy: id,
      declared: true,
      evidence: [d.at],
    },
  });
}

/** The rules of a deny policy; nothing where a part of them is not known, for then it may take away more. */
function denyRules(d: GoogleResource, stack: GoogleEmission['stack']): Pick<Policy, 'denies'> {
  const denies: DenyRule[] = [];
  for (const block of listOf(d.get('rules')).flatMap((rule) => listOf(get(rule, 'deny_rule')))) {
    if (isHole(block)) return {};
    const lists = ['denied_principals', 'exception_principals', 'denied_permissions', 'exception_permissions'].map((n) =>
      textsIn(get(block, n), stack),
    );
    const [principals, exceptPrincipals, permissions, exceptPermissions] = lists.map((l) => l.texts.map(withoutKnownSecrets));
    const written = listOf(get(block, 'denial_condition'))[0];
    const condition = textOf(written === undefined ? undefined : get(written, 'expression'), stack);
    const isKnown = lists.every((l) => l.whole) && (written === undefined || condition !== undefined);
    if (
      !isKnown ||
      principals === undefined ||
      exceptPrincipals === undefined ||
      permissions === undefined ||
      exceptPermissions === undefined
    )
      return {};
    denies.push({
      principals,
      exceptPrincipals,
      permissions,
      exceptPermissions,
      ...(condition === undefined ? {} : { condition: withoutKnownSecrets(condition).slice(0, 4096) }),
    });
  }
  return denies.length === 0 ? {} : { denies };
}

/** `cloudresourcemanager.googleapis.com%2Fprojects%2Facme` -> `gcp:project/acme`. */
function decodeParent(text: string): string | undefined {
  const [, kind, name] = /(projects|folders|organizations)(?:%2F|\/)([\w.-]+)$/i.exec(text) ?? [];
  return kind === undefined ? undefined : `gcp:${kind.toLowerCase().slice(0, -1)}/${name}`;
}
