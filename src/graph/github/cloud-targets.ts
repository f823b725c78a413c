import { githubIssuer, subjectsOf } from '../../github-subject.ts';
import type { GithubRepository } from '../../inventory/github-repository.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Trust } from '../../inventory/trust.ts';
import type { Controls } from '../../permissions/github/controls.ts';
import { fresh, fullRef } from '../../permissions/github/ref.ts';
import { isExact } from '../../permissions/github/ref-pattern.ts';
import { type JobContext, readContext } from '../../permissions/github/token-kind.ts';
import { mayMatch } from '../../unknown-parts.ts';
import type { Admission } from '../aws/trust.ts';
import { admitsToken, issuerOfProvider } from '../federates.ts';
import { idClaims, subjectFormOf } from './subject-forms.ts';

/** A cloud identity that lets a repository's jobs in, and what they have to run for. */
export interface CloudTarget {
  readonly identity: string;
  readonly context: JobContext;
  readonly admission: Admission;
}

/** Identities of clouds that take tokens of GitHub, by the repositories that their trusts name. */
export class CloudTargets {
  readonly #inventory: Inventory;
  readonly #byRepository = new Map<string, Set<string>>();
  /** Those whose trusts name repositories by patterns, with these. */
  readonly #open = new Map<string, readonly string[]>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    for (const [identity, trusts] of inventory.trusts)
      for (const trust of trusts) {
        if (trust.effect !== 'Allow' || !isGithubs(trust)) continue;
        for (const name of repositoriesOf(trust)) {
          if (isPattern(name)) this.#open.set(identity, [...(this.#open.get(identity) ?? []), name]);
          else this.#byRepository.set(name.toLowerCase(), (this.#byRepository.get(name.toLowerCase()) ?? new Set()).add(identity));
        }
      }
  }

  /** What lets in a token that some job of the repository could have. */
  of(repository: GithubRepository, controls: Controls): readonly CloudTarget[] {
    const open = [...this.#open].flatMap(([identity, patterns]) =>
      patterns.some((p) => /\$/.test(p) || mayMatch(p, repository.name)) ? [identity] : [],
    );
    const identities = new Set([...(this.#byRepository.get(repository.name.toLowerCase()) ?? []), ...open]);
    return [...identities].sort().flatMap((identity) =>
      contextsLetIn(this.#inventory, repository, controls, this.#inventory.trusts.get(identity) ?? []).map((way) => ({
        ...way,
        identity,
      })),
    );
  }
}

/** Of these repositories, by their names in lower case, those that a trust in tokens of GitHub may be about, one after the other. */
export function* repositoriesIn(trust: Trust, repositories: ReadonlyMap<string, GithubRepository>): Generator<GithubRepository> {
  if (!isGithubs(trust)) return;
  const names = [...new Set(repositoriesOf(trust).map((name) => name.toLowerCase()))];
  const patterns = names.filter(isPattern);
  for (const name of names) {
    const named = repositories.get(name);
    if (named !== undefined) yield named;
  }
  if (patterns.length === 0) return;
  for (const [name, repository] of repositories)
    if (!names.includes(name) && patterns.some((pattern) => mayBeNamed(pattern, name))) yield repository;
}

function isPattern(name: string): boolean {
  return /[*?$]/.test(name);
}

/** A variable of code may be any name. */
function mayBeNamed(pattern: string, name: string): boolean {
  return pattern.includes('$') || mayMatch(pattern, name);
}

/** What jobs of a repository have to run for so that trusts let them in. */
export function contextsLetIn(
  inventory: Inventory,
  repository: GithubRepository,
  controls: Controls,
  trusts: readonly Trust[],
): readonly Omit<CloudTarget, 'identity'>[] {
  const found = contextsFor(trusts, controls).flatMap((context) => {
    const admission = admitsToken(trusts, claimsFor(inventory, repository, context, trusts));
    return admission === undefined ? [] : [{ context, admission }];
  });
  // What lets in jobs of any branch, tag and pull request is open to whoever may write a workflow at all.
  const any = found.filter((way) => anyContext.has(way.context));
  const [first] = any;
  return first === undefined || any.length < anyContext.size || any.some((way) => way.admission.certainty !== first.admission.certainty)
    ? found
    : [{ ...first, context: '*' }, ...found.filter((way) => !anyContext.has(way.context) && !isBranch(way.context))];
}

