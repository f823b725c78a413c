import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected } from '../collector.ts';
import { KeptAccounts } from '../kept-accounts.ts';
import { answersAt, textAt } from './answer.ts';
import { serviceAssetType } from './asset-types.ts';
import { credentialsError, loginAdvice, openGoogle } from './google-session.ts';
import { LiveAsker } from './live-asker.ts';
import { readDenyPolicies, readOrgPoliciesOf, readPolicyOf } from './live-direct.ts';
import { LiveProjects } from './live-projects.ts';
import { LiveReading } from './live-reading.ts';
import { readHeldRoles } from './live-roles.ts';
import { LiveTree } from './live-tree.ts';
import { GoogleNormaliser } from './normalise.ts';
import { rootOf } from './source-word.ts';

/**
 * Reads an organization, folder or project with the credentials of whoever runs this. What is refused becomes a gap, the rest
 * is read. Throws UserError only where the credentials are missing or not accepted.
 */
export async function collectGoogle(source: string, context: CollectContext, wait?: (ms: number) => Promise<unknown>): Promise<Collected> {
  const named = rootOf(source);
  const session = openGoogle(context.environment, {
    onWait: (seconds) => context.progress(`${source}: waiting ${seconds} s as Google asks for`),
    ...(wait === undefined ? {} : { wait }),
  });
  const root = named ?? (await projectRoot(session.project()));
  if (root === undefined) throw new UserError(`${source}: the credentials name no project; write gcp:projects/ID, or ${loginAdvice}`);
  const normaliser = new GoogleNormaliser(context.emit, source, context.fingerprint);
  const { book } = normaliser;
  const asker = new LiveAsker(session, (group, gap) => book.gap(group, gap));
  const reading = new LiveReading(source, asker, normaliser);

  context.progress(`${source}: reading ${root}`);
  await readRoot(root, reading);
  if (asker.refused !== undefined && asker.answers === 0) throw credentialsError(source, asker.refused);
  await new LiveTree(reading).read(root);
  context.progress(`${source}: ${book.accounts.size} service accounts; reading roles`);
  await readHeldRoles(reading);
  await readSearches(root, reading);
  const kept = openKept(source, root, context);
  const projects = new LiveProjects(source, asker, book, context, kept);
  await projects.read();
  reading.noteUnknown();
  const scope = normaliser.finish();
  if (asker.refused !== undefined) context.note?.(`${source}: stopped in the middle: ${asker.refused.detail}; ${loginAdvice}`);
  else if (projects.unfinished > 0 && kept !== undefined)
    context.note?.(`${source}: ${projects.unfinished} projects are to be read again; run the same command again to go on`);
  noteRequests(source, asker.requests, book.accounts.size, context);
  return {
    plane: 'gcp',
    scope: scope === '' ? root : scope,
    requests: asker.requests,
    used: () => {
      if (projects.unfinished === 0) kept?.remove();
    },
  };
}

async function projectRoot(project: Promise<string | undefined>): Promise<string | undefined> {
  const id = await project;
  return id === undefined ? undefined : `projects/${id}`;
}

/** What is read, and what it lies in, with the roles and limits that come from there. */
async function readRoot(root: string, reading: LiveReading): Promise<void> {
  let segment: string | undefined = root;
  for (let step = 0; segment !== undefined && step < 20; step++) {
    const level: string = segment.slice(0, segment.indexOf('/'));
    const purpose = { what: `what ${segment} lies in`, permission: `resourcemanager.${level}.get` };
    const answer = await reading.asker.get({ api: 'cloudresourcemanager', path: `/v3/${segment}` }, purpose);
    if (answer !== undefined) reading.take(answer, segment);
    if (segment !== root) {
      await readPolicyOf(segment, reading);
      await readDenyPolicies(segment, reading);
      await readOrgPoliciesOf(segment, reading);
      // The tree of what is read is listed; of what is above it only this way up is known.
    } else if (level === 'organizations') await readPolicyOf(segment, reading);
    const parent: string | undefined = textAt(answer, 'parent');
    if (parent !== undefined) reading.book.learnParent(segment, parent);
    segment = parent;
  }
}

/** What lists of assets do not say, found by searching: when accounts were made, and which projects have model APIs turned on. */
async function readSearches(root: string, { asker, take, book }: LiveReading): Promise<void> {
  if (asker.refused !== undefined) return;
  const search = async (what: string, query: Readonly<Record<string, string | number>>): Promise<boolean> =>
    asker.all(
      { api: 'cloudasset', path: `/v1/${root}:searchAllResources`, query: { pageSize: 500, ...query } },
      { what, permission: 'cloudasset.assets.searchAllResources', group: 'searches', extra: true },
      (page) => {
        for (const result of answersAt(page, 'results')) take(result, textAt(result, 'name') ?? what);
      },
    );
  await search('when service accounts were made', {
    assetTypes: 'iam.googleapis.com/ServiceAccount',
    readMask: 'name,assetType,createTime',
  });
  const models = {
    assetTypes: serviceAssetType,
    query: 'name:(aiplatform.googleapis.com OR generativelanguage.googleapis.com) AND state:ENABLED',
  };
  const whole = await search('which projects have model APIs turned on', models);
  // Where all that are turned on were found, the other projects have none.
  book.listedServices = whole;
}

function openKept(source: string, root: string, context: CollectContext): KeptAccounts | undefined {
  const settings = context.organization;
  if (settings?.keepIn === undefined) return undefined;
  const kept = new KeptAccounts(settings.keepIn, { tool: settings.tool, source, organization: root, role: '', keys: [] }, context.now);
  if (kept.unused !== undefined) context.note?.(`${source}: what is kept in ${kept.directory} is not used: ${kept.unused}`);
  else if (kept.count > 0) context.note?.(`${source}: going on with an interrupted run: ${kept.count} projects were read before`);
  return kept;
}

function noteRequests(source: string, requests: number, accounts: number, context: CollectContext): void {
  const rate = accounts === 0 ? '' : ` (${Math.round((requests * 1000) / accounts)} for 1,000)`;
  context.note?.(`${source}: ${requests} requests for ${accounts} service accounts${rate}`);
}
