import type { Evidence } from '../inventory/evidence.ts';
import type { Level, StatementReference } from '../permissions/power.ts';
import type { ChokePoints } from './choke-points.ts';

/** `confirmed`: every requirement was seen and met. `conditional`: a condition stands in the way that cannot be decided here. `possible`: a requirement could not be seen. */
export const certainties = ['confirmed', 'conditional', 'possible'] as const;
export type Certainty = (typeof certainties)[number];

export type EdgeKind =
  | 'assumes' // may assume the role
  | 'escalates' // uses an escalation technique
  | 'authenticates' // holds a credential of
  | 'uses' // agent -> MCP server
  | 'runs' // job -> agent
  | 'delegates' // agent -> sub-agent
  | 'runs-as' // agent -> the role whose permissions it has
  | 'federates' // a workload's token is accepted by
  | 'member'; // identity -> class node, class node -> identity

/**
 * One step by which an identity can act as, or gain from, another. `from` and `to` are identity ids or class nodes
 * (`class:aws-admin/<account>`, `class:assumable/...`): a class stands for many identities so that edges stay few.
 */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly certainty: Certainty;
  /** Id of the escalation technique (`iam-005`). */
  readonly technique?: string;
  /** One line for a person: `iam:PutUserPolicy on itself`. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** For techniques: the statements that allow each action, in the order in which the actions are used. */
  readonly statements?: readonly EdgeStatement[];
}

/** A statement of the start's policies that allows an action of a technique. */
export interface EdgeStatement extends StatementReference {
  readonly action: string;
  /** Of a policy that the start alone holds: others may hold a copy of it. */
  readonly own?: true;
}

/** Whether it is a role that is given on something (`Contributor`, `on subscription shop`) or for a tenant, and no statement in a policy. */
export function isGivenOn({ statement }: StatementReference): boolean {
  return /^(?:on|for) /.test(statement);
}

export interface Path {
  readonly from: string;
  /** An identity, or `class:aws-admin/<account>`: administrator of the account. */
  readonly to: string;
  /** Level of the end. */
  readonly level: Level | 'unknown';
  /** In order; class nodes are folded away, except administrator of an account. */
  readonly steps: readonly Edge[];
  /** The weakest certainty of its steps. */
  readonly certainty: Certainty;
}

export interface Reach {
  /** Highest level over confirmed edges, own power not counted. */
  readonly level: Level;
  readonly admin: boolean;
  /** Other identities it can act as over confirmed edges. Exact up to 1,000; above that, at least that many. */
  readonly identities: number;
  readonly production: boolean;
  /** It, or something it reaches, leads on to what was not seen: more may be reached. */
  readonly unseen?: true;
}

export interface Graph {
  edgesFrom(node: string): readonly Edge[];
  edgesTo(node: string): readonly Edge[];
  /** All edges between identities and classes, in a fixed order. */
  readonly edges: readonly Edge[];
  /** What an identity gains through its edges. */
  reachOf(identity: string): Reach;
  /** Identities and classes from which some path leads to administrator power, if only to their own. */
  leadToAdmin(): readonly string[];
  /**
   * The best path (most certain, then shortest, then first by name) to administrator power that is not its own:
   * undefined for an identity that is an administrator itself.
   */
  pathToAdmin(identity: string): Path | undefined;
  /** The best path between two identities, if there is one. */
  path(from: string, to: string): Path | undefined;
  /** What to take away so that most of these identities lose their confirmed path to administrator power. */
  chokePoints(identities: readonly string[]): ChokePoints;
  /** Name for people of an identity or class node. */
  nameOf(node: string): string;
}
