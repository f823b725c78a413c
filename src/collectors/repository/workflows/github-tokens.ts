import { isJobToken } from '../../secret-names.ts';
import { shown } from '../secrets/detect.ts';
import { environmentsOf, type Job } from './job.ts';
import { Noted } from './noted.ts';
import { referencesOfScalar } from './references.ts';
import { readsStoredSecret } from './secret-use.ts';
import { child, entriesOf, scalarsBelow, textOf, type YamlValue } from './yaml-tree.ts';

export interface GitHubTokens {
  /** What does not limit the GitHub App tokens that the job makes. */
  readonly appExcess: Noted;
  /** Stored tokens of people or bots that the job uses in place of its own: names of the secrets. */
  readonly personal: Noted;
}

/** The actions that turn an App's private key into a token, by what their inputs leave open. */
const appTokenActions: ReadonlyMap<string, (input: (name: string) => string | undefined, inputs: readonly string[]) => readonly string[]> =
  new Map([
    // https://github.com/actions/create-github-app-token#inputs: without owner and repositories, this repository only.
    [
      'actions/create-github-app-token',
      (input, inputs) => [
        ...(input('owner') !== undefined && input('repositories') === undefined ? ['every repository of the owner'] : []),
        ...(inputs.some((name) => name.startsWith('permission-')) ? [] : ['every permission of the app']),
        ...(input('skip-token-revoke') === 'true' ? ['not revoked after the job'] : []),
      ],
    ],
    // https://github.com/tibdex/github-app-token
    [
      'tibdex/github-app-token',
      (input) => [
        ...(input('repositories') === undefined ? ['every repository of the owner'] : []),
        ...(input('permissions') === undefined ? ['every permission of the app'] : []),
        ...(input('revoke') === 'false' ? ['not revoked after the job'] : []),
      ],
    ],
  ]);

/** Variables and inputs in which tools look for a token of the code host. */
const tokenNames = /^(?:GH_TOKEN|GITHUB_TOKEN|github[-_]token|gh[-_]token|repo[-_]token|token|personal[-_]access[-_]token|pat)$/i;

/** Actions whose input `token` is one of the code host. */
const tokenActions = /^(?:actions|github|peter-evans|googleapis|stefanzweifel|ad-m|softprops|ncipollo|peaceiris)\//;

/** The stronger tokens of the code host that a job works with. */
export function githubTokensOf(job: Job): GitHubTokens {
  const appExcess = new Noted();
  const personal = new Noted();
  const { tree } = job.workflow;
  for (const step of job.steps) {
    const leftOpen = step.uses === undefined ? undefined : appTokenActions.get(step.uses.action.name);
    const inputs = entriesOf(step.inputs);
    if (step.uses !== undefined && leftOpen !== undefined) {
      const open = leftOpen(
        (name) => textOf(child(step.inputs, name)),
        inputs.map((e) => e.key.text),
      );
      for (const what of open) appExcess.add(what, tree.evidence(step.uses.node));
    }
    for (const { key, value } of inputs) {
      const isToken = key.text.toLowerCase() === 'token' ? tokenActions.test(step.uses?.action.name ?? '') : tokenNames.test(key.text);
      if (isToken) note(value, job, personal);
    }
    noteVariables([step.env], job, personal);
  }
  noteVariables(environmentsOf(job), job, personal);
  return { appExcess, personal };
}

function noteVariables(environments: readonly (YamlValue | undefined)[], job: Job, personal: Noted): void {
  for (const env of environments)
    for (const { key, value } of entriesOf(env)) if (/^(?:GH|GITHUB)_TOKEN$/.test(key.text)) note(value, job, personal);
}

function note(value: YamlValue, job: Job, personal: Noted): void {
  if (!readsStoredSecret(value)) return;
  for (const { scalar } of scalarsBelow(value)) {
    for (const { segments, whole } of referencesOfScalar(scalar)) {
      const name = segments[0]?.toLowerCase() === 'secrets' ? segments[1] : undefined;
      if (name !== undefined && name !== '*' && !isJobToken(name))
        personal.add(shown(name.toUpperCase()), job.workflow.tree.evidence(scalar, whole));
    }
  }
}
