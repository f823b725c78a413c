import type { Evidence } from './evidence.ts';

/** Something that runs as an identity: an instance, a function, a pipeline job, an MCP server process. */
export interface Workload {
  readonly id: string;
  /** `aws-instance-profile`, `aws-ec2-instance`, `mcp-process`... */
  readonly kind: string;
  readonly name: string;
  /** The identity it runs as. */
  readonly identity: string;
  readonly evidence: readonly Evidence[];
}
