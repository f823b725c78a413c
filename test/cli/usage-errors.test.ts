import { describe, expect, test } from 'vitest';
import { addFile, expectRefusal, makeDirectory, nhi, worlds } from './nhi.ts';

const place = makeDirectory(worlds.flawed);
const config = (name: string, text: string): string => addFile(place, name, text);

let configs = 0;

describe.concurrent('a wrong command line is one line, offers the nearest right word, and is exit code 2', () => {
  test.each<[string[], string | RegExp]>([
    [['scna'], 'unknown command "scna"; did you mean "scan"? (nhi --help lists them; to scan a path: nhi scan scna)'],
    [['help', 'scna'], 'unknown command "scna"; did you mean "scan"?'],
    [['rules'], 'rules needs a command: list, show, test, new'],
    [['rules', 'lst'], 'unknown command "lst"; did you mean "list"? (nhi rules knows list, show, test, new)'],
    [['rules', 'help', 'lst'], 'unknown command "lst"; did you mean "list"?'],
    [['--bogus'], 'unknown option "--bogus" (nhi --help lists them)'],
    [['--quiet', 'demo'], 'options of a command stand after it'],
    [['scan', '--formt', 'json'], 'unknown option "--formt"; did you mean "--format"? (nhi scan --help lists them)'],
    [['scan', '--formt=json'], 'unknown option "--formt"; did you mean "--format"?'],
    [['rules', 'list', '--sverity', 'x'], 'unknown option "--sverity"; did you mean "--severity"? (nhi rules list --help lists them)'],
    [['scan', '--quiet=1'], '--quiet takes no value'],
    [['scan', '--format'], '--format needs a value: -f, --format <format>'],
    [['scan', '--fail-on'], '--fail-on needs a value'],
    [['scan', '--format', 'jsn'], 'unknown format "jsn"; did you mean "json"?'],
    [['scan', '--report', 'jsn=x'], 'unknown format "jsn"; did you mean "json"?'],
    [['scan', '--fail-on', 'hihg'], 'got "hihg"; did you mean "high"?'],
    [['scan', '--now', 'yesterday'], '--now "yesterday" is not a time; write it like 2026-11-22 or 2026-11-22T10:00:00Z'],
    [['scan', '--now', '2026-13-01'], 'is not a time'],
    [['scan', '--report', 'json'], '--report "json" is not FORMAT=FILE, like sarif=nhi.sarif'],
    [['scan', '--report', 'json='], 'is not FORMAT=FILE'],
    [['scan', '--report', '=x'], 'is not FORMAT=FILE'],
    [['scan', '--report', 'json=no/such/place/x.json'], 'cannot write no/such/place/x.json: the directory does not exist'],
    [['scan', '--report', 'json=.'], 'cannot write .: it is a directory'],
    [['scan', '--config', 'none.yaml'], 'none.yaml: there is no such file; name another one with --config'],
    [['scan', '--config', '.'], '.: cannot be read (EISDIR)'],
    [['scan', '--rules', 'none'], 'none: the rules folder cannot be read (ENOENT)'],
    [['scan', 'nosuch'], 'unknown source "nosuch"'],
    [['scan', 'awss'], 'unknown source "awss": no such file or directory, and no live source of that name; did you mean "aws"?'],
    [['scan', 'azure:sub/1'], 'azure is read as azure, azure:subscription/ID, azure:mg/NAME; did you mean "azure:subscription/1"?'],
    [['scan', 'gpc:projects/acme'], 'did you mean "gcp:projects/acme"?'],
    [['scan', 'githb:acme/shop'], 'did you mean "github:acme/shop"?'],
    [['policy', 'x'], 'nhi policy needs --engine <engine>: whose language it is written in: opa (Rego) or cedar\n'],
    [['scan', 'github'], 'unknown source "github": no such file or directory, and no live source of that name; did you mean "github:ORG"?'],
    [['scan', 'gtihub'], 'did you mean "github:ORG"?'],
    [['scan', 'k8'], 'did you mean "k8s"?'],
    [['scan', 'kubernets'], 'did you mean "k8s"?'],
    [['scan', 'vault:prod'], 'unknown source "vault:prod": no such file or directory, and vault is read as vault\n'],
    [['scan', 'C:\\nosuch'], 'C:\\nosuch: no such file or directory'],
    [['scan', 'demoo'], 'did you mean "demo"?'],
    [['scan', './nosuch'], './nosuch: no such file or directory'],
    [['scan', ''], 'a source is empty'],
    [['scan', 'no\u001b[31m\nsuch'], 'unknown source "no\\u001b[31m\\nsuch"'],
    [['scan', 'aws:'], 'names no profile'],
    [['scan', 'aws', '--role-arn', 'admin'], '--role-arn "admin" is not the ARN of a role'],
    [['demo', 'extra'], 'too many arguments: nhi demo [options]'],
    [['show'], 'nhi show needs <id>: nhi show [options] <id> [source...]'],
    [['explain'], 'nhi explain needs <rule>'],
    [['permissions'], 'nhi permissions needs <source>'],
    [['collect', '.'], 'nhi collect needs -o, --output <file>'],
    [['collect', '-o', 'x.nhi'], 'nhi collect needs <source>'],
    [['collect', '.', '-o', 'no/such/x.nhi'], 'cannot write no/such/x.nhi: the directory does not exist'],
    [
      ['list', '--plane', 'asw'],
      '--plane must be one of aws, gcp, azure, entra, github, kubernetes, repository, agent, vault, spiffe; got',
    ],
    [['list', '--plane', 'gitlab'], '--plane must be one of aws,'],
    [['list', '--nature', 'agnet'], 'did you mean "agent"?'],
    [['list', '--level', 'amdin'], 'did you mean "admin"?'],
    [['list', '--sort', 'nme'], 'did you mean "name"?'],
    [['permissions', 'asw'], 'unknown source "asw"; did you mean "aws"? (live sources: aws'],
    [['explain', 'aws-iam-key-odl'], 'unknown rule "aws-iam-key-odl"; did you mean "aws-iam-key-old"?'],
    [['rules', 'show', 'aws-iam-key-odl'], 'did you mean "aws-iam-key-old"?'],
    [['rules', 'new'], 'nhi rules new needs <id>'],
    [['rules', 'new', 'my-rule', '--subject', 'idenity'], 'did you mean "identity"?'],
    [['rules', 'test', '--rules', 'none'], 'none: the rules folder cannot be read (ENOENT)'],
  ])('%j', async (args, message) => {
    expectRefusal(await nhi(args, { cwd: place }), message);
  });

  test.each([
    ['failon: high\n', ':1: unknown key "failon"; did you mean "fail_on"?'],
    ['fail_on: [high]\n', ':1: '],
    ['rules:\n  aws-iam-key-odl: off\n', ':2: unknown rule "aws-iam-key-odl"; did you mean "aws-iam-key-old"?'],
    ['rules:\n  aws-iam-key-old: { params: { max_age_dayz: 3 } }\n', 'did you mean "max_age_days"?'],
    ['rules:\n  aws-iam-key-old: { params: { max_age_days: many } }\n', ':2: '],
    ['rules:\n  aws-iam-key-old: { severity: hgih }\n', 'did you mean "high"?'],
    [
      'waivers:\n  - { rule: aws-admin-sta, identity: "*", reason: r }\n',
      ':2: unknown rule "aws-admin-sta"; did you mean "aws-admin-star"?',
    ],
    ['rules_dir: nowhere\n', 'nowhere: the rules folder cannot be read (ENOENT)'],
    ['a: [\n', ': '],
    ['\u0000\u0001', ': '],
  ])('the configuration %j', async (text, message) => {
    const ran = await nhi(['scan', '--config', config(`${configs++}/own.yaml`, text)], { cwd: place });
    expectRefusal(ran, message);
    expect(ran.err).toContain(text.startsWith('rules_dir') ? '/nowhere: ' : '/own.yaml:');
  });

  test('a configuration and rules without permission to read', async (context) => {
    if (process.getuid?.() === 0) context.skip('the superuser may read everything');
    const { chmodSync } = await import('node:fs');
    const path = config('locked.yaml', 'fail_on: none\n');
    chmodSync(path, 0);
    expectRefusal(await nhi(['scan', '--config', path], { cwd: place }), 'cannot be read (EACCES)');
  });

  test('nothing is printed or written where a report cannot be', async () => {
    const { existsSync } = await import('node:fs');
    expectRefusal(
      await nhi(['scan', '--report', 'json=first.json', '--report', 'jsn=second.json'], { cwd: place }),
      'unknown format "jsn"',
    );
    expect(existsSync(`${place}/first.json`)).toBe(false);
  });
});
