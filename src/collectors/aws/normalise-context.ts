import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import type { Gap } from '../../inventory/gap.ts';
import type { PolicyDocument } from '../../inventory/policy.ts';
import { PolicyReader, type PolicyUse } from '../aws-policy/policy-document.ts';
import { GapCounter } from '../gap-counter.ts';
import { Door } from './door.ts';
import type { KeyGrants } from './services/key-grants.ts';
import type { TrailsSeen } from './services/logs.ts';

/** How many broken policies of a kind are named one by one before the rest is counted. */
const NAMED = 5;

/** What turning records into fragments shares across one source. */
export class NormaliseContext {
  readonly #emit: (fragment: Fragment, isBare?: boolean) => void;
  /** The record at hand was looked through for known secrets and holds none. */
  isBare = false;
  readonly gaps = new GapCounter();
  readonly door = new Door(this.gaps);
  readonly policies = new PolicyReader();
  /** Identities met, and whether their grants were listed. */
  readonly listed = new Map<string, boolean>();
  /** Where something is first referred to: groups by members, managed policies by holders. */
  readonly groupsNamed = new Map<string, Evidence>();
  readonly groupsSeen = new Set<string>();
  readonly policiesNamed = new Map<string, Evidence>();
  readonly policiesSeen = new Set<string>();
  /** Active access keys listed, by identity. */
  readonly activeKeys = new Map<string, { count: number; readonly at: Evidence }>();
  /** Ids of listed access keys by whose they are and when they were made. */
  readonly keysMadeAt = new Map<string, string[]>();
  /** What was given of an account as a whole: `<account>#grants`, `<account>#credentials`. */
  readonly supplies = new Set<string>();
  /** Roles that workloads named. */
  readonly rolesNamed = new Set<string>();
  trails: TrailsSeen | undefined;
  /** Grants of encryption keys, by the key's ARN. */
  readonly keyGrants = new Map<string, KeyGrants>();
  readonly fingerprint: (secret: string) => string;
  readonly #documents = new Set<string>();

  readonly #numbersDocuments: boolean;

  /** `numbersDocuments`: inline policies get ids for one run, see `nextId`. */
  constructor(emit: (fragment: Fragment, isBare?: boolean) => void, fingerprint: (secret: string) => string, numbersDocuments = false) {
    this.#emit = emit;
    this.fingerprint = fingerprint;
    this.#numbersDocuments = numbersDocuments;
  }

  readonly emit = (fragment: Fragment): void => this.#emit(fragment, this.isBare);

  /** Reads a policy document and hands it over once; undefined (with a gap) where it cannot be read. `what`: `inline policy X of role Y`. */
  document(raw: unknown, use: PolicyUse, what: () => string, at: () => Evidence): string | undefined {
    const { document, problems } = this.policies.read(raw, use);
    if (problems.length > 0) this.policyGap(use, what(), problems, at(), document === undefined);
    if (document === undefined) return undefined;
    this.#emitDocument(document);
    return document.id;
  }

  /** The same for an inline policy. */
  ownDocument(raw: unknown, what: () => string, at: () => Evidence): string | undefined {
    if (!this.#numbersDocuments) return this.document(raw, 'identity', what, at);
    const { document, problems, isNew } = this.policies.readOwn(raw);
    if (problems.length > 0) this.policyGap('identity', what(), problems, at(), document === undefined);
    if (isNew && document !== undefined) this.emit({ type: 'document', value: document });
    return document?.id;
  }

  /** The same for one that is not in force: nothing is said where it cannot be read. */
  documentIfRead(raw: unknown, use: PolicyUse): string | undefined {
    const { document } = this.policies.read(raw, use);
    if (document !== undefined) this.#emitDocument(document);
    return document?.id;
  }

  /** Says that a policy could not be read (`unreadable`), or that it was read but holds something odd. */
  policyGap(use: PolicyUse, what: string, problems: readonly string[], at: Evidence, unreadable: boolean): void {
    const gap: Gap = {
      ...placed(at),
      what,
      why: 'unreadable',
      detail: `${what}: ${problems.join('; ')}`,
      ...(unreadable ? {} : { partial: false }),
    };
    this.gaps.add(`${use} policy ${unreadable}`, gap, NAMED);
  }

  #emitDocument(document: PolicyDocument): void {
    if (this.#documents.has(document.id)) return;
    this.#documents.add(document.id);
    this.emit({ type: 'document', value: document });
  }
}

/** The place of a gap. */
export function placed(at: Evidence): Pick<Gap, 'source' | 'file' | 'line' | 'pointer'> {
  return {
    source: at.source,
    ...(at.file === undefined ? {} : { file: at.file }),
    ...(at.line === undefined ? {} : { line: at.line }),
    ...(at.pointer === undefined ? {} : { pointer: at.pointer }),
  };
}
