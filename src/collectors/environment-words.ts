const words: readonly (readonly [RegExp, string])[] = [
  [/^(preprod|preproduction|staging|stage|stg|uat)$/, 'staging'],
  [/^(prod|production|prd|live)$/, 'production'],
  [/^(dev|develop|development|sandbox)$/, 'development'],
  [/^(test|testing|qa)$/, 'test'],
];

/** The kind of environment that a name clearly tells: `prod-eu` is production, `non-prod` and `pages` tell nothing. */
export function environmentKindOf(name: string): string | undefined {
  const parts = name.toLowerCase().split(/[^a-z]+/);
  if (parts.some((part) => part === 'non' || part === 'not' || part === 'nonprod')) return undefined;
  if (parts.includes('pre')) return 'staging';
  for (const [pattern, kind] of words) if (parts.some((part) => pattern.test(part))) return kind;
  return undefined;
}
