import { isObject } from '../../plain-object.ts';
import { ArmNormaliser } from '../azure-model/arm/arm-normaliser.ts';
import type { CollectContext, Collected, FileHead } from '../collector.ts';
import { checkUtf8, lineNotUtf8, openText } from '../decode.ts';
import { readError, readHead } from '../files.ts';
import { GapCounter } from '../gap-counter.ts';
import { JsonStream } from '../json-stream.ts';
import { SourceTally } from '../source-tally.ts';
import { isHoundEntry } from './azurehound.ts';
import { Directory } from './directory.ts';
import { DirectoryReading, looksLikeDirectory, streamed } from './directory-reading.ts';
import { emitDirectory } from './emit-directory.ts';
import { isRoadrecon, readRoadrecon } from './roadrecon.ts';

type FileContext = Pick<CollectContext, 'emit' | 'now' | 'fingerprint'>;

/** Ends of `@odata.context` that are of the directory, where the answer holds no object. */
const ofGraph =
  /graph\.microsoft\.|\$metadata#(?:applications|servicePrincipals|oauth2PermissionGrants|roleManagement|directoryRoles|users|groups|organization|policies|reports|auditLogs|administrativeUnits|directoryObjects|directory\/)/i;

/** Whether a file holds answers of Microsoft Graph about a directory, or what a tool made of them. */
export function recognisesEntraFile(head: FileHead): boolean {
  if (head.format === 'sqlite') return isRoadrecon(head.path);
  if (head.format !== 'json') return false;
  const context = /"@odata\.context"\s*:\s*"([^"]{1,2000})"/.exec(head.text)?.[1];
  if (context !== undefined) return ofGraph.test(context);
  let found: boolean | undefined;
  const gaps = new GapCounter();
  const values = new Map<string, unknown>();
  const look = (value: unknown): void => {
    if (isObject(value))
      found ??= isHoundEntry(value) || looksLikeDirectory(value, gaps) || looksLikeDirectory(isObject(value.body) ? value.body : {}, gaps);
  };
  const stream = new JsonStream({
    lists: streamed,
    element: (_key, value) => look(value),
    value: (key, value, place) => {
      if (place.page === 0) values.set(key, value);
    },
    problem: () => {},
  });
  stream.push(Buffer.from(head.text));
  const whole = Object.fromEntries(values);
  return found ?? (isHoundEntry(whole) || looksLikeDirectory(whole, gaps) || holdsLists(whole, gaps, 0));
}

/** A bundle of lists, as people put them together: `{"applications": […], "servicePrincipals": […]}`. */
function holdsLists(raw: Readonly<Record<string, unknown>>, gaps: GapCounter, depth: number): boolean {
  return Object.values(raw).some((value) => {
    if (Array.isArray(value)) return isObject(value[0]) && looksLikeDirectory(value[0], gaps);
    return isObject(value) && depth < 2 && holdsLists(value, gaps, depth + 1);
  });
}

/** Reads one file. @throws UserError where it cannot be read at all. */
export async function collectEntraFile(path: string, context: FileContext & { readonly source: string }): Promise<Collected> {
  const gaps = new GapCounter();
  const directory = new Directory(gaps);
  const arm = new ArmNormaliser(context.emit, context.fingerprint);
  await readFileInto({ directory, arm, gaps }, path, context.source);
  finishArm(arm, directory);
  const scope = emitDirectory(directory, { emit: context.emit, gaps, now: iso(context.now), source: context.source });
  gaps.flush(context.emit);
  return { plane: 'entra', scope, requests: 0 };
}

/** Reads files of one run together: what one of them names another describes. Each has a status of its own. */
export async function collectEntraFiles(
  files: readonly { readonly path: string; readonly source: string }[],
  context: FileContext,
): Promise<Collected> {
  const tallies = new Map(files.map(({ source }) => [source, new SourceTally()]));
  const first = files[0]?.source ?? '';
  const gaps = new GapCounter();
  const directory = new Directory(gaps);
  const emit: FileContext['emit'] = (fragment) => {
    const at =
      fragment.type === 'gap' ? fragment.value.source : 'evidence' in fragment.value ? fragment.value.evidence?.[0]?.source : undefined;
    tallies.get(at ?? first)?.take(fragment);
    context.emit(fragment);
  };
  const arm = new ArmNormaliser(emit, context.fingerprint);
  for (const { path, source } of files) {
    try {
      await readFileInto({ directory, arm, gaps }, path, source);
    } catch (error) {
      const { message } = readError(source, error);
      gaps.add(`file ${source}`, { source, file: source, what: 'the file', why: 'unreadable', detail: message });
    }
  }
  finishArm(arm, directory);
  const scope = emitDirectory(directory, { emit, gaps, now: iso(context.now), source: first });
  gaps.flush(emit);
  const parts = [...tallies].map(([source, tally]) => tally.status(source, { plane: 'entra', scope, requests: 0 }));
  return { plane: 'entra', scope, requests: 0, parts };
}

/** Role assignments of Azure do not all tell what their holder is; the directory does. */
function finishArm(arm: ArmNormaliser, { principals, users, groups }: Directory): void {
  for (const [type, known] of [
    ['ServicePrincipal', principals],
    ['User', users],
    ['Group', groups],
  ] as const)
    for (const id of known.keys()) arm.knowPrincipal(id, type);
  arm.finish();
}

/** What files are read into. */
interface Into {
  readonly directory: Directory;
  /** Takes resources of Azure, which some tools write beside the directory. */
  readonly arm: ArmNormaliser;
  readonly gaps: GapCounter;
}

async function readFileInto({ directory, arm, gaps }: Into, path: string, source: string): Promise<void> {
  if ((await readHead(path, source)).format === 'sqlite') {
    readRoadrecon(directory, gaps, path, source);
    return;
  }
  const reading = new DirectoryReading(directory, arm, gaps, source);
  let utf8 = true;
  let started = false;
  const chunks = checkUtf8(openText(path), () => {
    utf8 = false;
  });
  const watched = (async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      started = true;
      yield chunk;
    }
  })();
  try {
    await reading.read(watched);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const problem = readError(source, error);
    if (!started) throw problem;
    // A gzip file that is cut short has been read up to there.
    reading.finish();
    gaps.add(`rest ${source}`, { source, file: source, what: 'the rest of the file', why: 'unreadable', detail: problem.message });
  }
  if (!utf8) {
    const line = await lineNotUtf8(path).catch(() => undefined);
    gaps.add(`utf8 ${source}`, {
      source,
      file: source,
      what: 'letters of the file',
      why: 'unreadable',
      detail: `${line === undefined ? '' : `line ${line}: `}not UTF-8 (it may be Latin-1): names with such letters were read wrong`,
      permission: 'the file saved as UTF-8 (iconv -f LATIN1 -t UTF-8)',
      ...(line === undefined ? {} : { line }),
    });
  }
}

function iso(now: Date): string {
  return `${now.toISOString().slice(0, -5)}Z`;
}
