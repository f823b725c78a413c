import { endpointAt } from './endpoints.ts';
import { graphItems } from './graph-answer.ts';
import type { GraphAsker } from './graph-asker.ts';
import { membersQuery, rulesetsQuery, teamsQuery } from './graph-queries.ts';
import type { LiveReading } from './live-reading.ts';
import { hasMore, nodesOf, numberOf, objectOf, type Raw, textOf, timeOf } from './raw.ts';

/**
 * What is asked about an organization as a whole. Plans and older servers do not have all of it: what is optional and not there
 * is told, and is not missing.
 */
const questions: readonly (readonly [path: string, optional?: true])[] = [
  ['/orgs/{org}/actions/permissions'],
  ['/orgs/{org}/actions/permissions/workflow'],
  ['/orgs/{org}/actions/permissions/fork-pr-workflows-private-repos', true],
  ['/orgs/{org}/actions/oidc/customization/sub', true],
  ['/orgs/{org}/actions/runner-groups', true],
  ['/orgs/{org}/actions/runners'],
  ['/orgs/{org}/hooks'],
  ['/orgs/{org}/outside_collaborators'],
  ['/orgs/{org}/custom-repository-roles', true],
  ['/orgs/{org}/credential-authorizations', true],
  ['/orgs/{org}/personal-access-token-requests', true],
  ['/orgs/{org}/dependabot/secrets'],
  ['/orgs/{org}/codespaces/secrets', true],
  ['/orgs/{org}/private-registries', true],
  ['/orgs/{org}/copilot/coding-agent/permissions', true],
  ['/orgs/{org}/secret-scanning/alerts', true],
];

/** Stores whose secrets and variables jobs and agents are given: of those it is asked to which repositories. */
const stores = [
  ['actions', 'secrets'],
  ['actions', 'variables'],
  ['agents', 'secrets'],
  ['agents', 'variables'],
] as const;

/** Reads the organization itself. What hangs on its repositories is read by the sweep. */
export async function readOrganizationLive(reading: LiveReading, graph: GraphAsker, org: string, use: boolean): Promise<void> {
  for (const [path, optional] of questions) {
    reading.progress(endpointAt(path).what);
    await reading.read(path, { org }, optional === undefined ? {} : { optional });
  }
  await readInstallations(reading, org);
  await readTokens(reading, org);
  for (const [store, kind] of stores) await readStored(reading, org, store, kind);
  await readRoles(reading, org);
  await readRulesets(reading, graph, org);
  await readMembers(reading, graph, org);
  await readTeams(reading, graph, org);
  await readMachineKeys(reading);
  await readAuditLog(reading, org, use);
}

async function readInstallations(reading: LiveReading, org: string): Promise<void> {
  reading.progress('installed apps');
  const answered = await reading.read('/orgs/{org}/installations', { org });
  if (answered === undefined) return;
  const selected = answered.items.filter((app) => app.repository_selection === 'selected').length;
  if (selected > 0)
    reading.book.gaps.add('repositories of apps', {
      source: reading.asker.source,
      what: `the repositories that ${selected} ${selected === 1 ? 'app is' : 'apps are'} installed on`,
      why: 'not-given',
      detail: 'GitHub tells them to the app itself, and to people in its settings',
      partial: false,
    });
  const [from, to] = [-30, 0].map((days) => timeOf(reading.now.getTime() + days * 86_400_000) ?? '');
  const query = { min_timestamp: from ?? '', max_timestamp: to ?? '' };
  const used = await reading.read('/orgs/{org}/insights/api/subject-stats', { org }, { optional: true, query });
  if (used === undefined && answered.items.length > 0)
    reading.book.gaps.add('use of apps', {
      source: reading.asker.source,
      what: 'when apps were last used',
      why: 'not-given',
      detail: 'the statistics of API use were not to be read',
      permission: 'organization_api_insights:read (GitHub Enterprise Cloud)',
      partial: false,
    });
}

async function readTokens(reading: LiveReading, org: string): Promise<void> {
  reading.progress('fine-grained tokens');
  const answered = await reading.ask('/orgs/{org}/personal-access-tokens', { org });
  if (answered === undefined) return;
  for (const token of answered.items) {
    const number = numberOf(token.id);
    if (number === undefined || token.repository_selection !== 'subset') continue;
    const path = '/orgs/{org}/personal-access-tokens/{pat_id}/repositories';
    const reached = await reading.ask(path, { org, pat_id: number });
    if (reached?.whole === true) reading.take(endpointAt(path), { org, pat_id: number }, reached);
  }
  reading.take(endpointAt('/orgs/{org}/personal-access-tokens'), { org }, answered);
}

async function readStored(reading: LiveReading, org: string, store: string, kind: 'secrets' | 'variables'): Promise<void> {
  const optional = store === 'agents';
  const answered = await reading.read(`/orgs/{org}/${store}/${kind}`, { org }, { optional });
  for (const item of answered?.items ?? []) {
    const name = textOf(item.name);
    if (name === undefined || item.visibility !== 'selected') continue;
    const parameter = kind === 'secrets' ? 'secret_name' : 'name';
    await reading.read(`/orgs/{org}/${store}/${kind}/{${parameter}}/repositories`, { org, [parameter]: name });
  }
}

