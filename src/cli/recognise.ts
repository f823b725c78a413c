import type { Collector } from '../collectors/collector.ts';
import { notRecognised, readHead } from '../collectors/files.ts';
import { isSnapshot } from '../collectors/snapshot.ts';
import { UserError } from '../user-error.ts';
import type { Source } from './sources.ts';

/** What a file may be, for the message about one that is none of it. */
const readable = [
  'an answer of AWS (get-account-authorization-details, credential report, list-users...)',
  'CloudTrail events',
  'an answer or export of Google Cloud (Cloud Asset Inventory, gcloud --format=json)',
  'answers of Microsoft Graph, of az ad and Get-Mg*, an AzureHound or ROADrecon file',
  "answers of GitHub's API (gh api)",
  'an agent or MCP configuration',
  'a dotenv file',
  'a pipeline',
  'infrastructure code',
  'a Kubernetes manifest, output of kubectl get -o json, a kubeconfig or a Compose file',
  'a snapshot of nhi collect',
  'or, where only its surroundings tell what a file is, the directory that holds it',
];

type FileSource = Extract<Source, { readonly form: 'file' | 'directory' }>;

/** The collector that reads a file, found by its content. @throws UserError where none does. */
export async function recogniseFile({ path, word }: FileSource, collectors: readonly Collector[]): Promise<Collector> {
  const head = await readHead(path, word);
  // One after the other: what would read the file loads only where nobody before knows it.
  for (const collector of collectors) if ((await collector.recognises?.(head)) === true) return collector;
  for (const collector of collectors) {
    const lacks = await collector.lacks?.(head);
    if (lacks !== undefined) throw new UserError(`${word}: not a file that can be read: ${lacks}`);
  }
  throw notRecognised(head, readable, word);
}

/** Whether a file is a snapshot; what cannot be opened is none, and is found wrong where it is read. */
export async function isSnapshotFile(path: string): Promise<boolean> {
  try {
    return await isSnapshot(path);
  } catch {
    return false;
  }
}
