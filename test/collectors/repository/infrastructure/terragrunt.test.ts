// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terragrunt's own templates.
import { describe, expect, test } from 'vitest';
import { scan, write } from '../scan.ts';

const role = `variable "name" { default = "by-default" }
resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
`;
const source = 'terraform { source = "../modules//role" }\n';
const include = 'include "root" { path = find_in_parent_folders("root.hcl") }\n';

/** Roles by account and name: `*` for what is not known. */
async function rolesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { inventory } = await scan(write(files));
  return [...inventory.identities.values()]
    .filter((i) => i.kind === 'aws-iam-role')
    .map((i) => i.id.replace('aws:role/', '').replace(/stack\.shop\.?/, ''))
    .sort();
}

const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['a unit gives a name', { 'app/terragrunt.hcl': `${source}inputs = { name = "given" }` }, ['app/given']],
  ['a unit gives none', { 'app/terragrunt.hcl': source }, ['app/by-default']],
  ['what is included gives it', { 'app/terragrunt.hcl': source + include, 'root.hcl': 'inputs = { name = "above" }' }, ['app/above']],
  [
    'the unit counts over what it includes',
    { 'app/terragrunt.hcl': `${source}${include}inputs = { name = "given" }`, 'root.hcl': 'inputs = { name = "above" }' },
    ['app/given'],
  ],
  [
    'a local of the unit',
    { 'app/terragrunt.hcl': `${source}locals { n = "given" }\ninputs = { name = "\${local.n}-x" }` },
    ['app/given-x'],
  ],
  [
    'the account of the role',
    { 'app/terragrunt.hcl': `${source}iam_role = "arn:aws:iam::482915673021:role/x"\ninputs = { name = "given" }` },
    ['482915673021/given'],
  ],
  [
    'two units of one module',
    { 'a/terragrunt.hcl': `${source}inputs = { name = "a" }`, 'b/terragrunt.hcl': `${source}inputs = { name = "b" }` },
    ['a/a', 'b/b'],
  ],
  ['a module by the root', { 'app/terragrunt.hcl': 'terraform { source = "${get_repo_root()}/modules/role" }\n' }, ['app/by-default']],
  ['the last of merged inputs', { 'app/terragrunt.hcl': `${source}inputs = merge(local.gone, { name = "given" })` }, ['app/given']],
];

describe('units of Terragrunt', () => {
  test.each(cases)('%s', async (_, files, roles) => {
    expect(await rolesOf({ 'modules/role/main.tf': role, ...files })).toEqual(roles);
  });

  test.each([
    ['merged inputs', { 'app/terragrunt.hcl': `${source}inputs = merge({ name = "given" }, local.gone)` }],
    ['inputs of a dependency', { 'app/terragrunt.hcl': `${source}inputs = dependency.x.outputs` }],
    [
      'locals of what is included',
      { 'app/terragrunt.hcl': source + include, 'root.hcl': 'locals { n = "a" }\ninputs = { name = local.n }' },
    ],
    ['an include that is not here', { 'app/terragrunt.hcl': source + include }],
    ['one that includes itself', { 'app/terragrunt.hcl': `${source}include "self" { path = "terragrunt.hcl" }` }],
  ])('what only a run tells is not taken from the default: %s', async (_, files) => {
    const [found, ...more] = await rolesOf({ 'modules/role/main.tf': role, ...files });
    expect(more).toEqual([]);
    expect(found).not.toMatch(/\/(?:by-default|given|a)$/);
  });

  test('code beside the unit gets its values, and no other code does', async () => {
    const unit = 'inputs = { name = "given" }\n';
    expect(await rolesOf({ 'app/main.tf': role, 'app/terragrunt.hcl': unit, 'other/main.tf': role })).toEqual([
      'app/given',
      'other/by-default',
    ]);
  });

  test('modules that only a run tells are one gap', async () => {
    const unit = 'include "common" { path = "${dirname(find_in_parent_folders("root.hcl"))}/common.hcl" }\n';
    const { gaps } = (
      await scan(write({ 'a/terragrunt.hcl': unit, 'b/terragrunt.hcl': unit, 'terragrunt.hcl': 'inputs = merge(local.x)\n' }))
    ).inventory;
    expect(gaps.map((g) => [g.file, g.detail, g.partial])).toEqual([
      [
        'a/terragrunt.hcl',
        'the modules of this and 1 more units are worked out when Terragrunt runs; a plan or state has what is made',
        false,
      ],
    ]);
  });

  test('nothing outside of the tree is opened', async () => {
    const files = { 'terragrunt.hcl': 'terraform { source = "../../modules//role" }\n', 'modules/role/main.tf': role };
    expect(await rolesOf(files)).toEqual(['modules.role/by-default']);
  });
});
