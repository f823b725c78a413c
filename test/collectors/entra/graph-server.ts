import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { listenOnLoopback, type OnLoopback } from '../on-loopback.ts';

type Raw = Record<string, unknown>;

/** How the server misbehaves, by the path below the version; a path stands for all that begin with it. */
export interface Faults {
  /** Answered for ever: `[status, code, message]`. */
  readonly refused?: Readonly<Record<string, readonly [number, string, string]>>;
  /** Answered with 429 so often, then well; with `Retry-After` where seconds are given. */
  readonly throttled?: Readonly<Record<string, { times: number; readonly seconds?: number }>>;
  /** Expansions of these lists are turned down. */
  readonly withoutExpansion?: readonly string[];
  /** From this request on the token counts as expired. */
  readonly expiresAfter?: number;
  /** Answers something that is no JSON for the second page of these. */
  readonly brokenSecondPage?: readonly string[];
  /** Objects on a page. */
  readonly page?: number;
  /** Next links lead to another address. */
  readonly foreignLinks?: boolean;
}

export interface GraphServer extends OnLoopback {
  /** `GET /v1.0/applications?…`, in order; those inside a batch too, with a `+` before them. */
  readonly asked: string[];
  /** Requests over the network. */
  requests: number;
}

const folder = fileURLToPath(new URL('../../../fixtures/entra/tenant/', import.meta.url));

function read(name: string): Raw & { readonly value: Raw[] } {
  return JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as Raw & { readonly value: Raw[] };
}

/** Answers as Graph does for the tenant of `fixtures/entra/tenant`. */
export async function serveGraph(faults: Faults = {}, more: Readonly<Record<string, readonly Raw[] | Raw>> = {}): Promise<GraphServer> {
  const lists = tenantLists(more);
  const asked: string[] = [];
  const throttled = new Map(Object.entries(faults.throttled ?? {}).map(([path, { times, seconds }]) => [path, { times, seconds }]));
  const state = { requests: 0 };
  let base = '';

  const answer = (
    method: string,
    target: string,
    inBatch: boolean,
  ): readonly [status: number, body: unknown, headers: Record<string, string>] => {
    const url = new URL(target, 'http://graph');
    const path = url.pathname.replace(/^\/(?:v1\.0|beta)/, '');
    asked.push(`${inBatch ? '+' : ''}${method} ${target}`);
    const slow = [...throttled].find(([prefix, left]) => path.startsWith(prefix) && left.times > 0)?.[1];
    if (slow !== undefined) {
      slow.times--;
      return [429, error('TooManyRequests', 'slow down'), slow.seconds === undefined ? {} : { 'Retry-After': String(slow.seconds) }];
    }
    const refusal = Object.entries(faults.refused ?? {}).find(([prefix]) => path.startsWith(prefix))?.[1];
    if (refusal !== undefined) return [refusal[0], error(refusal[1], refusal[2]), {}];
    if (url.searchParams.has('$expand') && faults.withoutExpansion?.includes(path) === true)
      return [400, error('Request_UnsupportedQuery', 'Expansion is not supported.'), {}];
    const found = lists(path, url.searchParams);
    if (found === undefined) return [404, error('Request_ResourceNotFound', `Resource '${path}' does not exist.`), {}];
    if (!Array.isArray(found)) return [200, found, {}];
    const skip = Number(url.searchParams.get('$skiptoken') ?? 0);
    const size = faults.page ?? 999;
    if (skip > 0 && faults.brokenSecondPage?.includes(path) === true) return [200, '<html>', {}];
    const next = new URL(`${faults.foreignLinks === true ? 'http://127.0.0.1:1' : base}${target}`);
    next.searchParams.set('$skiptoken', String(skip + size));
    const link = found.length > skip + size ? { '@odata.nextLink': next.href } : {};
    return [
      200,
      {
        '@odata.context': `${base}/v1.0/$metadata#${path.slice(1)}`,
        ...link,
        value: found.slice(skip, skip + size).map((one) => withRelations(one, url.searchParams.get('$expand') ?? '')),
      },
      {},
    ];
  };

  const server = createServer((request, response) => {
    state.requests++;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      };
      const target = request.url ?? '/';
      if (request.headers.authorization !== 'Bearer good' || state.requests > (faults.expiresAfter ?? Number.POSITIVE_INFINITY)) {
        send(401, error('InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'));
      } else if (target.endsWith('/$batch')) {
        const { requests } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly requests: readonly { id: string; url: string }[] };
        asked.push(`POST ${target}`);
        if (requests.length > 20) send(400, error('BadRequest', 'Number of batch request steps exceeds the maximum value of 20.'));
        else
          send(200, {
            // Graph answers them in any order.
            responses: requests
              .map(({ id, url }) => {
                const [status, body, headers] = answer('GET', `/v1.0${url}`, true);
                return { id, status, headers, body };
              })
              .reverse(),
          });
      } else send(...answer(request.method ?? '', target, false));
    });
  });
  const listening = await listenOnLoopback(server);
  base = listening.url;
  return {
    ...listening,
    asked,
    get requests() {
      return state.requests;
    },
  };
}

