import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import type { Candidate } from '../secrets/arguments.ts';
import { recordCredentials } from '../secrets/record.ts';
import { readJson } from '../tree/json.ts';
import { at, entriesOf, itemsOf, stringsIn, type Tree, textOf } from '../tree/tree.ts';
import { readYaml } from '../tree/yaml.ts';
import { readDockerfile } from './dockerfile.ts';
import { readAssignments } from './dotenv.ts';
import { readServiceAccountKey } from './service-account-key.ts';

/** Who holds what a file holds: the application of its directory. Asked for only where there is something to hold. */
export type Holder = () => string;
export type ReadCredentials = (out: Gathering, file: OpenFile, holder: Holder) => void;

/** Files made to hold credentials, by path, the narrow paths first. */
export const credentialFiles: readonly (readonly [path: string, read: ReadCredentials])[] = [
  ['.env', readDotenv],
  ['.env.*', readDotenv],
  ['*.env', readDotenv],
  ['.envrc', readDotenv],
  ['.dev.vars', readDotenv],
  ['terraform.tfvars', readDotenv],
  ['*.auto.tfvars', readDotenv],
  ['terraform.tfvars.json', readDocument(readJson)],
  ['*.auto.tfvars.json', readDocument(readJson)],
  ['Dockerfile', readDockerfile],
  ['Dockerfile.*', readDockerfile],
  ['*.Dockerfile', readDockerfile],
  ['*.dockerfile', readDockerfile],
  ['Containerfile', readDockerfile],
  ['.npmrc', readIni],
  ['.yarnrc.yml', readDocument(readYaml)],
  ['.pypirc', readIni],
  ['.netrc', readNetrc],
  ['_netrc', readNetrc],
  ['.git-credentials', readUrls],
  ['.docker/config.json', readDockerConfig],
  ['.dockercfg', readDockerConfig],
  ['.dockerconfigjson', readDockerConfig],
  ['kubeconfig', readKubeconfig],
  ['*.kubeconfig', readKubeconfig],
  ['kubeconfig.*', readKubeconfig],
  ['kubeconfig-*', readKubeconfig],
  ['.kube/config', readKubeconfig],
  ['.aws/credentials', readIni],
  ['.aws/config', readIni],
  ['.config/gh/hosts.yml', readDocument(readYaml)],
  ['credentials.tfrc.json', readDocument(readJson)],
  ['*.tfstate', readTerraformState],
  ['*.tfstate.backup', readTerraformState],
  ['application_default_credentials.json', readServiceAccountKey],
  ['*service-account*.json', readServiceAccountKey],
  ['*service_account*.json', readServiceAccountKey],
  ['*serviceaccount*.json', readServiceAccountKey],
  ['*firebase-adminsdk*.json', readServiceAccountKey],
  ['*credentials*.json', readServiceAccountKey],
  ['*-key.json', readServiceAccountKey],
  ['*_key.json', readServiceAccountKey],
  ['sa.json', readServiceAccountKey],
  ['key.json', readServiceAccountKey],
  ['keyfile.json', readServiceAccountKey],
  ['*.pem', readPrivateKey],
  ['*.key', readPrivateKey],
  ['id_rsa', readPrivateKey],
  ['id_ed25519', readPrivateKey],
  ['id_ecdsa', readPrivateKey],
];

/** A file that shows what to fill in; only a value in a known format is a leak there. */
const specimen = /(?:example|sample|template|tmpl|dist|default|defaults|schema|skeleton|stub|tpl|j2|erb)(?:\.|$)/i;

function readDotenv(out: Gathering, file: OpenFile, holder: Holder): void {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  recordCredentials(out, file, holder, readAssignments(file.text), { knownOnly: specimen.test(name) });
}

