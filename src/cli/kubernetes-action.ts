import { didYouMean } from '../engine/nearest.ts';
import { quoted } from '../engine/quoted.ts';
import { servedNames, servedResource } from '../permissions/kubernetes/api-resources.ts';
import { UserError } from '../user-error.ts';

/** Verbs of requests and of RBAC (https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb). */
const verbs = [
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['use', 'bind', 'escalate', 'impersonate', 'approve', 'sign', 'attest', 'post', 'put', 'head', 'options'],
];

/**
 * An action of Kubernetes with the group of its resource, as kubectl finds it: `patch deploy` is `patch deployments.apps`. Without its
 * group a resource of another group would be one that nobody may touch.
 * @param text `VERB RESOURCE[/SUBRESOURCE][.GROUP]` or `VERB /PATH`
 * @throws UserError where no API server has such a resource in the core group, or the verb is a known one misspelt
 */
export function readKubernetesAction(text: string): string {
  const [verb = '', what = ''] = text.split(' ');
  const meant = verbs.includes(verb) || verb.includes(':') ? '' : didYouMean(verb, verbs);
  if (meant !== '') throw new UserError(`${quoted(text)}: unknown verb ${quoted(verb)}${meant}`);
  if (what.startsWith('/') || what.includes('.') || what === '*' || what.startsWith('*/')) return text;
  const [name = '', ...below] = what.split('/');
  const served = servedResource(name);
  if (served === undefined) {
    const near = didYouMean(name, servedNames());
    throw new UserError(
      `${quoted(text)}: unknown resource ${quoted(name)}${near}${near === '' ? ';' : ''} a custom resource is written with its group, like get widgets.example.com`,
    );
  }
  const full = [served.resource, ...below].join('/');
  return `${verb} ${full}${served.group === '' ? '' : `.${served.group}`}`;
}
