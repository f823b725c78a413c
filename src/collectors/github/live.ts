import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected } from '../collector.ts';
import { GapCounter } from '../gap-counter.ts';
import { openKept } from '../kept-lists.ts';
import { Asker } from './asker.ts';
import { Book } from './book.ts';
import { GraphAsker } from './graph-asker.ts';
import { readOrganizationLive } from './live-organization.ts';
import { LiveReading } from './live-reading.ts';
import { askAbout, questionsAbout, type Swept, sweepRepositories } from './live-repositories.ts';
import { readInFull, readRepositoryLive } from './live-repository.ts';
import { textOf } from './raw.ts';
import { openSession, type SessionOptions } from './session.ts';
import { type Named, readSourceWord } from './source-word.ts';

/** Requests of REST for each repository of an organization, and how many a small one may always take. */
const share = 0.05;
const atLeast = 250;

/**
 * Reads an organization, a person's repositories, or one repository. What is refused becomes a gap, the rest is read.
 * @throws UserError where nothing can be read at all.
 */
export async function collectLive(source: string, context: CollectContext, options: SessionOptions = {}): Promise<Collected> {
  const named = readSourceWord(source, context.environment);
  const session = await openSession(source, named, context, options);
  const gaps = new GapCounter();
  const kept = openKept(source, `${named.base} ${named.owner}`, context);
  const asker = new Asker({ session, source, gaps, kept });
  const book = new Book({ emit: context.emit, fingerprint: context.fingerprint, gaps });
  const reading = new LiveReading(asker, book, (what) => context.progress(`${source}: ${what}`), context.now);
  const graph = new GraphAsker(asker);
  const swept =
    named.repository === undefined
      ? await readOwner(reading, graph, named, context.whoseUse !== undefined)
      : await readOne(reading, graph, named, named.repository);
  if (asker.stopped !== undefined && asker.answered === 0) throw new UserError(`${source}: ${asker.stopped.detail}`);
  if (book.taken === 0) throw new UserError(`${source}: ${notThere(named)}`);
  book.finish();
  const { rest, graphql } = session.requests;
  const rate = swept.length === 0 ? '' : ` for ${swept.length} repositories (${(rest / swept.length).toFixed(2)} REST requests for each)`;
  context.note?.(`${source}: ${rest} REST requests and ${graphql} of GraphQL${rate}`);
  // What could not be read is what the next run is for.
  const used = kept === undefined || asker.stopped !== undefined ? {} : { used: () => kept.remove() };
  return {
    plane: 'github',
    scope: named.repository === undefined ? named.owner : `${named.owner}/${named.repository}`,
    requests: rest + graphql,
    ...used,
  };
}

function notThere({ owner, repository, host }: Named): string {
  const what = repository === undefined ? `organization or person ${owner}` : `repository ${owner}/${repository}`;
  return `${host} shows no ${what} to these credentials; check the name, and that the token or app may see it`;
}

async function readOwner(reading: LiveReading, graph: GraphAsker, { owner, each }: Named, use: boolean): Promise<readonly Swept[]> {
  reading.progress('the organization');
  const organization = await reading.read('/orgs/{org}', { org: owner }, { optional: true });
  // People have repositories too.
  const login = textOf(organization?.items[0]?.login);
  if (login !== undefined) await readOrganizationLive(reading, graph, login, use);
  const { repositories, whole } = await sweepRepositories(reading, graph, login ?? owner);
  if (login !== undefined) await reading.read('/orgs/{org}/repos', { org: login });
  if (!whole && repositories.length > 0)
    reading.book.gaps.add('repositories', {
      source: reading.asker.source,
      what: 'all repositories',
      why: 'unreachable',
      detail: `${repositories.length} of them were read`,
    });
  if (each) {
    for (const [i, swept] of repositories.entries()) {
      reading.progress(`repository ${i + 1} of ${repositories.length}`);
      const [name = '', repo = ''] = swept.name.split('/');
      await readInFull(reading, { owner: name, repo }, swept);
    }
    return repositories;
  }
  const allowed = Math.max(atLeast, Math.floor(repositories.length * share));
  const requests = allowed - reading.asker.session.requests.rest;
  await askAbout(reading, questionsAbout(repositories), requests, login ?? owner);
  if (repositories.length > 0)
    reading.notAsked(
      'secrets, variables, webhooks and Actions settings of single repositories and environments',
      `of ${repositories.length} repositories: no list of GitHub holds them`,
      `nhi scan 'github:${login ?? owner}/*' asks about each repository, nhi scan github:OWNER/REPO about one`,
    );
  return repositories;
}

async function readOne(reading: LiveReading, graph: GraphAsker, { owner }: Named, repo: string): Promise<readonly Swept[]> {
  reading.progress(`${owner}/${repo}`);
  await readRepositoryLive(reading, graph, { owner, repo });
  return [];
}
