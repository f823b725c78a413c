import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { accounts, except, wholeOrganization } from '../collectors/aws-live-members.ts';
import { type StubHandler, startStub } from '../collectors/aws-stub.ts';
import { bin, expectRefusal, makeDirectory, nhi, readReport } from './nhi.ts';

const here = makeDirectory();
const now = ['--region', 'none', '--now', '2026-11-22T09:00:00Z'];
const open: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of open) await close();
});

async function organization(handlers: Readonly<Record<string, StubHandler>>): Promise<Readonly<Record<string, string>>> {
  const stub = await startStub(handlers);
  open.push(() => stub.close());
  return { AWS_ENDPOINT_URL: stub.url, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEREADER', AWS_SECRET_ACCESS_KEY: 'no', AWS_MAX_ATTEMPTS: '1' };
}

/** Runs until a tenth of the accounts is kept, sends a signal, and waits for the end. */
async function interrupted(args: readonly string[], env: Readonly<Record<string, string>>, kept: string, signal: 'SIGINT' | 'SIGKILL') {
  const child = spawn(process.execPath, [bin, ...args], { env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', ...env } });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const count = (): number => (existsSync(kept) ? readdirSync(kept).filter((name) => /^\d+\.nhi$/.test(name)).length : 0);
  while (count() < 3 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill(signal);
  return { code: await ended, err };
}

/** Accounts after the tenth never answer, until the gate is opened. */
function gated(): { readonly handlers: Readonly<Record<string, StubHandler>>; readonly pass: () => void } {
  let pass = (): void => {};
  const gate = new Promise<void>((resolve) => {
    pass = resolve;
  });
  const wait: StubHandler = async (parameters, call, key) => {
    await gate;
    return (wholeOrganization.AssumeRole as StubHandler)(parameters, call, key);
  };
  return { handlers: except(Object.fromEntries(accounts.slice(10).map((id) => [id, { AssumeRole: wait }]))), pass };
}

test.each(['SIGINT', 'SIGKILL'] as const)('a run that %s ends goes on where it stopped, to the same bytes', async (signal) => {
  const whole = join(here, `${signal}-whole.nhi`);
  const resumed = join(here, `${signal}-resumed.nhi`);
  const kept = `${resumed}.partial`;
  expect(await nhi(['collect', 'aws:org', '-o', whole, ...now], { env: await organization(wholeOrganization) })).toMatchObject({ code: 0 });

  const { handlers, pass } = gated();
  const env = await organization(handlers);
  const first = await interrupted(['collect', 'aws:org', '-o', resumed, ...now], env, kept, signal);
  expect(existsSync(resumed)).toBe(false);
  if (signal === 'SIGINT') {
    expect(first).toEqual({
      code: 130,
      err: `nhi: interrupted; the accounts read so far are kept in ${kept}: run the same command again to go on\n`,
    });
    expect(readdirSync(here).filter((name) => name.startsWith(`.${signal}`))).toEqual([]);
  }
  pass();
  const second = await nhi(['collect', 'aws:org', '-o', resumed, ...now], { env });
  expect(second.err).toMatch(/^nhi: aws:org: going on with an interrupted run: \d+ accounts were read before/);
  expect(second.code).toBe(0);
  expect(readFileSync(resumed).equals(readFileSync(whole))).toBe(true);
  expect(existsSync(kept)).toBe(false);
});

test('a scan lists each account as a source, and gates on the one that could not be seen', async () => {
  const refuse: StubHandler = () => ({ error: 'AccessDenied', status: 403 });
  const env = await organization(except({ [accounts[3] as string]: { AssumeRole: refuse } }));
  const ran = await nhi(['scan', 'aws:org', '--format', 'json', '--fail-on', 'critical', '--org-role', 'nhi', ...now], { env });
  const report = readReport(ran);
  expect(report.scan.sources.map((s) => s.source)).toEqual(['aws:org', ...accounts.map((id) => `aws:org/${id}`)]);
  expect(report.scan.sources.filter((s) => s.status !== 'complete').map((s) => s.scope)).toEqual([accounts[3]]);
  expect(ran.code).toBe(3);
});

test.each([
  [['scan', 'aws', '--org-role', 'x'], '--org-role is for sources that read an organization'],
  [['scan', 'aws:org', '--org-role', 'arn:aws:iam::111122223333:role/x'], 'name the role alone'],
  [['scan', 'aws:org', '--org-role', 'a b'], 'is not the name of a role'],
  [['scan', 'aws:org', '--accounts', '12'], '"12" is not an account id'],
  [['scan', 'aws:org', '--concurrency', '0'], 'is not a number from 1 to 64'],
  [['scan', 'aws:org', 'aws:org:prod'], 'name one organization at a time'],
  [['scan', 'aws:org:'], 'aws:org: names no profile'],
])('%j is refused in one line', async (args, message) => {
  expectRefusal(await nhi(args), message);
});
