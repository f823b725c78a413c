import type { Evidence } from '../../inventory/evidence.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Policy, PolicyStatement } from '../../inventory/policy.ts';
import type { ActionUniverse } from './action-universe.ts';
import { isMadeByAws, knownManagedPolicy } from './managed-policies.ts';
import { type CompiledDocument, compileDocument } from './statement.ts';

/** A grant with its document, or without one where that could not be read. */
export interface PolicySource {
  readonly kind: Grant['kind'];
  /** Policy name as people know it. */
  readonly name: string;
  /** The managed policy's ARN. */
  readonly policy: string | undefined;
  readonly document: CompiledDocument | undefined;
  readonly madeByAws: boolean;
  /** Name of the group it comes through. */
  readonly through: string | undefined;
  readonly evidence: readonly Evidence[];
  /** Where each statement stands, where the source tells more than the policy's place. */
  readonly places?: readonly Evidence[];
  /** Equal for sources that say the same. */
  readonly key: string;
}

/** Compiled documents met lately are kept, at least so many: most are one identity's own and not asked for again. */
const documentsKept = 500;

/** Reads grants into sources, a document or a shared holder once for all who have it. */
export class PolicySources {
  readonly #inventory: Inventory;
  readonly #universe: ActionUniverse;
  #documents = new Map<string, CompiledDocument>();
  #before = new Map<string, CompiledDocument>();
  readonly #groups = new Map<string, readonly PolicySource[]>();
  readonly #scps = new Map<string, readonly (readonly PolicySource[])[]>();

  constructor(inventory: Inventory, universe: ActionUniverse) {
    this.#inventory = inventory;
    this.#universe = universe;
  }

  /** Grants of an identity itself. */
  own(identity: string): PolicySource[] {
    return (this.#inventory.grants.get(identity) ?? []).map((grant) => this.#read(grant, undefined));
  }

  /** Grants that a group hands to its members. */
  ofGroup(group: string): readonly PolicySource[] {
    const cached = this.#groups.get(group);
    if (cached) return cached;
    const name = group.slice(group.lastIndexOf('/') + 1);
    const sources = (this.#inventory.grants.get(group) ?? []).map((grant) => this.#read(grant, name));
    this.#groups.set(group, sources);
    return sources;
  }

  /** Service control policies over an account, level by level: those of the organization, those of the account. */
  limitsOfAccount(account: string): readonly (readonly PolicySource[])[] {
    const cached = this.#scps.get(account);
    if (cached) return cached;
    const levels = ['aws:organization', `aws:account/${account}`]
      .map((holder) => (this.#inventory.grants.get(holder) ?? []).filter((g) => g.kind === 'scp').map((g) => this.#read(g, undefined)))
      .filter((level) => level.length > 0);
    this.#scps.set(account, levels);
    return levels;
  }

  #read(grant: Grant, through: string | undefined): PolicySource {
    const policy = grant.policy === undefined ? undefined : this.#inventory.policies.get(grant.policy);
    const document = this.#document(grant.document ?? policy?.document, grant.policy);
    return {
      kind: grant.kind,
      name: grant.name,
      policy: grant.policy,
      document,
      madeByAws: policy?.providerManaged ?? (grant.policy !== undefined && isMadeByAws(grant.policy)),
      through,
      evidence: policy === undefined ? grant.evidence : [...nearest(policy.evidence, grant.evidence), ...grant.evidence],
      ...placesOf(grant, policy),
      key: document?.id ?? `unread ${grant.policy ?? grant.name}`,
    };
  }

  #document(id: string | undefined, policy: string | undefined): CompiledDocument | undefined {
    const raw = id === undefined ? undefined : this.#inventory.documents.get(id);
    if (raw) return this.#compiled(raw.id, raw.version, raw.statements);
    const known = policy === undefined ? undefined : knownManagedPolicy(policy);
    return known && policy !== undefined ? this.#compiled(`known ${policy}`, '2012-10-17', known) : undefined;
  }

  #compiled(id: string, version: string, statements: readonly PolicyStatement[]): CompiledDocument {
    const cached = this.#documents.get(id);
    if (cached) return cached;
    const compiled = this.#before.get(id) ?? compileDocument({ id, version, statements }, this.#universe);
    if (this.#documents.size >= documentsKept) {
      this.#before = this.#documents;
      this.#documents = new Map();
    }
    this.#documents.set(id, compiled);
    return compiled;
  }
}

function placesOf(grant: Grant, policy: Policy | undefined): { readonly places?: readonly Evidence[] } {
  const places = grant.document === undefined ? policy?.places : grant.places;
  return places === undefined ? {} : { places };
}

/** AWS's own policies stand in the dump of every account: the copy that came with the grant is the one to look at. */
function nearest(policy: readonly Evidence[], grant: readonly Evidence[]): readonly Evidence[] {
  const beside = policy.filter((e) => grant.some((g) => g.source === e.source));
  return beside.length > 0 ? beside : policy;
}
