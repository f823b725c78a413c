import type { Rule, SubjectKind } from './rule.ts';

/** A small condition per subject, with facts that fulfil it, facts that do not, and facts that leave it open. */
interface Start {
  readonly when: string;
  readonly message: string;
  readonly flagged: string;
  readonly quiet: string;
  readonly unknown: string;
}

const starts: Readonly<Record<SubjectKind, Start>> = {
  identity: {
    when: 'identity.nature == "workload" && identity.unused_days > params.max_days',
    message: '{identity.name} has not been used for {identity.unused_days} days',
    flagged: '{ name: nightly-job, nature: workload, unused_days: 200 }',
    quiet: '{ name: nightly-job, nature: workload, unused_days: 3 }',
    unknown: '{ name: nightly-job, nature: workload }',
  },
  credential: {
    when: 'credential.static && credential.age_days > params.max_days',
    message: '{credential.name} of {credential.identity.name} is {credential.age_days} days old',
    flagged: '{ name: key-1, static: true, age_days: 200, identity: { name: nightly-job } }',
    quiet: '{ name: key-1, static: true, age_days: 3 }',
    unknown: '{ name: key-1, static: true }',
  },
  grant: {
    when: 'grant.admin && grant.identity.age_days > params.max_days',
    message: '{grant.identity.name} holds administrator permissions through {grant.policy}',
    flagged: '{ policy: AdministratorAccess, admin: true, identity: { name: nightly-job, age_days: 200 } }',
    quiet: '{ policy: ReadOnlyAccess, admin: false }',
    unknown: '{ policy: team-policy, identity: { age_days: 200 } }',
  },
  trust: {
    when: 'trust.external && !trust.limited && trust.identity.unused_days > params.max_days',
    message: '{trust.principal} may become {trust.identity.name}, which nobody uses',
    flagged: '{ principal: "111122223333", external: true, limited: false, identity: { name: vendor-role, unused_days: 200 } }',
    quiet: '{ principal: "111122223333", external: true, limited: true }',
    unknown: '{ principal: "111122223333", external: true, identity: { unused_days: 200 } }',
  },
  workload: {
    when: 'workload.identity.power.level == "admin" && workload.identity.age_days > params.max_days',
    message: '{workload.name} runs as {workload.identity.name}, which is an administrator',
    flagged: '{ name: resize-images, identity: { name: resize-role, age_days: 200, power: { level: admin } } }',
    quiet: '{ name: resize-images, identity: { name: resize-role, age_days: 200, power: { level: read } } }',
    unknown: '{ name: resize-images }',
  },
  path: {
    when: 'path.certainty == "confirmed" && path.level == "admin" && path.from.age_days > params.max_days',
    message: '{path.from.name} reaches {path.to.name} in {path.length} steps',
    flagged: '{ certainty: confirmed, level: admin, length: 2, from: { name: nightly-job, age_days: 200 }, to: { name: admin-role } }',
    quiet: '{ certainty: confirmed, level: read, length: 2 }',
    unknown: '{ certainty: confirmed, level: admin }',
  },
  scope: {
    when: 'scope.settings.key_creation_allowed && scope.environment == "production" && params.max_days > 0',
    message: 'anyone with the permission may make keys of service accounts in {scope.name}',
    flagged: '{ name: acme-prod, environment: production, settings: { key_creation_allowed: true } }',
    quiet: '{ name: acme-prod, environment: production, settings: { key_creation_allowed: false } }',
    unknown: '{ name: acme-prod, environment: production }',
  },
  source: {
    when: 'source.plane == "aws" && source.gaps > params.max_days',
    message: '{source.name} has {source.gaps} gaps',
    flagged: '{ name: "aws:prod", plane: aws, gaps: 200 }',
    quiet: '{ name: "aws:prod", plane: aws, gaps: 0 }',
    unknown: '{ name: "aws:prod", plane: aws }',
  },
};

/** What a new rule says of itself until somebody changes it. */
const placeholders = {
  title: 'Name the defect, not the cure',
  why: 'Two or three sentences: what can happen, and why it is not seen otherwise.',
  fix: 'One sentence that says what to do.',
} as const;

/** A text of a rule that still stands as the scaffold wrote it. */
export interface LeftOver {
  readonly field: keyof typeof placeholders;
  /** 1-based. */
  readonly line: number;
}

/** The texts that nobody has written yet in a rule that began as a scaffold. */
export function leftOvers(rule: Pick<Rule, 'title' | 'why' | 'fix'>, text: string): readonly LeftOver[] {
  const own = { title: rule.title, why: rule.why, fix: rule.fix.summary };
  const lines = text.split('\n');
  return (['title', 'why', 'fix'] as const).flatMap((field) => {
    if (own[field].trim() !== placeholders[field]) return [];
    return {
      field,
      line:
        Math.max(
          0,
          lines.findIndex((line) => line.includes(placeholders[field].slice(0, 20))),
        ) + 1,
    };
  });
}

/** The text of a new rule: complete, with comments, and with examples that come out as they say. */
export function scaffoldRule(id: string, subject: SubjectKind): string {
  const { when, message, flagged, quiet, unknown } = starts[subject];
  const parameter = subject === 'source' ? 'max_gaps' : 'max_days';
  const value = subject === 'source' ? 0 : 90;
  return `# A rule of your own. Try it with: nhi rules test --rules FOLDER
id: ${id}                # the file's name; keep it for ever, or list the old one under "aliases"
title: ${placeholders.title}
severity: medium          # info, low, medium, high, critical
confidence: high          # low, medium, high: how sure a flagged subject is really wrong
subject: ${subject}       # identity, credential, grant, trust, workload, path, scope, source
# kinds: [aws-iam-role]   # only these kinds of the subject; all without it
params: { ${parameter}: ${value} }      # can be changed in .nhi.yaml
# CEL (https://cel.dev). A fact that was not seen makes the answer unknown, never "fine".
when: ${when.replaceAll('max_days', parameter)}
# escalate:
#   - { when: 'more.than.usual', severity: high }
# lower:
#   - { when: 'less.than.usual', severity: low }
message: "${message}"
why: >
  ${placeholders.why}
fix:
  summary: ${placeholders.fix}
maps:
  owasp_nhi: [NHI1]
examples:                 # at least one flagged and one not; nhi rules test runs them
  - flagged: true
    given: { ${subject}: ${flagged} }
  - flagged: false
    given: { ${subject}: ${quiet} }
  - unknown: true
    given: { ${subject}: ${unknown} }
`;
}
