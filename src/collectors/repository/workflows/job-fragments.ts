import type { Credential } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { Facts } from '../../../inventory/fact-types.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import { isIdentifierName, meaningOf } from '../../secret-names.ts';
import { shown } from '../secrets/detect.ts';
import type { Agent } from './agents.ts';
import { emitCiAgent } from './ci-agent.ts';
import { deploymentEnvironment, environmentKind } from './environment.ts';
import { environmentsOf, type Job } from './job.ts';
import { type JobFacts, jobFacts } from './job-facts.ts';
import { literalCredentials } from './literal-credentials.ts';
import type { Noted } from './noted.ts';
import { secretsIn } from './secret-use.ts';
import { emitTarget } from './targets.ts';
import { keptVaultSecrets } from './vault-secrets.ts';
import { child, entriesOf, textOf } from './yaml-tree.ts';

type Emit = (fragment: Fragment) => void;

/** Hands over a job as an identity, with what it holds, becomes and runs. `wide` are credentials that stand in the workflow's own variables. */
export function emitJob(
  job: Job,
  jobs: ReadonlyMap<string, Job>,
  wide: readonly Credential[],
  emit: Emit,
  fingerprint: (secret: string) => string,
): void {
  const { place, tree } = job.workflow;
  const facts = jobFacts(job, jobs);
  const id = `repository:workflow-job/${place.repository}/${rootOf(job).workflow.place.file}#${chainOf(job).join('/')}`;
  const environment = environmentKind(deploymentEnvironment(job)?.names ?? []);
  emit({
    type: 'identity',
    value: {
      id,
      plane: 'repository',
      kind: 'github-workflow-job',
      name: jobName(job),
      scope: place.repository,
      nature: 'workload',
      agent: facts.agents.length > 0,
      standing: 'declared',
      ...(environment === undefined ? {} : { environment }),
      ci: facts.ci,
      evidence: job.caller === undefined ? [job.evidence] : [job.evidence, job.caller.job.evidence],
      factEvidence: facts.evidence,
    },
  });
  emitSecrets(facts.secrets.names, id, place.repository, emit);
  // What a caller passes stands in the caller's file, not here.
  const written = job.caller === undefined ? job.entry.value : child(child(tree.root, 'jobs'), job.id);
  const own = literalCredentials(tree, written, place, fingerprint);
  for (const credential of own) emit({ type: 'credential', value: credential });
  for (const credential of [...wide, ...own]) emitHolds(id, credential.id, credential.evidence, emit);
  for (const secret of keptVaultSecrets(job)) {
    emit({ type: 'credential', value: secret });
    emitHolds(id, secret.id, secret.evidence, emit);
  }
  for (const target of facts.logins.targets) emitTarget(target, job, id, emit);
  for (const agent of facts.agents) emitAgent(agent, job, id, facts, environment, emit);
}

/** The stored secrets a holder reads, each a credential whose value is not in the file. */
function emitSecrets(names: Noted, holder: string, repository: string, emit: Emit): void {
  for (const name of names.texts) {
    if (isIdentifierName(name)) continue;
    const evidence = names.placesOf(name);
    const id = `repository:secret/${repository}/${name}`;
    emit({ type: 'credential', value: { id, kind: 'github-actions-secret', name, static: true, ...meaningOf(name), evidence } });
    emitHolds(holder, id, evidence, emit);
  }
}

function emitHolds(from: string, to: string, evidence: readonly Evidence[], emit: Emit): void {
  emit({ type: 'link', value: { kind: 'holds', from, to, evidence } });
}

function emitAgent(agent: Agent, job: Job, jobIdentity: string, facts: JobFacts, environment: string | undefined, emit: Emit): void {
  const { place, tree } = job.workflow;
  const untrusted = agent.promptedByOutsiders || facts.ci.checkout_untrusted === true;
  const told: Facts<'Agent'> = {
    bypass: agent.tools.unsafe.filter((mode) => !mode.startsWith('show_full_output')),
    ...(untrusted ? { untrusted_input: true } : {}),
    limited: isLimited(agent, job),
  };
  const id = emitCiAgent(agent, { id: jobIdentity, name: jobName(job), repository: place.repository, environment }, told, emit);
  // Its process sees the step's inputs and every variable of the job.
  emitSecrets(secretsIn(tree, [agent.step.inputs, ...environmentsOf(job, agent.step)]).names, id, place.repository, emit);
}

/** A limit of turns in what the agent is given, or of time on its step or job: without one, six hours. */
function isLimited(agent: Agent, job: Job): boolean {
  const given = [agent.step.run, ...entriesOf(agent.step.inputs).map((e) => e.value)].map((node) => textOf(node) ?? '');
  return (
    given.some((text) => /--max-?turns\b|--max-?budget|--timeout\b|"maxSessionTurns"/i.test(text.slice(0, 65_536))) ||
    ['max_turns', 'timeout_minutes', 'timeout-minutes'].some((name) => child(agent.step.inputs, name) !== undefined) ||
    [agent.step.node, job.entry.value].some((node) => child(node, 'timeout-minutes') !== undefined)
  );
}

/** `release / publish`: people know a workflow by its file. */
function jobName(job: Job): string {
  const base = rootOf(job).workflow.place.file.split('/').at(-1) ?? '';
  return [base.replace(/\.ya?ml$/i, ''), ...chainOf(job)].join(' / ');
}

/** The job that was set off: the one that no other called. */
function rootOf(job: Job): Job {
  return job.caller === undefined ? job : rootOf(job.caller.job);
}

/** A called job stands below its caller, as the code host shows it. */
function chainOf(job: Job): string[] {
  return [...(job.caller === undefined ? [] : chainOf(job.caller.job)), shown(job.id)];
}
