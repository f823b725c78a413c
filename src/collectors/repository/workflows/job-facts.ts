import type { Evidence } from '../../../inventory/evidence.ts';
import type { Facts } from '../../../inventory/fact-types.ts';
import { shown } from '../secrets/detect.ts';
import { type Agent, agentFacts, agentsOf } from './agents.ts';
import { type CloudLogins, cloudLoginsOf } from './cloud-login.ts';
import { deploymentEnvironment } from './environment.ts';
import { keepsOutsidersOut, triggersOf, untrustedTriggersOf } from './gates.ts';
import { githubTokensOf } from './github-tokens.ts';
import type { Job } from './job.ts';
import type { Noted } from './noted.ts';
import { registryTokensOf } from './registry-tokens.ts';
import { isSelfHosted } from './runners.ts';
import { inheritsSecrets, type SecretUse, secretsOfJob } from './secret-use.ts';
import { tokenFacts } from './token-permissions.ts';
import { unpinnedIn } from './unpinned.ts';
import { injectionsOf, untrustedCheckouts } from './untrusted-code.ts';
import { child, entry, textOf } from './yaml-tree.ts';

type Ci = Facts<'Ci'>;

export interface JobFacts {
  readonly ci: Ci;
  /** `ci.<fact>` -> the lines. */
  readonly evidence: Readonly<Record<string, readonly Evidence[]>>;
  readonly agents: readonly Agent[];
  readonly logins: CloudLogins;
  readonly secrets: SecretUse;
}

/**
 * All that a workflow file says of one job. A fact is absent where the file cannot tell: what a called workflow or a
 * local action does is not seen from here, so for such jobs an empty list is not a known one.
 */
export function jobFacts(job: Job, jobs: ReadonlyMap<string, Job>): JobFacts {
  const evidence: Record<string, readonly Evidence[]> = {};
  const point = (fact: keyof Ci, places: readonly Evidence[]): void => {
    if (places.length > 0) evidence[`ci.${fact}`] = places;
  };
  const seesAll = !hidesSteps(job);
  const list = (fact: keyof Ci, noted: Noted, known = seesAll): readonly string[] | undefined => {
    point(fact, noted.evidence);
    return noted.isEmpty && !known ? undefined : noted.texts;
  };

  const token = tokenFacts(job);
  for (const fact of Object.keys(token.facts)) evidence[`ci.${fact}`] = [token.evidence];
  const agents = agentsOf(job);
  const agent = agentFacts(job, jobs, agents, token.facts.write_scopes ?? [], token.evidence);
  const secrets = secretsOfJob(job);
  const inherits = inheritsSecrets(job);
  const logins = cloudLoginsOf(job, token.facts.id_token, secrets.names);
  const triggers = triggersOf(job);
  const untrusted = untrustedTriggersOf(job);
  const whoIsKnown = untrusted.length > 0 || !job.workflow.callable;
  const environment = deploymentEnvironment(job);
  const tokenKnown = agents.length === 0 || token.facts.permissions_declared === true;

  point(
    'triggers',
    triggers.map((t) => t.evidence),
  );
  point(
    'untrusted_triggers',
    untrusted.map((t) => t.evidence),
  );
  point('all_secrets', secrets.all.evidence);
  const { tree } = job.workflow;
  if (inherits !== undefined) point('secrets_inherit', [tree.evidence(inherits)]);
  if (environment !== undefined) point('environment', [tree.evidence(environment.node)]);
  const condition = entry(job.entry.value, 'if');
  point('gated', [condition === undefined ? job.evidence : tree.evidence(condition.key)]);
  const runsOn = entry(job.entry.value, 'runs-on');
  if (runsOn !== undefined) point('self_hosted', [tree.evidence(runsOn.key)]);

  const tokens = githubTokensOf(job);
  const checkouts = untrustedCheckouts(job);
  point('checkout_untrusted', checkouts.places.evidence);
  const ci: Ci = {
    triggers: triggers.map((t) => t.event),
    untrusted_triggers: whoIsKnown ? untrusted.map((t) => t.event) : undefined,
    gated: gated(job, jobs, environment !== undefined, whoIsKnown),
    ...token.facts,
    environment: environment === undefined ? undefined : shown(environment.written),
    timeout_minutes: timeoutOf(job),
    secrets: list('secrets', secrets.names, true),
    secrets_inherit: inherits !== undefined,
    all_secrets: !secrets.all.isEmpty,
    static_cloud_auth: list('static_cloud_auth', logins.stored),
    federated_cloud_auth: list('federated_cloud_auth', logins.federated),
    registry_tokens: list('registry_tokens', registryTokensOf(job)),
    personal_tokens: list('personal_tokens', tokens.personal),
    app_token_excess: list('app_token_excess', tokens.appExcess),
    checkout_untrusted:
      !checkouts.places.isEmpty && untrusted.length > 0
        ? true
        : checkoutKnown(checkouts, untrusted.length > 0, whoIsKnown) && seesAll
          ? false
          : undefined,
    injections: list('injections', injectionsOf(job)),
    unpinned_actions: list('unpinned_actions', unpinnedIn(job)),
    self_hosted: job.call === undefined ? isSelfHosted(job) : undefined,
    agent_actions: list('agent_actions', agent.actions),
    agent_open_to: list('agent_open_to', agent.openTo, seesAll && (agents.length === 0 || whoIsKnown)),
    agent_excess: list('agent_excess', agent.excess, seesAll && tokenKnown),
    agent_unsafe: list('agent_unsafe', agent.unsafe),
  };
  return { ci: known(ci, tree.problems.length > 0), evidence, agents, logins, secrets };
}

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes : six hours where nothing is said. */
const usualMinutes = 360;

function timeoutOf(job: Job): number | undefined {
  if (job.call !== undefined) return undefined;
  const written = child(job.entry.value, 'timeout-minutes');
  if (written === undefined) return usualMinutes;
  const minutes = Number(textOf(written));
  return Number.isFinite(minutes) && minutes > 0 ? minutes : undefined;
}

/** Whether parts of the job's work are written in other files: a called workflow, a local action. */
function hidesSteps(job: Job): boolean {
  // A called workflow of the same repository has jobs of its own in the inventory; the calling job runs no step.
  if (job.call !== undefined) {
    const { locals } = job.workflow;
    return job.call.action.kind !== 'local' || (locals !== undefined && locals.workflow(job.call.action.name) === undefined);
  }
  return job.steps.some((step) => step.uses?.action.kind === 'local');
}

/** An environment may be protected by reviewers or not: the file does not show it, so alone it leaves the answer open. */
function gated(job: Job, jobs: ReadonlyMap<string, Job>, hasEnvironment: boolean, whoIsKnown: boolean): boolean | undefined {
  if (keepsOutsidersOut(job, jobs)) return true;
  return hasEnvironment || !whoIsKnown ? undefined : false;
}

function checkoutKnown(checkouts: { readonly places: Noted; readonly certain: boolean }, untrusted: boolean, whoIsKnown: boolean): boolean {
  if (!whoIsKnown) return checkouts.places.isEmpty && checkouts.certain;
  return !untrusted || checkouts.certain;
}

/** In a damaged file what was read stands; that something is not there is not known. */
function known(facts: Ci, damaged: boolean): Ci {
  const isNothing = (value: unknown): boolean => value === false || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && !(damaged && isNothing(value))));
}
