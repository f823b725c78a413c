import { lastingIdOf } from '../../document-id.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Grant } from '../../inventory/grant.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Policy, PolicyDocument, PolicyStatement } from '../../inventory/policy.ts';
import type { Resource } from '../../inventory/resource.ts';
import type { ActionUniverse } from './action-universe.ts';
import { isMadeByAws, knownManagedPolicy } from './managed-policies.ts';
import { levelsOver, onlyInUnit } from './organization-levels.ts';
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
  readonly places?: readonly Evidence[] | undefined;
  /** Equal for sources that say the same. */
  readonly key: string;
}

/** Of the documents that are one identity's own those met lately are kept, at least so many: most are not asked for again. */
const documentsKept = 500;

/** Reads grants into sources, a document or a shared holder once for all who have it. */
export class PolicySources {
  readonly #inventory: Inventory;
  readonly #universe: ActionUniverse;
  /** Documents of policies, by their ids: they are shared. */
  readonly #ofPolicies = new Map<string, CompiledDocument>();
  #documents = new Map<string, CompiledDocument>();
  #before = new Map<string, CompiledDocument>();
  readonly #groups = new Map<string, readonly PolicySource[]>();
  /** Some resource control policy was read. */
  readonly hasResourceControls: boolean;
  readonly #controls = new Map<string, readonly (readonly PolicySource[])[]>();

  constructor(inventory: Inventory, universe: ActionUniverse) {
    this.#inventory = inventory;
    this.#universe = universe;
    this.hasResourceControls = hasResourceControls(inventory);
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

  /** Control policies over an account, level by level: those of the organization, of its units from the root down, of the account. */
  limitsOfAccount(account: string, kind: 'scp' | 'rcp' = 'scp'): readonly (readonly PolicySource[])[] {
    const key = `${kind} ${account}`;
    const cached = this.#controls.get(key);
    if (cached) return cached;
    const levels = levelsOver(account, kind, this.#inventory).map(({ grants, perhapsIn }) => {
      const level = grants.map((grant) => this.#read(grant, undefined));
      return perhapsIn === undefined ? level : this.#perhaps(level, kind, perhapsIn);
    });
    this.#controls.set(key, levels);
    return levels;
  }

  /** A level that counts only if the account is in a unit: what it takes away turns on that. */
  #perhaps(level: readonly PolicySource[], kind: 'scp' | 'rcp', unit: string): readonly PolicySource[] {
    return level.map((source) => {
      if (source.document === undefined) return source;
      const { id, version, statements } = source.document;
      const stated = statements.map((s) => s.source);
      const document = this.#compiled(`${id} perhaps in ${unit} ${kind}`, version, onlyInUnit(stated, unit, kind));
      const { kind: own, name, policy, madeByAws, through, evidence, places } = source;
      return { kind: own, name, policy, document, madeByAws, through, evidence, places, key: document.id };
    });
  }

  /** The policy of a resource as a source; without a document where it could not be read. */
  ofResource(resource: Resource): PolicySource {
    const document = this.#document(resource.policy, undefined);
    return {
      kind: 'inline',
      name: `the policy of ${resource.name}`,
      policy: undefined,
      document,
      madeByAws: false,
      through: undefined,
      evidence: resource.evidence,
      key: document?.id ?? `unread ${resource.id}`,
    };
  }

  #read(grant: Grant, through: string | undefined): PolicySource {
    const policy = this.#policyOf(grant);
    return new GrantSource(grant, policy, this.#document(grant.document ?? policy?.document, grant.policy), through);
  }

  #policyOf({ policy }: Grant): Policy | undefined {
    return policy === undefined ? undefined : this.#inventory.policies.get(policy);
  }

  /** A grant's document as it was read; undefined where it was not. */
  rawOf(grant: Grant): PolicyDocument | undefined {
    const id = grant.document ?? this.#policyOf(grant)?.document;
    return id === undefined ? undefined : this.#inventory.documents.get(id);
  }

  #document(id: string | undefined, policy: string | undefined): CompiledDocument | undefined {
    const raw = id === undefined ? undefined : this.#inventory.documents.get(id);
    if (policy === undefined) return raw && this.#compiled(raw.id, raw.version, raw.statements);
    const known = raw ?? knownDocument(policy);
    if (known === undefined) return undefined;
    let compiled = this.#ofPolicies.get(known.id);
    if (compiled === undefined) {
      compiled = compileDocument(known, this.#universe);
      this.#ofPolicies.set(known.id, compiled);
    }
    return compiled;
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

/** A grant as a source. Where it stands is put together when somebody asks: most grants are only added up. */
class GrantSource implements PolicySource {
  readonly kind: Grant['kind'];
  readonly name: string;
  readonly policy: string | undefined;
  readonly document: CompiledDocument | undefined;
  readonly through: string | undefined;
  #key: string | undefined;
  readonly #grant: Grant;
  readonly #of: Policy | undefined;

  constructor(grant: Grant, of: Policy | undefined, document: CompiledDocument | undefined, through: string | undefined) {
    this.kind = grant.kind;
    this.name = grant.name;
    this.policy = grant.policy;
    this.document = document;
    this.through = through;
    this.#grant = grant;
    this.#of = of;
  }

  get key(): string {
    this.#key ??= this.document === undefined ? `unread ${this.policy ?? this.name}` : lastingId(this.document);
    return this.#key;
  }

  get madeByAws(): boolean {
    return this.#of?.providerManaged ?? (this.policy !== undefined && isMadeByAws(this.policy));
  }

  get evidence(): readonly Evidence[] {
    const { evidence } = this.#grant;
    return this.#of === undefined ? evidence : [...nearest(this.#of.evidence, evidence), ...evidence];
  }

  get places(): readonly Evidence[] | undefined {
    return this.#grant.document === undefined ? this.#of?.places : this.#grant.places;
  }
}

/** Sources stand in the order of these, which must not turn on what else was read. */
function lastingId({ id, version, statements }: CompiledDocument): string {
  return lastingIdOf({ id, version, statements: statements.map((s) => s.source) });
}

function knownDocument(policy: string): PolicyDocument | undefined {
  const statements = knownManagedPolicy(policy);
  return statements && { id: `known ${policy}`, version: '2012-10-17', statements };
}

/** The policy that a session is made with, as a source. */
export function sessionSource(name: string, document: PolicyDocument, universe: ActionUniverse): PolicySource {
  const compiled = compileDocument(document, universe);
  const place = { kind: 'inline', name: `session policy ${name}`, policy: undefined, madeByAws: false, through: undefined } as const;
  return { ...place, document: compiled, evidence: [{ source: name, file: name }], key: compiled.id };
}

/** Few holders are parts of an organization. */
function hasResourceControls({ grants }: Inventory): boolean {
  for (const holder of grants.keys()) {
    if (/^aws:(?:organization$|ou\/|account\/)/.test(holder) && grants.get(holder)?.some((g) => g.kind === 'rcp')) return true;
  }
  return false;
}

/** AWS's own policies stand in the dump of every account: the copy that came with the grant is the one to look at. */
function nearest(policy: readonly Evidence[], grant: readonly Evidence[]): readonly Evidence[] {
  const beside = policy.filter((e) => grant.some((g) => g.source === e.source));
  return beside.length > 0 ? beside : policy;
}
