import type { OrganizationSettings } from '../collectors/collector.ts';
import { UserError } from '../user-error.ts';
import type { CommonOptions } from './common-options.ts';

/** What the person chose for sources that read a whole organization; undefined where no such source is named. */
export function organizationSettings(
  words: readonly string[],
  options: CommonOptions,
  tool: string,
  keepIn: string | undefined = options.resume,
): OrganizationSettings | undefined {
  const given = [
    ['--org-role', options.orgRole],
    ['--accounts', options.accounts],
    ['--concurrency', options.concurrency],
    ['--resume', options.resume],
  ].find(([, value]) => value !== undefined)?.[0];
  const named = words.filter((word) => /^aws:org(?::|$)/.test(word));
  if (
    named.length === 0 &&
    words.some((word) => /^(?:gcp|azure|entra)(?::|$)/.test(word)) &&
    options.orgRole === undefined &&
    options.accounts === undefined
  )
    return ofPlain(options, tool, keepIn);
  if (named.length > 1) throw new UserError(`${named.join(' and ')}: name one organization at a time, their policies would be mixed up`);
  if (named.length === 0) {
    if (given !== undefined) throw new UserError(`${given} is for sources that read an organization (aws:org), and none is named`);
    return undefined;
  }
  return {
    tool,
    ...(options.orgRole === undefined ? {} : { role: readRole(options.orgRole) }),
    ...(options.accounts === undefined ? {} : { accounts: readAccounts(options.accounts) }),
    ...(options.concurrency === undefined ? {} : { concurrency: readConcurrency(options.concurrency) }),
    ...(keepIn === undefined ? {} : { keepIn }),
  };
}

/** Of sources that read many projects or subscriptions with one login. */
function ofPlain(options: CommonOptions, tool: string, keepIn: string | undefined): OrganizationSettings {
  return {
    tool,
    ...(options.concurrency === undefined ? {} : { concurrency: readConcurrency(options.concurrency) }),
    ...(keepIn === undefined ? {} : { keepIn }),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
export function readRole(text: string): string {
  if (/^arn:/.test(text))
    throw new UserError(`--org-role ${JSON.stringify(text)} is an ARN: name the role alone, it is the same in every account`);
  const name = text.replace(/^\//, '');
  if (!/^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(name))
    throw new UserError(`--org-role ${JSON.stringify(text)} is not the name of a role`);
  return name;
}

/** `111122223333,444455556666`, or all but some: `!111122223333,444455556666`. */
function readAccounts(text: string): NonNullable<OrganizationSettings['accounts']> {
  const exclude = text.startsWith('!');
  const ids = (exclude ? text.slice(1) : text).split(',').map((id) => id.trim());
  const wrong = ids.find((id) => !/^\d{12}$/.test(id));
  if (wrong !== undefined) {
    throw new UserError(
      `--accounts: ${JSON.stringify(wrong)} is not an account id; write 111122223333,444455556666 or, to leave them out, !111122223333`,
    );
  }
  return { ids, exclude };
}

function readConcurrency(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new UserError(`--concurrency ${JSON.stringify(text)} is not a number from 1 to 64`);
  return count;
}
