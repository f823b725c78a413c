import type { BranchRules } from '../../inventory/branch-rules.ts';
import { type Access, can, isOneOf, person } from './access.ts';
import type { Controls, NamedRules } from './controls.ts';
import { isTag, type Ref, type RefAct, shortRef } from './ref.ts';
import { isExact, matchesRef } from './ref-pattern.ts';
import { approvalsNeeded } from './reviews.ts';
import { any, every, type Three } from './three.ts';
import { passes, unless, type Verdict } from './verdict.ts';

/** A change to a ref: commits come straight to it, or by a pull request. */
export interface Change {
  readonly ref: Ref;
  readonly act: RefAct;
  readonly mode: 'direct' | 'pull-request';
  /** Files that are changed for sure. */
  readonly paths: readonly string[];
}

/**
 * The rules that count for a ref: every active ruleset that is about it, and one classic protection: that of its very name, else the
 * first whose pattern matches, in the order in which they were made
 * (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets#about-rule-layering,
 * https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/managing-a-branch-protection-rule#about-branch-protection-rules).
 */
export function rulesFor(controls: Controls, ref: Ref): readonly { readonly rule: NamedRules; readonly about: Three }[] {
  const about = controls.rules.flatMap((rule) => {
    const answer = rule.rules.enforcement === 'active' ? isAbout(rule.rules, ref, controls) : 'no';
    return answer === 'no' ? [] : [{ rule, about: answer }];
  });
  const classic = about.filter(({ rule }) => rule.rules.form === 'protection');
  const one = classic.find(({ rule }) => rule.rules.refs?.include.every(isExact)) ?? classic[0];
  return about.filter((found) => found.rule.rules.form === 'ruleset' || found === one);
}

function isAbout({ form, target, refs }: BranchRules, { name }: Ref, { profile }: Controls): Three {
  if (target === 'push') return 'yes';
  if (target === 'repository' || (target === 'tag') !== isTag(name)) return 'no';
  if (refs === undefined) return 'unknown';
  const matches = (pattern: string): Three => {
    if (pattern === '~ALL') return 'yes';
    if (pattern !== '~DEFAULT_BRANCH') return matchesRef(pattern, form === 'protection' ? shortRef(name) : name) ? 'yes' : 'no';
    return profile.defaultBranch === undefined ? 'unknown' : name === `refs/heads/${profile.defaultBranch}` ? 'yes' : 'no';
  };
  const excluded = any(refs.exclude.map(matches));
  const included = any(refs.include.map(matches));
  if (excluded === 'yes' || included === 'no') return 'no';
  return excluded === 'unknown' ? 'unknown' : included;
}

/** What one rule says to a change by somebody: the part of it that holds up most, unless he passes the rule by. */
export function verdictOf(
  { rule, about }: { readonly rule: NamedRules; readonly about: Three },
  controls: Controls,
  access: Access,
  change: Change,
): Verdict {
  const { title, rules } = rule;
  const lifted = mayLift(rules, access);
  const parts =
    rules.form === 'protection' ? protectionParts(rule, controls, access, change) : rulesetParts(rule, controls, access, change);
  const asked = strictest(parts);
  if (asked.kind === 'passes') return asked;
  if (about === 'unknown') return { kind: 'unknown', why: `whether ${title} is about it is not known` };
  return asked.kind === 'refuses' && lifted ? { ...asked, lifted: true } : asked;
}

/** A repository's own rules its administrators may change, those of an organization its owners. */
function mayLift({ owner }: BranchRules, access: Access): boolean {
  if (owner.startsWith('repository:')) return can(access, 'edit-rules') === 'yes';
  return owner.startsWith('github:organization/') && access.owner === 'yes';
}

function strictest(verdicts: readonly Verdict[]): Verdict {
  for (const kind of ['refuses', 'unknown', 'needs'] as const) {
    const found = verdicts.find((v) => v.kind === kind);
    if (found !== undefined) return found;
  }
  return verdicts.find((v) => v.kind === 'passes' && v.because !== undefined) ?? passes;
}

