import type { BranchRules, RepositoryCondition } from '../../inventory/branch-rules.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { DeploymentGate, GithubRepository, RepositoryProfile } from '../../inventory/github-repository.ts';
import type { Policy } from '../../inventory/policy.ts';
import { matchesRef } from './ref-pattern.ts';
import type { Three } from './three.ts';
import { any, every } from './three.ts';

/** A rule of a repository's refs by the name that people know it by. */
export interface NamedRules {
  readonly title: string;
  readonly rules: BranchRules;
  readonly evidence: readonly Evidence[];
}

/** What decides who changes which ref of a repository, and who reaches its secrets. */
export interface Controls {
  /** `acme/shop`. */
  readonly repository: string;
  readonly profile: RepositoryProfile;
  readonly rules: readonly NamedRules[];
  /** What was not read of the rules: anything else may then be refused as well. */
  readonly unread: readonly string[];
  /** Absent: not read. */
  readonly environments?: readonly DeploymentGate[];
  /** Workflows run in it. */
  readonly actions?: boolean | undefined;
  /** Workflows may approve pull requests. */
  readonly approves?: boolean | undefined;
}

/** The rules that count in a repository: its own, and those of its organization that are for it. */
export function controlsOf(repository: GithubRepository): Controls {
  const { organization, parts, profile, name } = repository;
  const short = name.slice(name.indexOf('/') + 1);
  const above = (organization?.rules ?? []).flatMap((policy) => {
    const rule = named(policy);
    const condition = rule?.rules.repositories;
    const isFor: Three = condition === undefined ? 'unknown' : concerns(condition, repository, short);
    if (rule === undefined || isFor === 'no') return [];
    // Whether it is for this repository is not known, so whether it stops anybody is not either.
    return isFor === 'yes' ? [rule] : [{ ...rule, rules: doubted(rule.rules) }];
  });
  const settings = { ...definedOf(organization?.scope.settings), ...definedOf(repository.scope.settings) };
  return {
    repository: name,
    profile,
    rules: [...repository.rules.flatMap((policy) => named(policy) ?? []), ...above],
    unread: [
      ...(parts.has('branch-protection') ? [] : ['branch protection was not read']),
      ...(parts.has('rulesets') ? [] : ['rulesets were not read']),
      ...(repository.scope.parent?.startsWith('github:organization/') === true && organization?.parts.has('rulesets') !== true
        ? ['rulesets of the organization were not read']
        : []),
    ],
    ...(parts.has('environments') || repository.environments.length > 0
      ? { environments: repository.environments.map((e) => e.gate) }
      : {}),
    actions: settings.actions_enabled,
    approves: settings.actions_approve_pull_requests,
  };
}

function definedOf<T extends object>(settings: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function named({ name, branchRules, evidence }: Policy): NamedRules | undefined {
  if (branchRules === undefined) return undefined;
  const { form, owner } = branchRules;
  const whose = owner.startsWith('github:organization/')
    ? ' of the organization'
    : owner.startsWith('github:enterprise/')
      ? ' of the enterprise'
      : '';
  return { title: form === 'protection' ? `branch protection ${name}` : `ruleset ${name}${whose}`, rules: branchRules, evidence };
}

/** A ruleset of which it is not known whether it is for a repository: it may be about no ref of it at all. */
function doubted({ refs: _, ...rules }: BranchRules): BranchRules {
  return rules;
}

/** All parts of a condition must hold (https://docs.github.com/rest/orgs/rules). */
function concerns(condition: RepositoryCondition, { scope, profile }: GithubRepository, name: string): Three {
  const { names, numbers, properties, unread = [] } = condition;
  const byName: Three =
    names === undefined
      ? 'yes'
      : names.exclude.some((p) => isNamed(p, name))
        ? 'no'
        : names.include.some((p) => isNamed(p, name))
          ? 'yes'
          : 'no';
  const byNumber: Three =
    numbers === undefined ? 'yes' : scope.number === undefined ? 'unknown' : numbers.includes(scope.number) ? 'yes' : 'no';
  const has = (property: { readonly name: string; readonly values: readonly string[]; readonly source: string }): Three => {
    const known = property.source === 'system' ? systemProperty(property.name, profile) : profile.properties?.[property.name];
    if (known === undefined) return profile.properties !== undefined && property.source === 'custom' ? 'no' : 'unknown';
    return known.some((value) => property.values.includes(value)) ? 'yes' : 'no';
  };
  const byProperty: Three =
    properties === undefined
      ? 'yes'
      : every([...properties.include.map(has), ...(properties.exclude.length === 0 ? [] : [not(any(properties.exclude.map(has)))])]);
  return every([byName, byNumber, byProperty, ...unread.map((): Three => 'unknown')]);
}

function isNamed(pattern: string, name: string): boolean {
  return pattern === '~ALL' || matchesRef(pattern.toLowerCase(), name.toLowerCase());
}

function systemProperty(name: string, { visibility, fork }: RepositoryProfile): readonly string[] | undefined {
  if (name === 'visibility') return visibility === undefined ? undefined : [visibility];
  return name === 'fork' && fork !== undefined ? [String(fork)] : undefined;
}

function not(answer: Three): Three {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown';
}
