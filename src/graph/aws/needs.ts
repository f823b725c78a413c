import { withoutPartition } from '../../permissions/aws/partition.ts';
import type { PermissionEngine, RequestContext, StatementReference } from '../../permissions/power.ts';
import { coversUnknown, mayMatch } from '../../unknown-parts.ts';
import { tierOf, weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import { decideAll } from './select.ts';
import type { Need } from './techniques/technique.ts';

/** How certain it is that some needs are met, and the statements that meet each. */
export interface Met {
  readonly certainty: Certainty;
  readonly statements: ReadonlyMap<Need, readonly StatementReference[]>;
  /** On what, where it is one thing. */
  readonly resource?: string;
}

/** The pattern of a technique's resource as an ARN; `*` for actions that know no resources. */
export function arnOfResource(resource: string, account: string): string {
  return resource === '*' ? '*' : `arn:aws:${resource.replaceAll('@', account).replaceAll('{id}', '*')}`;
}

/** Patterns of an identity that are tried for one thing, at most. */
const mostPatterns = 64;

/**
 * Whether the needs on things that the identity makes or chooses itself are met. Needs on the same resource have to be
 * allowed on one and the same name, so each resource pattern of the identity's statements is tried for all of them.
 */
export function meetMade(engine: PermissionEngine, identity: string, account: string, needs: readonly Need[]): Met | undefined {
  const byResource = new Map<string, Need[]>();
  for (const need of needs) {
    for (const resource of [need.resource ?? '*'].flat()) {
      const list = byResource.get(resource);
      if (list) list.push(need);
      else byResource.set(resource, [need]);
    }
  }
  let certainty: Certainty = 'confirmed';
  const statements = new Map<Need, StatementReference[]>();
  for (const [resource, group] of byResource) {
    const best = meetOn(engine, identity, account, resource, group);
    if (best === undefined) return undefined;
    certainty = weakest(certainty, best.certainty);
    for (const [need, found] of best.statements) {
      const list = statements.get(need) ?? [];
      statements.set(need, [...list, ...found.filter((s) => !list.includes(s))]);
    }
  }
  return { certainty, statements };
}

/** What is known besides of needs on something that is made for the purpose. */
export interface Circumstances {
  readonly context?: RequestContext;
  /** Whether a name (or some name of a pattern) can be given to a new thing. */
  readonly isFree?: (resource: string) => boolean;
}

/** The needs on one and the same thing of a kind. */
export function meetOn(
  engine: PermissionEngine,
  identity: string,
  account: string,
  resource: string,
  needs: readonly Need[],
  { context, isFree }: Circumstances = {},
): Met | undefined {
  const whole = arnOfResource(resource, account);
  const candidates = whole === '*' ? ['*'] : candidatesFor(engine, identity, whole, resource.endsWith('{id}'), needs);
  let best: Met | undefined;
  for (const candidate of candidates) {
    if (isFree?.(candidate) === false) continue;
    const met = meetEach(engine, identity, needs, [candidate], context);
    if (met === undefined || (best !== undefined && tierOf(met.certainty) >= tierOf(best.certainty))) continue;
    best = met;
    if (met.certainty === 'confirmed') break;
  }
  return best;
}

/** The needs on one of some resources: the first on which all are met, the most certain. */
export function meetEach(
  engine: PermissionEngine,
  identity: string,
  needs: readonly Need[],
  resources: Iterable<string>,
  context?: RequestContext,
): Met | undefined {
  let best: Met | undefined;
  for (const resource of resources) {
    let certainty: Certainty | undefined = 'confirmed';
    const statements = new Map<Need, readonly StatementReference[]>();
    for (const need of needs) {
      const decided = decideAll(engine, identity, [need.action], resource, context);
      if (decided.certainty === undefined) {
        certainty = undefined;
        break;
      }
      certainty = weakest(certainty, decided.certainty);
      statements.set(need, decided.statements);
    }
    if (certainty === undefined || (best !== undefined && tierOf(certainty) >= tierOf(best.certainty))) continue;
    best = { certainty, statements, resource };
    if (certainty === 'confirmed') break;
  }
  return best;
}

/** Names and patterns of a kind of resource that the identity's own statements speak of. */
function candidatesFor(
  engine: PermissionEngine,
  identity: string,
  whole: string,
  chosenByAws: boolean,
  needs: readonly Need[],
): Iterable<string> {
  const out = new Set<string>();
  for (const need of needs) {
    for (const { pattern } of engine.resourcesFor(identity, need.action)) {
      const met = meeting(withoutPartition(pattern), whole);
      // A name that AWS chooses cannot be foretold: only a pattern can be meant for it.
      if (met === undefined || (chosenByAws && !met.endsWith('*'))) continue;
      out.add(met);
      // What a Deny leaves of a pattern is as good as all of it, where the name is free.
      out.add(exampleOf(met));
      if (out.size >= mostPatterns) return out;
    }
  }
  return out;
}

/** The part of a resource's ARNs that a pattern is about: exact where one of each pair of segments covers the other. */
export function meeting(pattern: string, whole: string): string | undefined {
  if (/^\*+$/.test(pattern)) return whole;
  if (coversUnknown(pattern, whole)) return whole;
  if (coversUnknown(whole, pattern)) return pattern;
  if (!mayMatch(pattern, whole)) return undefined;
  const ours = splitArn(pattern);
  const theirs = splitArn(whole);
  if (ours.length !== theirs.length) return undefined;
  const parts: string[] = [];
  for (const [i, one] of ours.entries()) {
    const other = theirs[i] ?? '';
    if (coversUnknown(one, other)) parts.push(other);
    else if (coversUnknown(other, one)) parts.push(one);
    else return undefined;
  }
  return parts.join(':');
}

/** An ARN's six parts; the last may hold colons of its own. */
function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** One resource that a pattern stands for. */
function exampleOf(pattern: string): string {
  const parts = splitArn(pattern);
  return parts.map((part, i) => part.replaceAll('*', i === 3 ? 'us-east-1' : 'example').replaceAll('?', 'x')).join(':');
}

/** What is known of the request when a role is passed for these needs: the service, and the thing that gets the role. */
export function passingContext(service: string, needs: readonly Need[], account: string): RequestContext {
  const first = needs.find((n) => n.on === 'made' && n.resource !== '*');
  const resource = [first?.resource ?? []].flat().find((r) => !r.includes('image/'));
  return {
    'iam:PassedToService': [service],
    ...(resource === undefined ? {} : { 'iam:AssociatedResourceArn': [arnOfResource(resource, account)] }),
  };
}
