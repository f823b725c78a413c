import { fieldOf, isPlain, type Plain, textOf } from '../azure-model/arm/arm-object.ts';
import { readTypes } from '../azure-model/resource-rows.ts';
import type { RestClient, RestRequest } from '../rest/rest-client.ts';

/** Where queries are asked: everywhere, in subscriptions, or below a management group. */
export type GraphScope = { readonly subscriptions?: readonly string[]; readonly managementGroups?: readonly string[] };

/** A query of the Kusto language, and what stays unseen without its answer. */
export interface GraphQuery {
  readonly query: string;
  readonly unseen: string;
}

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

/** The tables (https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources). Without `id` pages would break. */
export const graphQueries = {
  containers: {
    query:
      "resourcecontainers | where type in~ ('microsoft.resources/subscriptions', 'microsoft.management/managementgroups', 'microsoft.resources/subscriptions/resourcegroups') | project id, name, type, tenantId, tags, properties",
    unseen: 'subscriptions, management groups and resource groups',
  },
  assignments: {
    query: "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | project id, name, type, properties",
    unseen: 'role assignments',
  },
  customRoles: {
    query:
      "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and properties.type =~ 'CustomRole' | project id, name, type, properties",
    unseen: 'what custom roles allow',
  },
  resources: {
    query: `resources | where isnotempty(identity) or type in~ (${quoted(readTypes())}) | project id, name, type, kind, location, tags, identity, properties`,
    unseen: 'resources, the identities that they have and the keys that open them',
  },
  registrations: {
    query: 'managedserviceresources | project id, name, type, properties',
    unseen: 'who from other tenants manages subscriptions (Azure Lighthouse)',
  },
} as const satisfies Readonly<Record<string, GraphQuery>>;

/** The definitions of roles by their ids: built-in ones that are held and not known by name. */
export function rolesQuery(ids: readonly string[]): GraphQuery {
  return {
    query: `authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and name in~ (${quoted(ids)}) | project id, name, type, properties`,
    unseen: 'what some built-in roles allow',
  };
}

/** An answer of Resource Graph: one page. */
export interface GraphPage {
  readonly rows: readonly unknown[];
  /** Rows that the whole answer has, as the first page counts them. */
  readonly total: number | undefined;
}

/** Rows of a page; Resource Graph gives no more. */
const pageSize = 1000;

/** The pages of an answer. Throws RestFailure after those that were good. */
export async function* askGraph(client: RestClient, endpoint: string, { query }: GraphQuery, scope: GraphScope): AsyncGenerator<GraphPage> {
  const request = (skipToken?: string): RestRequest => ({
    url: `${endpoint}/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01`,
    method: 'POST',
    body: {
      ...scope,
      query,
      options: {
        $top: pageSize,
        ...(skipToken === undefined ? {} : { $skipToken: skipToken }),
        resultFormat: 'objectArray',
        allowPartialScopes: true,
        authorizationScopeFilter: 'AtScopeAboveAndBelow',
      },
    },
  });
  const next = (answer: unknown): RestRequest | undefined => {
    const token = isPlain(answer) ? textOf(answer, '$skipToken') : undefined;
    return token === undefined ? undefined : request(token);
  };
  for await (const answer of client.pages(request(), next)) yield pageOf(answer);
}

function pageOf(answer: unknown): GraphPage {
  const plain: Plain = isPlain(answer) ? answer : {};
  const data = fieldOf(plain, 'data');
  const total = fieldOf(plain, 'totalRecords');
  return { rows: Array.isArray(data) ? data : [], total: typeof total === 'number' ? total : undefined };
}
