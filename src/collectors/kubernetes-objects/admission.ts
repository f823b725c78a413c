import { type ClusterObject, kindOf, nameOf, namespaceOf } from './cluster-object.ts';
import { listIn, mapIn, recordIn, textIn, textsIn } from './plain.ts';

/** What one object shows of how requests to the API server are decided. */
export interface Admission {
  readonly engine: string;
  /** A policy, and whether it refuses what breaks it. */
  readonly policy?: { readonly name: string; readonly denies: boolean };
  /** A webhook without whose answer everything is let in. */
  readonly failsOpen?: string;
}

/** Whose a webhook is, by its name and the service that answers it. */
const webhookOwners: readonly (readonly [RegExp, string])[] = [
  [/gatekeeper/i, 'gatekeeper'],
  [/kyverno/i, 'kyverno'],
  [/kubewarden/i, 'kubewarden'],
  [/(?:^|[ .-])opa(?:[ .-]|$)|openpolicyagent/i, 'opa'],
  [/sigstore|cosigned/i, 'sigstore-policy-controller'],
];

/** Webhooks of controllers that look after objects of their own or fill in pods: they decide nothing about anybody. */
const housekeeping =
  /cert-manager|istio|linkerd|ingress-nginx|pod-identity-webhook|vpc|cilium|calico|eks|aks|gke|gmp|azure-wi|azure-workload-identity|aws-load-balancer|elbv2|karpenter|keda|argo|flux|knative|tekton|prometheus|cnpg|postgres|metallb|external-secrets|vault-agent|spire|crossplane|capi|velero|longhorn|rook|nvidia|admission-webhook\.neg|autopilot/i;

/**
 * Reads what decides about changes of a cluster: webhooks, Gatekeeper's constraints
 * (https://open-policy-agent.github.io/gatekeeper/website/docs/violations), Kyverno's policies
 * (https://kyverno.io/docs/policy-types/cluster-policy/validate/), the API server's own policies
 * (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/), Kubewarden's, and the pod security standard
 * that a namespace asks for (https://kubernetes.io/docs/concepts/security/pod-security-admission/).
 */
export function readAdmission(of: ClusterObject): readonly Admission[] {
  const kind = kindOf(of);
  const group = (textIn(of.object, 'apiVersion') ?? '').split('/')[0] ?? '';
  const name = nameOf(of) ?? '';
  if (group === 'admissionregistration.k8s.io') {
    if (kind === 'ValidatingWebhookConfiguration') return listIn(of.object, 'webhooks').flatMap((hook) => webhook(of, name, hook));
    if (kind !== 'ValidatingAdmissionPolicyBinding') return [];
    return [serverPolicy(of, name)];
  }
  if (group === 'constraints.gatekeeper.sh') {
    const action = textIn(recordIn(of.object, 'spec'), 'enforcementAction') ?? 'deny';
    return [{ engine: 'gatekeeper', policy: { name: `${kind} ${name} (gatekeeper)`, denies: action === 'deny' || action === 'scoped' } }];
  }
  if (group === 'kyverno.io' && /^(?:Cluster)?Policy$/.test(kind)) return [kyvernoPolicy(of, kind === 'Policy' ? placed(of, name) : name)];
  if (group === 'policies.kyverno.io' && /ValidatingPolicy$/.test(kind)) {
    const actions = textsIn(recordIn(of.object, 'spec'), 'validationActions');
    return [{ engine: 'kyverno', policy: { name: `${name} (kyverno)`, denies: actions.length === 0 || actions.includes('Deny') } }];
  }
  if (group === 'policies.kubewarden.io' && /^(?:Cluster)?AdmissionPolicy$/.test(kind)) {
    const mode = textIn(recordIn(of.object, 'spec'), 'mode') ?? 'protect';
    return [{ engine: 'kubewarden', policy: { name: `${name} (kubewarden)`, denies: mode === 'protect' } }];
  }
  return kind === 'Namespace' ? podSecurity(of, name) : [];
}

function webhook(of: ClusterObject, configuration: string, hook: unknown): readonly Admission[] {
  const name = textIn(hook, 'name') ?? configuration;
  const service = recordIn(hook, 'clientConfig', 'service');
  const words = [configuration, name, textIn(service, 'namespace') ?? '', textIn(service, 'name') ?? ''].join(' ');
  const engine = webhookOwners.find(([pattern]) => pattern.test(words))?.[1];
  if (engine === undefined && housekeeping.test(words)) return [];
  // The first version of the API let everything in unless told otherwise.
  const usual = (textIn(of.object, 'apiVersion') ?? '').endsWith('/v1beta1') ? 'Ignore' : 'Fail';
  const ignores = (textIn(hook, 'failurePolicy') ?? usual) === 'Ignore';
  return [{ engine: engine ?? name, ...(ignores ? { failsOpen: `${engine ?? 'webhook'} ${name}` } : {}) }];
}

function serverPolicy({ object }: ClusterObject, name: string): Admission {
  const spec = recordIn(object, 'spec');
  return {
    engine: 'validating-admission-policy',
    policy: {
      name: `${textIn(spec, 'policyName') ?? name} (validating admission policy)`,
      denies: textsIn(spec, 'validationActions').includes('Deny'),
    },
  };
}

/** A policy without rules that validate, one that changes or makes objects, refuses nothing. */
function kyvernoPolicy({ object }: ClusterObject, name: string): Admission {
  const spec = recordIn(object, 'spec');
  const usual = textIn(spec, 'validationFailureAction') ?? 'Audit';
  const checks = listIn(spec, 'rules').map((rule) => recordIn(rule, 'validate') ?? recordIn(rule, 'verifyImages'));
  const denies = checks.some((check) => check !== undefined && /^enforce$/i.test(textIn(check, 'failureAction') ?? usual));
  return { engine: 'kyverno', policy: { name: `${name} (kyverno)`, denies } };
}

function podSecurity(of: ClusterObject, name: string): readonly Admission[] {
  const labels = mapIn(of.object, 'metadata', 'labels');
  const level = labels['pod-security.kubernetes.io/enforce'];
  if (level !== undefined && level !== 'privileged')
    return [{ engine: 'pod-security', policy: { name: `${level} in namespace ${name} (pod security)`, denies: true } }];
  const watched = labels['pod-security.kubernetes.io/warn'] ?? labels['pod-security.kubernetes.io/audit'];
  if (watched === undefined || watched === 'privileged') return [];
  return [{ engine: 'pod-security', policy: { name: `${watched} in namespace ${name} (pod security)`, denies: false } }];
}

function placed(of: ClusterObject, name: string): string {
  return `${namespaceOf(of)}/${name}`;
}
