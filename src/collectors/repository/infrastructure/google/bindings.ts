import type { Evidence } from '../../../../inventory/evidence.ts';
import type { GoogleResource } from '../declarations.ts';
import { asDocument } from '../policy-value.ts';
import type { Stack } from '../stack.ts';
import { get, type Hole, isAbsent, isHole, listOf, unknown, type Value } from '../value.ts';
import { projectOf, textOf } from './names.ts';
import { scopeOfTarget } from './targets.ts';

/** A role given to members on something, as far as code tells. */
export interface Binding {
  readonly address: string;
  readonly scope: string;
  readonly role: Value | undefined;
  readonly members: readonly Value[];
  /** The condition, in CEL; `title` where its expression is not known. */
  readonly condition?: string;
  readonly at: Evidence;
  /** Why there may be more or fewer of them. */
  readonly doubt?: string | undefined;
}

const iamType = /^google_(.+)_iam_(member|binding|policy)$/;

/** The bindings that a resource declares; what of it is not known is a hole. */
export function bindingsOf(d: GoogleResource, stack: Stack): readonly (Binding | Hole)[] {
  const [, target, form] = iamType.exec(d.type) ?? [];
  if (d.isData) return [];
  if (target === undefined) return declaredElsewhere(d, stack);
  const scope = scopeOfTarget(target, d, stack);
  const base = { address: d.address, scope, at: d.at, doubt: d.doubt };
  const role = d.get('role');
  if (form === 'policy') return ofPolicy(d.get('policy_data'), base, stack);
  const member = d.get(form === 'member' ? 'member' : 'members');
  const members = form === 'member' ? (isAbsent(member) ? [] : [member]) : listOf(member);
  return [{ ...base, role, members, ...conditionOf(d.get('condition'), stack) }];
}

type Base = Pick<Binding, 'address' | 'scope' | 'at' | 'doubt'>;

/** The bindings of a policy that replaces all others: from a `google_iam_policy` data source, or as JSON text. */
function ofPolicy(value: Value | undefined, base: Base, stack: Stack): readonly (Binding | Hole)[] {
  if (isAbsent(value)) return [];
  if (value.kind === 'reference') {
    const source = stack.at(value.to);
    if (source?.kind === 'google' && source.type === 'google_iam_policy' && value.attribute === 'policy_data')
      return listOf(source.get('binding')).map((b) => ofBlock(b, base, stack));
    return [value];
  }
  const document = asDocument(value);
  if (document?.kind !== 'object') return [isHole(value) ? value : unknown('the policy', 'it is not JSON', value.at)];
  return listOf(get(document, 'bindings')).map((b) => ofBlock(b, base, stack));
}

function ofBlock(block: Value, base: Base, stack: Stack): Binding | Hole {
  if (isHole(block)) return block;
  return {
    ...base,
    role: get(block, 'role'),
    members: listOf(get(block, 'members')),
    at: block.at,
    ...conditionOf(get(block, 'condition'), stack),
  };
}

function conditionOf(value: Value | undefined, stack: Stack): Pick<Binding, 'condition'> {
  if (value === undefined || isAbsent(value) || (value.kind === 'list' && value.items.length === 0)) return {};
  const block = value.kind === 'list' ? value.items[0] : value;
  const expression = textOf(get(block, 'expression'), stack);
  return { condition: expression ?? 'a condition that is not known' };
}

/** Roles that other resources give: what may read and write a dataset, who may use a bucket. */
function declaredElsewhere(d: GoogleResource, stack: Stack): readonly (Binding | Hole)[] {
  if (d.type === 'google_bigquery_dataset')
    return listOf(d.get('access')).flatMap((block) =>
      block.kind === 'object' ? ofDataset(d, (name) => get(block, name), block.at, stack) : [],
    );
  return d.type === 'google_bigquery_dataset_access' ? ofDataset(d, d.get, d.at, stack) : [];
}

/** https://cloud.google.com/bigquery/docs/access-control-basic-roles#dataset-basic-roles */
const datasetRoles: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    OWNER: 'roles/bigquery.dataOwner',
    WRITER: 'roles/bigquery.dataEditor',
    READER: 'roles/bigquery.dataViewer',
  }),
);

function ofDataset(d: GoogleResource, read: GoogleResource['get'], at: Evidence, stack: Stack): readonly Binding[] {
  const role = read('role');
  const email = read('user_by_email');
  const member = read('iam_member');
  if (role === undefined || isAbsent(role)) return [];
  const text = textOf(role, stack);
  const given = text === undefined ? role : { kind: 'scalar' as const, value: datasetRoles.get(text) ?? text, at: role.at };
  const scope = `//bigquery.googleapis.com/projects/${projectOf(d.get('project'), stack)}/datasets/${textOf(d.get('dataset_id'), stack) ?? d.address}`;
  const base = { address: d.address, scope, at, doubt: d.doubt, role: given };
  if (!isAbsent(member) && textOf(member, stack) !== '') return [{ ...base, members: [member] }];
  const address = textOf(email, stack);
  if (address?.endsWith('gserviceaccount.com') !== true) return [];
  return [{ ...base, members: [{ kind: 'scalar', value: `serviceAccount:${address}`, at: email?.at ?? at }] }];
}
