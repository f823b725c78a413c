import type { Evidence } from '../../../inventory/evidence.ts';
import { type AgentKind, agentActions, agentCommandsIn } from './agent-kinds.ts';
import { type AgentTools, toolsOfArguments, toolsOfList, toolsOfSettings } from './agent-tools.ts';
import { keepsOutsidersOut, triggersOf, untrustedTriggersOf } from './gates.ts';
import { environmentsOf, type Job, type Step } from './job.ts';
import { Noted } from './noted.ts';
import { referencesOfScalar } from './references.ts';
import { untrustedPaths } from './untrusted-code.ts';
import { child, entriesOf, scalarsBelow, textOf } from './yaml-tree.ts';

/** One AI agent that a step of a job runs. */
export interface Agent {
  /** The action (`openai/codex-action`) or the command (`codex exec`). */
  readonly name: string;
  readonly client: string;
  readonly kind?: AgentKind;
  readonly step: Step;
  readonly tools: AgentTools;
  /** Untrusted texts are expanded into what the step is given. */
  readonly promptedByOutsiders: boolean;
  readonly evidence: Evidence;
}

/** The AI agents that a job runs. */
export function agentsOf(job: Job): Agent[] {
  const { tree } = job.workflow;
  return job.steps.flatMap((step) => {
    const agents: Agent[] = [];
    const promptedByOutsiders = takesUntrustedText(job, step);
    if (step.uses !== undefined) {
      const { name } = step.uses.action;
      const kind = agentActions.get(name);
      if (kind !== undefined)
        agents.push({
          name,
          client: kind.client,
          kind,
          step,
          tools: toolsOfAction(step),
          promptedByOutsiders,
          evidence: tree.evidence(step.uses.node),
        });
    }
    for (const found of step.run === undefined ? [] : agentCommandsIn(step.run.text)) {
      const evidence = step.run === undefined ? job.evidence : tree.evidence(step.run, found.line);
      agents.push({ name: found.name, client: found.client, step, tools: toolsOfArguments(found.command), promptedByOutsiders, evidence });
    }
    return agents;
  });
}

function toolsOfAction(step: Step): AgentTools {
  const input = (name: string): string => textOf(child(step.inputs, name)) ?? '';
  const parts = [
    toolsOfArguments(input('claude_args')),
    toolsOfArguments(input('codex-args')),
    toolsOfSettings(input('settings')),
    toolsOfList(input('allowed_tools')),
  ];
  const unsafe = parts.flatMap((p) => p.unsafe);
  if (input('safety-strategy') === 'unsafe') unsafe.push('safety-strategy: unsafe');
  if (input('sandbox') === 'danger-full-access' || input('permission-profile').includes('full-access'))
    unsafe.push('sandbox: danger-full-access');
  if (input('show_full_output') === 'true') unsafe.push('show_full_output: true');
  return {
    shell: [...new Set(parts.flatMap((p) => p.shell))],
    allowed: [...new Set(parts.flatMap((p) => p.allowed))],
    unsafe: [...new Set(unsafe)],
  };
}

function takesUntrustedText(job: Job, step: Step): boolean {
  for (const node of [step.inputs, step.env, step.run]) {
    for (const { scalar } of scalarsBelow(node)) {
      if (referencesOfScalar(scalar).some((r) => untrustedPaths(r, job, step).length > 0)) return true;
    }
  }
  return false;
}

export interface AgentFacts {
  readonly actions: Noted;
  readonly openTo: Noted;
  readonly excess: Noted;
  readonly unsafe: Noted;
}

/** What the agents of a job are open to and may do. `writeScopes` are those of the job's token; `tokenEvidence` where they are declared. */
export function agentFacts(
  job: Job,
  jobs: ReadonlyMap<string, Job>,
  agents: readonly Agent[],
  writeScopes: readonly string[],
  tokenEvidence: Evidence,
): AgentFacts {
  const facts: AgentFacts = { actions: new Noted(), openTo: new Noted(), excess: new Noted(), unsafe: new Noted() };
  for (const agent of agents) {
    facts.actions.add(agent.name, agent.evidence);
    noteWaysIn(agent, job, jobs, facts.openTo);
    for (const rule of agent.tools.shell) facts.excess.add(rule, placeOf(agent, rule, job));
    if (agent.tools.unsafe.includes('sandbox: danger-full-access'))
      facts.excess.add('sandbox: danger-full-access', placeOf(agent, 'sandbox: danger-full-access', job));
    for (const mode of agent.tools.unsafe) facts.unsafe.add(mode, placeOf(agent, mode, job));
    for (const env of environmentsOf(job, agent.step)) {
      for (const { key, value } of entriesOf(env)) {
        if (
          key.text === 'GEMINI_CLI_TRUST_WORKSPACE' &&
          textOf(value) === 'true' &&
          agent.client === 'gemini' &&
          untrustedTriggersOf(job).length > 0
        ) {
          facts.unsafe.add('GEMINI_CLI_TRUST_WORKSPACE with an untrusted trigger', job.workflow.tree.evidence(key));
        }
      }
    }
  }
  if (agents.length > 0) for (const scope of writeScopes) facts.excess.add(`${scope}: write`, tokenEvidence);
  return facts;
}

/** Where a tool rule or a mode is written: the input or the command that says it, else the step. */
function placeOf(agent: Agent, said: string, job: Job): Evidence {
  const { tree } = job.workflow;
  const [name = '', value = name] = said.split(': ');
  const inputs = entriesOf(agent.step.inputs);
  const input = inputs.find((e) => e.key.text === name) ?? inputs.find((e) => textOf(e.value)?.includes(value));
  if (input !== undefined) return textOf(input.value)?.includes(value) ? tree.evidence(input.value, value) : tree.evidence(input.key);
  return agent.kind === undefined && agent.step.run?.text.includes(value) ? tree.evidence(agent.step.run, value) : agent.evidence;
}

/** The ways in which people without write access can start an agent. */
function noteWaysIn(agent: Agent, job: Job, jobs: ReadonlyMap<string, Job>, openTo: Noted): void {
  if (keepsOutsidersOut(job, jobs, agent.step.condition)) return;
  const untrusted = untrustedTriggersOf(job);
  const { kind, step } = agent;
  const reachable = untrusted.length > 0 || job.workflow.callable || triggersOf(job).some((t) => t.event === 'pull_request');
  for (const { key, value } of entriesOf(step.inputs)) {
    const text = textOf(value)?.trim() ?? '';
    const opens =
      (kind?.gateInputs.includes(key.text) && text.split(/[\s,]+/).includes('*')) ||
      (kind?.gateSwitches.includes(key.text) && text === 'true');
    if (opens && reachable) openTo.add(`${key.text}: ${text === 'true' ? 'true' : '*'}`, job.workflow.tree.evidence(value));
  }
  if (kind?.ownGate === 'write') return;
  for (const trigger of untrusted) openTo.add(`${trigger.event} without a gate`, trigger.evidence);
}
