import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectRefusal, makeDirectory, nhi, readReport } from './nhi.ts';

const here = makeDirectory();
const file = join(here, 'rules-of-ours', 'acme-agent-unowned.yaml');
let written = '';

/** The rule as a person would change it: agents of the demo that are started by outsiders. */
function changed(text: string): string {
  return text
    .replace(/^title: .*$/m, 'title: Agent that outsiders start')
    .replace('Two or three sentences: what can happen, and why it is not seen otherwise.', 'Anybody may start it.')
    .replace('One sentence that says what to do.', 'Let nobody start it.')
    .replace(/^severity: \w+/m, 'severity: critical')
    .replace(/^params: .*$/m, '')
    .replace(/^when: .*$/m, 'when: identity.agent && identity.kind == "mcp-server"')
    .replace(/^message: .*$/m, 'message: "{identity.name} is a server of ours"')
    .replace(/^examples:[\s\S]*$/m, '')
    .concat(
      'examples:\n',
      '  - flagged: true\n    given: { identity: { name: files, agent: true, kind: mcp-server } }\n',
      '  - flagged: false\n    given: { identity: { name: files, agent: false, kind: mcp-server } }\n',
    );
}

beforeAll(async () => {
  const ran = await nhi(['rules', 'new', 'acme-agent-unowned', '--dir', 'rules-of-ours'], { cwd: here });
  expect(ran).toEqual({
    code: 0,
    out: 'Wrote rules-of-ours/acme-agent-unowned.yaml. Change it, then run: nhi rules test --rules rules-of-ours\n',
    err: '',
  });
  written = readFileSync(file, 'utf8');
});

describe("a user's own rule", () => {
  test('works as it is written, and fires in a scan once it is changed', async () => {
    writeFileSync(file, written);
    expect(await nhi(['rules', 'test', '--rules', 'rules-of-ours'], { cwd: here })).toMatchObject({
      code: 0,
      err: expect.stringContaining('rules-of-ours/acme-agent-unowned.yaml:3: the text of "title" is still that of nhi rules new'),
    });
    writeFileSync(file, changed(written));
    expect(await nhi(['rules', 'test', '--rules', 'rules-of-ours'], { cwd: here })).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 rule, 2 examples: all as expected'),
    });
    const ran = await nhi(['demo', '--rules', 'rules-of-ours', '--format', 'json'], { cwd: here });
    const own = readReport(ran).findings.filter((f) => f.rule === 'acme-agent-unowned');
    expect(own.length).toBeGreaterThan(3);
    expect(own[0]).toMatchObject({ severity: 'critical', status: 'fail', message: expect.stringMatching(/^[\w-]+ is a server of ours$/) });
  });

  test('is found through rules_dir, which is relative to the configuration file', async () => {
    writeFileSync(file, changed(written));
    writeFileSync(join(here, '.nhi.yaml'), 'rules_dir: ./rules-of-ours\n');
    const inPlace = { cwd: here };
    const [scanned, elsewhere, explained, listed] = await Promise.all([
      nhi(['scan', 'demo', '--format', 'json'], inPlace),
      nhi(['demo', '--config', join(here, '.nhi.yaml'), '--format', 'json']),
      nhi(['explain', 'acme-agent-unowned'], inPlace),
      nhi(['rules', 'list', '--plane', 'own'], inPlace),
    ]);
    for (const ran of [scanned, elsewhere]) expect(readReport(ran).findings.map((f) => f.rule)).toContain('acme-agent-unowned');
    expect(explained).toMatchObject({ code: 0, out: expect.stringContaining('Agent that outsiders start') });
    expect(listed.out).toContain('acme-agent-unowned');
  });

  test.each<[string, (text: string) => string, RegExp]>([
    [
      'a misspelt fact',
      (t) => t.replace('identity.kind ==', 'identity.knd =='),
      /acme-agent-unowned\.yaml:\d+:\d+: unknown fact "identity\.knd"; did you mean "kind"\?/,
    ],
    [
      'a misspelt key',
      (t) => t.replace('severity:', 'serverity:'),
      /acme-agent-unowned\.yaml:\d+: unknown key "serverity"; did you mean "severity"\?/,
    ],
    [
      'a misspelt severity',
      (t) => t.replace('critical', 'critcal'),
      /acme-agent-unowned\.yaml:\d+: .*got "critcal"; did you mean "critical"\?/,
    ],
    ['a broken condition', (t) => t.replace('identity.agent &&', 'identity.agent &&&'), /acme-agent-unowned\.yaml:\d+/],
    ['an unknown reference', (t) => t.replace('NHI1', 'NHI77'), /acme-agent-unowned\.yaml:\d+: .*NHI77/],
    ['no examples', (t) => t.replace(/examples:[\s\S]*/, ''), /acme-agent-unowned\.yaml:\d+: .*example/],
    ['another id', (t) => t.replace('id: acme-agent-unowned', 'id: acme-other'), /acme-agent-unowned\.yaml:\d+: .*acme-other/],
    ['YAML that is none', () => 'id: [\n', /acme-agent-unowned\.yaml:\d+/],
    ['nothing', () => '', /acme-agent-unowned\.yaml/],
    ['bytes', () => '\u0000\u0001', /acme-agent-unowned\.yaml/],
  ])('with %s is one line with its place', async (_name, change, message) => {
    const folder = makeWrong(change(changed(written)));
    const [tested, scanned] = await Promise.all([nhi(['rules', 'test', '--rules', folder]), nhi(['scan', folder, '--rules', folder])]);
    expectRefusal(tested, message);
    expectRefusal(scanned, message);
  });

  test('whose example comes out otherwise says which, and is exit code 2', async () => {
    const folder = makeWrong(changed(written).replace('agent: false', 'agent: true'));
    const ran = await nhi(['rules', 'test', '--rules', folder]);
    expect(ran).toMatchObject({ code: 2, out: expect.stringContaining('1 not as expected') });
    expect(ran.err).toMatch(/^\S+acme-agent-unowned\.yaml:\d+: expected quiet, got flagged \(critical\): "files is a server of ours"\n$/);
  });
});

let wrong = 0;

function makeWrong(text: string): string {
  const folder = join(here, `wrong-${wrong++}`);
  writeFileSync(makeFolder(folder), text);
  return folder;
}

function makeFolder(folder: string): string {
  mkdirSync(folder);
  return join(folder, 'acme-agent-unowned.yaml');
}
