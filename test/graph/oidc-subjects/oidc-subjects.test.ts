import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PolicyReader } from '../../../src/collectors/aws-policy/policy-document.ts';
import { readTrusts } from '../../../src/collectors/aws-policy/trust-policy.ts';
import { federationCondition } from '../../../src/collectors/azure-model/federation.ts';
import { tokensOf } from '../../../src/collectors/vault/jwt-roles.ts';
import { federationEdges } from '../../../src/graph/federates.ts';
import { withPoolTrusts } from '../../../src/graph/gcp/pool-trusts.ts';
import type { Facts } from '../../../src/inventory/fact-types.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Trust } from '../../../src/inventory/trust.ts';
import { trustFacts } from '../../../src/posture/trust-facts.ts';
import { identity, inventoryOf } from '../small-inventory.ts';

type Claims = Readonly<Record<string, readonly string[]>>;
type Job = Readonly<Record<string, string | readonly number[]>>;
type Terms = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

interface Row {
  readonly name: string;
  readonly page: string;
  /** Whose tokens; GitHub's where nothing else is said. */
  readonly issuer?: string;
  /** Subjects of names, or of names and ids. */
  readonly form?: 'ids';
  /** A condition of a role's trust policy; claims without the issuer. */
  readonly aws?: Terms;
  readonly entra?: { readonly subject?: string; readonly expression?: string };
  readonly google?: { readonly member: string; readonly condition?: string };
  /** A role of the JWT method. */
  readonly vault?: Readonly<Record<string, unknown>>;
  readonly version?: string;
  readonly lets?: readonly string[];
  readonly maybe?: readonly string[];
}

const { askers, rows } = parse(readFileSync(new URL('oidc-subjects.yaml', import.meta.url), 'utf8')) as {
  readonly askers: Readonly<Record<string, { readonly issuer: string; readonly jobs: Readonly<Record<string, Job>> }>>;
  readonly rows: readonly Row[];
};

const evidence = [{ source: 'test' }];
const pool = 'projects/100/locations/global/workloadIdentityPools/ci';
const provider = `gcp:workload-identity-provider/${pool}/providers/ci`;
const audiences = {
  aws: 'sts.amazonaws.com',
  entra: 'api://AzureADTokenExchange',
  google: 'https://ci.example',
  vault: 'https://vault.example',
};
const targets = {
  aws: 'aws:role/111122223333/deploy',
  entra: 'entra:application/deploy',
  google: 'gcp:service-account/deploy@acme.iam.gserviceaccount.com',
  vault: 'vault:role/acme/jwt/deploy',
};
type Place = keyof typeof targets;

function placeOf(row: Row): Place {
  const place = (['aws', 'entra', 'google', 'vault'] as const).find((p) => row[p] !== undefined);
  if (place === undefined) throw new Error(`${row.name} trusts nobody`);
  return place;
}

/** The claims of a job's token. */
function tokenOf(row: Row, job: Job): Claims {
  const issuer = askers[row.issuer ?? 'github']?.issuer ?? '';
  const {
    repository,
    ids,
    tail,
    project_path: path,
    ref_type,
    ref,
    ...own
  } = Object.fromEntries(Object.entries(job).map(([k, v]) => [k, typeof v === 'string' ? v : v.map(String)])) as Readonly<
    Record<string, string> & { ids?: readonly string[] }
  >;
  const claims: Record<string, string> = { iss: issuer, aud: audiences[placeOf(row)], ...own };
  if (ref !== undefined) claims.ref = ref;
  if (ref_type !== undefined) claims.ref_type = ref_type;
  if (repository !== undefined) {
    const [owner = '', name = ''] = repository.split('/');
    const [ownerId = '', id = ''] = ids ?? [];
    claims.sub = `repo:${row.form === 'ids' ? `${owner}@${ownerId}/${name}@${id}` : repository}:${tail}`;
    Object.assign(claims, { repository, repository_owner: owner, repository_owner_id: ownerId, repository_id: id });
  }
  if (path !== undefined) Object.assign(claims, { sub: `project_path:${path}:ref_type:${ref_type}:ref:${ref}`, project_path: path });
  return Object.fromEntries(Object.entries(claims).map(([claim, value]) => [claim, [value]]));
}

