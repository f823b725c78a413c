import { GenerateCredentialReportCommand, GetCredentialReportCommand, type IAMClient } from '@aws-sdk/client-iam';
import { type Failure, UnreadableAnswer } from './live-failure.ts';
import type { LiveReader } from './live-reader.ts';

/** Seconds to wait before asking again whether the report is ready. Large accounts take a minute or two. */
export const reportWaits: readonly number[] = [1, 2, 3, 4, 5, 10, 15, 20, 30, 30];

/**
 * Has AWS write its credential report, waits for it and reads it: every user's passwords, keys and MFA in two calls. Where a new report
 * is refused, an older one is read (AWS keeps them for four hours). Returns whether there were rows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export async function readCredentialReport(
  iam: IAMClient,
  reader: LiveReader,
  progress: (message: string) => void,
  wait: (seconds: number) => Promise<void>,
): Promise<boolean> {
  const generated = await generate(iam, reader, progress, wait);
  if (generated !== undefined) reader.missed('iam:GenerateCredentialReport', generated);
  const permission = 'iam:GetCredentialReport';
  const report = await reader.ask(permission, async () => {
    const { Content } = await iam.send(new GetCredentialReportCommand({}));
    const text = Content === undefined ? '' : new TextDecoder().decode(Content);
    if (!text.startsWith('user,')) throw new UnreadableAnswer('an answer that is not a credential report');
    return text;
  });
  if (report === undefined) return false;
  for (const { line, row } of readRows(report)) reader.record(permission, { kind: 'credential-report-row', raw: row }, undefined, line);
  return true;
}

async function generate(
  iam: IAMClient,
  reader: LiveReader,
  progress: (message: string) => void,
  wait: (seconds: number) => Promise<void>,
): Promise<Failure | undefined> {
  for (const seconds of [...reportWaits, undefined]) {
    const result = await reader.attempt('iam:GenerateCredentialReport', () => iam.send(new GenerateCredentialReportCommand({})));
    if ('failure' in result) return result.failure;
    if (result.answer.State === 'COMPLETE') return undefined;
    if (result.answer.State === undefined) break;
    if (seconds === undefined) {
      const all = reportWaits.reduce((sum, each) => sum + each, 0);
      return { why: 'unreachable', detail: `AWS had not finished the report after ${all} seconds`, code: '', credentials: false };
    }
    progress('waiting for the credential report');
    await wait(seconds);
  }
  return { why: 'unreadable', detail: 'an answer without its state', code: '', credentials: false };
}

/** Rows of the report as objects by column name, with their line. User names may hold commas, but no line breaks. */
function* readRows(text: string): Generator<{ line: number; row: Record<string, string> }> {
  const [header = '', ...lines] = text.split(/\r?\n/);
  const columns = splitFields(header);
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const fields = splitFields(line).slice(0, columns.length);
    yield { line: index + 2, row: Object.fromEntries(fields.map((value, i) => [columns[i] ?? '', value])) };
  }
}

function splitFields(record: string): string[] {
  const fields: string[] = [];
  for (const match of record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  return fields;
}
