import type { Identity } from '../inventory/identity.ts';
import { isPipelineJob } from '../inventory/pipeline-kinds.ts';
import { isAgentKind } from './agent-facts.ts';
import type { Posture } from './four-questions.ts';
import { pipelineOf } from './holdings.ts';
import { postureOf } from './identity-facts.ts';
import type { PostureAnswer } from './posture-answer.ts';
import { worksAs } from './reached-from.ts';
import type { World } from './world.ts';

/** The four answers for a pipeline, or for an agent with all that it works through and as: a chain is as good as its weakest link. */
export interface IdentitySystem {
  /** Ids of the identities that it is made of, sorted. */
  readonly members: readonly string[];
  readonly posture: Posture;
}

interface Book {
  readonly systems: Map<string, IdentitySystem>;
  /** Ids of the jobs of each pipeline. */
  readonly jobs: ReadonlyMap<string, readonly string[]>;
}

const books = new WeakMap<World, Book>();

/** The system that an agent, or a job of a pipeline, belongs to; undefined for anything else, and where it is all there is. */
export function systemOf(world: World, identity: Identity): IdentitySystem | undefined {
  const isJob = isPipelineJob(identity.kind);
  if (!isJob && !isAgentKind(identity.kind)) return undefined;
  const { systems, jobs } = bookOf(world);
  const key = isJob ? pipelineOf(identity.id) : identity.id;
  const system = systems.get(key) ?? makeSystem(world, jobs.get(key) ?? [identity.id]);
  systems.set(key, system);
  return system.members.length > 1 ? system : undefined;
}

function bookOf(world: World): Book {
  const present = books.get(world);
  if (present !== undefined) return present;
  const jobs = new Map<string, string[]>();
  for (const { id, kind } of world.inventory.identities.values()) {
    if (!isPipelineJob(kind)) continue;
    const pipeline = pipelineOf(id);
    const list = jobs.get(pipeline);
    if (list === undefined) jobs.set(pipeline, [id]);
    else list.push(id);
  }
  const book = { systems: new Map(), jobs };
  books.set(world, book);
  return book;
}

function makeSystem(world: World, starts: readonly string[]): IdentitySystem {
  const reached = new Set(starts.flatMap((start) => [start, ...worksAs(world.graph, start)]));
  const members = [...reached].sort().flatMap((id) => world.inventory.identities.get(id) ?? []);
  const answers = members.map((member) => ({ name: member.name, posture: postureOf(world, member) }));
  const weakest = (question: keyof Posture): PostureAnswer => {
    for (const wanted of ['no', 'unknown'] as const) {
      const found = answers.find(({ posture }) => posture[question].answer === wanted);
      if (found !== undefined) return { ...found.posture[question], because: `${found.name}: ${found.posture[question].because}` };
    }
    return { answer: 'yes', because: `yes for each of the ${members.length}` };
  };
  return {
    members: members.map(({ id }) => id),
    posture: {
      binding: weakest('binding'),
      lifetime: weakest('lifetime'),
      authorization: weakest('authorization'),
      revocation: weakest('revocation'),
    },
  };
}
