import { environmentOf } from '../../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { AgentTool, Profile, Runner } from './declarations.ts';
import { tagsOf } from './emit-principals.ts';
import type { Emission } from './emit-stack.ts';
import { isAbsent, type Value, whyOf } from './value.ts';

/** Hands over what runs as the roles of a stack: workloads, instance profiles, agents. */
export function emitRunners(emission: Emission): void {
  for (const d of emission.stack.declarations) {
    if (d.kind === 'profile') emitProfile(emission, d);
    else if (d.kind === 'runner') emitRunner(emission, d);
    else if (d.kind === 'agent-tool') emitAgentTool(emission, d);
  }
}

function emitProfile({ stack, out, gap }: Emission, d: Profile): void {
  if (d.role === undefined || isAbsent(d.role)) return;
  const meant = stack.principal(d.role, 'role');
  const name = stack.nameOf(d);
  if ('hole' in meant) gap(`the role of instance profile ${name}`, whyOf(meant.hole), d.at, { harmless: true });
  else
    out.emit({
      type: 'workload',
      value: {
        id: `aws:instance-profile/${stack.account}/${name}`,
        kind: 'aws-instance-profile',
        name,
        identity: meant.id,
        evidence: [d.at],
      },
    });
}

function emitRunner(emission: Emission, d: Runner): void {
  const { stack, out, gap } = emission;
  const name = withoutKnownSecrets(stack.nameOf(d));
  const meant = stack.roleOfRunner(d);
  if (meant !== undefined && 'hole' in meant) gap(`the role of ${name}`, whyOf(meant.hole), d.at, { harmless: true });
  const role = meant !== undefined && 'id' in meant ? meant : undefined;
  if (role !== undefined && !role.declared) {
    const account = role.id.split('/')[1] ?? stack.account;
    out.emit({
      type: 'identity',
      value: {
        id: role.id,
        plane: 'aws',
        kind: 'aws-iam-role',
        name: withoutKnownSecrets(role.name),
        scope: account,
        nature: 'workload',
        agent: false,
        standing: 'named',
        aws: { account },
        evidence: [d.at],
      },
    });
  }
  const id = idOfRunner(emission, d);
  if (!d.isAgent) {
    const app = emission.app === undefined ? {} : { app: emission.app };
    const { settings } = d.parts ?? {};
    if (role !== undefined || settings !== undefined) {
      const runsAs = role === undefined ? {} : { identity: role.id };
      const known = settings === undefined ? {} : { settings, scope: stack.account };
      out.emit({ type: 'workload', value: { id, kind: d.what, name, ...runsAs, ...app, ...known, evidence: [d.at] } });
    }
    return;
  }
  const { settings, calls = [], tools, guardrail } = d.parts ?? {};
  if (settings !== undefined) {
    const runsAs = role === undefined ? {} : { identity: role.id };
    out.emit({ type: 'workload', value: { id, kind: d.what, name, ...runsAs, scope: stack.account, settings, evidence: [d.at] } });
  }
  for (const called of calls) emitCall(emission, id, called, d.at);
  const tags = tagsOf(d.tags, (v) => stack.text(v));
  const environment = environmentOf(tags, name);
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'aws',
      kind: d.what,
      name,
      scope: stack.account,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      ...(environment === undefined ? {} : { environment }),
      ...(tags === undefined ? {} : { tags }),
      // Its code and its tools work with the role's credentials.
      ...(role === undefined ? {} : { actsAs: role.id }),
      aws: { account: stack.account },
      ...(guardrail === undefined
        ? {}
        : { settings: { guardrail, ...(tools === undefined ? {} : { tools: [...new Set(tools)].sort() }) } }),
      evidence: [d.at],
    },
  });
}

/** The stack's own resource that a value leads to. */
function runnerOf({ stack }: Emission, value: Value | undefined): Runner | undefined {
  const target = value?.kind === 'reference' ? stack.at(value.to) : undefined;
  return target?.kind === 'runner' ? target : undefined;
}

function idOfRunner({ stack }: Emission, d: Runner): string {
  return `aws:${d.what.replace(/^aws-/, '')}/${stack.account}/${withoutKnownSecrets(stack.nameOf(d))}`;
}

/** A function of the stack acts for an agent, as the function's own role. One that stands elsewhere is named by its ARN. */
function emitCall(emission: Emission, agent: string, called: Value, at: Runner['at']): void {
  const runner = runnerOf(emission, called);
  const [, region, account, name] =
    /^arn:aws[\w-]*:lambda:([a-z0-9-]+):(\d{12}):function:([^:]+)/.exec(emission.stack.text(called) ?? '') ?? [];
  const to =
    runner?.what === 'aws-lambda-function'
      ? idOfRunner(emission, runner)
      : name === undefined
        ? undefined
        : `aws:lambda-function/${account}/${region}/${name}`;
  if (to !== undefined) emission.out.emit({ type: 'link', value: { kind: 'calls', from: agent, to, evidence: [at] } });
}

function emitAgentTool(emission: Emission, d: AgentTool): void {
  const agent = runnerOf(emission, d.agent);
  if (agent === undefined || !agent.isAgent) return;
  const id = idOfRunner(emission, agent);
  if (d.function !== undefined) emitCall(emission, id, d.function, d.at);
  const { out, stack } = emission;
  if (d.tool !== undefined) {
    out.emit({
      type: 'identity',
      value: {
        id,
        plane: 'aws',
        kind: agent.what,
        name: withoutKnownSecrets(stack.nameOf(agent)),
        scope: stack.account,
        nature: 'agent',
        agent: true,
        standing: 'declared',
        settings: { tools: [d.tool] },
        evidence: [d.at],
        factEvidence: { 'settings.tools': [d.at] },
      },
    });
  }
  // A collaborator is named by an alias of another agent.
  const alias = d.collaborator?.kind === 'reference' ? stack.at(d.collaborator.to) : undefined;
  const other = alias?.kind === 'agent-alias' ? runnerOf(emission, alias.agent) : runnerOf(emission, d.collaborator);
  if (other?.isAgent) out.link('delegates', id, idOfRunner(emission, other), [d.at]);
}
