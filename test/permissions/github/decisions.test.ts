import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { BranchRules } from '../../../src/inventory/branch-rules.ts';
import type { DeploymentGate, StoredSecret } from '../../../src/inventory/github-repository.ts';
import { type Access, permissionAbilities, roleAbilities } from '../../../src/permissions/github/access.ts';
import { changeRef, changeWorkflow, changeWorkflowOnAny } from '../../../src/permissions/github/change-ref.ts';
import type { Controls, NamedRules } from '../../../src/permissions/github/controls.ts';
import { deployTo } from '../../../src/permissions/github/deploy.ts';
import { fullRef, type RefAct } from '../../../src/permissions/github/ref.ts';
import { runWorkflow } from '../../../src/permissions/github/run-workflow.ts';
import { readSecret } from '../../../src/permissions/github/secret.ts';
import { makeToken, readContext } from '../../../src/permissions/github/token-kind.ts';
import type { Judged } from '../../../src/permissions/github/verdict.ts';

type Rule = Partial<BranchRules> & {
  readonly protects?: string;
  readonly ruleset?: readonly string[];
  readonly exclude?: readonly string[];
  readonly of?: 'organization';
  readonly without?: readonly (keyof BranchRules)[];
};

interface Case {
  readonly name: string;
  readonly page: string;
  readonly who: string;
  readonly rules?: readonly Rule[];
  readonly environments?: readonly DeploymentGate[] | null;
  readonly defaultBranch?: string | null;
  readonly visibility?: 'public' | 'private' | 'internal';
  readonly archived?: boolean;
  readonly actions?: boolean;
  readonly approves?: boolean;
  readonly notRead?: readonly string[];
  readonly secret?: Partial<StoredSecret> & { readonly keeper: string; readonly environment?: string };
  readonly ask: string;
  readonly is: Judged['answer'];
  readonly because?: string;
}

