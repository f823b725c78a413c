import { from, type PlannedCall, token } from './planned-call.ts';

const ofIdentities = { status: { eq: ['ACTIVE'] }, resourceType: { eq: ['AWS::IAM::Role', 'AWS::IAM::User'] } };

/**
 * What IAM Access Analyzer found about users and roles, where analyzers are. Findings whose kind says all there is to say are not asked about.
 * https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListFindingsV2.html
 */
export const analyzerPlan: readonly PlannedCall[] = [
  {
    permission: 'access-analyzer:ListAnalyzers',
    service: 'access-analyzer',
    path: 'GET /analyzer',
    input: () => ({}),
    list: 'analyzers',
    marker: token,
    each: [
      {
        permission: 'access-analyzer:ListFindings',
        service: 'access-analyzer',
        path: 'POST /findingv2',
        input: (analyzer) =>
          analyzer.status === 'ACTIVE' ? { analyzerArn: analyzer.arn, filter: ofIdentities, maxResults: 100 } : undefined,
        list: 'findings',
        keep: (analyzer) => ({ analyzerArn: analyzer.arn }),
        marker: token,
        kind: 'analyzer-finding',
        records: ({ findingType }) => isWhole(findingType),
        each: [
          {
            permission: 'access-analyzer:GetFinding',
            service: 'access-analyzer',
            path: 'GET /findingv2/{id}',
            input: (finding) => (isWhole(finding.findingType) ? undefined : from({ id: 'id', analyzerArn: 'analyzerArn' })(finding)),
            list: 'findingDetails',
            made: (detail) => ({ findingDetails: [detail] }),
            keep: ({ status, resource, findingType }) => ({ status, resource, findingType }),
            marker: token,
            kind: 'analyzer-finding',
          },
        ],
      },
    ],
  },
];

function isWhole(type: unknown): boolean {
  return typeof type === 'string' && type !== 'UnusedPermission' && type.startsWith('Unused');
}
