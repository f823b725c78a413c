import type { Evidence } from '../../inventory/evidence.ts';
import type { Facts } from '../../inventory/fact-types.ts';
import { userId } from '../../inventory/github-id.ts';
import type { Identity } from '../../inventory/identity.ts';
import type { Book } from './book.ts';

interface Person {
  readonly login: string;
  readonly facts: Facts<'Github'>;
  readonly signs: Map<string, Evidence>;
  readonly evidence: Evidence[];
  organization: string;
  type?: string;
  createdAt?: string;
  enabled?: boolean;
}

export interface Seen {
  readonly organization: string;
  readonly at: Evidence;
  readonly facts?: Facts<'Github'>;
  /** User, Bot, Mannequin, Organization. */
  readonly type?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly enabled?: boolean | undefined;
}

/** Accounts as several answers name them. */
export class PeopleBook {
  readonly #people = new Map<string, Person>();

  /** Somebody whom an answer names. */
  see(login: string, { organization, at, facts = {}, ...about }: Seen): void {
    const person = this.#of(login, organization);
    if (person.evidence.length < mostPlaces) person.evidence.push(at);
    for (const [key, value] of Object.entries(facts)) if (value !== undefined) Object.assign(person.facts, { [key]: value });
    for (const [key, value] of Object.entries(about)) if (value !== undefined) Object.assign(person, { [key]: value });
  }

  /** Something besides a name that speaks for an account being a machine's. */
  sign(login: string, organization: string, sign: string, at: Evidence): void {
    this.#of(login, organization).signs.set(sign, at);
  }

  #of(login: string, organization: string): Person {
    const key = login.toLowerCase();
    const known = this.#people.get(key) ?? { login, organization, facts: {}, signs: new Map(), evidence: [] };
    this.#people.set(key, known);
    return known;
  }

  /** Accounts that something besides their names says are machines'. */
  machines(): readonly string[] {
    return [...this.#people.values()].filter(({ signs, type }) => signs.size > 0 && type !== 'Bot').map(({ login }) => login);
  }

  finish(book: Book): void {
    for (const person of this.#people.values()) {
      const { login, organization, facts, signs, evidence, type, createdAt, enabled } = person;
      // What nobody described was only named by something else.
      const first = evidence[0] ?? [...signs.values()][0];
      if (first === undefined) continue;
      book.identity({
        id: userId(login),
        kind: 'github-user',
        name: login,
        scope: organization,
        nature: natureOf(type, signs.size),
        ...(createdAt === undefined ? {} : { createdAt }),
        ...(enabled === undefined ? {} : { enabled }),
        github: { organization, ...facts, ...(signs.size === 0 ? {} : { machine_signs: [...signs.keys()].sort() }) },
        evidence: evidence.length === 0 ? [first] : evidence,
        ...(signs.size === 0 ? {} : { factEvidence: { 'github.machine_signs': [...signs.values()] } }),
      });
    }
  }
}

const mostPlaces = 5;

/** A name says nothing: people call themselves bots, and machines have ordinary names. */
function natureOf(type: string | undefined, signs: number): Identity['nature'] {
  if (type === 'Bot' || signs > 0) return 'workload';
  return type === undefined || type === 'User' ? 'human' : 'unknown';
}
