import type { Identity } from '../../../inventory/identity.ts';
import type { Candidate } from './arguments.ts';

/** The identity that a secret names beside it, and other ids of the secret itself. */
export interface Belonging {
  readonly identity: Pick<Identity, 'id' | 'plane' | 'kind' | 'name' | 'scope'>;
  readonly aliases: readonly string[];
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The service account of a Google key file, by the fields of the file
 * (https://cloud.google.com/iam/docs/keys-create-delete#creating). The id of the key is how the project lists it.
 */
export function serviceAccountOf(email: string, keyId: string): Belonging | undefined {
  const project = /^[a-z0-9-]{1,64}@([a-z0-9.:-]{1,100})\.iam\.gserviceaccount\.com$/.exec(email)?.[1];
  if (project === undefined) return undefined;
  return {
    identity: { id: `gcp:service-account/${email}`, plane: 'gcp', kind: 'gcp-service-account', name: email, scope: project },
    aliases: /^[0-9a-f]{40}$/.test(keyId) ? [`gcp:service-account-key/${keyId}`] : [],
  };
}

/** Whose a secret is, where what stands with it says so: in one block of settings, or near it in a text. */
export function belongingOf(secret: Candidate, candidates: readonly Candidate[]): Belonging | undefined {
  if (secret.value.includes('PRIVATE KEY')) {
    const emails = new Set(candidates.filter((c) => c.key === 'client_email').map((c) => c.value));
    const [email, ...others] = emails;
    if (email === undefined || others.length > 0) return undefined;
    return serviceAccountOf(email, candidates.find((c) => c.key === 'private_key_id')?.value ?? '');
  }
  return applicationOf(secret, candidates);
}

/**
 * The application whose id stands with its secret: `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET`, `ARM_…`, or the answer of
 * `az ad sp create-for-rbac` (`appId`, `password`, `tenant`).
 */
function applicationOf(secret: Candidate, candidates: readonly Candidate[]): Belonging | undefined {
  const plain = (key: string): string => key.toLowerCase().replace(/[^a-z]/g, '');
  const name = plain(secret.key);
  const isAnswer =
    name === 'password' && candidates.some((c) => plain(c.key) === 'appid') && candidates.some((c) => plain(c.key) === 'tenant');
  const isPair =
    /(?:client|app|application|sp|principal)(?:secret|password|key)$/.test(name) &&
    candidates.some((c) => /tenant(?:id)?$/.test(plain(c.key)) || /^(?:azure|arm|aad|entra)/.test(plain(c.key)));
  if (!isAnswer && !isPair) return undefined;
  const ids = candidates.filter((c) => /(?:client|app|application)id$/.test(plain(c.key)) && guid.test(c.value));
  // Several applications in one group: their order says nothing.
  const [client, ...others] = new Set(ids.map((c) => c.value.toLowerCase()));
  if (client === undefined || others.length > 0) return undefined;
  const tenant = candidates.find((c) => /tenant(?:id)?$/.test(plain(c.key)) && guid.test(c.value))?.value.toLowerCase();
  return {
    identity: { id: `entra:application/${client}`, plane: 'entra', kind: 'entra-application', name: client, scope: tenant ?? '' },
    aliases: [],
  };
}
