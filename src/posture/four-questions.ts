import type { Credential } from '../inventory/credential.ts';
import type { Evidence } from '../inventory/evidence.ts';
import type { Identity } from '../inventory/identity.ts';
import type { Power } from '../permissions/power.ts';
import { answerWith, type RunTimeDecisions } from './run-time-decision.ts';

/** An answer to one of the four questions, with the fact that decides it. */
export interface PostureAnswer {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly because: string;
  /** Where that fact stands; absent where it follows from what is not there. */
  readonly evidence?: readonly Evidence[] | undefined;
}

/**
 * The four questions of an identity review. `binding`: is it bound to a workload and not to a person? `lifetime`: are
 * its credentials short-lived? `authorization`: is what it does decided at run time? `revocation`: can it be revoked
 * without stopping anything else?
 */
export interface Posture {
  readonly binding: PostureAnswer;
  readonly lifetime: PostureAnswer;
  readonly authorization: PostureAnswer;
  readonly revocation: PostureAnswer;
}

export interface PostureInput {
  readonly identity: Identity;
  readonly power: Power;
  /** Credentials that prove it; undefined where they were not read. */
  readonly credentials: readonly Credential[] | undefined;
  /** A secret that stays the same until somebody changes it and that it may read where that is kept; undefined where none is known. */
  readonly keptSecret?: Credential | undefined;
  /** How many distinct workloads and holders share each credential or run as it; undefined where not known. */
  readonly fanOut: number | undefined;
  /** Who decides about what it does while it does it. */
  readonly decisions: RunTimeDecisions;
}

export function answerFourQuestions(input: PostureInput): Posture {
  return {
    binding: binding(input.identity),
    lifetime: lifetime(input),
    authorization: answerWith(input.decisions, authorization(input), input.power),
    revocation: revocation(input),
  };
}

const yes = (because: string): PostureAnswer => ({ answer: 'yes', because });
const no = (because: string): PostureAnswer => ({ answer: 'no', because });
const unknown = (because: string): PostureAnswer => ({ answer: 'unknown', because });

function binding({ nature, aws, mcp, kind }: Identity): PostureAnswer {
  if (mcp?.human_login !== undefined && mcp.human_login.length > 0) return no(`borrows a person's login: ${mcp.human_login.join(', ')}`);
  if (nature === 'human') return no('a person uses it');
  if (aws?.console_password === true && (aws.active_keys ?? 0) > 0) return no('has a console password and access keys');
  if (kind === 'aws-root') return no('the root user belongs to whoever holds its mailbox');
  if (nature === 'service-agent') return yes("the provider's own");
  if (aws?.trusted_services !== undefined && aws.trusted_services.length > 0) return yes(`assumed by ${aws.trusted_services.join(', ')}`);
  if (nature === 'workload' || nature === 'agent')
    return yes(kind === 'aws-iam-role' ? 'workloads assume it, and no person was seen to' : `${kind} runs by itself`);
  return unknown('nothing seen says who uses it');
}

function lifetime({ identity, credentials, keptSecret }: PostureInput): PostureAnswer {
  if (credentials === undefined) return unknown('its credentials were not read');
  const live = credentials.filter((c) => c.static && c.enabled !== false);
  if (live.length > 0) return no(`${live.length === 1 ? (live[0] as Credential).name : `${live.length} credentials`} without expiry`);
  const [long] = credentials.filter((c) => c.enabled !== false && lifeOf(c) > shortLife);
  if (long !== undefined) return no(`${long.name} lives ${lifeOf(long)} days`);
  // Whoever reads a key once has it for good.
  if (keptSecret !== undefined) return no(`may read ${keptSecret.name}, which stays the same until somebody changes it`);
  return yes(identity.kind === 'aws-iam-role' ? 'only temporary credentials' : 'no credential without expiry seen');
}

/** A credential that lives longer is renewed by people, if at all. */
const shortLife = 185;

/** Days from the making of a credential to its end; 0 where one of them is not known. */
function lifeOf({ createdAt, expiresAt }: Credential): number {
  if (typeof createdAt !== 'string' || typeof expiresAt !== 'string') return 0;
  return Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000);
}

/** Whether what it does is decided at run time, as far as its own settings and permissions tell. */
function authorization({ identity, power }: PostureInput): PostureAnswer {
  const at = (answer: PostureAnswer, fact: string): PostureAnswer => withEvidence(answer, identity.factEvidence?.[fact] ?? []);
  if (identity.mcp !== undefined) {
    if (identity.mcp.disabled === true) return at(unknown('it is switched off'), 'mcp.disabled');
    if (identity.mcp.auto_approve_all === true) return at(no('every tool call is approved beforehand'), 'mcp.auto_approve_all');
    // Tools that only read may be approved by name.
    const changing = identity.mcp.destructive_auto_approved;
    if (changing === undefined) return unknown('approval settings were not seen');
    return changing.length > 0
      ? at(no(`approved beforehand: ${changing.join(', ')}`), 'mcp.destructive_auto_approved')
      : yes('tool calls that change things ask first');
  }
  if (identity.settings !== undefined) {
    const { bypass, shell_rules: shell = [], auto_approved_servers: servers = [] } = identity.settings;
    if (bypass !== undefined && bypass.length > 0) return at(no(`approvals are bypassed: ${bypass.join(', ')}`), 'settings.bypass');
    if (shell.length > 0) return at(no(`shell runs unasked: ${shell.join(', ')}`), 'settings.shell_rules');
    if (servers.length > 0) return at(no(`every tool of ${servers.join(', ')} is approved beforehand`), 'settings.auto_approved_servers');
    return bypass === undefined ? unknown('approval settings were not seen') : yes('actions ask first');
  }
  if (power.level === 'unknown') return unknown('its permissions are not known');
  if (power.level === 'none' || power.level === 'read') {
    return power.conditional ? yes('what it may change depends on conditions') : yes('holds nothing that changes things');
  }
  return {
    ...no(`${power.level} power without any condition`),
    // Looked up when somebody asks: nearly every identity gets this answer, and few are printed.
    get evidence() {
      return power.because?.[0]?.evidence;
    },
  };
}

function withEvidence(answer: PostureAnswer, evidence: readonly Evidence[]): PostureAnswer {
  return evidence.length === 0 ? answer : { ...answer, evidence };
}

function revocation({ fanOut, credentials }: PostureInput): PostureAnswer {
  if (fanOut === undefined) return unknown('what runs as it was not seen');
  if (fanOut > 1) return no(`${fanOut} workloads would stop together`);
  if (credentials === undefined) return unknown('its credentials were not read');
  return yes(fanOut === 1 ? 'one workload depends on it' : 'nothing seen depends on it');
}
