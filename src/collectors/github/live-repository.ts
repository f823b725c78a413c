import type { GraphAsker } from './graph-asker.ts';
import type { LiveReading } from './live-reading.ts';
import { type Swept, sweepOne } from './live-repositories.ts';
import { objectOf, textOf } from './raw.ts';

/** What is asked about a repository in full; the second says that many have no such thing. */
const questions: readonly (readonly [path: string, optional?: true])[] = [
  ['/repos/{owner}/{repo}/actions/permissions'],
  ['/repos/{owner}/{repo}/actions/permissions/workflow'],
  ['/repos/{owner}/{repo}/actions/oidc/customization/sub', true],
  ['/repos/{owner}/{repo}/actions/secrets'],
  ['/repos/{owner}/{repo}/actions/variables'],
  ['/repos/{owner}/{repo}/dependabot/secrets'],
  ['/repos/{owner}/{repo}/agents/secrets', true],
  ['/repos/{owner}/{repo}/hooks'],
  ['/repos/{owner}/{repo}/copilot/cloud-agent/configuration', true],
];

/** Besides, of a repository that is named by itself: what an organization is asked for as a whole. */
const alone: readonly (readonly [path: string, optional?: true])[] = [
  ['/repos/{owner}/{repo}/teams', true],
  ['/repos/{owner}/{repo}/actions/runners'],
  ['/repos/{owner}/{repo}/secret-scanning/alerts', true],
];

type Names = { readonly owner: string; readonly repo: string };

/** Reads one repository that was named. False where it is not there. */
export async function readRepositoryLive(reading: LiveReading, graph: GraphAsker, names: Names): Promise<boolean> {
  const answered = await reading.read('/repos/{owner}/{repo}', names);
  const found = textOf(answered?.items[0]?.full_name);
  if (found === undefined) return false;
  const asked = `${names.owner}/${names.repo}`;
  if (found.toLowerCase() !== asked.toLowerCase())
    reading.book.gaps.add(`renamed ${asked}`, {
      source: reading.asker.source,
      what: asked,
      why: 'not-found',
      detail: `it is called ${found} now, and was read under that name`,
      partial: false,
    });
  const [owner = '', repo = ''] = found.split('/');
  const swept = await sweepOne(reading, graph, owner, repo);
  await readInFull(reading, { owner, repo }, swept);
  await readRulesets(reading, { owner, repo });
  for (const [path, optional] of alone) await reading.read(path, { owner, repo }, optional === undefined ? {} : { optional });
  return true;
}

/** Everything about one repository that has a question of its own. */
export async function readInFull(reading: LiveReading, names: Names, swept: Swept | undefined): Promise<void> {
  for (const [path, optional] of questions) await reading.read(path, names, optional === undefined ? {} : { optional });
  if (swept === undefined || swept.keys > 0) await reading.read('/repos/{owner}/{repo}/keys', names);
  if (swept?.cut.includes('collaborators') === true) await reading.read('/repos/{owner}/{repo}/collaborators', names);
  if (swept !== undefined && swept.environments.length === 0) return;
  const answered = await reading.read('/repos/{owner}/{repo}/environments', names);
  for (const environment of answered?.items ?? []) {
    const name = textOf(environment.name);
    if (name === undefined) continue;
    const inside = { ...names, environment_name: name };
    const base = '/repos/{owner}/{repo}/environments/{environment_name}';
    if (objectOf(environment.deployment_branch_policy)?.custom_branch_policies === true)
      await reading.read(`${base}/deployment-branch-policies`, inside);
    await reading.read(`${base}/secrets`, inside);
    await reading.read(`${base}/variables`, inside);
  }
}

/** Rulesets of the organization that count here, which the repository's own answers name. */
async function readRulesets(reading: LiveReading, names: Names): Promise<void> {
  const listed = await reading.ask('/repos/{owner}/{repo}/rulesets', names, { query: { includes_parents: 'true' } });
  for (const ruleset of listed?.items ?? []) {
    if (ruleset.source_type === 'Repository') continue;
    const number = typeof ruleset.id === 'number' ? String(ruleset.id) : undefined;
    if (number !== undefined) await reading.read('/repos/{owner}/{repo}/rulesets/{ruleset_id}', { ...names, ruleset_id: number });
  }
}
