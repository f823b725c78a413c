import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import { type ClusterObject, nameOf } from './cluster-object.ts';
import { flagIn, listIn, mapIn, recordIn, textIn, textsIn } from './plain.ts';

/** A rule by which SPIRE gives pods identities (https://github.com/spiffe/spire-controller-manager/blob/main/docs/clusterspiffeid-crd.md). */
export interface SpiffeTemplate {
  readonly name: string;
  readonly template: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly federatesWith: readonly string[];
  readonly admin: boolean;
  readonly downstream: boolean;
  readonly evidence: Evidence;
}

/** Pods that are given SPIRE's socket. */
export interface SocketPods {
  readonly account: string;
  readonly accountName: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Undefined where whom it is about is not worked out here. */
export function readSpiffeTemplate(of: ClusterObject): SpiffeTemplate | undefined {
  const spec = recordIn(of.object, 'spec');
  const template = textIn(spec, 'spiffeIDTemplate');
  const selectors = ['podSelector', 'namespaceSelector'].map((key) => recordIn(spec, key));
  if (template === undefined || template.length > 2048 || selectors.some((s) => listIn(s, 'matchExpressions').length > 0)) return undefined;
  return {
    name: nameOf(of) ?? '',
    template,
    pods: mapIn(spec, 'podSelector', 'matchLabels'),
    namespaces: mapIn(spec, 'namespaceSelector', 'matchLabels'),
    federatesWith: textsIn(spec, 'federatesWith'),
    admin: flagIn(spec, 'admin') === true,
    downstream: flagIn(spec, 'downstream') === true,
    evidence: of.placeOf('/spec/spiffeIDTemplate'),
  };
}

/** What stands for itself in an id, once it is known. */
type Words = Readonly<Record<string, string>>;

/** The identities that a template gives to pods, and who gets them; a template with words that are not known gives none. */
export function* spiffeIdentities(
  rule: SpiffeTemplate,
  pods: SocketPods,
  namespaceLabels: Readonly<Record<string, string>>,
): Generator<Fragment> {
  if (!isPart(rule.pods, pods.labels) || !isPart(rule.namespaces, namespaceLabels)) return;
  const words: Words = { '.PodMeta.Namespace': pods.namespace, '.PodSpec.ServiceAccountName': pods.accountName };
  const id = rule.template.replaceAll(/\{\{-?\s*([\w.]+)\s*-?\}\}/g, (whole, word: string) =>
    Object.hasOwn(words, word) ? (words[word] ?? whole) : whole,
  );
  const domain = /^spiffe:\/\/([a-z0-9._-]{1,255})(?:\/[\w./-]*)?$/.exec(id)?.[1];
  if (domain === undefined) return;
  yield {
    type: 'identity',
    value: {
      id,
      plane: 'spiffe',
      kind: rule.downstream ? 'spire-downstream-server' : 'spiffe-workload',
      name: id,
      scope: domain,
      nature: 'workload',
      agent: false,
      standing: 'declared',
      spiffe: { trust_domain: domain, federates_with: rule.federatesWith, downstream: rule.downstream, admin: rule.admin },
      evidence: [rule.evidence],
    },
  };
  yield { type: 'link', value: { kind: 'assumes', from: pods.account, to: id, evidence: [rule.evidence] } };
}

function isPart(wanted: Words, labels: Words): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
