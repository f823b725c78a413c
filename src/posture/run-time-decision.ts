import type { DecisionPoint } from '../inventory/decision-point.ts';
import { environmentId } from '../inventory/github-id.ts';
import type { Identity } from '../inventory/identity.ts';
import type { PolicyDocument } from '../inventory/policy.ts';
import type { Workload } from '../inventory/workload.ts';
import type { Power } from '../permissions/power.ts';
import { few } from './few.ts';
import { type PostureAnswer, unknown } from './posture-answer.ts';
import type { World } from './world.ts';

/** What stands before one workload, or before the identity itself. */
interface Covered {
  readonly name: string;
  readonly points: readonly DecisionPoint[];
}

/** Who decides about what an identity does while it does it. */
export interface RunTimeDecisions {
  /** What stands before the identity itself. */
  readonly own: readonly DecisionPoint[];
  /** What stands before each workload that runs as it. */
  readonly workloads: readonly Covered[];
  /** Policies that refuse objects as they come into its cluster. */
  readonly admission: readonly string[];
}

/** Looks up the decision points of an identity, of what runs as it, and of its cluster. */
export function decisionsOf(world: World, identity: Identity): RunTimeDecisions {
  const { decisionPoints, scopes } = world.inventory;
  const points = (id: string): readonly DecisionPoint[] => decisionPoints.get(id) ?? [];
  return {
    own: [
      ...points(identity.id),
      ...reviewersOf(world, identity),
      ...gatewayOfServer(world, identity),
      ...hooksOf(identity),
      ...mayAsk(world, identity),
    ],
    workloads: world.holdings.workloadsOf(identity.id).map((w) => ({ name: w.name, points: [...points(w.id), ...gatewayPolicy(w)] })),
    admission:
      identity.plane === 'kubernetes' ? (scopes.get(`kubernetes:cluster/${identity.scope}`)?.settings?.admission_denies ?? []) : [],
  };
}

/** A gateway of AgentCore asks its policy engine about each tool call, and heeds it or not, by its mode. */
function gatewayPolicy({ id, kind, name, settings, evidence }: Workload): readonly DecisionPoint[] {
  if (kind !== 'aws-agentcore-gateway') return [];
  const mode = settings?.policy_mode;
  const base = { id: `${id}#policy`, engine: 'Cedar', decides: 'tool-calls' as const, covers: [id], evidence };
  if (mode === 'ENFORCE')
    return [
      { ...base, enforcement: 'enforced', because: `Cedar policies decide about each tool call through the gateway ${name} (ENFORCE)` },
    ];
  if (mode === 'LOG_ONLY')
    return [
      { ...base, enforcement: 'watching', because: `Cedar policies of the gateway ${name} only log what they would refuse (LOG_ONLY)` },
    ];
  return [];
}

/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-using.html : the gateway's id stands first in its address. */
const gatewayHost = /^([a-z0-9-]{1,120})\.gateway\.bedrock-agentcore\.[a-z0-9-]{1,40}\.amazonaws\.com$/;

/** The policy of the gateway that an MCP server of a client's configuration is. */
function gatewayOfServer({ inventory }: World, { mcp }: Identity): readonly DecisionPoint[] {
  const [, gateway] = gatewayHost.exec(mcp?.url_host ?? '') ?? [];
  if (gateway === undefined) return [];
  return [...inventory.workloads.values()]
    .filter((w) => w.kind === 'aws-agentcore-gateway' && w.id.endsWith(`/${gateway}`))
    .flatMap(gatewayPolicy);
}

/**
 * Reviewers of the environment that a job deploys to, who are asked about each run
 * (https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments).
 */
function reviewersOf({ inventory }: World, { ci, kind, scope, id }: Identity): readonly DecisionPoint[] {
  if (kind !== 'github-workflow-job' || ci?.environment === undefined) return [];
  const { settings, evidence = [] } = inventory.scopes.get(environmentId(scope, ci.environment)) ?? {};
  if ((settings?.reviewers ?? 0) === 0) return [];
  return [
    {
      id: `${id}#reviewers`,
      engine: 'GitHub',
      decides: 'requests',
      enforcement: 'enforced',
      because: `reviewers of the environment ${ci.environment} are asked about each run`,
      covers: [id],
      evidence,
    },
  ];
}

/** The actions by which decisions are asked for. */
const asking: readonly string[] = ['verifiedpermissions:IsAuthorized', 'verifiedpermissions:IsAuthorizedWithToken'];

/** Whether a document names the action by which decisions are asked for; a star that covers it shows nothing. */
const asks = new WeakMap<PolicyDocument, boolean>();

function names(document: PolicyDocument): boolean {
  const known = asks.get(document);
  if (known !== undefined) return known;
  const found = document.statements.some(
    ({ effect, action = [] }) => effect === 'Allow' && action.some((one) => /^verifiedpermissions:isauthorized/i.test(one)),
  );
  asks.set(document, found);
  return found;
}

/**
 * Amazon Verified Permissions decides by Cedar policies for whoever asks it. An identity that is given the action to ask may do so
 * before it acts, or not (https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/authorization.html).
 */
