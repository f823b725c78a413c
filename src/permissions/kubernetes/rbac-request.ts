import type { RbacRule } from '../../inventory/rbac.ts';

/** What is asked of the API server: an action on a resource, or on a path that is none. */
export type RbacRequest =
  | {
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource?: string;
      /** Absent: it names no object, as `list` and `create` do. */
      readonly name?: string;
    }
  | { readonly verb: string; readonly path: string };

/**
 * Reads an action as this plane writes it: `get secrets`, `create pods/exec`, `patch deployments/scale.apps`,
 * `get /metrics`. Undefined for any other text.
 */
export function readRbacAction(action: string): RbacRequest | undefined {
  const match = /^(\S{1,100}) (\S{1,300})$/.exec(action);
  if (match === null) return undefined;
  const [, verb = '', what = ''] = match;
  if (what.startsWith('/')) return { verb, path: what };
  const dot = what.indexOf('.');
  const [resource = '', subresource] = (dot < 0 ? what : what.slice(0, dot)).split('/', 2);
  return { verb, group: dot < 0 ? '' : what.slice(dot + 1), resource, ...(subresource === undefined ? {} : { subresource }) };
}

/**
 * Whether a rule allows a request, as the API server's own evaluation does: `*` stands for every resource with its
 * subresources and `*` + `/scale` for that subresource of every resource, while `pods/*` stands for nothing
 * (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/v1/evaluation_helpers.go).
 */
export function ruleAllows(rule: RbacRule, request: RbacRequest): boolean {
  if (!has(rule.verbs, request.verb)) return false;
  if ('path' in request) {
    return (rule.nonResourceURLs ?? []).some(
      (url) => url === '*' || url === request.path || (url.endsWith('*') && request.path.startsWith(url.slice(0, -1))),
    );
  }
  return matchesResource(rule, request) && namesAllow(rule, request.name);
}

/** Whether a rule is about a request's verb and resource, whatever objects it is limited to. */
export function ruleConcerns(rule: RbacRule, request: RbacRequest): boolean {
  return 'path' in request ? ruleAllows(rule, request) : has(rule.verbs, request.verb) && matchesResource(rule, request);
}

/**
 * The objects on which a rule allows a request that it concerns: `*` for all. A rule with names allows nothing where the request
 * carries no name: `create` and `deletecollection` of a whole resource
 * (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources).
 */
export function namesOfRule(rule: RbacRule, request: RbacRequest): readonly string[] {
  const names = 'path' in request ? [] : (rule.resourceNames ?? []);
  if (names.length === 0) return ['*'];
  // A star is a name like any other, and nothing is called so; it stands for the node that one runs on.
  const isNode = request.verb === 'impersonate:associated-node';
  const isNameless = 'resource' in request && request.subresource === undefined && /^(?:create|deletecollection)$/.test(request.verb);
  return isNameless ? [] : names.filter((name) => name !== '*' || isNode);
}

function matchesResource(rule: RbacRule, request: Extract<RbacRequest, { readonly resource: string }>): boolean {
  if (!has(rule.apiGroups ?? [], request.group)) return false;
  const { resource, subresource } = request;
  const combined = subresource === undefined ? resource : `${resource}/${subresource}`;
  return (rule.resources ?? []).some((r) => r === '*' || r === combined || (subresource !== undefined && r === `*/${subresource}`));
}

function namesAllow(rule: RbacRule, name: string | undefined): boolean {
  return rule.resourceNames === undefined || rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name));
}

function has(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}

/**
 * Resources that belong to no namespace: what a RoleBinding gives of them counts nowhere. `users` and `groups` are only ever
 * impersonated (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/).
 */
const clusterScoped: ReadonlySet<string> = new Set([
  'nodes',
  'namespaces',
  'persistentvolumes',
  'users',
  'groups',
  'uids',
  'userextras',
  'clusterroles',
  'clusterrolebindings',
  'customresourcedefinitions',
  'apiservices',
  'storageclasses',
  'csidrivers',
  'csinodes',
  'volumeattachments',
  'priorityclasses',
  'runtimeclasses',
  'ingressclasses',
  'certificatesigningrequests',
  'signers',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'tokenreviews',
  'subjectaccessreviews',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
]);

/** Whether a request is about something that no single namespace holds. */
export function isClusterScoped(request: RbacRequest): boolean {
  return 'path' in request || clusterScoped.has(request.resource);
}
