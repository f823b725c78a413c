import { inertJson, plain } from '../../reporters/escape.ts';
import type { FixFormat } from './fix-output.ts';
import { indented, quoteWord } from './fix-output.ts';
import type { GoogleFixPlan, GoogleRole } from './plan-google-fix.ts';

/** The smaller roles as a document, as gcloud commands, or as Terraform. Only the last two hold the notes. */
export function renderGoogleFix(plan: GoogleFixPlan, format: FixFormat): string {
  if (format === 'json') return `${indented({ roles: plan.roles.map(asDocument) }, '', 2)}\n`;
  const lines = plan.same ? [] : plan.roles.flatMap((role) => (format === 'cli' ? commands(plan, role) : terraform(plan, role)));
  return `${[...comments(plan), ...lines].join('\n')}\n`;
}

function asDocument({ role, scope, condition, permissions, predefined, instead }: GoogleRole): Readonly<Record<string, unknown>> {
  return {
    scope: scope.slice('gcp:'.length),
    role: role ?? null,
    ...(predefined === undefined ? { includedPermissions: permissions } : {}),
    ...(condition === undefined ? {} : { condition }),
    instead: instead.map((r) => r.grant.name),
  };
}

function comments({ notes, identity, before, after, same }: GoogleFixPlan): readonly string[] {
  const nothing = same ? '; nothing was found that can be taken away' : '';
  return [`${identity.id}: ${before} listed permissions now, ${after} with these roles${nothing}`, ...notes].map(
    (line) => `# ${plain(line)}`,
  );
}

function commands(plan: GoogleFixPlan, one: GoogleRole): readonly string[] {
  const { role, scope, condition, predefined, permissions, instead } = one;
  const member = `--member=${quoteWord(memberOf(plan))}`;
  const where = bindingOf(scope);
  const under = condition === undefined ? '--condition=None' : `--condition=${quoteWord(`expression=${condition},title=nhi-fix`)}`;
  const [, kind, home, id] = /^(project|organization)s\/([^/]+)\/roles\/(.+)$/.exec(predefined === undefined ? (role ?? '') : '') ?? [];
  return [
    ...(kind === undefined
      ? []
      : [
          `gcloud iam roles create ${quoteWord(id ?? '')} --${kind}=${quoteWord(home ?? '')} --permissions=${quoteWord(permissions.join(','))}`,
        ]),
    ...(role === undefined ? [] : [`gcloud ${where.add} ${member} --role=${quoteWord(role)} ${under}`]),
    // A role that is given under a condition is taken away under the same.
    ...instead.map(
      (r) => `gcloud ${where.remove} ${member} --role=${quoteWord(r.grant.name)} ${condition === undefined ? '--condition=None' : '--all'}`,
    ),
  ];
}

function terraform(plan: GoogleFixPlan, one: GoogleRole): readonly string[] {
  const { role, scope, condition, predefined, permissions, instead } = one;
  const [, type = '', name = ''] = /^gcp:(\w+)\/(.+)$/.exec(scope) ?? [];
  const label = `nhi_fix_${`${plan.identity.name.split('@', 1)[0]}_${name}`.replace(/\W/g, '_')}`;
  const [, kind, home, id] = /^(project|organization)s\/([^/]+)\/roles\/(.+)$/.exec(predefined === undefined ? (role ?? '') : '') ?? [];
  const custom =
    kind === undefined
      ? []
      : [
          `resource "google_${kind}_iam_custom_role" "${label}" {`,
          `  ${kind === 'project' ? 'project' : 'org_id '}     = ${text(home ?? '')}`,
          `  role_id     = ${text(id ?? '')}`,
          `  title       = ${text(id ?? '')}`,
          `  permissions = [${permissions.map(text).join(', ')}]`,
          '}',
          '',
        ];
  const given =
    role === undefined
      ? []
      : [
          `resource "google_${type}_iam_member" "${label}" {`,
          `  ${type === 'organization' ? 'org_id' : type} = ${text(name)}`,
          `  role   = ${kind === undefined ? text(role) : `google_${kind}_iam_custom_role.${label}.name`}`,
          `  member = ${text(memberOf(plan))}`,
          ...(condition === undefined ? [] : ['  condition {', '    title      = "nhi-fix"', `    expression = ${text(condition)}`, '  }']),
          '}',
          '',
        ];
  return [...custom, ...given, ...instead.map((r) => `# Take ${plain(r.grant.name)} on ${plain(scope.slice('gcp:'.length))} away.`), ''];
}

/** A string of Terraform, in which nothing is a template. */
function text(value: string): string {
  return inertJson(value)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', () => '%%{');
}

/** How gcloud changes the policy of a project, folder or organization. */
function bindingOf(scope: string): { readonly add: string; readonly remove: string } {
  const [, kind = '', name = ''] = /^gcp:(\w+)\/(.+)$/.exec(scope) ?? [];
  const group = kind === 'folder' ? 'resource-manager folders' : `${kind}s`;
  return { add: `${group} add-iam-policy-binding ${quoteWord(name)}`, remove: `${group} remove-iam-policy-binding ${quoteWord(name)}` };
}

function memberOf({ identity }: GoogleFixPlan): string {
  return identity.id.startsWith('gcp:principal/')
    ? identity.id.slice('gcp:principal/'.length)
    : `serviceAccount:${identity.id.slice('gcp:service-account/'.length)}`;
}
