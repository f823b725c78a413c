import type { Authority, Held } from './authority.ts';
import { everywhere, type Region } from './region.ts';
import { type AskedAction, isAbout, type Statement } from './statement.ts';
import { overlaps } from './wildcard.ts';

/**
 * Actions without resource types, such as `sqs:ListQueues`: what a policy says of them counts where it is about all resources
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html#actions_table).
 */
export interface ActionsWithoutResource {
  readonly format: 1;
  /** Their numbers in the action table of the same build, rising. */
  readonly actions: readonly number[];
}

/** Says of an action whether it has no resource types, as far as the action is known. */
export function withoutResource({ actions }: ActionsWithoutResource): (action: AskedAction) => boolean {
  const known = new Set(actions);
  return ({ index }) => known.has(index);
}

/** An authority as it speaks about an action without resource types: statements about it are about everything, or say nothing of it. */
export function onNoResource(authority: Authority, action: AskedAction): Authority {
  const readList = (list: readonly Held[]): readonly Held[] =>
    list.flatMap(({ statement, source }) => {
      const read = isAbout(statement, action) ? asOfEverything(statement, action) : statement;
      return read === undefined ? [] : [{ statement: read, source }];
    });
  return {
    ...authority,
    allow: readList(authority.allow),
    deny: readList(authority.deny),
    limits: authority.limits.map((limit) => ({ ...limit, allow: readList(limit.allow) })),
  };
}

function asOfEverything(statement: Statement, { name }: AskedAction): Statement | undefined {
  if (statement.region === everywhere) return statement;
  const holds = holdsEverything(statement.region, name.slice(0, name.indexOf(':')));
  if (holds === 'no') return undefined;
  if (holds === 'yes') return { ...statement, region: everywhere };
  return { ...statement, region: everywhere, conditional: true, problems: [...statement.problems, undocumented] };
}

const undocumented =
  'a statement names all resources of a kind: whether that counts for an action without resource types is not documented';

type Holds = 'yes' | 'perhaps' | 'no';

function holdsEverything(region: Region, service: string): Holds {
  const clauses = region.map(({ patterns, negated }): Holds => {
    const found = patterns.map((pattern) => standsForAll(pattern, service));
    const best = found.includes('yes') ? 'yes' : found.includes('perhaps') ? 'perhaps' : 'no';
    return negated && best !== 'perhaps' ? (best === 'yes' ? 'no' : 'yes') : best;
  });
  return clauses.includes('no') ? 'no' : clauses.includes('perhaps') ? 'perhaps' : 'yes';
}

/**
 * `arn:aws:s3:::*` is all of S3; `arn:aws:iam::111122223333:role/*` all of a kind, which AWS lets some actions of a list be named by.
 * `arn:aws:s3:::bucket/*` is what one bucket holds: in ARNs of S3 without an account the first word is a name, not a kind
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html).
 */
function standsForAll(pattern: string, service: string): Holds {
  const [, , of = '*', , account, ...rest] = pattern.split(':');
  const name = rest.join(':');
  if (!overlaps(of, service)) return 'no';
  if (/^\*?$/.test(name)) return 'yes';
  if (of === 's3' && account === '') return 'no';
  return /^[\w-]+[/:]\*$/.test(name) ? 'perhaps' : 'no';
}
