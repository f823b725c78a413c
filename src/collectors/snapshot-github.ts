import { type Actor, actorKinds, type BranchRules, type PropertyCondition, type PullRequestRule } from '../inventory/branch-rules.ts';
import { secretStores } from '../inventory/github-id.ts';
import type { BranchPattern, DeploymentGate, RepositoryProfile, StoredSecret } from '../inventory/github-repository.ts';

/** Whether a value of a snapshot is what it stands for. */
type Check = (value: unknown) => boolean;

/** A check of every field there is: one that has none here does not compile. */
type ChecksOf<T> = { readonly [K in keyof Required<T>]: Check };

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const count: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const word =
  (words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const texts = listOf(text);

/** An object with the fields that must be there, and of each field that is, the right kind of value. */
function record<T>(always: readonly (keyof T)[], checks: ChecksOf<T>): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const fields = value as Readonly<Record<string, unknown>>;
    return (
      always.every((key) => fields[key as string] !== undefined) &&
      Object.entries<Check>(checks).every(([key, check]) => fields[key] === undefined || check(fields[key]))
    );
  };
}

const patterns = record<{ include: unknown; exclude: unknown }>(['include', 'exclude'], { include: texts, exclude: texts });

const actor = record<Actor>(['kind'], {
  kind: word(actorKinds),
  name: text,
  number: text,
  mode: word(['always', 'pull-request', 'exempt']),
});
const actors = listOf(actor);

const property = record<PropertyCondition>(['name', 'values', 'source'], {
  name: text,
  values: texts,
  source: word(['system', 'custom']),
});

const pullRequest = record<PullRequestRule>([], {
  approvals: count,
  codeOwners: flag,
  dismissStale: flag,
  lastPushApproval: flag,
  reviewers: listOf(
    record<{ team: unknown; approvals: unknown; files: unknown }>(['team', 'approvals', 'files'], {
      team: actor,
      approvals: count,
      files: texts,
    }),
  ),
});

export const isBranchRules = record<BranchRules>(['form', 'owner', 'target', 'enforcement'], {
  form: word(['protection', 'ruleset']),
  owner: text,
  target: word(['branch', 'tag', 'push', 'repository']),
  enforcement: word(['active', 'evaluate', 'disabled']),
  refs: patterns,
  repositories: record<NonNullable<BranchRules['repositories']>>([], {
    names: patterns,
    numbers: texts,
    properties: record<{ include: unknown; exclude: unknown }>(['include', 'exclude'], {
      include: listOf(property),
      exclude: listOf(property),
    }),
    unread: texts,
  }),
  bypass: actors,
  holdsAdmins: flag,
  pullRequest: orNull(pullRequest),
  pushers: orNull(actors),
  blocksCreation: flag,
  blocksUpdate: flag,
  blocksDeletion: flag,
  blocksForcePush: flag,
  forcePushers: actors,
  statusChecks: orNull(texts),
  checkApps: texts,
  deployments: orNull(texts),
  signatures: flag,
  linearHistory: flag,
  workflows: texts,
  blockedPaths: texts,
  unread: texts,
});

export const isRepositoryProfile = record<RepositoryProfile>([], {
  visibility: word(['public', 'private', 'internal']),
  defaultBranch: text,
  archived: flag,
  fork: flag,
  forkable: flag,
  properties: (value) => typeof value === 'object' && value !== null && Object.values(value).every(texts),
});

const branches: Check = (value) =>
  value === 'any' ||
  value === 'protected' ||
  listOf(record<BranchPattern>(['pattern', 'type'], { pattern: text, type: word(['branch', 'tag']) }))(value);

export const isDeploymentGate = record<DeploymentGate>(['name'], {
  name: text,
  reviewers: actors,
  preventsSelfReview: flag,
  waitMinutes: count,
  adminsBypass: flag,
  branches,
  apps: texts,
});

export const isStoredSecret = record<StoredSecret>(['store', 'keeper'], {
  store: word(secretStores),
  variable: flag,
  keeper: text,
  visibility: word(['all', 'private', 'selected']),
  repositories: texts,
});
