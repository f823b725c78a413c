import { matchesGlob } from '../../src/glob.ts';
import type {
  Decision,
  Level,
  Limitation,
  PermissionEngine,
  Power,
  RequestContext,
  StatementReference,
} from '../../src/permissions/power.ts';

/** A statement of the simple engine: glob patterns of actions and resources. */
export interface SimpleStatement {
  readonly effect?: 'Allow' | 'Deny';
  readonly action: string;
  readonly resource?: string;
  /** Condition keys; `iam:PassedToService=lambda.amazonaws.com` is decided when the context says so. */
  readonly condition?: string;
}

export interface SimplePower {
  readonly level?: Level | 'unknown';
  readonly conditional?: boolean;
  readonly statements?: readonly SimpleStatement[];
  /** Its policies could not be read. */
  readonly unreadable?: boolean;
  /** What stands in the way of everything; then nothing else is told to. */
  readonly limits?: readonly Omit<Limitation, 'statements'>[];
  /** Identities with equal keys share their answers. */
  readonly key?: string;
}

/** A small permission engine for tests: Allow and Deny with globs, and conditions that hold only for a known context. */
export class SimpleEngine implements PermissionEngine {
  readonly #powers: ReadonlyMap<string, SimplePower>;
  readonly #context: boolean;

  constructor(powers: Readonly<Record<string, SimplePower>>, options: { readonly context?: boolean } = {}) {
    this.#powers = new Map(Object.entries(powers));
    this.#context = options.context ?? true;
  }

  powerOf(identity: string): Power {
    const power = this.#powers.get(identity);
    const level = power?.level ?? (power?.statements ? 'write' : 'none');
    const facets = { read: 'none', write: 'none', execute: 'none', grant: 'none', secrets: 'none' } as const;
    return { ...facets, level, conditional: power?.conditional ?? false, because: [reference(identity, 0)], unreadable: [] };
  }

  decide(identity: string, action: string, resource?: string, context?: RequestContext): Decision {
    const power = this.#powers.get(identity);
    let answer: Decision['answer'] = power?.unreadable ? 'unknown' : 'denied';
    const statements: StatementReference[] = [];
    const keys: string[] = [];
    for (const [n, s] of (power?.statements ?? []).entries()) {
      if (!matchesGlob(s.action.toLowerCase(), action.toLowerCase())) continue;
      const pattern = s.resource ?? '*';
      if (s.effect === 'Deny') {
        if (resource === undefined ? pattern === '*' : resource === '*' || matchesGlob(pattern, resource)) {
          return { answer: 'denied', statements: [reference(identity, n)], conditionKeys: [] };
        }
        continue;
      }
      if (resource !== undefined && !(resource === '*' ? pattern === '*' : matchesGlob(pattern, resource))) continue;
      const [key = '', value] = s.condition?.split('=') ?? [];
      const known = this.#context ? context?.[key] : undefined;
      const given = Array.isArray(known) ? (known as readonly string[]) : undefined;
      if (given && value !== undefined && !given.includes(value)) continue;
      const held = s.condition === undefined || (given !== undefined && value !== undefined);
      if (!held) keys.push(key);
      if (held || answer !== 'allowed') answer = held ? 'allowed' : 'conditional';
      statements.push(reference(identity, n));
    }
    const limits = power?.limits?.map((l) => ({ ...l, statements: [] }));
    return { answer, statements, conditionKeys: answer === 'conditional' ? keys : [], ...(limits ? { limits } : {}) };
  }

  resourcesFor(identity: string, action: string) {
    return (this.#powers.get(identity)?.statements ?? []).flatMap((s, n) =>
      s.effect !== 'Deny' && matchesGlob(s.action.toLowerCase(), action.toLowerCase())
        ? [{ pattern: s.resource ?? '*', conditional: s.condition !== undefined, statement: reference(identity, n) }]
        : [],
    );
  }

  shareKey(identity: string): string {
    return this.#powers.get(identity)?.key ?? identity;
  }
}

function reference(identity: string, n: number): StatementReference {
  return { policy: 'p', statement: `statement ${n + 1}`, evidence: [{ source: 'test', pointer: `/${identity}/${n}` }] };
}