/** The row's trust as the collectors hand it over. */
function trustOf(row: Row): readonly Fragment[] {
  const url = askers[row.issuer ?? 'github']?.issuer ?? '';
  const issuer = url.replace(/^https:\/\//, '');
  const place = placeOf(row);
  const base = { id: `${targets[place]}#trust/1`, identity: targets[place], effect: 'Allow', evidence } as const;
  const trust = (value: Omit<Trust, keyof typeof base>): Fragment => ({ type: 'trust', value: { ...base, ...value } });
  if (row.aws !== undefined) {
    const condition = Object.fromEntries(
      Object.entries(row.aws).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([claim, values]) => [`${issuer.replace(/\/$/, '')}:${claim}`, values])),
      ]),
    );
    const statement = {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
      ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
    };
    const read = readTrusts({ Version: '2012-10-17', Statement: [statement] }, targets.aws, { source: 'test' }, new PolicyReader());
    expect(read.problems).toEqual([]);
    return (read.trusts ?? []).map((value) => ({ type: 'trust', value }));
  }
  if (row.entra !== undefined) {
    const condition = federationCondition({ issuer: url, audiences: [], ...row.entra });
    if (condition === undefined) throw new Error(`${row.name}: not understood`);
    return [trust({ kind: 'azure-federated-credential', principalKind: 'oidc', principal: url, actions: ['federate'], condition })];
  }
  if (row.google !== undefined) {
    const { member, condition = null } = row.google;
    const claims = 'repository repository_owner project_id project_path terraform_workspace_id'.split(' ');
    const mapping = Object.fromEntries([['google.subject', 'assertion.sub'], ...claims.map((c) => [`attribute.${c}`, `assertion.${c}`])]);
    return [
      {
        type: 'provider',
        value: { id: provider, kind: 'oidc', issuer, audiences: [audiences.google], mapping, condition, evidence },
      },
      trust({
        kind: 'gcp-trust',
        principalKind: 'federated',
        principal: `principalSet://iam.googleapis.com/${pool}/${member}`,
        actions: ['iam.serviceAccounts.getAccessToken'],
      }),
    ];
  }
  const letIn = tokensOf(row.vault ?? {}, { bound_issuer: url }, row.version ?? '1.20.1') ?? [];
  return letIn.map((one) => trust({ kind: 'vault-role', actions: ['login'], ...one }));
}

interface Outcome {
  readonly lets: string[];
  readonly maybe: string[];
  readonly facts: readonly Facts<'Trust'>[];
}

function ask(row: Row): Outcome {
  const target = targets[placeOf(row)];
  const jobs = Object.entries(askers[row.issuer ?? 'github']?.jobs ?? {});
  const inventory = withPoolTrusts(
    inventoryOf([
      identity(target),
      ...trustOf(row),
      ...jobs.flatMap(([name, job]): Fragment[] => [
        identity(`job:${name}`),
        { type: 'link', value: { kind: 'assumes', from: `job:${name}`, to: target, claims: tokenOf(row, job), evidence } },
      ]),
    ]),
  );
  const edges = federationEdges(inventory);
  const names = (certainty: string): string[] => edges.filter((e) => e.certainty === certainty).map((e) => e.from.slice('job:'.length));
  const facts = (inventory.trusts.get(target) ?? []).map((t) => trustFacts(t, inventory, { knownAccounts: new Set(), vendors: {} }));
  return { lets: names('confirmed').sort(), maybe: names('conditional').sort(), facts };
}

describe('who can satisfy a condition', () => {
  test.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const { lets, maybe } = ask(row);
    expect({ lets, maybe }).toEqual({ lets: [...(row.lets ?? [])].sort(), maybe: [...(row.maybe ?? [])].sort() });
    expect(row.page).toMatch(/^https:\/\//);
  });
});

/** Askers of whom one alone is meant: where a second comes in, the condition is wider than it looks. */
const notMeant = /^(?:stranger|lookalike|sibling|same namespace|other (?:workspace|project|namespace))/;
const moments = ['main', 'branch', 'pull request'];

/** What rules are told of a trust has to agree with who really comes in. */
describe('what rules are told', () => {
  const cases = rows.filter((row) => row.maybe === undefined && !JSON.stringify(row).includes('acme/site'));
  test.each(cases.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const { lets, facts } = ask(row);
    const open = facts.some(
      (f) => f.subject_bound === false || (f.subject_broad ?? []).length > 0 || (f.mutable_claims ?? []).some((m) => m.includes(' ')),
    );
    if (row.google === undefined) {
      if (lets.some((name) => notMeant.test(name))) expect(open, 'one who is not meant comes in').toBe(true);
      if (moments.filter((m) => lets.includes(m)).length > 1) expect(open, 'more than one branch comes in').toBe(true);
      const byName = facts.some((f) => (f.recyclable ?? []).length + (f.mutable_claims ?? []).length > 0);
      if (lets.includes('recycled')) expect(open || byName, 'whoever takes the name comes in').toBe(true);
    } else if (lets.some((name) => /^(?:stranger|lookalike)/.test(name)))
      expect(
        facts.some((f) => f.open_issuer !== false && f.place_bound !== true),
        'a stranger comes in',
      ).toBe(true);
    if (lets.length === 0 && /compared as it stands/.test(row.name))
      expect(
        facts.some((f) => (f.never_matches ?? []).length > 0),
        'nobody comes in',
      ).toBe(true);
  });
});

test('the table is as long as it is said to be', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map((r) => r.name)).size).toBe(rows.length);
});
