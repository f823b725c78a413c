import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collected, FileHead } from '../../collector.ts';
import { openText } from '../../decode.ts';
import { readError, readHead } from '../../files.ts';
import { GapCounter } from '../../gap-counter.ts';
import { JsonStream } from '../../json-stream.ts';
import { elementKind } from '../dump-kinds.ts';
import type { FileContext } from '../file-dumps.ts';
import { AwsNormaliser } from '../normalise.ts';
import type { AwsRecord } from '../records.ts';
import { answerKeys, PageAnswers } from './page-answers.ts';

/**
 * Names of delivered files: `111122223333_CloudTrail_eu-west-1_20261101T0005Z_Ab12.json.gz`
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html#cloudtrail-log-filename-format).
 */
const deliveredFile = /^\d{12}_CloudTrail_[\w-]+_\d{8}T\d{4}Z_\w+\.json(?:\.gz)?$/;

/** Folders of a delivery tree: AWSLogs/[o-organization/]account/CloudTrail/region/year/month/day. */
const deliveryFolder = /^(?:AWSLogs|o-[a-z0-9]{10,32}|\d{12}|CloudTrail|[a-z]{2}(?:-[a-z]+)+-\d|\d{4}|\d{2})$/;

const dataFile = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i;

/** Whether a file holds CloudTrail events, by what stands in its head. */
export function isTrailFile({ format, keys, text }: FileHead): boolean {
  if (format !== 'json') return false;
  if (keys.includes('Records')) return /"eventSource"|"eventVersion"|"Records"\s*:\s*\[\s*\]/.test(text);
  if (keys.includes('Events')) return text.includes('"CloudTrailEvent"');
  return keys.includes('eventSource') && keys.includes('eventName');
}

/** The trail files in a directory: by name anywhere in a tree of deliveries, and by content in the directory itself. */
export async function findTrail(path: string): Promise<readonly string[]> {
  const found: string[] = [];
  await walk(path, '', found);
  return found.sort();
}

async function walk(root: string, folder: string, found: string[]): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const place = join(folder, entry.name);
    if (entry.isDirectory()) {
      // A bucket may keep its deliveries under a prefix.
      if (deliveryFolder.test(entry.name) || (folder === '' && existsSync(join(root, place, 'AWSLogs')))) await walk(root, place, found);
    } else if (entry.isFile() && (deliveredFile.test(entry.name) || (folder === '' && (await holdsEvents(join(root, place)))))) {
      found.push(place);
    }
  }
}

async function holdsEvents(path: string): Promise<boolean> {
  if (!dataFile.test(path)) return false;
  try {
    return isTrailFile(await readHead(path));
  } catch {
    // Whatever it is, it was not named.
    return false;
  }
}

/** Reads the files of a trail, one after the other, as one source. */
export async function collectTrail(path: string, files: readonly string[], context: FileContext): Promise<Collected> {
  const normaliser = new AwsNormaliser(context.emit, { source: context.source, fingerprint: context.fingerprint });
  const gaps = new GapCounter();
  for (const file of files) {
    // One gap of a kind a file is too many where there are thousands of files.
    const note = (group: string, what: string, detail: string): void =>
      gaps.add(group, { source: context.source, what, why: 'unreadable', detail: `${file}: ${detail}` });
    try {
      await readEvents(join(path, file), { source: context.source, file }, normaliser, (kind, line, message) =>
        note(
          `json ${kind}`,
          kind === 'truncated' || kind === 'broken' ? 'the rest of a file' : 'a part of a file',
          `line ${line}: ${message}`,
        ),
      );
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      note('file', 'a file of the trail', readError(file, error).message.slice(file.length + 2));
    }
  }
  gaps.flush(context.emit);
  return { plane: 'aws', scope: normaliser.finish().account, requests: 0 };
}

async function readEvents(
  path: string,
  place: { readonly source: string; readonly file: string },
  taker: { add(record: AwsRecord): void },
  problem: (kind: string, line: number, message: string) => void,
): Promise<void> {
  const answers = new PageAnswers((record) => taker.add(record));
  const stream = new JsonStream({
    lists: new Set(['Records', 'Events']),
    wholes: answerKeys,
    element: (key, raw, { line, pointer }) => {
      if (elementKind(key, raw) === 'trail-event') taker.add({ kind: 'trail-event', raw, at: { ...place, line, pointer } });
    },
    value: (key, value, { page, line, pointer }) => {
      answers.take(key, value, page, { ...place, line, pointer });
    },
    problem: ({ kind, line, message }) => problem(kind, line, message),
  });
  try {
    for await (const chunk of openText(path)) if (!stream.push(chunk)) break;
  } finally {
    // Of a file that is cut short, what came before is read.
    answers.flush();
  }
  stream.end();
  answers.flush();
}
