import { UserError } from '../user-error.ts';

/** Options of the commands that read sources, as commander hands them over. */
export interface CommonOptions {
  readonly config?: string;
  readonly rules?: readonly string[];
  readonly now?: string;
  readonly roleArn?: string;
  /** `--home`: also the places of AI agents in the home directory. */
  readonly home?: boolean;
  /** `--history`: also what git's history holds. */
  readonly history?: boolean;
  /** `--blame`: ask git who last committed what has no other owner. */
  readonly blame?: boolean;
  /** `--departed`: a list of people who left. */
  readonly departed?: string;
  /** `--baseline-snapshot`: an earlier snapshot or JSON report to compare power with. */
  readonly baselineSnapshot?: string;
  readonly orgRole?: string;
  readonly accounts?: string;
  readonly concurrency?: string;
  readonly resume?: string;
  readonly region?: readonly string[];
  readonly use?: string;
  /** `--list-tools`: MCP servers to be asked for their tools. */
  readonly listTools?: readonly string[];
  readonly listToolsEnv?: readonly string[];
  readonly startUnasked?: boolean;
  readonly toolLock?: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly format?: string;
  readonly report?: readonly string[];
  readonly failOn?: string;
  /** `--baseline`: known findings, which do not fail the run. */
  readonly baseline?: string;
  readonly failOnNew?: string;
  readonly allowGaps?: boolean;
  readonly all?: boolean;
  readonly plane?: string;
  readonly nature?: string;
  readonly level?: string;
  readonly ai?: boolean;
  readonly sort?: string;
  /** `--columns`: names with commas between them. */
  readonly columns?: string;
  /** `--where`: a condition in CEL. */
  readonly where?: string;
  readonly to?: string;
}

/** `--now`, or undefined where it was not given. */
export function parseNow(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new UserError(`--now "${text}" is not a time; write it like 2026-11-22 or 2026-11-22T10:00:00Z`);
  }
  return new Date(text);
}

/** How AWS is to be read: the role, and the regions of services (`--region none`: an empty list). */
export function awsOptions(options: CommonOptions): { readonly roleArn?: string; readonly regions?: readonly string[] } {
  const { roleArn, region = [] } = options;
  const regions = region.flatMap((word) => word.split(',')).filter((word) => word !== '');
  for (const word of regions) {
    if (!/^(?:all|none|[a-z]{2,}(?:-[a-z0-9]+)+)$/.test(word)) {
      throw new UserError(`--region ${JSON.stringify(word)} is not an AWS region: write one like eu-west-1, all or none`);
    }
  }
  if (regions.length > 1 && regions.includes('none')) throw new UserError('--region none stands alone: it reads no service of any region');
  return {
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(regions.length === 0 ? {} : { regions: regions[0] === 'none' ? [] : regions }),
  };
}
