import { matchesGlob } from '../../glob.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Trust } from '../../inventory/trust.ts';
import { readPrincipalSet } from '../../permissions/gcp/principal-set.ts';
import { admitsToken } from '../federates.ts';
import type { Edge } from '../graph.ts';

/**
 * Where a workload is let in by its SPIFFE ID: a token carries it as its subject, a certificate as its name. Whether the issuer or the
 * authority is the one of the trust domain is not told by the ID (https://github.com/spiffe/spiffe/blob/main/standards/JWT-SVID.md).
 */
export function* presentedIdentities(inventory: Inventory, members: readonly Identity[]): Generator<Edge> {
  const workloads = members.filter((i) => i.kind !== 'spiffe-trust-domain' && i.enabled !== false);
  for (const [to, trusts] of inventory.trusts) {
    const about = trusts.filter(speaksOfSpiffe);
    if (about.length === 0) continue;
    const name = inventory.identities.get(to)?.name ?? to;
    for (const { id } of workloads) {
      const certainty = letsIn(about, trusts, id);
      if (certainty === undefined) continue;
      const reason = `the trust of ${name} names ${id}; whether it takes keys of its trust domain is not known`;
      yield { from: id, to, kind: 'federates', certainty, reason, evidence: about.flatMap((t) => t.evidence) };
    }
  }
}

function letsIn(about: readonly Trust[], trusts: readonly Trust[], id: string): Edge['certainty'] | undefined {
  if (about.some((t) => namesManaged(t, id))) return 'confirmed';
  if (about.some((t) => namesInCertificate(t, id))) return 'conditional';
  const isToken = about.some((t) => t.principalKind === 'oidc' || t.principalKind === 'federated');
  return isToken && about.some((t) => valuesOf(t, /:sub$/i).length > 0) ? admitsToken(trusts, { sub: [id] })?.certainty : undefined;
}

function speaksOfSpiffe(trust: Trust): boolean {
  if (trust.effect !== 'Allow' || trust.kind === 'vault-role') return trust.effect === 'Allow' && valuesOf(trust, /:sub$/i).some(isSpiffe);
  return valuesOf(trust, /./).some(isSpiffe) || isSpiffe(memberOf(trust)) || /^principal:.*\/subject\/ns\//.test(memberOf(trust));
}

const isSpiffe = (text: string): boolean => text.includes('spiffe://');

function memberOf({ kind, pool, principal }: Trust): string {
  return kind === 'gcp-trust' ? (pool?.member ?? principal) : '';
}

function valuesOf({ condition }: Trust, key: RegExp): readonly string[] {
  return Object.values(condition ?? {}).flatMap((keys) => Object.entries(keys).flatMap(([name, values]) => (key.test(name) ? values : [])));
}

/**
 * IAM Roles Anywhere tags the session with the names of the certificate
 * (https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html#trust-policy); a provider of Google Cloud for certificates makes
 * a subject of them (https://cloud.google.com/iam/docs/workload-identity-federation-with-x509-certificates).
 */
function namesInCertificate(trust: Trust, id: string): boolean {
  if (trust.principalKind === 'service' && trust.principal.startsWith('rolesanywhere.'))
    return valuesOf(trust, /PrincipalTag\/x509SAN\/URI$/i).some((value) => matchesGlob(value, id));
  const set = readPrincipalSet(memberOf(trust));
  return set.kind === 'pool' && set.attribute !== undefined && set.value === id;
}

/**
 * Workloads of a pool of managed identities are called after it
 * (https://cloud.google.com/iam/docs/managed-workload-identities#identifiers).
 */
function namesManaged(trust: Trust, id: string): boolean {
  const set = readPrincipalSet(memberOf(trust));
  if (set.kind !== 'pool' || set.attribute !== 'subject') return false;
  const [, pool, project, path] = /^spiffe:\/\/([^./]+)\.global\.(\d+)\.workload\.id\.goog\/(.+)$/.exec(id) ?? [];
  return pool === set.pool && project === set.project && path === set.value;
}