/** `.npmrc`, `.pypirc` and AWS files: `key = value` lines in sections; a section is one group. */
function readIni(out: Gathering, file: OpenFile, holder: Holder): void {
  let group: Candidate[] = [];
  const flush = (): void => {
    recordCredentials(out, file, holder, group);
    group = [];
  };
  file.text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.slice(0, 8192);
    if (/^\s*\[/.test(line)) {
      flush();
      return;
    }
    const match = /^(\s*)([^#;=\s][^=]{0,300}?)\s*=\s*"?([^"\r\n]*)"?\s*$/.exec(line);
    if (match === null) return;
    // `//registry.example/:_authToken`: the part after the last colon is the name.
    const key = (match[2] ?? '').replace(/^.*:_/, '_');
    const value = match[3] ?? '';
    const spot = { line: i + 1, column: (match[1] ?? '').length + 1, pointer: '' };
    group.push({ key: key === '_auth' ? '_authToken' : key, value, spot, position: 'file' });
  });
  flush();
}

function readNetrc(out: Gathering, file: OpenFile, holder: Holder): void {
  const candidates: Candidate[] = [];
  let host = '';
  file.text.split(/\r?\n/).forEach((raw, i) => {
    for (const { 1: word = '', 2: value = '', index } of raw.slice(0, 4096).matchAll(/\b(machine|password)\s+(\S+)/g)) {
      if (word === 'machine') host = value;
      else
        candidates.push({ key: `${host} password`.trim(), value, spot: { line: i + 1, column: index + 1, pointer: '' }, position: 'file' });
    }
  });
  recordCredentials(out, file, holder, candidates);
}

function readUrls(out: Gathering, file: OpenFile, holder: Holder): void {
  const candidates = file.text.split(/\r?\n/).flatMap((line, i) => {
    const value = line.trim();
    return value === '' ? [] : [{ key: 'url', value, spot: { line: i + 1, column: 1, pointer: '' }, position: 'url' as const }];
  });
  recordCredentials(out, file, holder, candidates);
}

function readDockerConfig(out: Gathering, file: OpenFile, holder: Holder): void {
  const { tree } = out.tree(file, readJson);
  const registries = at(tree, 'auths') ?? tree;
  const candidates = entriesOf(registries).flatMap(({ value }) =>
    entriesOf(value).flatMap(({ key, value: secret }): Candidate[] => {
      const text = textOf(secret) ?? '';
      if (key === 'auth') {
        // `user:password` in base64; the password is what others may share.
        const plain = Buffer.from(text, 'base64').toString('utf8');
        return [{ key: 'docker auth token', value: plain.slice(plain.indexOf(':') + 1), spot: secret, position: 'file' }];
      }
      return /^(?:password|identitytoken|registrytoken)$/.test(key)
        ? [{ key: `docker ${key}`, value: text, spot: secret, position: 'file' }]
        : [];
    }),
  );
  recordCredentials(out, file, holder, candidates);
}

function readKubeconfig(out: Gathering, file: OpenFile, holder: Holder): void {
  const { tree } = out.tree(file, readYaml);
  const candidates = itemsOf(at(tree, 'users')).flatMap((user) =>
    entriesOf(at(user, 'user')).flatMap(({ key, value }): Candidate[] => {
      const text = textOf(value) ?? '';
      if (key === 'client-key-data')
        return [{ key: 'kube client-key-data', value: Buffer.from(text, 'base64').toString('utf8'), spot: value, position: 'file' }];
      return key === 'token' || key === 'password' ? [{ key: `kube ${key}`, value: text, spot: value, position: 'file' }] : [];
    }),
  );
  recordCredentials(out, file, holder, candidates);
}

function readDocument(read: typeof readYaml): ReadCredentials {
  return (out, file, holder) => {
    const { tree } = out.tree(file, read);
    if (tree !== undefined) recordCredentials(out, file, holder, candidatesOf(tree));
  };
}

/** State keeps every attribute in clear, secrets included (https://developer.hashicorp.com/terraform/language/state/sensitive-data). */
function readTerraformState(out: Gathering, file: OpenFile, holder: Holder): void {
  const { tree } = out.tree(file, readJson);
  for (const resource of itemsOf(at(tree, 'resources'))) {
    for (const instance of itemsOf(at(resource, 'instances'))) {
      const attributes = at(instance, 'attributes');
      if (attributes === undefined) continue;
      const isAwsKey = textOf(at(resource, 'type')) === 'aws_iam_access_key';
      recordCredentials(
        out,
        file,
        holder,
        candidatesOf(attributes).filter((c) => !isAwsKey || c.key === 'id' || c.key === 'secret'),
      );
    }
  }
  recordCredentials(
    out,
    file,
    holder,
    entriesOf(at(tree, 'outputs')).flatMap(({ key, value }) => outputOf(key, value)),
  );
}

function outputOf(key: string, value: Tree): readonly Candidate[] {
  const inner = at(value, 'value');
  return inner === undefined
    ? []
    : [...stringsIn(inner, key)].map(({ key: name, text, spot }) => ({ key: name, value: text, spot, position: 'file' }));
}

function candidatesOf(tree: Tree): readonly Candidate[] {
  return [...stringsIn(tree)].map(({ key, text, spot }) => ({ key, value: text, spot, position: 'file' }));
}

function readPrivateKey(out: Gathering, file: OpenFile, holder: Holder): void {
  const start = file.text.indexOf('-----BEGIN ');
  if (start === -1) return;
  const line = file.text.slice(0, start).split('\n').length;
  recordCredentials(
    out,
    file,
    holder,
    [{ key: 'private key', value: file.text, spot: { line, column: 1, pointer: '' }, position: 'file' }],
    { knownOnly: true },
  );
}
