import type { Evidence } from '../../../inventory/evidence.ts';
import { vaultLoginsIn } from '../pipelines/vault-logins.ts';
import { isPlaceholder } from '../secrets/placeholders.ts';
import { isExpression } from './expression.ts';
import { environmentsOf, type Job, type Step } from './job.ts';
import { Noted } from './noted.ts';
import { comesFromSecret } from './secret-use.ts';
import { child, entriesOf, textOf, type YamlEntry, type YamlValue } from './yaml-tree.ts';

/** An identity that a job names in order to become it. */
export interface Target {
  readonly cloud: 'aws' | 'gcp' | 'azure' | 'vault';
  /** Role ARN, service account email, client id, mount and role of a vault; may hold `${{ }}`. */
  readonly written: string;
  readonly step: Step;
  readonly evidence: Evidence;
  /** The audience of the OIDC token it is asked for with; absent where another credential opens it. */
  readonly audience?: string;
  /** Azure's tenant; the host of a vault. */
  readonly tenant?: string;
}

export interface CloudLogins {
  /** Clouds entered with stored keys. */
  readonly stored: Noted;
  /** Clouds entered with a token made for the run. */
  readonly federated: Noted;
  readonly targets: readonly Target[];
}

/** Variables, inputs and secrets whose names say that they carry a cloud's stored key, in upper case with underscores. */
const storedKeyNames: readonly (readonly [RegExp, string])[] = [
  [/^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|ACCESS_KEY|SECRET_KEY)$/, 'aws'],
  [
    /^(GOOGLE_CREDENTIALS|GOOGLE_APPLICATION_CREDENTIALS(_JSON)?|GOOGLE_SERVICE_ACCOUNT_KEY|GOOGLE_CLOUD_KEYFILE_JSON|GCP_SA_KEY|GCP_CREDENTIALS|GCP_SERVICE_ACCOUNT_KEY|GCLOUD_SERVICE_KEY|CREDENTIALS_JSON|SERVICE_ACCOUNT_KEY|FIREBASE_SERVICE_ACCOUNT|FIREBASESERVICEACCOUNT)$/,
    'gcp',
  ],
  [/^(AZURE_CREDENTIALS|AZURE_CLIENT_SECRET|ARM_CLIENT_SECRET)$/, 'azure'],
  [/^(KUBECONFIG|KUBE_CONFIG|KUBECONFIG_DATA|KUBE_CONFIG_DATA)$/, 'kubernetes'],
  [/^VAULT_TOKEN$/, 'vault'],
  [/^(DIGITALOCEAN_ACCESS_TOKEN|DIGITALOCEAN_TOKEN)$/, 'digitalocean'],
  [/^(CLOUDFLARE_API_TOKEN|CLOUDFLARE_API_KEY|CF_API_TOKEN)$/, 'cloudflare'],
];

/** How a job gets into clouds: what it presents, and as whom. `secrets` are the names of those it reads. */
export function cloudLoginsOf(job: Job, mayMint: boolean | undefined, secrets: Noted): CloudLogins {
  const stored = new Noted();
  const federated = new Noted();
  const targets: Target[] = [];
  const { tree } = job.workflow;
  const isStored = (node: YamlValue | undefined, step?: Step): boolean => comesFromSecret(node, job, step) || isWrittenOut(node);
  const noteStored = (entries: readonly YamlEntry[], step?: Step): void => {
    for (const { key, value } of entries) {
      const cloud = storedCloud(key.text);
      if (cloud !== undefined && isStored(value, step)) stored.add(cloud, tree.evidence(key));
    }
  };
  for (const env of environmentsOf(job)) noteStored(entriesOf(env));
  for (const step of job.steps) {
    noteStored([...entriesOf(step.env), ...entriesOf(step.inputs)], step);
    if (step.uses !== undefined) {
      const login: Login = {
        step,
        job,
        mayMint,
        input: (name) => child(step.inputs, name),
        isStored: (name) => isStored(child(step.inputs, name), step),
        evidence: tree.evidence(step.uses.node),
        stored,
        federated,
        targets,
      };
      loginActions.get(step.uses.action.name)?.(login);
    }
    readAssumeRole(job, step, mayMint, targets);
    readVaultLogins(job, step, mayMint, federated, targets);
  }
  for (const name of secrets.texts) {
    const cloud = storedCloud(name);
    if (cloud !== undefined && !stored.texts.includes(cloud)) for (const place of secrets.placesOf(name)) stored.add(cloud, place);
  }
  return { stored, federated, targets };
}