const { cases, pages } = parse(readFileSync(new URL('decisions.yaml', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
  readonly pages: Readonly<Record<string, string>>;
};

const user = (roles: readonly string[], more: Partial<Access> = {}): Access => ({
  kind: 'user',
  name: 'ana',
  teams: [{ slug: 'devs', number: '5' }],
  roles,
  owner: 'no',
  abilities: new Set(roles.flatMap((role) => roleAbilities[role] ?? permissionAbilities[role] ?? [])),
  open: false,
  ...more,
});

const holder = (kind: Access['kind'], permissions: readonly string[], more: Partial<Access> = {}): Access => ({
  kind,
  teams: [],
  roles: [],
  owner: 'no',
  abilities: new Set(permissions.flatMap((p) => permissionAbilities[p] ?? [])),
  open: false,
  ...more,
});

const app = (...permissions: readonly string[]): Access => holder('app', permissions, { name: 'shipper', number: '77' });

/** A token of somebody: his name and roles, and of what he may as much as the token is for. */
const token = (of: Access, ...permissions: readonly string[]): Access => {
  const limit = new Set(permissions.flatMap((p) => permissionAbilities[p] ?? []));
  return { ...of, user: of, abilities: new Set([...limit].filter((a) => of.abilities.has(a))), limit };
};

const people: Readonly<Record<string, Access>> = {
  reader: user(['read']),
  triager: user(['triage']),
  writer: user(['write']),
  maintainer: user(['maintain']),
  admin: user(['admin']),
  owner: user(['owner'], { owner: 'yes' }),
  bypasser: user(['write', 'bypass_branch_protection']),
  pusher: user(['write', 'push_protected_branch']),
  unread: user([], { open: true, owner: 'unknown' }),
  'token-repo': token(user(['write']), 'repo'),
  'token-workflow': token(user(['write']), 'repo', 'workflow'),
  'token-of-admin': token(user(['admin']), 'repo'),
  'narrow-token-of-admin': token(user(['admin']), 'contents:write'),
  app: app('contents:write', 'workflows:write', 'pull_requests:write', 'statuses:write'),
  'app-runner': app('actions:write'),
  'app-pulls': app('contents:write', 'pull_requests:write'),
  'app-code': app('contents:write'),
  'app-reader': app('contents:read'),
  'app-admin': app('contents:write', 'administration:write'),
  'deploy-key': holder('deploy-key', [], { abilities: new Set(['read', 'push', 'workflows']) }),
  'read-key': holder('deploy-key', [], { abilities: new Set(['read']) }),
};

const noneAsked = {
  target: 'branch',
  enforcement: 'active',
  pullRequest: null,
  blocksUpdate: false,
  statusChecks: null,
  deployments: null,
  bypass: [],
} as const;

function namedRules(rule: Rule): NamedRules {
  const { protects, ruleset, exclude = [], of, without = [], ...rest } = rule;
  const rules: BranchRules =
    protects === undefined
      ? {
          ...noneAsked,
          form: 'ruleset',
          owner: of === undefined ? 'repository:acme/shop' : 'github:organization/acme',
          refs: { include: ruleset ?? [], exclude },
          ...rest,
        }
      : {
          ...noneAsked,
          form: 'protection',
          owner: 'repository:acme/shop',
          refs: { include: [protects], exclude: [] },
          holdsAdmins: false,
          pushers: null,
          blocksCreation: false,
          blocksDeletion: true,
          blocksForcePush: true,
          ...rest,
        };
  const known = Object.fromEntries(
    Object.entries(rules).filter(([key]) => !without.includes(key as keyof BranchRules)),
  ) as unknown as BranchRules;
  return { title: protects === undefined ? 'ruleset one' : `branch protection ${protects}`, rules: known, evidence: [] };
}

function controlsIn(c: Case): Controls {
  const { defaultBranch = 'main', environments = [] } = c;
  return {
    repository: 'acme/shop',
    profile: {
      visibility: c.visibility ?? 'private',
      ...(defaultBranch === null ? {} : { defaultBranch }),
      ...(c.archived === undefined ? {} : { archived: c.archived }),
    },
    rules: (c.rules ?? []).map(namedRules),
    unread: c.notRead ?? [],
    ...(environments === null ? {} : { environments }),
    actions: c.actions ?? true,
    approves: c.approves ?? false,
  };
}

function answerTo(c: Case): Judged {
  const controls = controlsIn(c);
  const access = people[c.who];
  if (access === undefined) throw new Error(`nobody is called ${c.who}`);
  const [verb = '', what = ''] = c.ask.split(' ', 2);
  switch (verb) {
    case 'workflow':
      return what.includes('*')
        ? changeWorkflowOnAny(controls, access, what)
        : changeWorkflow(controls, access, { name: fullRef(what), isNew: false });
    case 'run':
      return runWorkflow(controls, access, { name: fullRef(what), isNew: false });
    case 'deploy':
      return deployTo(controls, access, what);
    case 'token':
      return makeToken(controls, access, readContext(what) ?? '*');
    case 'secret': {
      const { environment, ...secret } = c.secret ?? { keeper: '' };
      const place = { stored: { store: 'actions' as const, ...secret }, repository: 'repository:acme/shop' };
      return readSecret(controls, access, environment === undefined ? place : { ...place, environment });
    }
    default:
      return changeRef(controls, access, { name: fullRef(what), isNew: verb === 'create' }, verb as RefAct);
  }
}

describe('who may do what in a repository', () => {
  test.each(cases.map((c) => [`${c.who}: ${c.name}`, c] as const))('%s', (_, c) => {
    const { answer, reasons } = answerTo(c);
    expect({ answer, reasons: reasons.join('; ') }).toEqual({ answer: c.is, reasons: expect.stringContaining(c.because ?? '') });
  });

  test('every case names a page', () => {
    expect(cases.filter((c) => pages[c.page.split('#', 1)[0] ?? ''] === undefined).map((c) => c.name)).toEqual([]);
    expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThan(100);
  });

  test('whatever is not allowed says why', () => {
    expect(cases.filter((c) => c.is !== 'allowed' && answerTo(c).reasons.length === 0).map((c) => c.name)).toEqual([]);
  });
});