/** Related objects come only where they are asked for. */
function withRelations(object: Raw, expand: string): Raw {
  const related = ['owners', 'sponsors', 'federatedIdentityCredentials', 'memberOf', 'principal'];
  return Object.fromEntries(Object.entries(object).filter(([key]) => !related.includes(key) || expand.startsWith(key)));
}

function error(code: string, message: string): Raw {
  return { error: { code, message, innerError: { date: '2026-12-01T00:00:00' } } };
}

type Lists = (path: string, query: URLSearchParams) => readonly Raw[] | Raw | undefined;

function tenantLists(more: Readonly<Record<string, readonly Raw[] | Raw>>): Lists {
  const [applications, principals, users, rows] = [
    read('applications'),
    read('servicePrincipals'),
    read('users'),
    read('appRoleAssignedTo'),
  ];
  const policies = read('policies') as unknown as Record<string, readonly Raw[]>;
  const typed = (list: readonly Raw[], type: string): readonly Raw[] =>
    list.filter((one) => one['@odata.type'] === `#microsoft.graph.${type}`);
  const whole: Readonly<Record<string, readonly Raw[] | Raw>> = {
    '/organization': read('organization').value,
    '/applications': applications.value,
    '/servicePrincipals': principals.value,
    '/applications/microsoft.graph.agentIdentityBlueprint': typed(applications.value, 'agentIdentityBlueprint'),
    '/servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal': typed(principals.value, 'agentIdentityBlueprintPrincipal'),
    '/servicePrincipals/microsoft.graph.agentIdentity': typed(principals.value, 'agentIdentity'),
    '/oauth2PermissionGrants': read('oauth2PermissionGrants').value,
    '/roleManagement/directory/roleDefinitions': read('roleDefinitions').value,
    '/roleManagement/directory/roleAssignments': read('roleAssignments').value,
    '/roleManagement/directory/roleEligibilityScheduleInstances': [],
    '/roleManagement/directory/roleAssignmentScheduleInstances': [],
    '/directory/administrativeUnits': [],
    '/policies/authorizationPolicy': policies.authorizationPolicy?.[0] ?? {},
    '/policies/permissionGrantPolicies': [],
    '/policies/defaultAppManagementPolicy': policies.defaultAppManagementPolicy?.[0] ?? {},
    '/reports/servicePrincipalSignInActivities': read('servicePrincipalSignInActivities').value,
    '/reports/appCredentialSignInActivities': read('appCredentialSignInActivities').value,
    ...more,
  };
  return (path, query) => {
    const known = whole[path];
    if (known !== undefined) return known;
    const api = /^\/servicePrincipals\/([^/]+)\/appRoleAssignedTo$/.exec(path)?.[1];
    if (api !== undefined) return rows.value.filter((row) => row.resourceId === api);
    if (path !== '/users') return undefined;
    const filter = query.get('$filter') ?? '';
    const starts = [...filter.matchAll(/startswith\(userPrincipalName,'([^']*)'\)/g)].map((m) => m[1] ?? '');
    return users.value.filter(
      (user) => filter.includes(`'${String(user.id)}'`) || starts.some((start) => String(user.userPrincipalName).startsWith(start)),
    );
  };
}
