import type { Edge } from '../graph/graph.ts';
import { inertJson } from './escape.ts';
import { place } from './place.ts';
import { verdictOf } from './posture.ts';
import type { ReportIdentity } from './report.ts';
import type { Reporter } from './reporter.ts';

/** What edges are called in the graph: words of letters and underscores, with a name before them that no other collector uses. */
const edgeKinds = {
  assumes: 'NHI_CanAssume',
  escalates: 'NHI_CanEscalateTo',
  authenticates: 'NHI_HoldsCredentialOf',
  uses: 'NHI_Uses',
  runs: 'NHI_Runs',
  delegates: 'NHI_DelegatesTo',
  'runs-as': 'NHI_RunsAs',
  federates: 'NHI_FederatesTo',
  member: 'NHI_MemberOf',
} as const satisfies Partial<Record<Edge['kind'], string>>;

/**
 * The graph for BloodHound (https://bloodhound.specterops.io/opengraph/schema): identities and classes of them are nodes, ways
 * from one to another are edges. Properties are words, numbers and lists of words, as the schema wants; what is not known is left out.
 */
export const reporter: Reporter = {
  format: 'opengraph',
  summary: 'the identity graph, for BloodHound',
  *render({ identities, edges, nameOf }) {
    yield '{\n  "metadata": {"source_kind":"NHI"},\n  "graph": {\n    "nodes": [';
    let separator = '\n';
    const present = new Set<string>();
    for (const identity of identities) {
      present.add(identity.id);
      yield `${separator}      ${inertJson(identityNode(identity))}`;
      separator = ',\n';
    }
    for (const { from, to } of edges) {
      for (const id of [from, to]) {
        if (present.has(id)) continue;
        present.add(id);
        yield `${separator}      ${inertJson({ id, kinds: ['NHI_Class', 'NHI'], properties: { name: nameOf(id), displayname: nameOf(id) } })}`;
        separator = ',\n';
      }
    }
    yield '\n    ],\n    "edges": [';
    separator = '\n';
    for (const edge of edges) {
      yield `${separator}      ${inertJson(edgeRecord(edge))}`;
      separator = ',\n';
    }
    yield `${edges.length === 0 ? '' : '\n    '}]\n  }\n}\n`;
  },
};

function identityNode(i: ReportIdentity): unknown {
  return {
    id: i.id,
    kinds: [kindOf(i), 'NHI_Identity', 'NHI'],
    properties: {
      name: i.name,
      displayname: i.name,
      plane: i.plane,
      kind: i.kind,
      account: i.scope,
      nature: i.nature,
      agent: i.agent,
      power: i.power.level,
      reach: i.reach.level,
      reached_identities: i.reach.identities,
      held: verdictOf(i.posture),
      ...(i.owner === null ? {} : { owner: i.owner }),
      ...(i.environment === null ? {} : { environment: i.environment }),
      ...(i.enabled === null ? {} : { enabled: i.enabled }),
      ...(i.lastUsedAt === null ? {} : { last_used: i.lastUsedAt }),
    },
  };
}

/** `aws-iam-role` is `NHI_AwsIamRole`. */
function kindOf({ kind }: ReportIdentity): string {
  const words = kind.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return `NHI_${words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')}`;
}

function edgeRecord(e: Edge): unknown {
  return {
    kind: edgeKinds[e.kind],
    start: { match_by: 'id', value: e.from },
    end: { match_by: 'id', value: e.to },
    properties: {
      certainty: e.certainty,
      reason: e.reason,
      ...(e.technique === undefined ? {} : { technique: e.technique }),
      ...(e.evidence.length === 0 ? {} : { evidence: e.evidence.slice(0, 4).map(place) }),
    },
  };
}
