import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { collect } from '../../../src/cli/commands/collect.ts';
import { scan } from '../../../src/cli/commands/scan.ts';
import type { Io } from '../../../src/cli/io.ts';
import { type GoogleServer, startGoogle } from './google-server.ts';

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

function ioTo(server: GoogleServer): { readonly io: Io; readonly out: Text; readonly err: Text } {
  const [out, err] = [new Text(), new Text()];
  const clock = (): Date => new Date('2026-12-01T00:00:00Z');
  return { io: { stdout: out, stderr: err, environment: server.environment, clock, version: '0' }, out, err };
}

interface Report {
  readonly scan: { readonly sources: readonly { readonly source: string; readonly requests: number; readonly gaps: readonly unknown[] }[] };
  readonly findings: readonly { readonly rule: string; readonly subject: string; readonly status: string }[];
}

test('an organization read live, recorded and replayed, is judged the same', async () => {
  const now = '2026-12-01T00:00:00Z';
  const directory = mkdtempSync(join(tmpdir(), 'nhi-gcp-scan-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const server = await startGoogle();
  const live = ioTo(server);
  await scan(['gcp:organizations/4400'], { now, format: 'json', color: false }, live.io);
  const recorded = ioTo(server);
  await collect(['gcp:organizations/4400'], { output: join(directory, 'a.nhi') }, recorded.io);
  const replayed = ioTo(server);
  await scan([join(directory, 'a.nhi')], { now, format: 'json', color: false }, replayed.io);
  const [first, second] = [live.out.text, replayed.out.text].map((text) => JSON.parse(text) as Report);
  const failed = (report: Report | undefined): readonly string[] =>
    (report?.findings ?? []).filter((f) => f.status === 'fail').map((f) => `${f.rule} ${f.subject}`);
  expect(failed(first)).toContain(`gcp-sa-user-key gcp:service-account-key/${'a'.repeat(40)}`);
  expect(failed(first)).toContain('gcp-api-key-generative gcp:api-key/shop-prod/bound-1');
  expect(failed(first)).toContain('gcp-key-creation-allowed gcp:project/shop-prod');
  expect(failed(first)).toContain('gcp-vm-default-sa-full-scope gcp:compute-instance/shop-prod/old-vm');
  expect(failed(second)).toEqual(failed(first));
  expect(first?.scan.sources[0]?.requests).toBeGreaterThan(10);
});
