import { type Answer, answersAt, textAt } from './answer.ts';
import { allowPolicyCall, type GoogleCall } from './google-apis.ts';
import type { Purpose } from './live-asker.ts';
import type { LiveReading } from './live-reading.ts';

/** Lists of a project's own services, for where Cloud Asset Inventory refuses; each with what it takes. */
const lists: readonly { readonly call: (project: string) => GoogleCall; readonly purpose: Purpose }[] = [
  {
    call: (p) => ({ api: 'iam', path: `/v1/projects/${p}/roles`, query: { view: 'FULL', pageSize: 1000 } }),
    purpose: { what: 'custom roles', permission: 'iam.roles.list' },
  },
  {
    call: (p) => ({ api: 'apikeys', path: `/v2/projects/${p}/locations/global/keys`, query: { pageSize: 300 } }),
    purpose: { what: 'API keys', permission: 'apikeys.keys.list' },
  },
];

/** Reads what a project holds from the APIs of its services. */
export async function readProjectDirectly(project: string, reading: LiveReading): Promise<void> {
  const { asker, take } = reading;
  const of = (purpose: Purpose): Purpose => ({ ...purpose, what: `${purpose.what} of ${project}`, group: `${purpose.what} directly` });
  const emails: string[] = [];
  const accounts: GoogleCall = { api: 'iam', path: `/v1/projects/${project}/serviceAccounts`, query: { pageSize: 100 } };
  await asker.all(accounts, of({ what: 'service accounts', permission: 'iam.serviceAccounts.list' }), (page) => {
    take(page, `projects/${project}/serviceAccounts`);
    emails.push(...answersAt(page, 'accounts').flatMap((a) => textAt(a, 'email') ?? []));
  });
  const ofKeys = of({ what: 'keys of service accounts', permission: 'iam.serviceAccountKeys.list' });
  for (const email of emails) {
    const call: GoogleCall = {
      api: 'iam',
      path: `/v1/projects/${project}/serviceAccounts/${email}/keys`,
      query: { keyTypes: 'USER_MANAGED' },
    };
    await asker.all(call, ofKeys, (page) => take(page, `keys of ${email}`));
  }
  await Promise.all(
    lists.map(({ call, purpose }) => asker.all(call(project), of(purpose), (page) => take(page, `${purpose.what} of ${project}`))),
  );
  await readPools(project, reading, of({ what: 'workload identity pools', permission: 'iam.workloadIdentityPools.list' }));
  await readDenyPolicies(`projects/${project}`, reading);
  const detail = 'machines, services, agents and secrets are read from Cloud Asset Inventory alone';
  reading.gap('workloads directly', {
    what: `what runs in ${project}`,
    why: 'denied',
    detail,
    permission: 'cloudasset.assets.listResource',
  });
}

async function readPools(project: string, { asker, take }: LiveReading, purpose: Purpose): Promise<void> {
  const path = `/v1/projects/${project}/locations/global/workloadIdentityPools`;
  const pools: string[] = [];
  await asker.all({ api: 'iam', path, query: { pageSize: 1000 } }, purpose, (page) => {
    take(page, `pools of ${project}`);
    pools.push(...answersAt(page, 'workloadIdentityPools').flatMap((pool) => textAt(pool, 'name') ?? []));
  });
  for (const pool of pools)
    await asker.all({ api: 'iam', path: `/v1/${pool}/providers`, query: { pageSize: 100 } }, purpose, (page) =>
      take(page, `providers of ${pool}`),
    );
}

/** The allow policies of a project and of its service accounts. */
export async function readPoliciesDirectly(project: string, reading: LiveReading): Promise<boolean> {
  const read = await readPolicyOf(`projects/${project}`, reading);
  const emails = [...reading.book.accounts.values()].filter((a) => a.scope === project).map((a) => a.name);
  let whole = read;
  for (const email of emails) {
    const call = allowPolicyCall('iam', `projects/-/serviceAccounts/${email}`);
    const permission = 'iam.serviceAccounts.getIamPolicy';
    const policy = await reading.asker.get(call, {
      what: `who may become service accounts of ${project}`,
      permission,
      group: 'account policies',
    });
    if (policy !== undefined) reading.takePolicy(policy, `//iam.googleapis.com/projects/-/serviceAccounts/${email}`);
    whole &&= policy !== undefined;
  }
  const detail = 'roles on secrets, buckets and other single resources are read from Cloud Asset Inventory alone';
  reading.gap('resource policies', {
    what: `roles on resources of ${project}`,
    why: 'denied',
    detail,
    permission: 'cloudasset.assets.listIamPolicy',
  });
  return whole;
}

/** The allow policy of a project, folder or organization (`folders/7`). */
export async function readPolicyOf(segment: string, reading: LiveReading): Promise<boolean> {
  const level = segment.slice(0, segment.indexOf('/'));
  const purpose = { what: `roles on ${segment}`, permission: `resourcemanager.${level}.getIamPolicy` };
  const policy = await reading.asker.get(allowPolicyCall('cloudresourcemanager', segment), purpose);
  if (policy !== undefined) reading.takePolicy(policy, `//cloudresourcemanager.googleapis.com/${segment}`);
  return policy !== undefined;
}

/** Deny policies of a project, folder or organization. Their list leaves out what they deny. */
export async function readDenyPolicies(segment: string, { asker, take }: LiveReading): Promise<void> {
  const names: string[] = [];
  const attached = encodeURIComponent(`cloudresourcemanager.googleapis.com/${segment}`);
  const purpose = { what: `deny policies on ${segment}`, permission: 'iam.denypolicies.list', group: 'deny policies' };
  await asker.all({ api: 'iam', path: `/v2/policies/${attached}/denypolicies`, query: { pageSize: 1000 } }, purpose, (page: Answer) => {
    names.push(...answersAt(page, 'policies').flatMap((policy) => textAt(policy, 'name') ?? []));
  });
  for (const name of names) {
    const policy = await asker.get({ api: 'iam', path: `/v2/${name}` }, { ...purpose, permission: 'iam.denypolicies.get' });
    if (policy !== undefined) take(policy, name);
  }
}

/** The organization policies that are set on a project, folder or organization itself. */
export async function readOrgPoliciesOf(segment: string, { asker, take, normaliser }: LiveReading): Promise<void> {
  const purpose = {
    what: `organization policies on ${segment}`,
    permission: 'orgpolicy.policies.list',
    group: 'organization policies directly',
  };
  const whole = await asker.all({ api: 'orgpolicy', path: `/v2/${segment}/policies`, query: { pageSize: 1000 } }, purpose, (page) =>
    take(page, `organization policies on ${segment}`),
  );
  if (whole) normaliser.listedOrgPoliciesHere(normaliser.book.scopeId(segment));
}
