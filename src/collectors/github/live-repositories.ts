import { environmentKindOf } from '../environment-words.ts';
import type { GraphAsker, GraphCall } from './graph-asker.ts';
import { repositoriesQuery, repositoryQuery } from './graph-queries.ts';
import { takeGraph } from './live-organization.ts';
import type { LiveReading } from './live-reading.ts';
import { countOf, hasMore, nodesOf, objectOf, type Raw, textOf } from './raw.ts';

/** What the sweep shows of a repository: what there is to ask about it. */
export interface Swept {
  readonly name: string;
  readonly keys: number;
  readonly writingKeys: number;
  /** Environments by name, each with whether its branches are limited. */
  readonly environments: readonly { readonly name: string; readonly limited: boolean }[];
  /** Lists that did not fit. */
  readonly cut: readonly string[];
}

const parts = {
  deployKeys: 'deploy keys',
  collaborators: 'collaborators',
  environments: 'environments',
  branchProtectionRules: 'branch protection',
  rulesets: 'rulesets of repositories',
} as const;

const sweep: GraphCall = {
  name: 'repositories',
  what: 'repositories',
  permission: 'administration:read',
  query: repositoriesQuery,
  at: ['repositoryOwner', 'repositories'],
  first: 50,
  parts,
};

/** Asks for all repositories of an owner, fifty to a page. */
export async function sweepRepositories(
  reading: LiveReading,
  graph: GraphAsker,
  owner: string,
): Promise<{ readonly repositories: readonly Swept[]; readonly whole: boolean }> {
  const repositories: Swept[] = [];
  const whole = await graph.pages(sweep, { login: owner }, (data) => {
    takeGraph(reading, data, owner, '/repositories');
    for (const raw of nodesOf(objectOf(data.repositoryOwner)?.repositories) ?? []) repositories.push(...sweptOf(raw));
    reading.progress(`${repositories.length} repositories`);
  });
  return { repositories, whole };
}

/** The same of one repository. */
export async function sweepOne(reading: LiveReading, graph: GraphAsker, owner: string, name: string): Promise<Swept | undefined> {
  const data = await graph.one(
    { name: 'repository', what: 'the repository', permission: 'administration:read', query: repositoryQuery, parts },
    { owner, name },
  );
  if (data === undefined) return undefined;
  takeGraph(reading, data, owner, `/repository/${owner}/${name}`);
  return sweptOf(objectOf(data.repository) ?? {})[0];
}

function sweptOf(raw: Raw): Swept[] {
  const name = textOf(raw.nameWithOwner);
  if (name === undefined) return [];
  const keys = nodesOf(raw.deployKeys) ?? [];
  return [
    {
      name,
      keys: countOf(objectOf(raw.deployKeys)?.totalCount) ?? keys.length,
      writingKeys: keys.filter((key) => key.readOnly === false).length,
      environments: (nodesOf(raw.environments) ?? []).flatMap((environment) => {
        const title = textOf(environment.name);
        const rules = nodesOf(environment.protectionRules) ?? [];
        return title === undefined ? [] : [{ name: title, limited: rules.some((rule) => rule.type === 'BRANCH_POLICY') }];
      }),
      cut: Object.keys(parts).filter((part) => raw[part] !== undefined && raw[part] !== null && hasMore(raw[part])),
    },
  ];
}

/** One question about one repository. */
interface Question {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly what: keyof typeof unasked;
}

/** What stays unseen of repositories that are not asked about, in words. */
const unasked = {
  'deploy keys': 'when deploy keys were last used, and who added them',
  environments: 'which branches may deploy to environments, and whether administrators pass their protection by',
  cut: 'the rest of long lists of repositories',
} as const;

/** What the sweep shows to be worth a question, the most telling first. */
export function questionsAbout(repositories: readonly Swept[]): readonly Question[] {
  const of = (name: string): Readonly<Record<string, string>> => ({
    owner: name.slice(0, name.indexOf('/')),
    repo: name.slice(name.indexOf('/') + 1),
  });
  const cut = repositories.flatMap(({ name, cut: lists }) =>
    lists.flatMap((list): Question[] => {
      const path = restPaths[list];
      return path === undefined ? [] : [{ path, parameters: of(name), what: 'cut' }];
    }),
  );
  const environments = [...repositories]
    .filter((repository) => repository.environments.length > 0)
    .sort((a, b) => Number(isProductive(b)) - Number(isProductive(a)))
    .flatMap(({ name, environments: list }): Question[] => [
      { path: '/repos/{owner}/{repo}/environments', parameters: of(name), what: 'environments' },
      ...list
        .filter((environment) => environment.limited)
        .map(
          (environment): Question => ({
            path: '/repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies',
            parameters: { ...of(name), environment_name: environment.name },
            what: 'environments',
          }),
        ),
    ]);
  const keys = [...repositories]
    .filter((repository) => repository.keys > 0)
    .sort((a, b) => b.writingKeys - a.writingKeys)
    .map(({ name }): Question => ({ path: '/repos/{owner}/{repo}/keys', parameters: of(name), what: 'deploy keys' }));
  return [...cut, ...interleaved(environments, keys)];
}

/** What a list of the sweep is asked for by, where it did not fit. */
const restPaths: Readonly<Record<string, string>> = {
  collaborators: '/repos/{owner}/{repo}/collaborators',
  environments: '/repos/{owner}/{repo}/environments',
  deployKeys: '/repos/{owner}/{repo}/keys',
};

function isProductive({ environments }: Swept): boolean {
  return environments.some(({ name }) => environmentKindOf(name) === 'production');
}

function interleaved<T>(a: readonly T[], b: readonly T[]): T[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => [...a.slice(i, i + 1), ...b.slice(i, i + 1)]).flat();
}

/** Asks as many of the questions as there are requests for, and says what was not asked. */
export async function askAbout(reading: LiveReading, questions: readonly Question[], requests: number, owner: string): Promise<void> {
  const before = reading.asker.session.requests.rest;
  const left = new Map<Question['what'], Set<string>>();
  for (const [i, question] of questions.entries()) {
    const spent = reading.asker.session.requests.rest - before;
    if (spent < requests) {
      if (i % 20 === 0) reading.progress(`question ${i + 1} of ${questions.length} about single repositories`);
      await reading.read(question.path, question.parameters);
    } else {
      const name = `${question.parameters.owner}/${question.parameters.repo}`;
      left.set(question.what, (left.get(question.what) ?? new Set()).add(name));
    }
  }
  for (const [what, names] of left)
    reading.notAsked(
      unasked[what],
      `of ${names.size} repositories: one request for each`,
      `nhi scan 'github:${owner}/*' asks about each repository, nhi scan github:OWNER/REPO about one`,
    );
}
