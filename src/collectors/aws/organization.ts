import type { Evidence } from '../../inventory/evidence.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import { below } from '../place-below.ts';
import type { Raw } from './door.ts';
import { type NormaliseContext, placed } from './normalise-context.ts';
import type { AwsRecord } from './records.ts';

const kinds = {
  SERVICE_CONTROL_POLICY: { grant: 'scp', policy: 'aws-service-control-policy', use: 'service-control' },
  RESOURCE_CONTROL_POLICY: { grant: 'rcp', policy: 'aws-resource-control-policy', use: 'resource-control' },
} as const;

/** Stands for the whole organization as a holder of policies. */
export const organization = 'aws:organization';

/** Reads what AWS Organizations says: its policies and its accounts. */
export class OrganizationReader {
  readonly #context: NormaliseContext;
  readonly #accounts = new Map<string, string>();
  /** Holder -> the actions that its service control policies deny to everybody. */
  readonly #denied = new Map<string, Set<string>>();

  constructor(context: NormaliseContext) {
    this.#context = context;
  }

  /** DescribePolicy.Policy, or a summary of ListPolicies; other kinds of policy (tags, backup) do not limit permissions. */
  policy(record: AwsRecord): void {
    const { door } = this.#context;
    const raw = door.object(record.raw, 'organization policy', record.at);
    if (!raw) return;
    const summary = door.field(raw, 'PolicySummary', 'organization policy', record.at) ?? raw;
    const kind = kinds[summary.Type as keyof typeof kinds];
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
      raw.Content === undefined ? undefined : this.#context.document(raw.Content, kind.use, () => `organization policy ${label}`, place);
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
    if (raw.Content === undefined) {
      this.#gap('organization policy without content', record.at, {
        what: 'the contents of organization policies',
        detail: `the input names organization policy ${label} without its content; it is not counted`,
        permission: 'aws organizations describe-policy',
      });
      return;
    }
    const statements = kind.grant === 'scp' ? this.#statementsOf(raw.Content) : [];
    for (const holder of this.#holders(raw, label, record.at)) {
      const grant = { id: `${holder}#${kind.grant}/${label}`, holder, kind: kind.grant, name: label, policy: id, evidence: [record.at] };
      this.#context.emit({ type: 'grant', value: grant });
      if (kind.grant !== 'scp') continue;
      const denied = this.#denied.get(holder) ?? new Set();
      for (const action of deniedToAll(statements)) denied.add(action);
      this.#denied.set(holder, denied);
    }
  }

  /** An account of ListAccounts. */
  account(record: AwsRecord): void {
    const { door } = this.#context;
    const raw = door.object(record.raw, 'account', record.at);
    const id = raw && door.text(raw, 'Id', 'account', record.at);
    if (raw && id !== undefined && /^\d{12}$/.test(id)) this.#accounts.set(id, door.text(raw, 'Name', 'account', record.at) ?? id);
    else if (raw) door.wrong('an account record', 'has no Id of twelve digits', record.at);
  }

  /** Hands over what is known of the organization and its accounts as a whole. */
  finish(): void {
    const members = this.#accounts.size === 0 ? undefined : [...this.#accounts.keys()].sort();
    if (members === undefined && this.#denied.size === 0) return;
    const shared = members === undefined ? {} : { memberAccounts: members };
    if (members !== undefined || this.#denied.has(organization)) {
      const value = { id: organization, plane: 'aws', name: 'organization', ...shared, ...this.#facts(organization) } as const;
      this.#context.emit({ type: 'scope', value });
    }
    const accounts = new Set([
      ...this.#accounts.keys(),
      ...[...this.#denied.keys()].filter((h) => h !== organization).map((h) => h.slice(h.indexOf('/') + 1)),
    ]);
    for (const account of [...accounts].sort()) {
      const id = `aws:account/${account}`;
      const name = this.#accounts.get(account) ?? account;
      this.#context.emit({ type: 'scope', value: { id, plane: 'aws', name, ...shared, ...this.#facts(id) } });
    }
  }

  #facts(holder: string): { readonly facts?: { readonly organization_policies: true; readonly denied_everywhere: readonly string[] } } {
    const denied = this.#denied.get(holder);
    return denied === undefined ? {} : { facts: { organization_policies: true, denied_everywhere: [...denied].sort() } };
  }

  /** Whom a policy limits: the accounts it is attached to; for roots, units and unknown targets the organization as a whole. */
  #holders(raw: Raw, label: string, at: Evidence): readonly string[] {
    const targets = this.#context.door.objects(raw, 'Targets', 'organization policy', at);
    const holders = new Set<string>();
    let assumed = targets === undefined;
    for (const target of targets ?? []) {
      if (target.Type === 'ACCOUNT' && typeof target.TargetId === 'string') holders.add(`aws:account/${target.TargetId}`);
      else {
        holders.add(organization);
        if (target.Type !== 'ROOT') assumed = true;
      }
    }
    if (targets === undefined) holders.add(organization);
    if (assumed) {
      this.#gap('organization policy targets', at, {
        what: 'which accounts organization policies are attached to',
        detail: `the accounts under organization policy ${label} are not in the input; it is taken to limit every account`,
        permission: 'aws organizations list-targets-for-policy',
      });
    }
    return [...holders].sort();
  }

  #statementsOf(content: unknown): readonly PolicyStatement[] {
    return this.#context.policies.read(content, 'service-control').document?.statements ?? [];
  }

  #gap(group: string, at: Evidence, gap: { readonly what: string; readonly detail: string; readonly permission: string }): void {
    this.#context.gaps.add(group, { ...placed(at), why: 'not-given', ...gap, partial: false });
  }
}

/** Actions that statements deny on everything, without a condition. */
function deniedToAll(statements: readonly PolicyStatement[]): readonly string[] {
  return statements.flatMap((s) => (s.effect === 'Deny' && s.condition === undefined && s.resource?.includes('*') ? (s.action ?? []) : []));
}
