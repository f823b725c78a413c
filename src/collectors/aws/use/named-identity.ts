import type { Evidence } from '../../../inventory/evidence.ts';
import type { Identity } from '../../../inventory/identity.ts';

/** An identity of which only the id is known. Undefined where the id is not one of a user, role or root user. */
export function namedIdentity(id: string, at: Evidence): Identity | undefined {
  const match = /^aws:(?:(user|role)\/(\d{12})\/(.+)|root\/(\d{12}))$/s.exec(id);
  if (match === null) return undefined;
  const [, type, owner, name, rootOf] = match;
  const account = owner ?? rootOf ?? '';
  return {
    id,
    plane: 'aws',
    kind: type === undefined ? 'aws-root' : type === 'user' ? 'aws-iam-user' : 'aws-iam-role',
    name: name ?? 'root',
    scope: account,
    nature: type === undefined ? 'human' : 'unknown',
    agent: false,
    standing: 'named',
    aws: { account },
    evidence: [at],
  };
}
