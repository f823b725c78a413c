/** Tag keys that name who answers for a thing, strongest first; compared in lower case without `-`, `_`, `:`, `.` and spaces. */
const ownerKeys = [
  'owner',
  'serviceowner',
  'businessowner',
  'technicalowner',
  'productowner',
  'resourceowner',
  'ownerteam',
  'owneremail',
  'team',
  'teamname',
  'owningteam',
  'squad',
  'maintainer',
  'maintainers',
  'maintainedby',
  'managedbyteam',
  'contact',
  'contactemail',
  'responsible',
] as const;

const environmentKeys = ['environment', 'env', 'stage', 'environmentname', 'envname', 'deploymentstage'] as const;

/** Spellings of environments; whatever else a tag says is kept as it is written, in lower case. */
const environments: ReadonlyMap<string, string> = new Map(
  Object.entries({
    production: ['production', 'prod', 'prd', 'live'],
    staging: ['staging', 'stage', 'stg', 'preprod', 'preproduction', 'uat', 'acceptance'],
    development: ['development', 'develop', 'dev', 'sandbox', 'sbx', 'playground'],
    test: ['test', 'testing', 'tst', 'qa', 'integration'],
  }).flatMap(([environment, words]) => words.map((word): [string, string] => [word, environment])),
);

/** Only words that hardly mean anything else count in a name; `test`, `stage` or `live` may be part of what a thing does. */
const nameWords: ReadonlySet<string> = new Set([
  'production',
  'prod',
  'prd',
  'staging',
  'stg',
  'preprod',
  'development',
  'dev',
  'sandbox',
  'uat',
  'qa',
]);

/** Cheap look before the name is taken apart. */
const mayName = new RegExp([...nameWords].join('|'), 'i');

/** The owner that tags name. */
export function ownerOf(tags: Readonly<Record<string, string>> | undefined): string | undefined {
  return firstTag(tags, ownerKeys);
}

/**
 * The environment of a thing: from its tags, else from a clear word in its name (`orders-prod-api`). A name with words of
 * two environments (`dev-to-prod-copy`) tells nothing.
 */
export function environmentOf(tags: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return environmentByTags(tags) ?? environmentByName(name);
}

export function environmentByTags(tags: Readonly<Record<string, string>> | undefined): string | undefined {
  const tag = firstTag(tags, environmentKeys)?.toLowerCase();
  return tag === undefined ? undefined : (environments.get(tag.replace(/[^a-z]/g, '')) ?? tag);
}

export function environmentByName(name: string): string | undefined {
  if (!mayName.test(name)) return undefined;
  const found = new Set<string>();
  for (const word of name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/)) {
    const environment = nameWords.has(word) ? environments.get(word) : undefined;
    if (environment !== undefined) found.add(environment);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

function firstTag(tags: Readonly<Record<string, string>> | undefined, keys: readonly string[]): string | undefined {
  if (tags === undefined) return undefined;
  let best = keys.length;
  let answer: string | undefined;
  for (const [key, value] of Object.entries(tags)) {
    const rank = keys.indexOf(key.toLowerCase().replace(/[-_:.\s]/g, ''));
    if (rank >= 0 && rank < best && value.trim() !== '') {
      best = rank;
      answer = value.trim();
    }
  }
  return answer;
}