/** The cloud whose stored key a variable, input or secret of this name carries. */
export function storedCloud(name: string): string | undefined {
  if (!/key|cred|secret|kube|token|account/i.test(name)) return undefined;
  const upper = name.toUpperCase().replaceAll('-', '_');
  return storedKeyNames.find(([pattern]) => pattern.test(upper))?.[1];
}

/** A value that stands in the file itself. */
export function isWrittenOut(node: YamlValue | undefined): boolean {
  const text = textOf(node);
  return text !== undefined && !isExpression(text) && !/^[./~$]/.test(text) && text.length >= 6 && !isPlaceholder(text);
}

interface Login {
  readonly step: Step;
  readonly job: Job;
  readonly mayMint: boolean | undefined;
  readonly input: (name: string) => YamlValue | undefined;
  readonly isStored: (name: string) => boolean;
  readonly evidence: Evidence;
  readonly stored: Noted;
  readonly federated: Noted;
  readonly targets: Target[];
}

/** The actions that log in, each with what its inputs mean. */
const loginActions: ReadonlyMap<string, (login: Login) => void> = new Map(
  Object.entries<(login: Login) => void>({
    // https://github.com/aws-actions/configure-aws-credentials: a role without keys, chaining or token file is taken with OIDC.
    'aws-actions/configure-aws-credentials': (login) => {
      const role = login.input('role-to-assume');
      if (role === undefined) return;
      const otherWay =
        login.input('aws-access-key-id') !== undefined ||
        login.input('web-identity-token-file') !== undefined ||
        textOf(login.input('role-chaining')) === 'true' ||
        login.mayMint === false;
      if (!otherWay) login.federated.add('aws', login.evidence);
      addTarget(login, 'aws', role, otherWay ? undefined : (textOf(login.input('audience')) ?? 'sts.amazonaws.com'));
    },
    // https://github.com/google-github-actions/auth
    'google-github-actions/auth': (login) => federateGoogle(login, 'workload_identity_provider', 'service_account'),
    'google-github-actions/run-gemini-cli': (login) => federateGoogle(login, 'gcp_workload_identity_provider', 'gcp_service_account'),
    // https://github.com/Azure/login
    'azure/login': (login) => {
      if (textOf(login.input('auth-type'))?.toUpperCase() === 'IDENTITY') return;
      if (login.isStored('creds') || login.isStored('client-secret')) login.stored.add('azure', login.evidence);
      const client = login.input('client-id');
      if (client === undefined || login.input('creds') !== undefined) return;
      const keyless = login.input('client-secret') === undefined;
      if (keyless) login.federated.add('azure', login.evidence);
      addTarget(login, 'azure', client, keyless ? (textOf(login.input('audience')) ?? 'api://AzureADTokenExchange') : undefined);
    },
    // https://github.com/docker/login-action
    'docker/login-action': (login) => {
      if (login.isStored('password'))
        login.stored.add(textOf(login.input('username'))?.startsWith('_json_key') ? 'gcp' : 'docker', login.evidence);
    },
    'azure/docker-login': (login) => {
      if (login.isStored('password')) login.stored.add('docker', login.evidence);
    },
    // https://github.com/hashicorp/vault-action: the method is `token` unless another is named.
    'hashicorp/vault-action': (login) => {
      const method = textOf(login.input('method'))?.toLowerCase() ?? 'token';
      if (method === 'jwt' && !login.isStored('jwtPrivateKey')) federateVault(login);
      else if (['token', 'secretId', 'githubToken', 'password', 'jwtPrivateKey'].some(login.isStored))
        login.stored.add('vault', login.evidence);
    },
  }),
);

