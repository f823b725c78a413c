import type { Position } from '../../inventory/credential.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { Standing } from '../../inventory/identity.ts';
import type { ClusterSetup } from './cluster-setup.ts';
import type { DecisionBook } from './decisions/decision-book.ts';
import { isOpen, type Plain, recordIn, textIn, unknownPart, withoutOpenParts } from './plain.ts';

/** A value that stands in an object in clear. */
export interface Literal {
  readonly key: string;
  readonly value: string;
  readonly pointer: string;
  readonly position: Position;
}

/** The cluster that objects belong to, and what becomes of what they say. */
export interface Cluster {
  /** Its part in ids. */
  readonly id: string;
  readonly standing: Exclude<Standing, 'named'>;
  /** Every binding of it is known with its subjects and its role. */
  readonly bindingsKnown: boolean;
  /** Document ids handed over already. */
  readonly documents: Set<string>;
  /** Who decides about requests to its pods. */
  readonly decisions: DecisionBook;
  readonly emit: (fragment: Fragment) => void;
  /** Told of agents and MCP servers that run in it, and of pods with SPIRE's socket. */
  readonly setup?: Pick<ClusterSetup, 'takeAgent' | 'takeSocket'>;
}

/** One object of a cluster, from an answer of its API server or from a manifest. */
export interface ClusterObject {
  readonly object: Plain;
  /** The namespace it is in where it names none. */
  readonly namespace: string;
  /** Parts of it depend on what is not known. */
  readonly partial?: boolean;
  /** Tells names with unknown parts apart: where they come from. */
  readonly origin: string;
  /** Where a part of it stands, by a JSON pointer. */
  readonly placeOf: (pointer: string) => Evidence;
  /** Tells secrets among values that stand together and hands them over as held by `holder`; answers with their keys. */
  readonly judge: (literals: readonly Literal[], holder: string | undefined) => readonly string[];
}

export function kindOf({ object }: ClusterObject): string {
  return textIn(object, 'kind') ?? '';
}

/** Its name; undefined where nothing of it is known. */
export function nameOf(of: ClusterObject): string | undefined {
  const metadata = recordIn(of.object, 'metadata');
  return knownName(of, textIn(metadata, 'name') ?? textIn(metadata, 'generateName'));
}

export function namespaceOf(of: ClusterObject): string {
  return knownName(of, textIn(recordIn(of.object, 'metadata'), 'namespace')) ?? of.namespace;
}

/** When its API server made it; a manifest does not say. */
export function createdAtOf({ object }: ClusterObject): string | undefined {
  const time = textIn(recordIn(object, 'metadata'), 'creationTimestamp');
  return time !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time) ? time : undefined;
}

/** A name as ids carry it. Unknown parts are written `*`, with where the name comes from, so that only equal ones meet. */
export function knownName({ origin }: Pick<ClusterObject, 'origin'>, name: string | undefined): string | undefined {
  if (name === undefined || name.length > 300 || name.replaceAll(unknownPart, '') === '') return undefined;
  const safe = name.replace(/[\s/]+/g, '.');
  return isOpen(safe) ? `${withoutOpenParts(safe, '*')}~${origin}` : safe;
}

/** A name as tokens and cloud policies carry it: `*` for what is not known. */
export function asClaim(name: string): string {
  const tilde = name.indexOf('~');
  return tilde < 0 ? name : tilde === 0 ? '*' : name.slice(0, tilde);
}

/** For people: `web/orders`; of a namespace that is not known, what it is the namespace of. */
export function shownName(namespace: string, name: string): string {
  const bare = asClaim(name);
  return namespace.startsWith('~') ? `${bare} (${namespace.slice(1)})` : `${asClaim(namespace)}/${bare}`;
}
