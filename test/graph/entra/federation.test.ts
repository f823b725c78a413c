import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type FederationTerms, federationCondition } from '../../../src/collectors/azure-model/federation.ts';
import { issuedTokenEdges } from '../../../src/graph/entra/token-holders.ts';
import { federationEdges } from '../../../src/graph/federates.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';
import type { Trust } from '../../../src/inventory/trust.ts';
import { application, guid, identityRecord, inventoryOf, tenant } from '../../permissions/entra/directory-world.ts';
import { SimpleEngine } from '../simple-engine.ts';
import { identity } from '../small-inventory.ts';

type Terms = Omit<FederationTerms, 'audiences'>;

interface JobCase {
  readonly name: string;
  readonly page: string;
  readonly trust: Terms;
  readonly token: Readonly<Record<string, readonly string[]>>;
  readonly lets?: string;
}

interface IssuedCase {
  readonly name: string;
  readonly page: string;
  readonly trust: Terms;
  readonly into?: string;
  readonly from: Readonly<Record<string, string>>;
}

const { jobs, issued } = parse(readFileSync(new URL('federation-cases.yaml', import.meta.url), 'utf8')) as {
  readonly jobs: readonly JobCase[];
  readonly issued: readonly IssuedCase[];
};

const target = 'entra:application/target';
const job = 'github:job/acme/shop/deploy';

const ways: Readonly<Record<string, Pick<Trust, 'kind' | 'actions'>>> = {
  'entra:': { kind: 'azure-federated-credential', actions: ['federate'] },
  'aws:ro': { kind: 'aws-role-trust', actions: ['sts:AssumeRoleWithWebIdentity'] },
  'gcp:se': { kind: 'gcp-trust', actions: ['iam.serviceAccounts.getAccessToken'] },
};

function trustOf(terms: Terms, into = target): Fragment {
  const way = ways[into.slice(0, 6)];
  const condition = federationCondition({ ...terms, audiences: [] });
  if (way === undefined || condition === undefined) throw new Error(`no such trust: ${terms.issuer}`);
  return {
    type: 'trust',
    value: {
      id: `${into}#trust/federated/test`,
      identity: into,
      ...way,
      effect: 'Allow',
      principalKind: 'oidc',
      principal: terms.issuer,
      condition,
      evidence: [],
    },
  };
}

describe('tokens of jobs', () => {
  test.each(jobs.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const claims = { iss: ['https://token.actions.githubusercontent.com'], aud: ['api://AzureADTokenExchange'], ...c.token };
    const inventory = inventoryOf(identityRecord(target), identity(job), trustOf(c.trust), {
      type: 'link',
      value: { kind: 'assumes', from: job, to: target, claims, evidence: [] },
    });
    expect(federationEdges(inventory).map((e) => e.certainty)).toEqual(c.lets === undefined ? [] : [c.lets]);
    expect(c.page).toMatch(/^https:\/\//);
  });
});

const account = 'gcp:service-account/deploy@acme-shop.iam.gserviceaccount.com';

describe('tokens that a cloud gives out', () => {
  test.each(issued.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const inventory = inventoryOf(
      identityRecord(target),
      identityRecord(application, { aliases: [`entra:service-principal/${guid(31)}`] }),
      identityRecord('azure:managed-identity/sub/rg/shared', {
        kind: 'azure-managed-identity',
        aliases: [`entra:service-principal/${guid(30)}`],
        entra: { tenant },
      }),
      identity(account, { plane: 'gcp', kind: 'gcp-service-account', gcp: { unique_id: '104892101234567890123' } }),
      identity('role/export'),
      identity('role/idle'),
      trustOf(c.trust, c.into),
    );
    const engine = new SimpleEngine({ 'aws:role/111122223333/export': { statements: [{ action: 'sts:GetWebIdentityToken' }] } });
    const edges = issuedTokenEdges(inventory, engine);
    expect(Object.fromEntries(edges.map((e) => [e.from, e.certainty]))).toEqual(c.from);
    for (const edge of edges) expect(edge.to).toBe(c.into ?? target);
    expect(c.page).toMatch(/^https:\/\//);
  });
});
