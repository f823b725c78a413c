/** A rule that is right, as lines, for tests that spoil one of them. */
export const ruleLines: readonly string[] = [
  'id: acme-key-old',
  'title: Key older than {params.max_days} days',
  'severity: medium',
  'confidence: high',
  'subject: credential',
  'kinds: [aws-access-key]',
  'params: { max_days: 90 }',
  'when: credential.enabled && credential.age_days > params.max_days',
  'escalate:',
  '  - when: credential.identity.power.level == "admin"',
  '    severity: high',
  'message: "{credential.name} is {credential.age_days} days old"',
  'why: It is old.',
  'fix: { summary: Replace it. }',
  'maps: { owasp_nhi: [NHI7], owasp_agentic: [ASI06] }',
  'examples:',
  '  - { flagged: true, given: { credential: { enabled: true, age_days: 100 } } }',
  '  - { flagged: false, given: { credential: { enabled: true, age_days: 10 } } }',
];

/** The rule with the line that starts with a text replaced by other lines, or dropped. */
export function ruleWith(changes: Readonly<Record<string, string | undefined>>): string {
  const used = new Set<string>();
  const lines = ruleLines.flatMap((line) => {
    const start = Object.keys(changes).find((s) => line.startsWith(s));
    if (start === undefined) return [line];
    used.add(start);
    const change = changes[start];
    return change === undefined ? [] : [change];
  });
  const unused = Object.keys(changes).filter((s) => !used.has(s));
  if (unused.length > 0) throw new Error(`no line starts with ${unused.join(', ')}`);
  return `${lines.join('\n')}\n`;
}
