import { parseXML } from '@aws-sdk/xml-builder';
import type { Item } from './planned-call.ts';

/** The lists of answers in XML that are read, and what the command line calls them. */
const lists: Readonly<Record<string, string>> = {
  reservationSet: 'Reservations',
  instancesSet: 'Instances',
  tagSet: 'Tags',
  regionInfo: 'Regions',
  launchTemplateVersionSet: 'LaunchTemplateVersions',
  Stacks: 'Stacks',
  Summaries: 'Summaries',
  Topics: 'Topics',
  Buckets: 'Buckets',
  Tags: 'Tags',
};

const renamed: Readonly<Record<string, string>> = { instanceState: 'State' };

/** An XML answer in the shape that the AWS command line prints: lists as lists, keys with a capital. Only the lists that are read are kept. */
export function readXml(text: string): Item {
  const root: unknown = Object.values(parseXML(text) as Record<string, unknown>)[0];
  const answer = plain(root);
  // CloudFormation puts the answer into an element of its own.
  const result = isItem(answer) ? Object.entries(answer).find(([key]) => key.endsWith('Result'))?.[1] : undefined;
  return isItem(result) ? result : isItem(answer) ? answer : {};
}

/** The code and words of an error, from either service. */
export function readXmlError(text: string): { readonly code: string; readonly message: string } | undefined {
  const code = /<Code>([^<]{1,200})<\/Code>/.exec(text)?.[1];
  return code === undefined ? undefined : { code, message: /<Message>([^<]{0,2000})<\/Message>/.exec(text)?.[1] ?? '' };
}

function plain(value: unknown): unknown {
  if (!isItem(value)) return value;
  const out: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    const list = lists[key];
    if (key === 'Attributes') out.push([key, mapOf(member)]);
    else if (list !== undefined) out.push([list, membersOf(member).map(plain)]);
    else if (!Array.isArray(member)) out.push([renamed[key] ?? key.charAt(0).toUpperCase() + key.slice(1), plain(member)]);
  }
  return Object.fromEntries(out);
}

function membersOf(list: unknown): readonly unknown[] {
  if (!isItem(list)) return [];
  const members = list.item ?? list.member ?? list.Bucket;
  return members === undefined ? [] : Array.isArray(members) ? members : [members];
}

/** A map is a list of entries with a key and a value. */
function mapOf(map: unknown): Item {
  const entries = isItem(map) ? map.entry : undefined;
  const list: readonly unknown[] = Array.isArray(entries) ? entries : entries === undefined ? [] : [entries];
  return Object.fromEntries(list.flatMap((entry) => (isItem(entry) && typeof entry.key === 'string' ? [[entry.key, entry.value]] : [])));
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
