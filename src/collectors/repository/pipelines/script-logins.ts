import { storedCloud } from '../workflows/cloud-login.ts';
import type { Resolved } from '../workflows/job.ts';
import { Noted } from '../workflows/noted.ts';
import type { NamedTarget } from '../workflows/targets.ts';
import type { YamlScalar } from '../workflows/yaml-tree.ts';
import type { PipelineFile, PipelineJob } from './pipeline-job.ts';
import { fillIn } from './script-text.ts';
import { vaultLoginsIn } from './vault-logins.ts';

/** How the scripts of a job get into clouds. */
export interface ScriptLogins {
  readonly stored: Noted;
  readonly federated: Noted;
  readonly targets: readonly NamedTarget[];
  /** They run a tool of a cloud, and as whom is not written. */
  readonly unexplained: boolean;
}

interface Login {
  readonly script: YamlScalar;
  readonly text: string;
  readonly note: (kind: 'stored' | 'federated', cloud: string, inside: string) => void;
  readonly become: (cloud: NamedTarget['cloud'], written: string, inside: string, federated: boolean, tenant?: string) => void;
}

/** Commands that log in, each with what its flags mean. All run on bounded text and look at one command line. */
const logins: readonly ((login: Login) => void)[] = [
  ({ text, become, note }) => {
    for (const match of text.matchAll(
      /\baws\s[^\n]{0,60}assume-role(-with-web-identity)?\b[^\n;|&]{0,2000}?--role-arn[ =]["']?([^\s"']{3,300})/g,
    )) {
      const federated = match[1] !== undefined;
      if (federated) note('federated', 'aws', match[0]);
      become('aws', match[2] ?? '', match[0], federated);
    }
  },
  ({ text, become, note }) => {
    for (const match of text.matchAll(/\bgcloud\s[^\n]{0,80}create-cred-config\b[^\n]{0,2000}/g)) {
      note('federated', 'gcp', match[0]);
      const account = /--service-account[ =]["']?([^\s"']{3,300})/.exec(match[0])?.[1];
      if (account !== undefined) become('gcp', account, match[0], true);
    }
    for (const match of text.matchAll(/\bgcloud\s+auth\s+activate-service-account\b/g)) note('stored', 'gcp', match[0]);
  },
  ({ text, become, note }) => {
    for (const match of text.matchAll(/\baz\s+login\b[^\n;&|]{0,2000}/g)) {
      if (!match[0].includes('--service-principal')) continue;
      const federated = /--federated-token\b/.test(match[0]);
      note(federated ? 'federated' : 'stored', 'azure', match[0]);
      const value = (flags: string): string | undefined => new RegExp(`\\s(?:${flags})[ =]["']?([^\\s"']{3,200})`).exec(match[0])?.[1];
      const client = value('-u|--username|--client-id');
      if (client !== undefined) become('azure', client, match[0], federated, value('-t|--tenant'));
    }
  },
  ({ text, become, note }) => {
    for (const { whole, mount, role } of vaultLoginsIn(text)) {
      note('federated', 'vault', whole);
      if (role !== undefined) become('vault', `${mount}/${role}`, whole, true);
    }
  },
  ({ text, note }) => {
    for (const match of text.matchAll(/\b(?:docker|podman|buildah|skopeo|crane|helm\s+registry)\s+(?:auth\s+)?login\b[^\n]{0,1000}/g)) {
      const before = text.slice(Math.max(0, match.index - 300), match.index);
      const line = before.slice(before.lastIndexOf('\n') + 1) + match[0];
      const own = /CI_REGISTRY_PASSWORD|CI_JOB_TOKEN|CI_DEPLOY_PASSWORD|get-login-password|print-access-token|System\.AccessToken/.test(
        line,
      );
      const password = /(?:-p|--password)[ =]["']?\$|--password-stdin/.test(match[0]) && /[$%]\(?\{?\w/.test(line);
      if (password && !own) note('stored', 'docker', match[0]);
    }
  },
];

/** Tools that use whatever cloud login they find. */
const cloudTools =
  /(?:^|[\s;&|(])(?:aws|sam|cdk|eksctl|gcloud|gsutil|bq|firebase|az|azd|terraform|tofu|terragrunt|pulumi|kubectl|helm|serverless|sls|copilot-cli|ansible-playbook)\s+[a-z-]/;

/** The texts that a text stands for, one for each job of the matrix. */
export function variantsOf(text: string, macros: boolean, job: Pick<PipelineJob, 'variables' | 'matrix'>): readonly Resolved[] {
  const set = (name: string): string | undefined => job.variables.find((v) => v.name === name)?.value.text;
  const all = (job.matrix ?? [new Map<string, string>()]).map((row) => fillIn(text, macros, (name) => row.get(name) ?? set(name)));
  return [...new Map(all.map((r) => [r.text, r])).values()];
}

/** Reads the logins of a job's scripts and variables. */
export function scriptLogins({ system, places }: PipelineFile, job: PipelineJob, secrets: Noted): ScriptLogins {
  const stored = new Noted();
  const federated = new Noted();
  const targets: NamedTarget[] = [];
  const textFor = (name: string): string | undefined => job.variables.find((v) => v.name === name)?.value.text;
  const fill = (text: string): readonly Resolved[] => variantsOf(text, system.macros, job);
  const become = (
    scalar: YamlScalar,
    cloud: NamedTarget['cloud'],
    written: string,
    inside: string,
    federates: boolean,
    tenant?: string,
  ): void => {
    targets.push({
      cloud,
      written,
      variants: fill(written),
      ...(federates && job.claims !== undefined ? { claims: job.claims } : {}),
      ...(tenant === undefined ? {} : { tenant: fill(tenant)[0]?.text ?? '*' }),
      evidence: places.evidence(scalar, inside),
    });
  };
  for (const script of job.scripts) {
    // Continued lines are one command; the same length keeps the places.
    const text = script.text.slice(0, 65_536).replace(/\\\r?\n/g, (end) => ' '.repeat(end.length));
    const first = (inside: string): string => script.text.slice(text.indexOf(inside)).split('\n', 1)[0]?.slice(0, inside.length) ?? inside;
    for (const read of logins) {
      read({
        script,
        text,
        note: (kind, cloud, inside) => (kind === 'stored' ? stored : federated).add(cloud, places.evidence(script, first(inside))),
        become: (cloud, written, inside, federates, tenant) => become(script, cloud, written, first(inside), federates, tenant),
      });
    }
  }
  const arn = job.variables.find((v) => v.name === 'AWS_ROLE_ARN');
  const hasTokenFile =
    textFor('AWS_WEB_IDENTITY_TOKEN_FILE') !== undefined || job.scripts.some((s) => s.text.includes('AWS_WEB_IDENTITY_TOKEN_FILE'));
  if (arn !== undefined && hasTokenFile) {
    federated.add('aws', places.evidence(arn.value));
    become(arn.value, 'aws', arn.value.text, arn.value.text, true);
  }
  for (const name of secrets.texts) {
    const cloud = storedCloud(name);
    if (cloud !== undefined) for (const place of secrets.placesOf(name)) stored.add(cloud, place);
  }
  const explained = !stored.isEmpty || !federated.isEmpty || !job.stored.isEmpty || !job.federated.isEmpty;
  return { stored, federated, targets, unexplained: !explained && job.scripts.some((s) => cloudTools.test(s.text.slice(0, 65_536))) };
}
