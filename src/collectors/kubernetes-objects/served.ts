/**
 * Whether a text holds objects as an API server gives them out: only it sets these
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System). Other tools have uids of other forms.
 */
export function isServedJson(text: string): boolean {
  return /"(?:resourceVersion"\s*:\s*"\d{0,20}"|uid"\s*:\s*"[0-9a-f]{8}-[0-9a-f]{4}-)/.test(text) && kinds.test(text);
}

export function isServedYaml(text: string): boolean {
  return /^ {2,4}(?:resourceVersion: ["']?\d{0,20}["']?\s*$|uid: ["']?[0-9a-f]{8}-[0-9a-f]{4}-)/m.test(text) && kinds.test(text);
}

/** Kinds that say something of identities, and lists of them; API groups of policies, whose kinds anybody may name. */
const kinds =
  /\bkind["']?\s*:\s*["']?(?:Table|Namespace|Node|Service|Ingress|NetworkPolicy|HTTPRoute|GRPCRoute|VirtualService|IngressRoute|ValidatingWebhookConfiguration|ServiceAccount|Secret|ConfigMap|(?:Cluster)?Role(?:Binding)?|Pod|Deployment|DaemonSet|StatefulSet|ReplicaSet|Job|CronJob)?(?:List)?["']?\s*(?:[,}\r\n]|$)|\bapiVersion["']?\s*:\s*["']?(?:constraints\.gatekeeper\.sh|kyverno\.io|policies\.kyverno\.io|policies\.kubewarden\.io|security\.istio\.io|policy\.linkerd\.io|gateway\.envoyproxy\.io|route\.openshift\.io|spire\.spiffe\.io|admissionregistration\.k8s\.io)\//;
