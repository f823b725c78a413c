import type { Credential } from '../../../../inventory/credential.ts';
import type { Evidence } from '../../../../inventory/evidence.ts';
import { namedVaultSecret } from '../../../../inventory/vault-secret.ts';
import type { OpenFile } from '../../open-file.ts';
import { shown } from '../../secrets/detect.ts';
import { isUnpinnedImage } from '../../workflows/action-reference.ts';
import { hostOf } from '../../workflows/cloud-login.ts';
import { Noted } from '../../workflows/noted.ts';
import type { NamedTarget } from '../../workflows/targets.ts';
import { child, entriesOf, entry, type Places, textOf, textsOf, type YamlEntry, type YamlValue } from '../../workflows/yaml-tree.ts';
import { emitPipelineJob } from '../emit-job.ts';
import { itemsOf } from '../items.ts';
import { flat } from '../merge-keys.ts';
import type { PipelineContext, PipelineJob, PipelineSystem, Variable } from '../pipeline-job.ts';
import { idTokenClaims } from './claims.ts';
import { type Documents, readDocuments } from './documents.ts';
import { type ResolvedJob, resolveJobs, scriptsIn } from './resolved-jobs.ts';
import { runsOf } from './triggers.ts';

export const gitlab: PipelineSystem = {
  id: 'gitlab',
  name: 'GitLab CI',
  jobKind: 'gitlab-ci-job',
  secretKind: 'gitlab-ci-variable',
  ownVariables: /^(?:CI|CI_\w+|GITLAB_(?!TOKEN)\w+|FF_\w+)$/,
  macros: false,
};

const mostFiles = 200;

/** Reads GitLab's pipelines (https://docs.gitlab.com/ci/yaml/): each job becomes an identity. What one takes in is none by itself. */
export function readGitlab(files: readonly OpenFile[], context: PipelineContext): void {
  const seen = new Set<string>();
  const pending = [...files].sort((a, b) => b.path.split('/').length - a.path.split('/').length);
  for (let next = pending.pop(); next !== undefined && seen.size < mostFiles; next = pending.pop()) {
    if (seen.has(next.path)) continue;
    const documents = readDocuments(next, context, seen);
    const file = { system: gitlab, places: documents.tree, place: documents.place, damaged: documents.damaged };
    resolveJobs(documents.entries).forEach((job, i) => {
      emitPipelineJob(file, describe(job, documents, i === 0), context.emit, context.fingerprint);
      // A child pipeline has jobs of its own (https://docs.gitlab.com/ci/pipelines/downstream_pipelines/).
      for (const item of itemsOf(child(child(job.body, 'trigger'), 'include'))) {
        const path = (textOf(item) ?? textOf(child(item, 'local')))?.replace(/^\/+/, '');
        const opened = path === undefined || seen.has(path) || /[*$]|:\/\//.test(path) ? undefined : context.open(path);
        if (opened !== undefined) pending.push(opened);
      }
    });
  }
}

function describe({ key, body, hidden }: ResolvedJob, documents: Documents, first: boolean): PipelineJob {
  const { tree, entries, place } = documents;
  const at = tree.evidence(key);
  const factEvidence: Record<string, readonly Evidence[]> = {};
  const runs = runsOf(body, topLevel(entries, 'workflow'), tree, at);
  if (!runs.triggers.isEmpty) factEvidence['ci.triggers'] = runs.triggers.evidence;
  const idTokens = entry(body, 'id_tokens');
  const tokens = entriesOf(idTokens?.value);
  const environment = environmentOf(body, tree);
  const isWide = tokens.length > 0 && entry(topLevel(entries, 'default'), 'id_tokens')?.value === idTokens?.value;
  if (idTokens !== undefined)
    for (const fact of ['id_token', 'id_token_workflow_wide']) factEvidence[`ci.${fact}`] = [tree.evidence(idTokens.key)];
  const tags = entry(body, 'tags');
  const hosted = tags !== undefined && textsOf(tags.value).length > 0 && textsOf(tags.value).every((tag) => tag.startsWith('saas-'));
  if (hosted && tags !== undefined) factEvidence['ci.self_hosted'] = [tree.evidence(tags.key)];
  const federated = new Noted();
  const fetched = entriesOf(child(body, 'secrets'));
  for (const { key: name, value } of fetched) noteStore(value, federated, tree.evidence(name));
  const variables = variablesOf(body, entries);
  const vault = fetched.find((e) => child(e.value, 'vault') !== undefined);
  const matrix = matrixOf(child(child(body, 'parallel'), 'matrix'));
  const audiences = tokens.flatMap((t) => textsOf(child(t.value, 'aud')));
  const claims = tokens.length === 0 ? undefined : idTokenClaims(place, runs, audiences, environment?.name);
  return {
    id: key.text,
    evidence: at,
    scripts: ['before_script', 'script', 'after_script'].flatMap((name) => scriptsIn(child(body, name), entries)),
    // What a token or a fetched secret fills is no stored variable of the project.
    variables: [...tokens, ...fetched].map((e): Variable => ({ name: e.key.text, value: { ...e.key, text: '' } })).concat(variables),
    ...(matrix === undefined ? {} : { matrix }),
    parts: [body, ...(first ? wideParts(entries) : [])],
    ...(environment === undefined ? {} : { environment }),
    secrets: new Noted(),
    stored: new Noted(),
    federated,
    fetched: fetched.flatMap((e) => vaultSecret(e.value, variables, tree.evidence(e.key)) ?? []),
    targets: vault === undefined || claims === undefined ? [] : [vaultRole(variables, claims, tree.evidence(vault.key))],
    ...(claims === undefined ? {} : { claims }),
    unpinned: unpinnedOf(body, tree, first ? documents.unpinned : undefined),
    injections: new Noted(),
    groups: new Noted(),
    connections: new Noted(),
    facts: {
      triggers: runs.triggers.texts,
      // A fork's merge request runs in the fork, with the fork's variables.
      untrusted_triggers: [],
      id_token: tokens.length > 0,
      id_token_workflow_wide: isWide,
      ...(hosted ? { self_hosted: false } : {}),
    },
    factEvidence,
    hidden,
  };
}

