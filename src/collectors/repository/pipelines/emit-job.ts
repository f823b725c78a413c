import type { Credential } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Facts } from '../../../inventory/fact-types.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import { meaningOf } from '../../secret-names.ts';
import { shown } from '../secrets/detect.ts';
import { agentCommandsIn } from '../workflows/agent-kinds.ts';
import { toolsOfArguments } from '../workflows/agent-tools.ts';
import type { Agent } from '../workflows/agents.ts';
import { emitCiAgent } from '../workflows/ci-agent.ts';
import { environmentKind } from '../workflows/environment.ts';
import { literalCredentials } from '../workflows/literal-credentials.ts';
import { Noted } from '../workflows/noted.ts';
import { publishesIn } from '../workflows/registry-tokens.ts';
import { emitNamedTarget } from '../workflows/targets.ts';
import { secretsOf, writtenKeys } from './job-secrets.ts';
import type { PipelineFile, PipelineJob } from './pipeline-job.ts';
import { scriptLogins } from './script-logins.ts';

type Emit = (fragment: Fragment) => void;

/** Hands over a job of any CI system as an identity, with what it holds, becomes and runs. */
export function emitPipelineJob(file: PipelineFile, job: PipelineJob, emit: Emit, fingerprint: (secret: string) => string): void {
  const { system, places, place } = file;
  const id = `repository:${system.jobKind}/${place.repository}/${place.file}#${shown(job.id)}`;
  const name = `${fileName(place.file)} / ${shown(job.id)}`;
  const secrets = secretsOf(file, job);
  const logins = scriptLogins(file, job, secrets);
  const agents = agentsOf(file, job);
  const environment = job.environment === undefined ? undefined : environmentKind([job.environment.name]);
  const { ci, evidence } = factsOf(file, job, secrets, logins, agents);
  emit({
    type: 'identity',
    value: {
      id,
      plane: 'repository',
      kind: system.jobKind,
      name,
      scope: place.repository,
      nature: 'workload',
      agent: agents.length > 0,
      standing: 'declared',
      ...(environment === undefined ? {} : { environment }),
      ci,
      evidence: [job.evidence],
      factEvidence: evidence,
    },
  });
  const holds = (to: string, where: readonly Evidence[]): void =>
    emit({ type: 'link', value: { kind: 'holds', from: id, to, evidence: where } });
  for (const secret of secrets.texts) {
    const where = secrets.placesOf(secret);
    const credential: Credential = {
      id: `repository:secret/${place.repository}/${system.id}/${secret}`,
      kind: system.secretKind,
      name: secret,
      static: true,
      ...meaningOf(secret.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_')),
      evidence: where,
    };
    emit({ type: 'credential', value: credential });
    holds(credential.id, where);
  }
  for (const part of job.parts) {
    for (const credential of literalCredentials(places, part, place, fingerprint)) {
      emit({ type: 'credential', value: credential });
      holds(credential.id, credential.evidence);
    }
  }
  for (const secret of job.fetched ?? []) {
    emit({ type: 'credential', value: secret });
    holds(secret.id, secret.evidence);
  }
  for (const target of [...job.targets, ...logins.targets]) emitNamedTarget(target, shown(job.id), id, emit);
  for (const connection of job.connections.texts) emitConnection(file, connection, id, job.connections.placesOf(connection), emit);
  for (const agent of agents) emitCiAgent(agent, { id, name, repository: place.repository, environment }, {}, emit);
}

type PipelineAgent = Pick<Agent, 'name' | 'client' | 'tools' | 'evidence'>;

function agentsOf({ places }: PipelineFile, job: PipelineJob): PipelineAgent[] {
  return job.scripts.flatMap((script) =>
    agentCommandsIn(script.text).map(({ name, client, command, line }) => ({
      name,
      client,
      tools: toolsOfArguments(command),
      evidence: places.evidence(script, line),
    })),
  );
}

function factsOf(
  file: PipelineFile,
  job: PipelineJob,
  secrets: Noted,
  logins: ReturnType<typeof scriptLogins>,
  agents: readonly PipelineAgent[],
): { readonly ci: Facts<'Ci'>; readonly evidence: Record<string, readonly Evidence[]> } {
  const evidence: Record<string, readonly Evidence[]> = { ...job.factEvidence };
  const whole = !job.hidden && !file.damaged;
  const list = (fact: keyof Facts<'Ci'>, parts: readonly Noted[], known = whole): readonly string[] | undefined => {
    const places = parts.flatMap((p) => p.evidence);
    if (places.length > 0) evidence[`ci.${fact}`] = places;
    const texts = [...new Set(parts.flatMap((p) => p.texts))];
    return texts.length === 0 && !known ? undefined : texts;
  };
  const noted = (texts: (agent: PipelineAgent) => readonly string[]): Noted => {
    const out = new Noted();
    for (const agent of agents) for (const text of texts(agent)) out.add(text, agent.evidence);
    return out;
  };
  if (job.environment !== undefined) evidence['ci.environment'] = [job.environment.evidence];
  const ci: Facts<'Ci'> = {
    ...job.facts,
    environment: job.environment === undefined ? undefined : shown(job.environment.name),
    secrets: list('secrets', [secrets]),
    secret_groups: list('secret_groups', [job.groups]),
    service_connections: list('service_connections', [job.connections]),
    // A connection may hold a stored key or trade a token: the file does not show which.
    static_cloud_auth: list(
      'static_cloud_auth',
      [job.stored, logins.stored, writtenKeys(file, job)],
      whole && !logins.unexplained && job.connections.isEmpty && job.groups.isEmpty,
    ),
    federated_cloud_auth: list('federated_cloud_auth', [job.federated, logins.federated], whole && job.connections.isEmpty),
    registry_tokens: list('registry_tokens', [registryTokens(file, job, secrets)]),
    injections: list('injections', [job.injections]),
    unpinned_actions: list('unpinned_actions', [job.unpinned]),
    agent_actions: list('agent_actions', [noted((a) => [a.name])]),
    agent_excess: list('agent_excess', [noted((a) => a.tools.shell)]),
    agent_unsafe: list('agent_unsafe', [noted((a) => a.tools.unsafe)]),
    ...(agents.length === 0 && whole ? { agent_open_to: [] } : {}),
  };
  return { ci: Object.fromEntries(Object.entries(ci).filter(([, value]) => value !== undefined)), evidence };
}

/** Stored tokens with which the job publishes packages. */
function registryTokens({ places }: PipelineFile, job: PipelineJob, secrets: Noted): Noted {
  const found = new Noted();
  for (const script of job.scripts) {
    for (const registry of publishesIn(script.text)) {
      const set = job.variables.filter((v) => registry.variables.includes(v.name) && isStored(v.value.text));
      for (const { name, value } of set) found.add(`${registry.name}: ${name}`, places.evidence(value));
      if (set.length > 0) continue;
      for (const name of registry.variables) for (const place of secrets.placesOf(name)) found.add(`${registry.name}: ${name}`, place);
    }
  }
  return found;
}

/** Filled from a variable that is not the job's own short-lived token. */
function isStored(text: string): boolean {
  return text.includes('$') && !/CI_JOB_TOKEN|System\.AccessToken/.test(text);
}

/** A stored connection to a cloud: an identity of which the file tells only the name. */
function emitConnection({ system, place }: PipelineFile, name: string, job: string, evidence: readonly Evidence[], emit: Emit): void {
  const id = `repository:service-connection/${place.repository}/${system.id}/${name}`;
  emit({
    type: 'identity',
    value: {
      id,
      plane: 'repository',
      kind: 'service-connection',
      name,
      scope: place.repository,
      nature: 'workload',
      agent: false,
      standing: 'named',
      evidence,
    },
  });
  emit({ type: 'link', value: { kind: 'assumes', from: job, to: id, evidence } });
}

/** People know a pipeline by its file: `gitlab-ci`, `circleci`, `Jenkinsfile`. */
function fileName(path: string): string {
  if (/(?:^|\/)\.circleci\/config\.ya?ml$/.test(path)) return 'circleci';
  const base = path.slice(path.lastIndexOf('/') + 1);
  return shown(base.replace(/^\./, '').replace(/\.ya?ml$/i, ''));
}
