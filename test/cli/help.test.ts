import { expect, test } from 'vitest';
import { nhi } from './nhi.ts';

const commands = ['scan', 'demo', 'collect', 'list', 'show', 'path', 'fix', 'can', 'who-can', 'doctor', 'permissions', 'rules', 'explain'];
const pages = [[], ...commands.map((c) => [c]), ['rules', 'list'], ['rules', 'show'], ['rules', 'test'], ['rules', 'new']];

test.each(pages)('help of "%s %s" fits 80 columns, names every argument and shows no empty default', async (...words) => {
  const { code, out } = await nhi([...words, '--help']);
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(out).not.toContain('[])');
  for (const [, name = ''] of out.split('\n', 1)[0]?.matchAll(/[<[]([a-z-]+)(?:\.\.\.)?[>\]]/g) ?? []) {
    if (name === 'options' || name === 'command') continue;
    expect(out, name).toMatch(new RegExp(`^  (?:${name}|resource-and-sources) +\\S`, 'm'));
  }
});

test('the help names every command', async () => {
  const { out } = await nhi(['--help']);
  for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command} +\\S`, 'm'));
});

test('the demo has no options for sources of one’s own', async () => {
  const { out } = await nhi(['demo', '--help']);
  for (const option of ['--home', '--region', '--role-arn', '--list-tools']) expect(out).not.toContain(option);
});
