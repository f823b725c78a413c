import type { Evidence } from '../../inventory/evidence.ts';
import type { Scope } from '../../inventory/fragment.ts';
import { organizationInArn } from '../../inventory/id.ts';
import { targetsOf } from '../../inventory/place-grants.ts';
import type { Raw } from './door.ts';
import { type NormaliseContext, placed } from './normalise-context.ts';
import type { AwsRecord } from './records.ts';

/** Stands for the whole organization, and for its root, as a holder of policies. */
export const organization = 'aws:organization';

type Placed = Extract<AwsRecord, { readonly kind: `organization${string}` }>;

/**
 * Reads which account is in which unit, and which unit in which.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html
 */
export class OrganizationTree {
  readonly #context: NormaliseContext;
  readonly #parents = new Map<string, string>();
  readonly #names = new Map<string, string>();
  /** Holder -> policies that are said to be attached, without being described. */
  readonly #attached = new Map<string, Set<string>>();
  readonly #supplies = new Map<string, Set<string>>();
  /** Account -> the id of its organization (`o-...`). */
  readonly #organizations = new Map<string, string>();
  readonly #management = new Set<string>();
  /** Account -> the services that it administers for the organization, and where it is said that there are some. */
  readonly #delegated = new Map<string, Set<string>>();
  readonly #delegates = new Map<string, Evidence>();
  /** Accounts that a list named, in the order of their ids. */
  readonly accounts = new Set<string>();

  constructor(context: NormaliseContext) {
    this.#context = context;
  }

  read(record: Placed): void {
    const what = record.kind.replace('-', ' ');
    const raw = this.#context.door.object(record.raw, what, record.at);
    if (raw === undefined) return;
    if (record.kind === 'organization') this.#organization(raw, record.at);
    else if (record.kind === 'organization-target') this.#target(raw, record);
    else if (record.kind === 'organization-delegate') this.#delegate(raw, record);
    else if (record.kind === 'organization-parent') this.#parent(raw, record);
    else if (record.kind !== 'organization-policy') this.#member(raw, record);
  }