function federateGoogle(login: Login, providerInput: string, accountInput: string): void {
  const provider = login.input(providerInput);
  if (provider === undefined) return;
  login.federated.add('gcp', login.evidence);
  const account = login.input(accountInput);
  if (account === undefined) return;
  const written = textOf(provider) ?? '';
  const named = textOf(login.input('audience')) ?? (isExpression(written) ? '*' : `https://iam.googleapis.com/${written}`);
  addTarget(login, 'gcp', account, named);
}

/** Without an audience of its own a token is meant for the owner's page (https://github.com/hashicorp/vault-action#jwt-with-github-oidc-tokens). */
function federateVault(login: Login): void {
  login.federated.add('vault', login.evidence);
  if (login.mayMint === false) return;
  const { place } = login.job.workflow;
  const owner = place.repository.includes('/') ? place.repository.split('/', 1)[0] : '*';
  const audience = textOf(login.input('jwtGithubAudience')) ?? `https://github.com/${owner}`;
  const mount = textOf(login.input('path')) ?? 'jwt';
  const role = textOf(login.input('role'));
  const host = hostOf(textOf(login.input('url')));
  login.targets.push({
    cloud: 'vault',
    written: role === undefined ? mount : `${mount}/${role}`,
    step: login.step,
    evidence: login.evidence,
    audience: isExpression(audience) ? '*' : audience,
    ...(host === undefined ? {} : { tenant: host }),
  });
}

/** The host of an address; undefined where a part of it is filled in. */
export function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\/[\w.:-]+(?:\/|$)/.test(url)
    ? url
        .replace(/^https?:\/\//, '')
        .split('/', 1)[0]
        ?.toLowerCase()
    : undefined;
}

function addTarget(login: Login, cloud: Target['cloud'], node: YamlValue, audience: string | undefined): void {
  const written = textOf(node);
  if (written === undefined || written === '') return;
  const tenant = textOf(login.input('tenant-id'));
  login.targets.push({
    cloud,
    written,
    step: login.step,
    evidence: login.job.workflow.tree.evidence(node),
    ...(audience === undefined ? {} : { audience: isExpression(audience) ? '*' : audience }),
    ...(cloud !== 'azure' || tenant === undefined || isExpression(tenant) ? {} : { tenant }),
  });
}

/** `aws sts assume-role` and `assume-role-with-web-identity` in a script, with the ARN written out. */
function readAssumeRole(job: Job, step: Step, mayMint: boolean | undefined, targets: Target[]): void {
  const script = step.run?.text.slice(0, 65_536) ?? '';
  if (step.run === undefined || !script.includes('assume-role')) return;
  const federates = script.includes('assume-role-with-web-identity') && mayMint !== false;
  for (const [whole, written] of script.matchAll(/--role-arn[ =]["']?(arn:aws[\w-]{0,16}:iam::\d{12}:role\/[\w+=,.@/-]{1,600})/g)) {
    if (written === undefined) continue;
    const evidence = job.workflow.tree.evidence(step.run, whole);
    targets.push({ cloud: 'aws', written, step, evidence, ...(federates ? { audience: '*' } : {}) });
  }
}

/** `vault write auth/jwt/login role=deploy jwt=...` in a script; which audience the token is asked for is not followed. */
function readVaultLogins(job: Job, step: Step, mayMint: boolean | undefined, federated: Noted, targets: Target[]): void {
  const script = step.run?.text.slice(0, 65_536) ?? '';
  if (step.run === undefined || mayMint === false || !script.includes('/login')) return;
  for (const { whole, mount, role } of vaultLoginsIn(script)) {
    const evidence = job.workflow.tree.evidence(step.run, whole);
    federated.add('vault', evidence);
    if (role !== undefined) targets.push({ cloud: 'vault', written: `${mount}/${role}`, step, evidence, audience: '*' });
  }
}
