import type { PolicyStatement } from '../../inventory/policy.ts';
import { inertJson, plain } from '../../reporters/escape.ts';
import type { FixPlan } from './plan-fix.ts';

export const fixFormats = ['json', 'cli', 'terraform'] as const;
export type FixFormat = (typeof fixFormats)[number];

/** Characters of a managed policy, white space not counted (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const largest = 6144;

/** The smaller policy as a document, as commands, or as Terraform. Only the last two hold the notes. */
export function renderFix(plan: FixPlan, format: FixFormat): string {
  switch (format) {
    case 'json':
      return `${documentOf(plan.statements, 2)}\n`;
    case 'cli':
      return `${[...comments(plan), ...(plan.same ? [] : commands(plan))].join('\n')}\n`;
    case 'terraform':
      return `${[...comments(plan), ...(plan.same ? [] : terraform(plan))].join('\n')}\n`;
  }
}

/** The documents into which a policy must be cut to fit. */
export function partsOf(statements: readonly PolicyStatement[]): readonly (readonly PolicyStatement[])[] {
  const parts: PolicyStatement[][] = [];
  for (const statement of statements.flatMap(cut)) {
    const last = parts.at(-1);
    if (last !== undefined && sizeOf([...last, statement]) <= largest) last.push(statement);
    else parts.push([statement]);
  }
  return parts;
}

/** An Allow with many actions says the same as two with half of them each. */
function cut(statement: PolicyStatement): readonly PolicyStatement[] {
  const { action = [] } = statement;
  if (sizeOf([statement]) <= largest || action.length < 2) return [statement];
  const middle = Math.ceil(action.length / 2);
  return [action.slice(0, middle), action.slice(middle)].flatMap((half) => cut({ ...statement, action: half }));
}

function sizeOf(statements: readonly PolicyStatement[]): number {
  return documentOf(statements, 0).length;
}

function documentOf(statements: readonly PolicyStatement[], indent: number): string {
  const document = { Version: '2012-10-17', Statement: statements.map(asWritten) };
  const text = inertJson(document);
  return indent === 0 ? text : indented(document, '', indent);
}

/** As `JSON.stringify` would indent it, every text inert. */
export function indented(value: unknown, before: string, indent: number): string {
  const deeper = before + ' '.repeat(indent);
  const lines = Array.isArray(value)
    ? value.map((one) => deeper + indented(one, deeper, indent))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, one]) => `${deeper}${inertJson(key)}: ${indented(one, deeper, indent)}`)
      : undefined;
  if (lines === undefined) return inertJson(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${before}${close}`;
}

function asWritten({ effect, action, notAction, resource, notResource, condition }: PolicyStatement): Readonly<Record<string, unknown>> {
  return {
    Effect: effect,
    ...(action === undefined ? {} : { Action: single(action) }),
    ...(notAction === undefined ? {} : { NotAction: single(notAction) }),
    ...(resource === undefined ? {} : { Resource: single(resource) }),
    ...(notResource === undefined ? {} : { NotResource: single(notResource) }),
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function single(list: readonly string[]): string | readonly string[] {
  return list.length === 1 ? (list[0] as string) : list;
}

function comments({ notes, identity, before, after, same }: FixPlan): readonly string[] {
  const nothing = same ? '; nothing was found that can be taken away' : '';
  return [`${plain(identity.id)}: ${before} known actions now, ${after} with this policy${nothing}`, ...notes].map(
    (line) => `# ${plain(line)}`,
  );
}

function commands(plan: FixPlan): readonly string[] {
  const { identity, attached, inline, groups } = plan;
  const type = identity.kind === 'aws-iam-user' ? 'user' : 'role';
  const who = `--${type}-name ${quoteWord(identity.name)}`;
  const added = partsOf(plan.statements).flatMap((part, i) => [
    `aws iam create-policy --policy-name ${policyName(plan, i)} --policy-document ${quoteWord(documentOf(part, 0))}`,
    `aws iam attach-${type}-policy ${who} --policy-arn ${quoteWord(policyArn(plan, i))}`,
  ]);
  return [
    ...added,
    ...attached.map(({ arn }) => `aws iam detach-${type}-policy ${who} --policy-arn ${quoteWord(arn)}`),
    ...inline.map((name) => `aws iam delete-${type}-policy ${who} --policy-name ${quoteWord(name)}`),
    ...groups.map((name) => `aws iam remove-user-from-group --user-name ${quoteWord(identity.name)} --group-name ${quoteWord(name)}`),
  ];
}

function terraform(plan: FixPlan): readonly string[] {
  const { identity, inline, groups } = plan;
  const type = identity.kind === 'aws-iam-user' ? 'user' : 'role';
  const label = `nhi_fix_${identity.name.replace(/\W/g, '_')}`;
  const parts = partsOf(plan.statements);
  const policies = parts.flatMap((part, i) => [
    `resource "aws_iam_policy" "${label}_${i + 1}" {`,
    `  name   = ${inertJson(policyName(plan, i))}`,
    `  policy = <<-POLICY`,
    ...indented({ Version: '2012-10-17', Statement: part.map(asWritten) }, '    ', 2)
      .replaceAll('${', () => '$${')
      .replaceAll('%{', () => '%%{')
      .split('\n')
      .map((line, at) => (at === 0 ? `    ${line}` : line)),
    '  POLICY',
    '}',
    '',
  ]);
  const arns = parts.map((_, i) => `aws_iam_policy.${label}_${i + 1}.arn`).join(', ');
  return [
    ...policies,
    `# Takes the place of all policies attached to the ${type}: whatever is not listed is detached.`,
    `resource "aws_iam_${type}_policy_attachments_exclusive" "${label}" {`,
    `  ${type}_name   = ${inertJson(identity.name)}`,
    `  policy_arns = [${arns}]`,
    '}',
    ...(inline.length === 0
      ? []
      : [
          '',
          `resource "aws_iam_${type}_policies_exclusive" "${label}" {`,
          `  ${type}_name    = ${inertJson(identity.name)}`,
          '  policy_names = []',
          '}',
        ]),
    ...groups.map((name) => `# Take the user out of the group ${plain(name)} as well.`),
  ];
}

function policyName({ identity }: FixPlan, part: number): string {
  return `nhi-fix-${identity.name}${part === 0 ? '' : `-${part + 1}`}`;
}

function policyArn(plan: FixPlan, part: number): string {
  const partition = /^arn:(aws[\w-]*):/.exec(plan.attached[0]?.arn ?? '')?.[1] ?? 'aws';
  return `arn:${partition}:iam::${plan.identity.aws?.account ?? plan.identity.scope}:policy/${policyName(plan, part)}`;
}

/** One word of a shell, whatever it holds. Names of policies come from what was scanned. */
export function quoteWord(text: string): string {
  const visible = plain(text) === text ? text : inertJson(text).slice(1, -1);
  return /^[\w+=,.@:/-]+$/.test(visible) ? visible : `'${visible.replaceAll("'", "'\\''")}'`;
}