/** An actor of mode `pull-request` passes a ruleset by with a pull request alone; one that is exempt is not even asked. */
function rulesetParts({ title, rules }: NamedRules, controls: Controls, access: Access, change: Change): readonly Verdict[] {
  const mayPass: Three =
    rules.bypass === undefined
      ? 'unknown'
      : isOneOf(
          rules.bypass.filter(({ mode }) => mode !== 'pull-request' || change.mode === 'pull-request'),
          access,
        );
  return [
    unless(
      mayPass,
      strictest(common(title, rules, controls, access, change)),
      `${title} lets it through`,
      `whom ${title} lets through was not read`,
    ),
  ];
}

/** What both forms ask in the same words. */
function common(title: string, rules: BranchRules, controls: Controls, access: Access, change: Change): readonly Verdict[] {
  const { act, mode, ref } = change;
  const name = shortRef(ref.name);
  const refuse = (is: boolean | undefined, by: string): Verdict => (is === true ? { kind: 'refuses', by: `${title} ${by}` } : passes);
  const unread = (rules.unread ?? []).map((type) => other(type, title, mode, act));
  if (act === 'delete') return [refuse(rules.blocksDeletion, `forbids the deletion of ${name}`), ...unread];
  const blockedPath = change.paths.find((path) => rules.blockedPaths?.some((pattern) => matchesRef(pattern, path)));
  const either = [refuse(blockedPath !== undefined, `lets nobody change ${blockedPath}`), ...unread];
  if (act === 'create') return [refuse(rules.blocksCreation, `restricts the creation of ${name}`), ...onCreation(title, rules), ...either];
  return [
    refuse(rules.blocksUpdate, `restricts pushes to ${name}`),
    refuse(act === 'force-push' && rules.blocksForcePush, `forbids forced pushes to ${name}`),
    pullRequest(title, rules, controls, access, mode),
    checks(title, rules, access),
    ...either,
    ...(rules.deployments == null ? [] : [{ kind: 'needs', what: `${title} asks for a deployment first` } as const]),
    ...((rules.workflows ?? []).length === 0 ? [] : [{ kind: 'needs', what: `${title} asks for a workflow of its own to pass` } as const]),
  ];
}

/** A ruleset that asks for pull requests may hold up a branch's first push; branch protection does not. */
function onCreation(title: string, { form, pullRequest: asked }: BranchRules): readonly Verdict[] {
  return form === 'ruleset' && asked != null
    ? [{ kind: 'unknown', why: `whether ${title}, which asks for pull requests, lets a new branch in is not documented` }]
    : [];
}

function pullRequest(title: string, rules: BranchRules, controls: Controls, access: Access, mode: Change['mode']): Verdict {
  if (rules.pullRequest == null) return passes;
  return mode === 'direct'
    ? { kind: 'refuses', by: `${title} asks for a pull request` }
    : approvalsNeeded(rules.pullRequest, controls, access, title);
}

/**
 * Anybody with write access sets the state of a check
 * (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets#require-status-checks-to-pass-before-merging);
 * who cannot depends on what runs them. One that an App must set takes that App; that of workflows takes somebody who writes them.
 */
function checks(title: string, { statusChecks, checkApps = [] }: BranchRules, access: Access): Verdict {
  if (statusChecks == null || statusChecks.length === 0) return passes;
  const sets = every([
    can(access, 'statuses'),
    ...checkApps.map((app) =>
      access.kind === 'app' && access.number === app ? 'yes' : app === workflowsApp ? can(access, 'workflows') : 'no',
    ),
  ]);
  return sets === 'yes' ? passes : { kind: 'needs', what: `${title} asks for checks to pass` };
}

/** The App on github.com as which jobs of workflows report. */
const workflowsApp = '15368';

/** Rules about what commits are like, whoever pushes them. */
const aboutCommits =
  /^(?:required_linear_history|required_signatures|(?:commit_message|commit_author_email|committer_email|branch_name|tag_name)_pattern|max_file_(?:path_length|size)|file_extension_restriction|copilot_code_review)$/;

function other(type: string, title: string, mode: Change['mode'], act: RefAct): Verdict {
  if (aboutCommits.test(type)) return passes;
  const adds = act === 'push' || act === 'force-push';
  if (type === 'merge_queue') return mode === 'direct' && adds ? { kind: 'refuses', by: `${title} asks for a merge queue` } : passes;
  if (/^code_(?:scanning|quality)$/.test(type))
    return adds ? { kind: 'needs', what: `${title} asks for ${type.replace('_', ' ')} to pass` } : passes;
  return { kind: 'unknown', why: `what ${title} asks with ${type} is not known` };
}

