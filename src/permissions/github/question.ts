import type { GithubRepository } from '../../inventory/github-repository.ts';
import type { Access } from './access.ts';
import { changeRef, changeWorkflow, changeWorkflowOnAny } from './change-ref.ts';
import type { Controls } from './controls.ts';
import { deployTo } from './deploy.ts';
import { fullRef, type RefAct } from './ref.ts';
import { runWorkflow } from './run-workflow.ts';
import { readSecret } from './secret.ts';
import { makeToken, readContext } from './token-kind.ts';
import { bestOf, type Judged } from './verdict.ts';

/** What may be asked of a repository. */
export const githubVerbs = [
  'push',
  'force-push',
  'create',
  'delete',
  'change-workflow',
  'run-workflow',
  'deploy',
  'read-secret',
  'make-token',
] as const;

export interface GithubQuestion {
  readonly verb: (typeof githubVerbs)[number];
  /** A branch or full ref, an environment, the name of a secret, the end of a token's subject. */
  readonly object: string | undefined;
}

/** `push:main`, `push`, `deploy:production`; undefined for what is no such question. */
export function readGithubAction(text: string): GithubQuestion | undefined {
  const colon = text.indexOf(':');
  const word = colon < 0 ? text : text.slice(0, colon);
  const object = colon < 0 ? undefined : text.slice(colon + 1);
  const verb = githubVerbs.find((v) => v === word);
  if (verb === undefined || object === '' || (object === undefined && !withoutObject.has(verb))) return undefined;
  if (verb === 'make-token' && readContext(object ?? '*') === undefined) return undefined;
  return { verb, object };
}

/** Verbs that may stand alone: the default branch, any branch, any token. */
const withoutObject: ReadonlySet<string> = new Set(['push', 'force-push', 'delete', 'change-workflow', 'run-workflow', 'make-token']);

export function answerIn(repository: GithubRepository, controls: Controls, access: Access, { verb, object }: GithubQuestion): Judged {
  switch (verb) {
    case 'deploy':
      return deployTo(controls, access, object ?? '');
    case 'make-token':
      return makeToken(controls, access, readContext(object ?? '*') ?? '*');
    case 'change-workflow':
      return object === undefined
        ? changeWorkflowOnAny(controls, access, 'refs/heads/*')
        : changeWorkflow(controls, access, { name: fullRef(object), isNew: false });
    case 'run-workflow': {
      const branch = object ?? controls.profile.defaultBranch;
      return branch === undefined ? unreadDefault : runWorkflow(controls, access, { name: fullRef(branch), isNew: false });
    }
    case 'read-secret':
      return secretsNamed(repository, controls, access, object ?? '');
    default:
      return changes(controls, access, verb, object);
  }
}

const unreadDefault: Judged = { answer: 'unknown', reasons: ['the default branch was not read'] };

function changes(controls: Controls, access: Access, act: RefAct, object: string | undefined): Judged {
  const branch = object ?? controls.profile.defaultBranch;
  if (branch === undefined) return unreadDefault;
  return changeRef(controls, access, { name: fullRef(branch), isNew: act === 'create' }, act);
}

/** `NAME`, or `production/NAME` for that of an environment: of all of the name the one that is reached most easily. */
function secretsNamed(
  { secrets, organization, environments, scope, parts }: GithubRepository,
  controls: Controls,
  access: Access,
  name: string,
): Judged {
  const slash = name.indexOf('/');
  const [environment, wanted] = slash < 0 ? [undefined, name] : [name.slice(0, slash), name.slice(slash + 1)];
  const places = [
    ...(environment === undefined ? [...secrets, ...(organization?.secrets ?? [])] : []).map((secret) => ({ secret })),
    ...environments.flatMap((e) =>
      environment === undefined || e.gate.name.toLowerCase() === environment.toLowerCase()
        ? e.secrets.map((secret) => ({ secret, environment: e.gate.name }))
        : [],
    ),
  ];
  const found = places.flatMap(({ secret, ...rest }) =>
    secret.name.toUpperCase() === wanted.toUpperCase() && secret.stored !== undefined && secret.stored.variable !== true
      ? [readSecret(controls, access, { stored: secret.stored, repository: scope.id, ...rest })]
      : [],
  );
  if (found.length > 0) return bestOf(found);
  const known =
    parts.has('secrets') &&
    (organization === undefined || organization.parts.has('secrets')) &&
    environments.every((e) => e.parts.has('secrets'));
  return known
    ? { answer: 'denied', reasons: [`${controls.repository} is given no such secret`] }
    : { answer: 'unknown', reasons: ['secrets were not all read'] };
}
