import type { Evidence } from './evidence.ts';
import type { Facts } from './fact-types.ts';

/** What a source says of a workload; the rest of its facts follows from the inventory. */
export type WorkloadSettings = Omit<Facts<'Workload'>, 'id' | 'name' | 'kind' | 'scope' | 'region' | 'identity' | ComputedFacts>;

type ComputedFacts = 'agent_writers' | 'memory_agents' | 'account_guardrail' | 'token_mounted' | 'metadata_reachable';

/** Something that runs as an identity: an instance, a function, a pipeline job, an MCP server process. */
export interface Workload {
  readonly id: string;
  /** `aws-instance-profile`, `aws-ec2-instance`, `aws-lambda-function`, `mcp-process`... */
  readonly kind: string;
  readonly name: string;
  /** The identity it runs as. Absent where it runs as none, or where that is not known: `settings.has_role` says which. */
  readonly identity?: string;
  /** The account it lives in. */
  readonly scope?: string;
  readonly region?: string;
  /** The application it is part of, as its tags say: its parts are no strangers to each other. */
  readonly app?: string;
  /** The workload that gives it its identity: the instance profile of an instance. */
  readonly through?: string;
  readonly settings?: WorkloadSettings;
  readonly evidence: readonly Evidence[];
}