/**
 * Classic protection (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches):
 * each part has its own exceptions. The list of who may push counts for administrators too, but people and Apps that administer are
 * always on it; everything else leaves administrators out unless the rule includes them.
 */
function protectionParts({ title, rules }: NamedRules, controls: Controls, access: Access, change: Change): readonly Verdict[] {
  const { act, mode } = change;
  const aside = (verdict: Verdict): Verdict =>
    unless(
      isLeftOut(rules, access),
      verdict,
      `${title} does not count for ${access.kind === 'deploy-key' ? 'deploy keys, as it does not for administrators' : 'administrators'}`,
      `whether ${title} counts for it is not known`,
    );
  const { pullRequest: _, blocksForcePush, ...rest } = rules;
  // Deletion and forced pushes are forbidden to administrators as well.
  if (act === 'delete')
    return [
      ...common(title, rest, controls, access, change),
      rules.blocksUpdate === true ? { kind: 'refuses', by: `${title} locks the branch` } : passes,
    ];
  if (act === 'create') return [pushers(title, rules, access, true)];
  const without: Three = rules.bypass === undefined ? (rules.pullRequest == null ? 'no' : 'unknown') : isOneOf(rules.bypass, access);
  return [
    pushers(title, rules, access, false),
    unless(
      without,
      aside(unreadOr(rules.pullRequest, pullRequest(title, rules, controls, access, mode), title)),
      `${title} lets it go without a pull request`,
      `whom ${title} lets go without a pull request was not read`,
    ),
    aside(strictest(common(title, rest, controls, access, change))),
    act === 'force-push' ? forced(title, rules, access) : passes,
  ];
}

function unreadOr(part: BranchRules['pullRequest'], verdict: Verdict, title: string): Verdict {
  return part === undefined ? { kind: 'unknown', why: `whether ${title} asks for a pull request was not read` } : verdict;
}

/**
 * Administrators, and roles with the power to bypass, where the rule does not include them. A deploy key that may write does what an
 * administrator may (https://docs.github.com/authentication/connecting-to-github-with-ssh/managing-deploy-keys#deploy-keys).
 */
function isLeftOut(rules: BranchRules, access: Access): Three {
  const isAbove: Three =
    access.kind === 'deploy-key'
      ? 'yes'
      : access.kind === 'app'
        ? 'no'
        : any([can(person(access), 'administer'), can(person(access), 'bypass-protection')]);
  if (isAbove === 'no') return 'no';
  return rules.holdsAdmins === undefined ? 'unknown' : rules.holdsAdmins ? 'no' : isAbove;
}

function pushers(title: string, rules: BranchRules, access: Access, creates: boolean): Verdict {
  if (rules.pushers === null) return passes;
  // A branch that is made anew is restricted only where the rule says so.
  if (creates && rules.blocksCreation === false) return passes;
  if (rules.pushers === undefined) return { kind: 'unknown', why: `whom ${title} lets push was not read` };
  if (creates && rules.blocksCreation === undefined)
    return { kind: 'unknown', why: `whether ${title} restricts new branches was not read` };
  if (access.kind === 'deploy-key')
    return rules.holdsAdmins === false
      ? { kind: 'passes', because: `${title} does not count for deploy keys, as it does not for administrators` }
      : { kind: 'unknown', why: `whether a deploy key passes the restriction of ${title} is not documented` };
  const listed = isOneOf(rules.pushers, access);
  return unless(
    any([listed, can(person(access), 'administer'), can(person(access), 'push-protected')]),
    { kind: 'refuses', by: `${title} restricts who may push` },
    listed === 'yes' ? `${title} names it among those who may push` : `${title} lets administrators push`,
    `whether ${title} lets it push is not known`,
  );
}

function forced(title: string, rules: BranchRules, access: Access): Verdict {
  if (rules.blocksForcePush === false && rules.forcePushers === undefined) return passes;
  const listed = isOneOf(rules.forcePushers ?? [], access);
  if (listed === 'yes') return { kind: 'passes', because: `${title} names it among those who may force a push` };
  if (rules.blocksForcePush === undefined || listed === 'unknown')
    return { kind: 'unknown', why: `whom ${title} lets force a push was not read` };
  return { kind: 'refuses', by: `${title} forbids forced pushes` };
}
