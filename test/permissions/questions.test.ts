import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { Access } from '../../src/permissions/aws/access.ts';
import { AwsPermissions } from '../../src/permissions/aws/aws-permissions.ts';
import type { RequestContext } from '../../src/permissions/power.ts';
import { inventoryOf } from '../collectors/aws/read-fixture.ts';
import { universe } from './world.ts';

interface Questions {
  readonly can: readonly { who: string; asks: string; answer: string; given?: RequestContext }[];
  /** The most certain way to administrator of the account. */
  readonly paths: readonly { who: string; certainty: string }[];
}

const { can, paths } = parse(readFileSync(new URL('questions.yaml', import.meta.url), 'utf8')) as Questions;
const idOf = (who: string): string => `aws:${who.replace('/', '/111122223333/')}`;
let access: Access;
let graph: Graph;

beforeAll(async () => {
  const inventory = await inventoryOf('questions/authorization-details.json');
  const permissions = new AwsPermissions(inventory, universe);
  access = new Access(inventory, universe, permissions);
  graph = buildGraph(inventory, permissions);
});

describe('questions about an account that was read from a dump', () => {
  test.each(can)('$who: $asks -> $answer', ({ who, asks, answer, given }) => {
    const [action = '', resource] = asks.split(' ');
    expect(access.explain(idOf(who), action, resource, given ? { context: given } : {}).decision).toBe(answer);
  });

  test.each(paths)('the way of $who to administrator is $certainty', ({ who, certainty }) => {
    expect(graph.pathToAdmin(idOf(who))?.certainty ?? 'none').toBe(certainty);
  });
});
