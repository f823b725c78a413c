import type { Evidence } from '../../inventory/evidence.ts';
import type { Gap } from '../../inventory/gap.ts';
import type { Grant } from '../../inventory/grant.ts';
import { targetsOf } from '../../inventory/place-grants.ts';
import { below } from '../place-below.ts';
import type { Raw } from './door.ts';
import { type NormaliseContext, placed } from './normalise-context.ts';
import { holderOf, OrganizationTree, organization } from './organization-tree.ts';
import type { AwsRecord } from './records.ts';

const kinds = {
  SERVICE_CONTROL_POLICY: { grant: 'scp', policy: 'aws-service-control-policy', use: 'service-control' },
  RESOURCE_CONTROL_POLICY: { grant: 'rcp', policy: 'aws-resource-control-policy', use: 'resource-control' },
} as const;

/** Whom a policy limits. `assumed`: the source does not say. */
interface Attachment {
  readonly holder: string;
  readonly assumed: boolean;
}

/** Reads what AWS Organizations says: its policies, its accounts and where they hang. */
export class OrganizationReader {
  readonly #context: NormaliseContext;
  readonly #tree: OrganizationTree;
  /** Units that hold policies, and where that was read. */
  readonly #units = new Map<string, { readonly label: string; readonly at: Evidence }>();

  constructor(context: NormaliseContext) {
    this.#context = context;
    this.#tree = new OrganizationTree(context);
  }

  /** What says who is in the organization and where. */
  place(record: Parameters<OrganizationTree['read']>[0]): void {
    this.#tree.read(record);
  }

  /** DescribePolicy.Policy, or a summary of ListPolicies; other kinds of policy (tags, backup) do not limit permissions. */
  policy(record: AwsRecord): void {
    const { door } = this.#context;
    const raw = door.object(record.raw, 'organization policy', record.at);
    if (!raw) return;
    const summary = door.field(raw, 'PolicySummary', 'organization policy', record.at) ?? raw;
    const { Type: type } = summary;
    const kind = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type as keyof typeof kinds] : undefined;
    if (kind === undefined) return;
    const name = door.text(summary, 'Name', 'organization policy', record.at);
    const id =
      door.text(summary, 'Arn', 'organization policy', record.at) ?? door.text(summary, 'Id', 'organization policy', record.at) ?? name;
    if (id === undefined) {
      door.wrong('an organization policy', 'has neither Arn, Id nor Name', record.at);
      return;
    }
    const label = name ?? id;
    const place = below(record.at, '/Content');
    const document =
      raw.Content === undefined
        ? undefined
        : this.#context.document(
            raw.Content,
            kind.use,
            () => `organization policy ${label}`,
            () => place,
          );
    this.#context.emit({
      type: 'policy',
      value: {
        id,
        kind: kind.policy,
        name: label,
        providerManaged: summary.AwsManaged === true,
        ...(document === undefined ? {} : { document }),
        evidence: [record.at],
      },
    });
    const attachments = this.#attachments(raw, record);
    if (raw.Content === undefined) {
      this.#contentMissing(id, label, attachments, record.at);
      if (attachments === undefined) return;
    } else this.#tree.supply(organization, contentOf(id));
    for (const { holder, assumed } of attachments ?? [{ holder: organization, assumed: true }]) {
      const base: Grant = {
        id: `${holder}#${kind.grant}/${label}`,
        holder,
        kind: kind.grant,
        name: label,
        policy: id,
        evidence: [record.at],
      };
      this.#context.emit({ type: 'grant', value: assumed ? { ...base, id: `${holder}#${kind.grant}/*/${label}`, assumed } : base });
      if (holder.startsWith('aws:ou/') && !this.#units.has(holder)) this.#units.set(holder, { label, at: record.at });
    }
    if (attachments === undefined) {
      const detail = `the accounts under organization policy ${label} are not in the input; it is taken to limit every account`;
      this.#gap(`targets of ${id}`, record.at, {
        what: 'which accounts organization policies are attached to',
        detail,
        permission: 'aws organizations list-targets-for-policy',
        settledBy: `${organization}#${targetsOf(shortId(id))}`,
      });
    }
  }

  /** Hands over what is known of the organization, its units and its accounts as a whole. `read`: the accounts that the source is of. */
  finish(read: readonly string[]): void {
    const scopes = this.#tree.scopes();
    for (const value of scopes.values()) this.#context.emit({ type: 'scope', value });
    const concerned = (read.length > 0 ? read : [...this.#tree.accounts]).map((id) => `aws:account/${id}`);
    if (concerned.length > 0 && concerned.every((holder) => this.#tree.isPlaced(holder))) return;
    for (const [unit, { label, at }] of this.#units) {
      if (scopes.get(unit)?.supplies?.includes('members') === true) continue;
      const id = unit.slice('aws:ou/'.length);
      this.#gap(`accounts of ${unit}`, at, {
        what: `which accounts are in the organizational unit ${id}`,
        detail: `organization policy ${label} limits them; for accounts whose units are not known, what it denies is conditional`,
        permission: `aws organizations list-children --parent-id ${id}`,
        settledBy: `${unit}#members`,
      });
    }
  }

  /** Whom a policy limits; undefined where the input does not say. */
  #attachments(raw: Raw, record: AwsRecord): readonly Attachment[] | undefined {
    const about = record.about === undefined ? undefined : holderOf(record.about);
    if (about !== undefined) {
      this.#tree.supply(about, `policies:${raw.Type === 'RESOURCE_CONTROL_POLICY' ? 'rcp' : 'scp'}`);
      return [{ holder: about, assumed: false }];
    }
    const targets = this.#context.door.objects(raw, 'Targets', 'organization policy', record.at);
    if (targets === undefined) return undefined;
    const holders = new Map<string, boolean>();
    for (const { TargetId } of targets) {
      const holder = typeof TargetId === 'string' ? holderOf(TargetId) : undefined;
      if (holder === undefined) this.#context.door.wrong('a target of an organization policy', 'has no TargetId', record.at);
      holders.set(holder ?? organization, holder === undefined);
    }
    return [...holders].sort().map(([holder, assumed]) => ({ holder, assumed }));
  }

  #contentMissing(id: string, label: string, attachments: readonly Attachment[] | undefined, at: Evidence): void {
    // What AWS's own policies say is known: they allow everything.
    if (attachments !== undefined && id.endsWith('FullAWSAccess')) return;
    const effect = attachments === undefined ? 'it is not counted' : 'what it takes away is not known';
    this.#gap(`content of ${id}`, at, {
      what: 'the contents of organization policies',
      detail: `the input names organization policy ${label} without its content; ${effect}`,
      permission: 'aws organizations describe-policy',
      settledBy: `${organization}#${contentOf(id)}`,
    });
  }

  #gap(group: string, at: Evidence, gap: Pick<Gap, 'what' | 'detail' | 'permission' | 'settledBy'>): void {
    this.#context.gaps.add(group, { ...placed(at), why: 'not-given', ...gap, partial: false });
  }
}

function contentOf(policy: string): string {
  return `content:${shortId(policy)}`;
}

/** `p-…`, of an ARN too. */
function shortId(policy: string): string {
  return policy.slice(policy.lastIndexOf('/') + 1);
}
