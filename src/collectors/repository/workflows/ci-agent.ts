import type { Facts } from '../../../inventory/fact-types.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import { redact } from '../secrets/detect.ts';
import type { Agent } from './agents.ts';

/** The job that runs an agent. */
interface Runner {
  readonly id: string;
  readonly name: string;
  readonly repository: string;
  readonly environment: string | undefined;
}

/**
 * Hands over an AI agent that a job of any CI system runs, with the settings that every agent has and those that are `told` of
 * this one. Answers with its id.
 */
export function emitCiAgent(
  agent: Pick<Agent, 'name' | 'client' | 'tools' | 'evidence'>,
  job: Runner,
  told: Facts<'Agent'>,
  emit: (fragment: Fragment) => void,
): string {
  const id = `agent:${agent.name}/${job.id.slice(job.id.indexOf('/') + 1)}`;
  const where = [agent.evidence];
  const settings: Facts<'Agent'> = {
    client: agent.client,
    scope: 'project',
    bypass: agent.tools.unsafe,
    shell_rules: agent.tools.shell,
    ...(agent.tools.allowed.length === 0 ? {} : { allowed: agent.tools.allowed.slice(0, 500).map((rule) => redact(rule).slice(0, 120)) }),
    ...told,
  };
  emit({
    type: 'identity',
    value: {
      id,
      plane: 'agent',
      kind: 'ci-agent',
      name: `${agent.client} in ${job.name}`,
      scope: job.repository,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      ...(job.environment === undefined ? {} : { environment: job.environment }),
      settings,
      evidence: where,
      // That it is the project's is said by no one line.
      factEvidence: Object.fromEntries(Object.keys(settings).flatMap((fact) => (fact === 'scope' ? [] : [[`settings.${fact}`, where]]))),
    },
  });
  emit({ type: 'link', value: { kind: 'runs', from: job.id, to: id, evidence: where } });
  return id;
}
