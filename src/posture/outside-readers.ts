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
  const resource = credential.resource === undefined ? undefined : world.inventory.resources.get(credential.resource);
  if (resource === undefined) return undefined;
  if (resource.policy === undefined) return [];
  const document = world.inventory.documents.get(resource.policy);
  if (document === undefined) return undefined;
  const known = accountsOf(world.inventory, world.settings.knownAccounts);
  const readers = new Set<string>();
  for (const statement of document.statements) {
    if (statement.effect === 'Allow' && reads(statement)) for (const who of principalsOf(statement, known)) readers.add(who);
  }
  return [...readers].sort();
}

function reads({ action, notAction }: PolicyStatement): boolean {
  const covers = (pattern: string): boolean => matchesGlob(pattern.toLowerCase(), 'secretsmanager:getsecretvalue');
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