export function mayAsk({ inventory, permissions }: World, { id, name, plane }: Identity): readonly DecisionPoint[] {
  // What all of its policies come to is known already: most need not be looked through.
  if (plane !== 'aws' || permissions.allowsNoneOf?.(id, asking) === true) return [];
  const grant = inventory.grants.get(id)?.find((g) => {
    const document = inventory.documents.get(g.document ?? inventory.policies.get(g.policy ?? '')?.document ?? '');
    return g.kind !== 'boundary' && document !== undefined && names(document);
  });
  if (grant === undefined) return [];
  const because = `${name} may ask Amazon Verified Permissions for decisions, and nothing seen shows that it does before it acts`;
  return [
    { id: `${id}#asks`, engine: 'Cedar', decides: 'requests', enforcement: 'unproven', because, covers: [id], evidence: grant.evidence },
  ];
}

/** A program that a client runs before tool calls and that may refuse them. What it refuses is not read. */
function hooksOf({ id, settings, factEvidence }: Identity): readonly DecisionPoint[] {
  const covers = coveringGates(settings);
  const gates = (settings?.gates ?? []).filter((gate) => covers.test(gate));
  if (gates.length === 0) return [];
  return [
    {
      id: `${id}#hooks`,
      engine: 'a hook',
      decides: 'tool-calls',
      enforcement: 'unproven',
      because: `a hook may refuse a call (${few(gates, 3)}), but what it refuses is not read, and a call may go on where it fails`,
      covers: [id],
      evidence: factEvidence?.['settings.gates'] ?? [],
    },
  ];
}

/** Hooks that are asked about what runs unasked: about every tool where nothing is asked at all. */
function coveringGates(settings: Identity['settings']): RegExp {
  if ((settings?.bypass ?? []).length > 0) return /, every tool: /;
  return (settings?.shell_rules ?? []).length > 0
    ? /, (?:every tool|shell|[^:]*(?:Bash|Shell|run_shell)[^:]*): /i
    : /, (?:every tool|tools of MCP servers|[^:]*mcp_[^:]*): /;
}

/**
 * The answer that decision points give, beside what is answered without them (`otherwise`). An engine that only watches, or that
 * stands before some workloads and not before others, never makes a no a yes.
 */
export function answerWith(decisions: RunTimeDecisions, otherwise: PostureAnswer, power: Power): PostureAnswer {
  const { own, workloads, admission } = decisions;
  const all = [...own, ...workloads.flatMap((w) => w.points)];
  const enforced = own.find(isEnforced);
  // Tool calls reach what the identity itself may not touch: an engine that nobody heeds leaves them undecided.
  const unheeded = enforced === undefined ? workloads.flatMap((w) => w.points).find(isUnheeded) : undefined;
  if (otherwise.answer === 'yes') return unheeded === undefined ? otherwise : from('no', unheeded);
  if (enforced !== undefined) return from('yes', enforced);
  const bare = workloads.filter((w) => !w.points.some(isEnforced));
  const [first] = workloads.flatMap((w) => w.points.find(isEnforced) ?? []);
  if (first !== undefined && bare.length === 0) {
    // What it is asked to do is decided; what it may do by itself is not made smaller by that.
    if (otherwise.answer === 'no' && (power.level === 'admin' || power.level === 'escalate'))
      return and(otherwise, `${first.because}, which limits only what it is asked to do`, first);
    // It may be an administrator by a policy that could not be read.
    if (power.level === 'unknown' && power.unreadable.length > 0)
      return and(unknown('its permissions are not known'), `${first.because}, which limits only what it is asked to do`, first);
    return from('yes', first);
  }
  const doubtful =
    own.find(isUnproven) ??
    (workloads.every((w) => w.points.some(counts)) ? workloads.flatMap((w) => w.points).find(isUnproven) : undefined);
  if (doubtful !== undefined) return from('unknown', doubtful);
  if (first !== undefined)
    return and(
      otherwise,
      `${first.because}; nothing does so for ${few(
        bare.map((w) => w.name),
        3,
      )}`,
      first,
    );
  const watching = all.find((p) => p.enforcement === 'watching');
  if (watching !== undefined)
    return and(
      otherwise.answer === 'unknown' && isUnheeded(watching) ? { ...otherwise, answer: 'no' } : otherwise,
      watching.because,
      watching,
    );
  if (otherwise.answer !== 'no' || admission.length === 0) return otherwise;
  const because = `${few(admission, 2)}: that decides what comes into the cluster, not what is done there at the time of a request`;
  return { ...otherwise, because: `${otherwise.because}; ${because}` };
}

function isEnforced({ enforcement }: DecisionPoint): boolean {
  return enforcement === 'enforced';
}

function isUnheeded({ enforcement, decides }: DecisionPoint): boolean {
  return enforcement === 'watching' && decides === 'tool-calls';
}

function isUnproven({ enforcement }: DecisionPoint): boolean {
  return enforcement === 'unproven';
}

function counts(point: DecisionPoint): boolean {
  return isEnforced(point) || isUnproven(point);
}

function from(answer: PostureAnswer['answer'], { because, evidence }: DecisionPoint): PostureAnswer {
  return { answer, because, evidence };
}

function and(otherwise: PostureAnswer, because: string, { evidence }: DecisionPoint): PostureAnswer {
  return { ...otherwise, because: `${otherwise.because}; ${because}`, evidence: [...(otherwise.evidence ?? []), ...evidence] };
}
