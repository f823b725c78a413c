import type { Evidence } from '../../inventory/evidence.ts';
import { answersAt, dig, textAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleRecord } from './record.ts';

/** What a policy says of a constraint that is on or off; `unclear` where that depends on tags, or on what its answer leaves out. */
type Enforcement = 'on' | 'off' | 'unclear' | 'inherited';

/** Lists the accounts whose tokens may last twelve hours: https://cloud.google.com/iam/docs/create-short-lived-credentials-direct */
const longerTokens = 'iam.allowServiceAccountCredentialLifetimeExtension';

/** Constraints that keep people from making keys, in their older and newer form (https://cloud.google.com/iam/docs/service-account-key-policies). */
const constraints = {
  keyCreation: ['iam.disableServiceAccountKeyCreation', 'iam.managed.disableServiceAccountKeyCreation'],
  keyUpload: ['iam.disableServiceAccountKeyUpload', 'iam.managed.disableServiceAccountKeyUpload'],
  defaultGrants: ['iam.automaticIamGrantsForDefaultServiceAccounts', 'iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts'],
} as const;

/** Takes a policy of either form: of assets (`booleanPolicy`) and of the Organization Policy API (`spec`). */
export class OrgPolicies {
  readonly #book: GoogleBook;
  /** Scope -> constraint -> what it says there. */
  readonly #said = new Map<string, Map<string, Enforcement>>();
  readonly #places = new Map<string, Evidence>();
  /** Scopes of which every policy was listed: with all below them, and of them alone. */
  readonly #listed = new Set<string>();
  readonly #here = new Set<string>();

  constructor(book: GoogleBook) {
    this.#book = book;
  }

  /** All policies at a scope and below it were listed. */
  listedBelow(scope: string): void {
    this.#listed.add(scope);
  }

  /** All policies at a scope itself were listed. */
  listedHere(scope: string): void {
    this.#here.add(scope);
  }

  read({ raw, at, name: fullName }: GoogleRecord): void {
    const name = textAt(raw, 'name') ?? '';
    const [, holder, constraint = ''] = /^((?:projects|folders|organizations)\/[^/]+)\/policies\/([\w.]+)$/.exec(name) ?? [
      '',
      fullName,
      textAt(raw, 'constraint')?.replace(/^constraints\//, ''),
    ];
    if (holder === undefined) return;
    const scope = this.#book.scopeOf(holder.startsWith('//') ? holder : `//cloudresourcemanager.googleapis.com/${holder}`);
    const said = this.#said.get(scope) ?? new Map<string, Enforcement>();
    said.set(constraint, enforcementIn(raw));
    this.#said.set(scope, said);
    if (!this.#places.has(scope)) this.#places.set(scope, at);
  }

  /** Says of each project what its policies, and those above it, come to. */
  settle(): void {
    for (const scope of this.#said.keys()) this.#book.scope(scope);
    for (const scope of this.#book.scopes.values()) {
      if (!scope.id.startsWith('gcp:project/')) continue;
      const { chain, whole } = this.#book.chainOf(scope.id);
      const enforced = (names: readonly string[]): boolean | undefined => this.#anyEnforced(names, chain, whole);
      const [creation, upload, grants] = [
        enforced(constraints.keyCreation),
        enforced(constraints.keyUpload),
        enforced(constraints.defaultGrants),
      ];
      // A list says nothing of being on or off: only that there is none is told.
      const extended = this.#enforced(longerTokens, chain, whole);
      if ([creation, upload, grants, extended].every((one) => one === undefined)) continue;
      scope.settings = {
        ...scope.settings,
        ...(creation === undefined ? {} : { key_creation_allowed: !creation }),
        ...(upload === undefined ? {} : { key_upload_allowed: !upload }),
        ...(grants === undefined ? {} : { default_grants_allowed: !grants }),
        ...(extended === undefined ? {} : { tokens_extended: extended }),
      };
      const place = chain.map((id) => this.#places.get(id)).find((at) => at !== undefined);
      if (scope.evidence === undefined && place !== undefined) scope.evidence = [place];
    }
  }

  #anyEnforced(names: readonly string[], chain: readonly string[], whole: boolean): boolean | undefined {
    const answers = names.map((name) => this.#enforced(name, chain, whole));
    if (answers.includes(true)) return true;
    return answers.includes(undefined) ? undefined : false;
  }

  /** The innermost policy decides; where there is none, the constraint is off. */
  #enforced(constraint: string, chain: readonly string[], whole: boolean): boolean | undefined {
    for (const scope of chain) {
      const said = this.#said.get(scope)?.get(constraint);
      if (said === 'on' || said === 'off') return said === 'on';
      if (said === 'unclear') return undefined;
      // What no policy is known of may still have one, unless all were listed.
      if (said === undefined && (this.#book.isBroken || !this.#isListed(scope, chain))) return undefined;
    }
    return whole ? false : undefined;
  }

  #isListed(scope: string, chain: readonly string[]): boolean {
    return this.#here.has(scope) || chain.slice(chain.indexOf(scope)).some((above) => this.#listed.has(above));
  }
}

function enforcementIn(raw: GoogleRecord['raw']): Enforcement {
  const older = dig(raw, 'booleanPolicy');
  if (older !== undefined) return dig(raw, 'booleanPolicy.enforced') === true ? 'on' : 'off';
  if (dig(raw, 'restoreDefault') !== undefined || dig(raw, 'spec.reset') === true) return 'off';
  const rules = answersAt(raw, 'spec.rules');
  if (rules.length === 0) return dig(raw, 'spec.inheritFromParent') === true ? 'inherited' : 'unclear';
  if (rules.some((rule) => dig(rule, 'condition') !== undefined || typeof dig(rule, 'enforce') !== 'boolean')) return 'unclear';
  return rules.some((rule) => dig(rule, 'enforce') === true) ? 'on' : 'off';
}
