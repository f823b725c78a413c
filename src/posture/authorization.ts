import type { Identity } from '../inventory/identity.ts';
import { type Level, levels, type Power } from '../permissions/power.ts';
import { few } from './few.ts';
import { no, type PostureAnswer, unknown, withEvidence, yes } from './posture-answer.ts';
import type { StaticCondition } from './static-conditions.ts';

/**
 * The tier from which on every grant of an identity needs a condition that is judged when it acts. An agent decides by itself what it
 * does with what it may write; a batch job or a service does what it was written for, so that less is enough.
 */
const firstTier = { agent: 'write', workload: 'escalate' } as const satisfies Record<string, Level>;

/** Whether what it does is decided at run time, as far as its own settings and permissions tell. */
export function authorization(identity: Identity, power: Power, isAgent: boolean | undefined, fixed?: StaticCondition): PostureAnswer {
  return (
    (identity.mcp === undefined ? undefined : ofServer(identity, identity.mcp)) ??
    (identity.settings === undefined ? undefined : ofClient(identity, identity.settings)) ??
    ofPower(power, isAgent, fixed)
  );
}

function ofServer(identity: Identity, mcp: NonNullable<Identity['mcp']>): PostureAnswer {
  if (mcp.disabled === true) return at(identity, unknown('it is switched off'), 'mcp.disabled');
  if (mcp.auto_approve_all === true) return at(identity, no('every tool call is approved beforehand'), 'mcp.auto_approve_all');
  // Tools that only read may be approved by name.
  const changing = mcp.destructive_auto_approved;
  if (changing === undefined) return unknown('approval settings were not seen');
  return changing.length > 0
    ? at(identity, no(`approved beforehand: ${changing.join(', ')}`), 'mcp.destructive_auto_approved')
    : yes('tool calls that change things ask first');
}

function ofClient(identity: Identity, settings: NonNullable<Identity['settings']>): PostureAnswer {
  const { bypass, shell_rules: shell = [], auto_approved_servers: servers = [], code_execution: code = [] } = settings;
  if (bypass !== undefined && bypass.length > 0) return at(identity, no(`approvals are bypassed: ${bypass.join(', ')}`), 'settings.bypass');
  if (shell.length > 0) return at(identity, no(`shell runs unasked: ${shell.join(', ')}`), 'settings.shell_rules');
  if (servers.length > 0)
    return at(identity, no(`every tool of ${servers.join(', ')} is approved beforehand`), 'settings.auto_approved_servers');
  if (code.length > 0) return at(identity, no(`what its model writes runs unasked: ${few(code, 3)}`), 'settings.code_execution');
  if (identity.kind === 'ci-agent') return ofAgentInJob(identity, settings);
  return ofBuiltAgent(identity, settings) ?? (bypass === undefined ? unknown('approval settings were not seen') : yes('actions ask first'));
}

/** Tools of Claude Code that change nothing outside of its own notes (https://docs.claude.com/en/docs/claude-code/settings). */
const reading = /^(?:Glob|Grep|LS|NotebookRead|Read|TodoRead|TodoWrite)(?:\(|$)/;

/** A job goes on by itself: what is not allowed beforehand is refused, and about what is allowed nobody is asked. */
function ofAgentInJob(identity: Identity, { allowed = [] }: NonNullable<Identity['settings']>): PostureAnswer {
  if (allowed.length > 0 && allowed.every((tool) => reading.test(tool)))
    return at(identity, yes(`what it is allowed only reads: ${few(allowed, 3)}`), 'settings.allowed');
  return unknown('nobody is there to be asked while a job runs, and what it may do unasked was not read');
}

const changing: ReadonlySet<string> = new Set(['write', 'execute']);

/** An agent that is built says of its tools which of them wait for a person. */
function ofBuiltAgent(identity: Identity, { approval, facets, tools }: NonNullable<Identity['settings']>): PostureAnswer | undefined {
  if (approval === undefined) return undefined;
  if (approval === 'each') return at(identity, yes('every tool call asks first'), 'settings.approval');
  const changes = (facets ?? []).some((facet) => changing.has(facet));
  if (approval === 'none' && changes) return at(identity, no('no tool call asks first, and tools change things'), 'settings.approval');
  if (!changes && tools !== undefined && facets !== undefined) return yes('holds no tool that changes things');
  return unknown(approval === 'some' ? 'some tool calls ask first, and it is not known which' : 'what its tools change is not known');
}

function ofPower(power: Power, isAgent: boolean | undefined, fixed: StaticCondition | undefined): PostureAnswer {
  const tiers = isAgent === undefined ? [firstTier.agent, firstTier.workload] : [isAgent ? firstTier.agent : firstTier.workload];
  const ranks = tiers.map((tier) => levels.indexOf(tier));
  const held = atLeast(power);
  const rank = held === undefined ? -1 : levels.indexOf(held);
  if (held !== undefined && rank >= Math.max(...ranks)) return withoutCondition(held, power);
  if (power.level === 'unknown') return unknown('its permissions are not known');
  if (rank >= Math.min(...ranks)) return unknown(`${power.level} power without any condition, and whether it is an agent is not known`);
  if (power.conditional && fixed !== undefined) {
    const because = `what it may do${power.level === 'none' ? '' : ` beyond ${power.level}`} turns on ${fixed.keys} alone, which no request changes`;
    if (fixed.escalates || (isAgent === true && fixed.changes)) return no(because);
    if (isAgent !== false) return unknown(because);
  }
  const isLow = rank < levels.indexOf(firstTier.agent);
  if (power.conditional)
    return yes(isLow ? 'what it may change depends on conditions' : `what it may do beyond ${power.level} depends on conditions`);
  return yes(isLow ? 'holds nothing that changes things' : `${power.level} power, and nothing that leads on to administrator`);
}

/** The evidence is looked up when somebody asks: many identities get this answer, and few are printed. */
function withoutCondition(held: Level, power: Power): PostureAnswer {
  return {
    ...no(`${held} power without any condition`),
    get evidence() {
      return power.because?.[0]?.evidence;
    },
  };
}

/** What it holds for sure, whatever was not read: a facet says that some of it is held. */
function atLeast({ level, write, execute, grant }: Power): Level | undefined {
  if (level !== 'unknown') return level;
  return [write, execute, grant].some((facet) => facet === 'some' || facet === 'all') ? 'write' : undefined;
}

function at(identity: Identity, answer: PostureAnswer, fact: string): PostureAnswer {
  return withEvidence(answer, identity.factEvidence?.[fact] ?? []);
}
