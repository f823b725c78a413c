import { AgentFrameworks, wantsAgents } from './agent-frameworks/agent-frameworks.ts';
import type { Wants } from './first-look.ts';
import type { Gathering } from './gathering.ts';
import { Infrastructure } from './infrastructure/read-infrastructure.ts';
import { wantsInfrastructure } from './infrastructure/recognise-code.ts';
import type { ScannedTree } from './infrastructure/scanned-tree.ts';
import { Manifests, wantsManifest } from './kubernetes/manifests.ts';
import type { OpenFile } from './open-file.ts';
import { isToolFile, type ListedTools, ToolBook } from './tool-lists/tool-book.ts';

/** What several files of a tree say together: they are taken one by one, and what they say is handed over at the end. */
export interface TreePart {
  /** What a file of this path must hold to be worth its reading. */
  readonly wants: (path: string) => Wants;
  /** It tells by its content whether a file is one of its own, whatever its name. */
  readonly knowsContent: boolean;
  /** Answers whether it judges the names and values in the file itself. */
  readonly take: (file: OpenFile) => boolean;
  readonly finish: () => void;
}

/** The parts of a tree. `listed`: what servers answered that were asked for their tools. */
export function treeParts(out: Gathering, tree: ScannedTree, listed: readonly ListedTools[] = []): readonly TreePart[] {
  return [
    part((path) => (isToolFile(path) ? 'any' : 'none'), toolBook(out, listed)),
    part((path) => (isToolFile(path) ? 'none' : wantsAgents(path)), new AgentFrameworks(out)),
    part(wantsInfrastructure, new Infrastructure(out, tree), true),
    part(wantsManifest, new Manifests(out, tree), true),
  ];
}

/** What asked servers answered, with nothing else beside it. */
export function toolBook(out: Gathering, listed: readonly ListedTools[] = []): ToolBook {
  const book = new ToolBook(out);
  for (const one of listed) book.add(one);
  return book;
}

interface Reader {
  take(file: OpenFile): boolean;
  finish(): void;
}

function part(wants: TreePart['wants'], reader: Reader, knowsContent = false): TreePart {
  return { wants, knowsContent, take: (file) => reader.take(file), finish: () => reader.finish() };
}
