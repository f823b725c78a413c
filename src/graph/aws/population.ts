import { matchesGlob } from '../../glob.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import { withoutPartition } from '../../permissions/aws/partition.ts';
import { literalPrefix } from '../../unknown-parts.ts';
import { compareText } from '../adjacency.ts';
import type { Certainty } from '../graph.ts';

/** One identity that a technique can end at. */
export interface Member {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  /** How certain it is that the identity belongs here: a role's trust may have conditions. */
  readonly certainty: Certainty;
  /** Why it belongs here; empty where that needs no saying. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** Place of its own power in `levels`, -1 where not known. */
  readonly rank: number;
}

/** Identities that the same techniques can end at: the users of an account, the roles that trust Lambda. */
export interface Population {
  /** Id of its class node. */
  readonly node: string;
  /** Sorted by ARN. */
  readonly members: readonly Member[];
  /** Highest known rank, -1 where none is known. */
  readonly rank: number;
  /** Whether some member's power is not known. */
  readonly unknownRank: boolean;
  /** The members with the most power, at most so many. */
  strongest(count: number): readonly Member[];
  /** The part of it that a resource pattern names. */
  matching(pattern: string): Population;
}

/** Makes a population. Patterns are looked up by their literal prefix among the sorted ARNs, and remembered. */
export function createPopulation(node: string, input: readonly Member[]): Population {
  const members = [...input].sort((a, b) => compareText(a.arn, b.arn));
  const accounts = [...new Set(members.map((m) => m.account))];
  const known = new Map<string, Population>();
  let byRank: readonly Member[] | undefined;
  const population: Population = {
    node,
    members,
    rank: members.reduce((highest, m) => Math.max(highest, m.rank), -1),
    unknownRank: members.some((m) => m.rank < 0),
    strongest(count) {
      if (members.length <= count) return members;
      byRank ??= [...members].sort((a, b) => b.rank - a.rank);
      return byRank.slice(0, count);
    },
    matching(pattern) {
      const plain = withoutPartition(pattern);
      let part = known.get(plain);
      if (part === undefined) {
        const found = findMatching(members, accounts, plain);
        part = found.length === members.length ? population : createPopulation(`${node}#${plain}`, found);
        known.set(plain, part);
      }
      return part;
    },
  };
  return population;
}

function findMatching(members: readonly Member[], accounts: readonly string[], pattern: string): readonly Member[] {
  if (/^\*+$/.test(pattern)) return members;
  // A wildcard in the account part would leave too short a prefix: the account is filled in.
  const inAccount = /^(arn:aws:iam::)([\d*?]*):(.+)$/.exec(pattern);
  if (inAccount && /[*?]/.test(inAccount[2] ?? '')) {
    return accounts
      .filter((account) => matchesGlob(inAccount[2] ?? '', account))
      .flatMap((account) => findByPrefix(members, `arn:aws:iam::${account}:${inAccount[3]}`));
  }
  return findByPrefix(members, pattern);
}

function findByPrefix(members: readonly Member[], pattern: string): Member[] {
  const prefix = literalPrefix(pattern);
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((members[middle]?.arn ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  const found: Member[] = [];
  for (let i = low; i < members.length; i++) {
    const member = members[i];
    if (member === undefined || !member.arn.startsWith(prefix)) break;
    if (matchesGlob(pattern, member.arn)) found.push(member);
  }
  return found;
}