const anyContext: ReadonlySet<JobContext> = new Set<JobContext>([`ref:refs/heads/${fresh}`, `ref:refs/tags/${fresh}`, 'pull_request']);

/** One branch of a name: whoever writes to it, and to no other, is left out where any will do. */
function isBranch(context: JobContext): boolean {
  return context.startsWith('ref:') && context.includes(fresh);
}

function isGithubs(trust: Trust): boolean {
  return trust.principalKind === 'oidc' && githubIssuer.test(issuerOfProvider(trust.principal));
}

/** The repositories that a trust names, in its subjects or its claims; `*` where it names none. */
function repositoriesOf(trust: Trust): readonly string[] {
  const named = [
    ...valuesOf(trust, 'sub').map((subject) => /^repo:([^:]+)/.exec(subject)?.[1]?.replaceAll(/@[^/]*/g, '') ?? '*'),
    ...valuesOf(trust, 'repository'),
  ];
  return named.length === 0 ? ['*'] : named;
}

function valuesOf({ condition }: Trust, claim: string): readonly string[] {
  return Object.values(condition ?? {}).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) => (key.toLowerCase().endsWith(`:${claim}`) ? values : [])),
  );
}

/** Any branch and tag, the branches and environments that are set apart, pull requests, and what the trusts name. */
function contextsFor(trusts: readonly Trust[], { profile, rules, environments = [] }: Controls): readonly JobContext[] {
  const named = trusts.flatMap((trust) => [
    ...valuesOf(trust, 'sub').flatMap((subject) => /^repo:[^:]+:(.+)$/.exec(subject)?.[1] ?? []),
    ...valuesOf(trust, 'ref').map((ref) => `ref:${ref}`),
    ...valuesOf(trust, 'environment').map((name) => `environment:${name}`),
  ]);
  const branches = [
    ...(profile.defaultBranch === undefined ? [] : [profile.defaultBranch]),
    ...rules
      .flatMap(({ rules: r }) => (r.target === 'branch' ? (r.refs?.include ?? []) : []))
      .filter((p) => isExact(p) && !p.startsWith('~')),
  ];
  const all = [
    `ref:refs/heads/${fresh}`,
    ...branches.map((branch) => `ref:${fullRef(branch)}`),
    `ref:refs/tags/${fresh}`,
    'pull_request',
    ...environments.map((e) => `environment:${e.name}`),
    ...named.map((text) => text.replaceAll(/[*?]+/g, fresh)),
  ];
  return [...new Set(all)].flatMap((text) => readContext(text) ?? []);
}

/** What a token says of a job that somebody wrote to run for this: he chooses the audience, and a file of his own. */
function claimsFor(
  inventory: Inventory,
  { name, profile }: GithubRepository,
  context: JobContext,
  trusts: readonly Trust[],
): Readonly<Record<string, readonly string[]>> {
  const owner = name.slice(0, name.indexOf('/'));
  const ref = context.startsWith('ref:') ? context.slice('ref:'.length) : context === 'pull_request' ? 'refs/pull/*/merge' : 'refs/*';
  const audiences = trusts.flatMap((trust) => valuesOf(trust, 'aud'));
  const issuers = trusts.filter(isGithubs).map((t) => `https://${issuerOfProvider(t.principal)}`);
  const form = subjectFormOf(inventory, name);
  const values: Readonly<Record<string, readonly string[]>> = {
    iss: [...new Set(issuers)],
    ...(audiences.length === 0 ? {} : { aud: [...new Set(audiences)].map((aud) => aud.replaceAll('*', fresh)) }),
    repository: [name],
    repository_owner: [owner],
    ...(profile.visibility === undefined ? {} : { repository_visibility: [profile.visibility] }),
    ...(form === undefined ? {} : idClaims(form)),
    ref: [ref],
    ...(context.startsWith('environment:') ? { environment: [context.slice('environment:'.length)] } : {}),
    job_workflow_ref: [`${name}/.github/workflows/*@${ref}`],
  };
  return { ...values, sub: form === undefined ? [`repo:${name}:${context}`] : subjectsOf(form, context, values) };
}
