import { matchesGlob } from '../glob.ts';
import type { Credential } from '../inventory/credential.ts';
import { accountOfArn } from '../inventory/id.ts';
import type { PolicyStatement } from '../inventory/policy.ts';
import { accountsOf } from '../inventory/scope.ts';
import type { World } from './world.ts';

/**
 * Whom the policy of a stored secret lets read it beside the known accounts: `anyone`, account ids. Absent where the policy was not
 * read. https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
export function outsideReaders(world: World, credential: Credential): readonly string[] | undefined {
  return credential.resource === undefined ? undefined : outsidersWith(world, credential.resource, readsSecret);
}

/** Whom the policy of a resource lets do something beside the known accounts. Absent where the policy was not read. */
export function outsidersWith(world: World, id: string, action: string): readonly string[] | undefined {
  const resource = world.inventory.resources.get(id);
  if (resource === undefined) return undefined;
  if (resource.policy === undefined) return [];
  const document = world.inventory.documents.get(resource.policy);
  if (document === undefined) return undefined;
  const known = accountsOf(world.inventory, world.settings.knownAccounts);
  const readers = new Set<string>();
  for (const statement of document.statements) {
    if (statement.effect === 'Allow' && isAbout(statement, action)) for (const who of principalsOf(statement, known)) readers.add(who);
  }
  return [...readers].sort();
}

/** In lower case. */
const readsSecret = 'secretsmanager:getsecretvalue';

/**
 * How many identities of a secret's account may read every secret there by their own policies, its administrators aside, and
 * identities that the provider made. Absent where that is not known, or a Deny in the secret's policy may keep some out.
 */
export function wideReaders(world: World, credential: Credential): number | undefined {
  const resource = credential.resource === undefined ? undefined : world.inventory.resources.get(credential.resource);
  const account = resource?.scope;
  if (resource === undefined || account === undefined || account === '') return undefined;
  const document = resource.policy === undefined ? undefined : world.inventory.documents.get(resource.policy);
  if (resource.policy !== undefined && document === undefined) return undefined;
  if (document?.statements.some((s) => s.effect === 'Deny' && isAbout(s, readsSecret))) return undefined;
  return countReaders(world, account);
}

const counted = new WeakMap<World, Map<string, number | undefined>>();

function countReaders(world: World, account: string): number | undefined {
  const known = counted.get(world) ?? new Map<string, number | undefined>();
  counted.set(world, known);
  if (!known.has(account)) known.set(account, readersOf(world, account));
  return known.get(account);
}

function readersOf({ inventory, permissions }: World, account: string): number | undefined {
  let readers = 0;
  let seen = 0;
  let open = false;
  for (const { id, kind, scope, providerManaged } of inventory.identities.values()) {
    if (scope !== account || (kind !== 'aws-iam-role' && kind !== 'aws-iam-user') || providerManaged === true) continue;
    seen += 1;
    const { answer } = permissions.decide(id, 'secretsmanager:GetSecretValue', '*');
    if (answer === 'unknown') open = true;
    else if (answer === 'allowed' && permissions.powerOf(id).level !== 'admin') readers += 1;
  }
  // What is not known can only add to them.
  return seen === 0 || (open && readers === 0) ? undefined : readers;
}

function isAbout({ action, notAction }: PolicyStatement, asked: string): boolean {
  const covers = (pattern: string): boolean => matchesGlob(pattern.toLowerCase(), asked);
  return action === undefined ? !(notAction ?? []).some(covers) : action.some(covers);
}

/** Keys that keep a statement for everybody within accounts, organizations or networks that somebody chose. */
const limits = /^aws:(?:principal(?:account|orgid|orgpaths|arn)|source(?:account|arn|orgid|vpc|vpce|ip|orgpaths)|userid|vpcsourceip)$/i;

function principalsOf({ principal, notPrincipal, condition }: PolicyStatement, known: ReadonlySet<string>): readonly string[] {
  const limited = Object.values(condition ?? {}).some((keys) => Object.keys(keys).some((key) => limits.test(key)));
  if (notPrincipal !== undefined) return limited ? [] : ['anyone'];
  const names = [...(principal?.['*'] ?? []), ...(principal?.AWS ?? [])];
  return names.flatMap((name) => {
    if (name === '*') return limited ? [] : ['anyone'];
    const account = /^\d{12}$/.test(name) ? name : accountOfArn(name);
    return account === undefined || known.has(account) ? [] : [account];
  });
}
