import type { User } from './read-person.ts';

/** Words that stand in the names of accounts which no person uses. */
const words =
  /(?:^|[^a-z])(?:svc|srv|sa|service[ ._-]?account|svcacct|bots?|robot|rpa|automation|api|batch|cron|etl|jobs?|scripts?|sync|backup|scanner|jenkins|terraform|ansible|deploy(?:er|ment)?|build|ci|cd|integration|connector|daemon|no-?reply)(?:[^a-z]|$)/i;

/** What speaks for a user being the account of a service, for a person; its name first. Absent where only the name is known and says nothing else. */
export function serviceAccountSigns(user: User): readonly string[] | undefined {
  const local = user.name.split('@', 1)[0] ?? '';
  const named = words.test(local) || words.test(user.displayName ?? '') || /^svc|^sync_/i.test(local);
  if (!named) return [];
  const others = [
    ...(user.passwordNeverExpires === true ? ['its password never expires'] : []),
    ...(user.signsInAlone === true ? ['it signs in without a person'] : []),
  ];
  if (others.length === 0 && (user.passwordNeverExpires === undefined || user.signsInAlone === undefined)) return undefined;
  return ['its name', ...others];
}

/** Whether a name is one that services are given. */
export function isNamedLikeService(user: User): boolean {
  const signs = serviceAccountSigns(user);
  return signs === undefined || signs.length > 0;
}