/** Keys of accounts that are machines', which anybody may see. */
async function readMachineKeys(reading: LiveReading): Promise<void> {
  for (const username of reading.book.people.machines().slice(0, mostMachines))
    for (const list of ['keys', 'ssh_signing_keys', 'gpg_keys'])
      await reading.read(`/users/{username}/${list}`, { username }, { optional: true });
}

const mostMachines = 50;

/** The audit log, as far back as some thousand events, where recorded use was asked for. */
async function readAuditLog(reading: LiveReading, org: string, asked: boolean): Promise<void> {
  if (asked) await reading.read('/orgs/{org}/audit-log', { org }, { optional: true, pages: 30 });
  else
    reading.book.gaps.add('audit log', {
      source: reading.asker.source,
      what: 'the audit log',
      why: 'not-given',
      detail: 'it was not asked for',
      permission: 'nhi scan --use',
      partial: false,
    });
}

/** Roles of the organization, and who has them. */
async function readRoles(reading: LiveReading, org: string): Promise<void> {
  const answered = await reading.read('/orgs/{org}/organization-roles', { org }, { optional: true });
  for (const role of answered?.items ?? []) {
    const [number, name] = [numberOf(role.id), textOf(role.name)];
    if (number === undefined || name === undefined) continue;
    for (const whom of ['teams', 'users'])
      await reading.read(`/orgs/{org}/organization-roles/{role_id}/${whom}`, { org, role_id: number }, { optional: true, subject: name });
  }
}

async function readRulesets(reading: LiveReading, graph: GraphAsker, org: string): Promise<void> {
  reading.progress('rulesets');
  const call = {
    name: 'rulesets',
    what: 'rulesets of the organization',
    permission: 'organization_administration:read',
    query: rulesetsQuery,
    at: ['organization', 'rulesets'],
    first: 50,
    parts: { bypassActors: 'who may pass rulesets by' },
  };
  let cut = false;
  const whole = await graph.pages(call, { login: org }, (data) => {
    for (const ruleset of nodesOf(objectOf(data.organization)?.rulesets) ?? [])
      cut ||= hasMore(ruleset.rules) || hasMore(ruleset.bypassActors);
    takeGraph(reading, data, org, '/orgs/rulesets');
  });
  if (whole && !cut) reading.supply(spotOf(reading, org, ''), 'rulesets');
}

async function readMembers(reading: LiveReading, graph: GraphAsker, org: string): Promise<void> {
  reading.progress('members');
  const call = {
    name: 'members',
    what: 'members',
    permission: 'members:read',
    query: membersQuery,
    at: ['organization', 'membersWithRole'],
    first: 100,
  };
  const whole = await graph.pages(call, { login: org }, (data) => takeGraph(reading, data, org, '/orgs/members'));
  if (whole) reading.supply(spotOf(reading, org, ''), 'members');
  else await readMembersByRole(reading, org);
}

/** Without GraphQL, owners and members are asked for by role. */
async function readMembersByRole(reading: LiveReading, org: string): Promise<void> {
  const answers = [];
  for (const role of ['admin', 'member'])
    answers.push(await reading.read('/orgs/{org}/members', { org }, { query: { role }, subject: role }));
  if (answers.every((answered) => answered?.whole === true)) reading.supply(spotOf(reading, org, ''), 'members');
}

/** Teams with their members and repositories; what does not fit on a page of GraphQL is asked for by REST. */
async function readTeams(reading: LiveReading, graph: GraphAsker, org: string): Promise<void> {
  reading.progress('teams');
  const call = { name: 'teams', what: 'teams', permission: 'members:read', query: teamsQuery, at: ['organization', 'teams'], first: 50 };
  const large: { readonly slug: string; readonly path: string }[] = [];
  const whole = await graph.pages(call, { login: org }, (data) => {
    for (const team of nodesOf(objectOf(data.organization)?.teams) ?? []) {
      const slug = textOf(team.slug);
      if (slug === undefined) continue;
      if (hasMore(team.members)) large.push({ slug, path: '/orgs/{org}/teams/{team_slug}/members' });
      if (hasMore(team.repositories)) large.push({ slug, path: '/orgs/{org}/teams/{team_slug}/repos' });
    }
    takeGraph(reading, data, org, '/orgs/teams');
  });
  let all = whole;
  for (const { slug, path } of large) all = (await reading.read(path, { org, team_slug: slug }))?.whole === true && all;
  if (all) reading.supply(spotOf(reading, org, ''), 'teams');
}

function spotOf(
  reading: LiveReading,
  organization: string,
  path: string,
): { readonly organization: string; readonly at: ReturnType<LiveReading['asker']['evidence']> } {
  return { organization, at: reading.asker.evidence(path) };
}

/** Reads what is in an answer of GraphQL. */
export function takeGraph(reading: LiveReading, data: Raw, organization: string, path: string): void {
  graphItems({ data }, spotOf(reading, organization, `/graphql${path}`), ({ reader, raw, spot }) => {
    reading.book.taken++;
    reader(raw, spot, reading.book);
  });
}
