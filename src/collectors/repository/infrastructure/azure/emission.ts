import type { Evidence } from '../../../../inventory/evidence.ts';
import type { Gathering } from '../../gathering.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import type { AzureStack } from './azure-stack.ts';
import type { Declared } from './declarations.ts';

/** What handing over a deployment shares. */
export interface AzureEmission {
  readonly out: Gathering;
  readonly tree: ScannedTree;
  readonly stack: AzureStack;
  /** Built-in roles handed over: each once, however often it is given. */
  readonly roles: Set<string>;
  /** The application that all of it is: what one template deploys is no stranger to the rest of it. */
  readonly app?: string;
  /** Says that something is not known that only the deployment decides; `what` as a noun phrase. */
  readonly gap: (what: string, detail: string, at: Evidence) => void;
}

/** The place of a declaration, with why it may not be there. */
export function placeOf(d: Declared): Evidence {
  return d.doubt === undefined ? d.at : { ...d.at, note: d.doubt };
}
