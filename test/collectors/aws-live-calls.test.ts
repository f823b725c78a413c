import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { awsCalls, listingCalls, organizationCalls } from '../../src/collectors/aws/calls.ts';
import { permissionDocument, permissions } from '../../src/collectors/aws/permissions.ts';
import { callPlan } from '../../src/collectors/aws/services/call-plan.ts';
import type { PlannedCall } from '../../src/collectors/aws/services/planned-call.ts';
import { serviceCalls } from '../../src/collectors/aws/services/service-calls.ts';

const folder = new URL('../../src/collectors/aws/', import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
const table = [...Object.keys(awsCalls), ...Object.keys(listingCalls), ...Object.keys(organizationCalls)];

test('every call reads', () => {
  for (const permission of table)
    expect(permission).toMatch(/^(iam|sts|organizations):(Get|List|Describe|Generate(CredentialReport|ServiceLastAccessedDetails)$)/);
});

test('every SDK command that the code names is in the table, and the other way round', () => {
  const used = new Set(sources.flatMap(({ text }) => [...text.matchAll(/\b([A-Z]\w+)Command\b/g)].map((match) => match[1] as string)));
  expect([...used].sort()).toEqual([...new Set(table.map((permission) => permission.split(':')[1] as string))].sort());
});

test('the services are asked just what the table says, and every call of it reads', () => {
  const asked = (planned: PlannedCall): readonly string[] => [
    planned.permission,
    ...(planned.adds ?? []).flatMap(asked),
    ...(planned.each ?? []).flatMap(asked),
  ];
  expect([...new Set([...callPlan.flatMap(asked), 'ec2:DescribeRegions'])].sort()).toEqual(Object.keys(serviceCalls).sort());
  for (const permission of Object.keys(serviceCalls)) {
    expect(permission).toMatch(/:(Get|List|Describe|BatchGet)/);
    expect(permission).not.toMatch(/Value|:GetParameter|Token|:GetResourceApiKey/);
  }
});

test('the README says how many lists an empty region takes', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(`${callPlan.length} requests for an empty region`);
  // At most sixty: a whole account is all regions.
  expect(callPlan.length).toBeLessThanOrEqual(60);
});

test('no operation goes round the commands', () => {
  for (const { name, text } of sources) {
    expect([name, /\bnew (IAM|STS|Organizations)\(/.test(text)]).toEqual([name, false]);
    expect([
      name,
      /from '@aws-sdk\/(?!client-iam'|client-sts'|client-organizations'|credential-providers'|xml-builder')/.test(text),
    ]).toEqual([name, false]);
  }
});

test('what collector.ts loads at once imports no SDK', () => {
  const seen = new Set<string>();
  const walk = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = sources.find((source) => source.name === name)?.text ?? '';
    for (const match of text.matchAll(/^import (?!type\b)[^;]*?from '([^']+)'/gm)) {
      const target = match[1] as string;
      expect([name, target.startsWith('@aws-sdk')]).toEqual([name, false]);
      if (target.startsWith('./')) walk(target.slice(2));
    }
  };
  walk('collector.ts');
  expect(seen.size).toBeGreaterThan(1);
});

test('the policy allows exactly the permissions that are asked for', () => {
  const document = JSON.parse(permissionDocument()) as { Version: string; Statement: { Sid: string; Effect: string; Action: string[] }[] };
  expect(document.Version).toBe('2012-10-17');
  expect(document.Statement.flatMap((statement) => statement.Action)).toEqual(permissions.map((needed) => needed.permission));
  for (const statement of document.Statement) {
    expect(statement.Effect).toBe('Allow');
    expect(statement.Sid).toMatch(/^[A-Za-z0-9]+$/);
  }
  // The quota of a managed policy, which leaves white space out:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  expect(JSON.stringify(document).replace(/\s/g, '').length).toBeLessThanOrEqual(6144);
  expect(permissionDocument()).not.toContain('*"]');
  expect(permissions.filter((needed) => needed.required).map((needed) => needed.permission)).toEqual([
    'iam:GetAccountAuthorizationDetails',
  ]);
});