  /** The parents of a holder, from the nearest; the last is the organization where all are known. */
  above(holder: string): readonly string[] {
    const chain: string[] = [];
    for (let at = this.#parents.get(holder); at !== undefined && !chain.includes(at); at = this.#parents.get(at)) chain.push(at);
    return chain;
  }

  isPlaced(holder: string): boolean {
    return holder === organization || this.above(holder).at(-1) === organization;
  }

  supply(holder: string, what: string): void {
    this.#supplies.set(holder, (this.#supplies.get(holder) ?? new Set()).add(what));
  }

  /** What is known of everything met, by holder, sorted; the organization itself first. */
  scopes(): ReadonlyMap<string, Scope> {
    this.#sayUndelegated();
    for (const holder of this.#delegated.keys()) this.supply(holder, 'delegated');
    const holders = new Set([
      ...(this.accounts.size > 0 ? [organization] : []),
      ...[...this.accounts].map((id) => `aws:account/${id}`),
      ...this.#parents.keys(),
      ...this.#parents.values(),
      ...this.#names.keys(),
      ...this.#attached.keys(),
      ...this.#supplies.keys(),
      ...this.#management,
      ...this.#delegated.keys(),
    ]);
    const members = this.accounts.size === 0 ? undefined : [...this.accounts].sort();
    return new Map(
      [...holders].sort(organizationFirst).map((id) => {
        const parent = this.#parents.get(id);
        const organizationId = this.#organizations.get(id);
        const own = id.slice(id.indexOf('/') + 1);
        const supplies = [...(this.#supplies.get(id) ?? [])].sort();
        const attached = [...(this.#attached.get(id) ?? [])].sort();
        const delegated = [...(this.#delegated.get(id) ?? [])].sort();
        const scope: Scope = {
          id,
          plane: 'aws',
          name: id === organization ? 'organization' : (this.#names.get(id) ?? own),
          ...(members !== undefined && !id.startsWith('aws:ou/') ? { memberAccounts: members } : {}),
          ...(this.#management.has(id) ? { management: true } : {}),
          ...(organizationId === undefined ? {} : { organizationId }),
          ...(parent === undefined ? {} : { parent }),
          ...(supplies.length > 0 ? { supplies } : {}),
          ...(attached.length > 0 ? { attached } : {}),
          ...(delegated.length > 0 ? { delegated } : {}),
        };
        return [id, scope];
      }),
    );
  }

  #organization(raw: Raw, at: Evidence): void {
    const id = this.#context.door.text(raw, 'MasterAccountId', 'organization', at);
    if (id === undefined || !/^\d{12}$/.test(id)) {
      this.#context.door.wrong('an organization', 'has no MasterAccountId of twelve digits', at);
      return;
    }
    this.#management.add(`aws:account/${id}`);
    const own = this.#context.door.text(raw, 'Id', 'organization', at);
    if (own !== undefined && /^o-[a-z0-9]{10,32}$/.test(own)) this.#organizations.set(`aws:account/${id}`, own);
  }

  /** An account, a unit or a root: a thing with an Id, under what the answer is about. */
  #member(raw: Raw, record: Placed): void {
    const what = record.kind === 'organization-account' ? 'account' : record.kind.replace('-', ' ');
    const { door } = this.#context;
    const id = door.text(raw, 'Id', what, record.at);
    const holder = id === undefined ? undefined : holderOf(id);
    const account = holder?.startsWith('aws:account/') === true;
    if (holder === undefined || (record.kind === 'organization-account' && !account)) {
      door.wrong(
        `${/^[aeio]/.test(what) ? 'an' : 'a'} ${what} record`,
        account || what === 'account' ? 'has no Id of twelve digits' : 'has no Id',
        record.at,
      );
      return;
    }
    if (account && record.kind === 'organization-account') this.accounts.add(id as string);
    const whose = account && typeof raw.Arn === 'string' ? organizationInArn(raw.Arn) : undefined;
    if (whose !== undefined) this.#organizations.set(holder, whose);
    const name = door.text(raw, 'Name', what, record.at);
    if (name !== undefined && holder !== organization) this.#names.set(holder, name);
    const above = record.about === undefined ? undefined : holderOf(record.about);
    if (above !== undefined) this.#put(holder, above);
    else if (record.kind === 'organization-child') this.#unplaced('the parent of listed accounts and units', 'Children', 'ou-', record.at);
    for (const path of pathsOf(raw)) this.#path(path, holder);
  }

  #parent(raw: Raw, record: Placed): void {
    const id = this.#context.door.text(raw, 'Id', 'organization parent', record.at);
    const above = id === undefined ? undefined : holderOf(id);
    const child = record.about === undefined ? undefined : holderOf(record.about);
    if (above === undefined || above.startsWith('aws:account/'))
      this.#context.door.wrong('an organization parent record', 'has no Id of a root or unit', record.at);
    else if (child === undefined) this.#unplaced('whose parent is listed', 'Parents', 'account or unit', record.at);
    else this.#put(child, above);
  }

  #target(raw: Raw, record: Placed): void {
    const id = this.#context.door.text(raw, 'TargetId', 'organization target', record.at);
    const holder = id === undefined ? undefined : holderOf(id);
    if (holder === undefined) this.#context.door.wrong('a target of an organization policy', 'has no TargetId', record.at);
    else if (record.about === undefined) this.#unplaced('which policy targets are of', 'Targets', 'p-', record.at);
    else {
      this.#attached.set(holder, (this.#attached.get(holder) ?? new Set()).add(record.about));
      this.supply(organization, targetsOf(record.about));
    }
  }

  /**
   * An account that administers services for the organization, of one service or of any, or a service of one account's
   * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html).
   */
  #delegate(raw: Raw, record: Placed): void {
    const { door } = this.#context;
    const isService = (text: string | undefined): text is string => text?.includes('.amazonaws.com') === true;
    const told = door.text(raw, 'ServicePrincipal', 'delegated service', record.at);
    const service = told ?? (isService(record.about) ? record.about : undefined);
    const holder = holderOf(told === undefined ? (door.text(raw, 'Id', 'delegated administrator', record.at) ?? '') : (record.about ?? ''));
    if (holder?.startsWith('aws:account/') !== true) {
      if (told === undefined) door.wrong('a delegated administrator record', 'has no Id of twelve digits', record.at);
      else this.#unplaced('which account services are delegated to', 'DelegatedServices', 'twelve digits', record.at);
    } else if (service === undefined) this.#delegates.set(holder, record.at);
    else this.#delegated.set(holder, (this.#delegated.get(holder) ?? new Set()).add(service));
    const whose = typeof raw.Arn === 'string' ? organizationInArn(raw.Arn) : undefined;
    if (holder !== undefined && whose !== undefined) this.#organizations.set(holder, whose);
  }

  /** Says of which accounts it is known that they administer something, and not what. */
  #sayUndelegated(): void {
    for (const [holder, at] of this.#delegates) {
      if (this.#delegated.has(holder)) continue;
      const account = holder.slice('aws:account/'.length);
      this.#context.gaps.add('what is delegated', {
        ...placed(at),
        what: 'which services accounts administer for the organization',
        why: 'not-given',
        detail: `account ${account} is a delegated administrator, and the input does not say of which service`,
        permission: `aws organizations list-delegated-services-for-account --account-id ${account}`,
        settledBy: `${holder}#delegated`,
        partial: false,
      });
    }
  }

  /** `o-…/r-…/ou-…/…/`: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html */
  #path(path: string, holder: string): void {
    let above: string | undefined;
    for (const part of path.split('/').filter((p) => /^(?:r|ou)-/.test(p))) {
      const at = holderOf(part);
      if (at === undefined) return;
      if (above !== undefined) this.#put(at, above);
      above = at;
    }
    if (above !== undefined && above !== holder) this.#put(holder, above);
  }

  #put(child: string, above: string): void {
    if (child === above || child === organization || above.startsWith('aws:account/')) return;
    if (!this.#parents.has(child)) this.#parents.set(child, above);
    this.supply(above, 'members');
  }

  #unplaced(what: string, key: string, id: string, at: Evidence): void {
    const detail = `${key} does not say it; put the id (${id}...) in the file name`;
    this.#context.gaps.add(`about ${key}`, { ...placed(at), what, why: 'not-given', detail, partial: false });
  }
}

/** What holds policies, by its id in AWS Organizations: a root, a unit or an account. */
export function holderOf(id: string): string | undefined {
  if (/^\d{12}$/.test(id)) return `aws:account/${id}`;
  if (/^r-[0-9a-z]{1,32}$/.test(id)) return organization;
  return /^ou-[0-9a-z-]{1,68}$/.test(id) ? `aws:ou/${id}` : undefined;
}

/** Account.Paths, OrganizationalUnit.Path. */
function pathsOf(raw: Raw): readonly string[] {
  const paths = Array.isArray(raw.Paths) ? raw.Paths : [raw.Path];
  return paths.filter((path) => typeof path === 'string');
}

function organizationFirst(a: string, b: string): number {
  if (a === b) return 0;
  if (a === organization || b === organization) return a === organization ? -1 : 1;
  return a < b ? -1 : 1;
}