function topLevel(entries: readonly YamlEntry[], key: string): YamlValue | undefined {
  return entries.findLast((e) => e.key.text === key)?.value;
}

/** Variables and defaults belong to every job; what stands in them is told once. */
function wideParts(entries: readonly YamlEntry[]): YamlValue[] {
  return entries.filter((e) => e.key.text === 'variables' || e.key.text === 'default' || e.key.text.startsWith('.')).map((e) => e.value);
}

/** The nearest first: the job's, then those of all. A variable may be an object with a value and a description. */
function variablesOf(body: YamlValue, entries: readonly YamlEntry[]): Variable[] {
  const wide = entries.filter((e) => e.key.text === 'variables').reverse();
  return [child(body, 'variables'), ...wide.map((e) => e.value)].flatMap((map) =>
    flat(map).flatMap(({ key, value }) => {
      const scalar = value.kind === 'map' ? child(value, 'value') : value;
      return scalar?.kind === 'scalar' && !scalar.isNull ? [{ name: key.text, value: scalar }] : [];
    }),
  );
}

/** https://docs.gitlab.com/ci/yaml/#parallelmatrix */
function matrixOf(node: YamlValue | undefined): readonly ReadonlyMap<string, string>[] | undefined {
  const rows = itemsOf(node).flatMap((item) => {
    let out: Map<string, string>[] = [new Map()];
    for (const { key, value } of entriesOf(item)) {
      const values = textsOf(value);
      out = out.flatMap((row) => values.map((v) => new Map([...row, [key.text, v]]))).slice(0, 24);
    }
    return out;
  });
  return rows.length === 0 ? undefined : rows.slice(0, 24);
}

function environmentOf(body: YamlValue, places: Places): PipelineJob['environment'] {
  const node = child(body, 'environment');
  const name = textOf(node) ?? textOf(child(node, 'name'));
  return node === undefined || name === undefined || name === '' ? undefined : { name, evidence: places.evidence(node) };
}

/** Secrets that the runner fetches with the job's token (https://docs.gitlab.com/ci/yaml/#secrets). */
function noteStore(secret: YamlValue, federated: Noted, evidence: Evidence): void {
  for (const [key, cloud] of [
    ['vault', 'vault'],
    ['gcp_secret_manager', 'gcp'],
    ['azure_key_vault', 'azure'],
    ['aws_secrets_manager', 'aws'],
  ] as const) {
    if (child(secret, key) !== undefined) federated.add(cloud, evidence);
  }
}

/**
 * The role as which a runner fetches secrets of a vault: variables name it, which the project's settings may hold as well
 * (https://docs.gitlab.com/ci/secrets/hashicorp_vault/#vault-authentication).
 */
function vaultRole(variables: readonly Variable[], claims: NonNullable<PipelineJob['claims']>, evidence: Evidence): NamedTarget {
  const set = (name: string): string | undefined => variables.find((v) => v.name === name)?.value.text;
  const role = set('VAULT_AUTH_ROLE');
  const mount = (set('VAULT_AUTH_PATH') ?? 'jwt').replace(/^auth\//, '');
  const host = hostOf(set('VAULT_SERVER_URL'));
  const written = role === undefined ? mount : `${mount}/${role}`;
  return {
    cloud: 'vault',
    written,
    variants: [{ text: written, complete: role !== undefined && !written.includes('$') }],
    claims,
    ...(host === undefined ? {} : { tenant: host }),
    evidence,
  };
}

/** A secret that a runner fetches: `ops/data/db` of `{engine: {path: ops}, path: db}`, which is also written `db/password@ops`. */
function vaultSecret(secret: YamlValue, variables: readonly Variable[], evidence: Evidence): Credential | undefined {
  const node = child(secret, 'vault');
  const [, short, shortMount] = /^(.+)\/[^/@]+(?:@(.+))?$/.exec(textOf(node) ?? '') ?? [];
  const engine = textOf(child(child(node, 'engine'), 'name')) ?? 'kv-v2';
  const path = short ?? textOf(child(node, 'path'));
  const mount = shortMount ?? textOf(child(child(node, 'engine'), 'path')) ?? 'kv-v2';
  const host = hostOf(variables.find((v) => v.name === 'VAULT_SERVER_URL')?.value.text);
  return path === undefined || engine !== 'kv-v2' ? undefined : namedVaultSecret(`${mount}/data/${path}`, host, [evidence]);
}

function unpinnedOf(body: YamlValue, places: Places, includes: Noted | undefined): Noted {
  const found = new Noted();
  // An include is everybody's: it is told at the first job only.
  for (const text of includes?.texts ?? []) for (const place of includes?.placesOf(text) ?? []) found.add(text, place);
  for (const node of [child(body, 'image'), ...itemsOf(child(body, 'services'))]) {
    const image = node?.kind === 'map' ? child(node, 'name') : node;
    const text = textOf(image);
    if (image !== undefined && text !== undefined && text !== '' && !text.includes('$') && isUnpinnedImage(text))
      found.add(shown(text), places.evidence(image));
  }
  return found;
}
