import type { DenyRule } from '../../inventory/policy.ts';
import { readMember } from '../google-model/members.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import { answersAt, field, isAnswer, lastOf, textAt, textsAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import { placeOf } from './normalise-account.ts';
import { plainPermission } from './normalise-role.ts';
import type { GoogleRecord } from './record.ts';

/** A deny policy limits everybody below what it is attached to (https://cloud.google.com/iam/docs/reference/rest/v2/policies). */
export function readDenyPolicy({ raw, at, name: fullName }: GoogleRecord, book: GoogleBook): void {
  const name = decode(textAt(raw, 'name') ?? fullName ?? '');
  const [, attached = ''] = /policies\/((?:[\w.-]+\/)?(?:projects|folders|organizations)\/[^/]+)\/denypolicies\//.exec(name) ?? [];
  if (attached === '') {
    book.gap('deny policy', { what: 'a deny policy', why: 'unreadable', detail: 'its name does not say what it limits', ...placeOf(at) });
    return;
  }
  const holder = book.scopeId(attached.replace(/^[\w.-]+\.googleapis\.com\//, ''));
  const own = lastOf(name);
  const id = `gcp:deny-policy/${holder.slice('gcp:'.length)}/${own}`;
  // A list of deny policies leaves their rules out.
  const listed = field(raw, 'rules') !== undefined;
  if (!listed) {
    const detail = `${withoutKnownSecrets(own)} is listed without its rules`;
    book.gap('deny rules', {
      what: 'what deny policies take away',
      why: 'not-given',
      detail,
      permission: 'iam.denypolicies.get',
      ...placeOf(at),
    });
  }
  const denies = answersAt(raw, 'rules').flatMap((rule): DenyRule[] => {
    const deny = field(rule, 'denyRule');
    if (!isAnswer(deny)) return [];
    const condition = textAt(deny, 'denialCondition.expression');
    return [
      {
        principals: textsAt(deny, 'deniedPrincipals').map((p) => principalId(p, book)),
        exceptPrincipals: textsAt(deny, 'exceptionPrincipals').map((p) => principalId(p, book)),
        permissions: textsAt(deny, 'deniedPermissions').map(deniedPermission),
        exceptPermissions: textsAt(deny, 'exceptionPermissions').map(deniedPermission),
        ...(condition === undefined ? {} : { condition: withoutKnownSecrets(condition).slice(0, 4096) }),
      },
    ];
  });
  const shown = withoutKnownSecrets(textAt(raw, 'displayName') ?? own);
  book.emit({
    type: 'policy',
    value: { id, kind: 'gcp-deny-policy', name: shown, providerManaged: false, ...(listed ? { denies } : {}), evidence: [at] },
  });
  book.emit({ type: 'grant', value: { id: `${holder}#scp/${own}`, holder, kind: 'scp', name: shown, policy: id, evidence: [at] } });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whom a deny rule speaks of, in its own spelling (https://cloud.google.com/iam/docs/principal-identifiers#v2), by the id that it has elsewhere. */
function principalId(text: string, book: GoogleBook): string {
  if (text === 'principalSet://goog/public:all') return '*';
  const named =
    /^principal:\/\/goog\/subject\/(.+)$/.exec(text)?.[1] ??
    /^principal:\/\/iam\.googleapis\.com\/projects\/-\/serviceAccounts\/(.+)$/.exec(text)?.[1];
  if (named !== undefined) return `gcp:${/gserviceaccount\.com$/.test(named) ? 'service-account' : 'user'}/${named}`;
  const group = /^principalSet:\/\/goog\/group\/(.+)$/.exec(text)?.[1];
  if (group !== undefined) return `gcp:group/${group}`;
  const within = /^principalSet:\/\/cloudresourcemanager\.googleapis\.com\/((?:projects|folders|organizations)\/[^/]+)$/.exec(text)?.[1];
  if (within !== undefined) return book.scopeId(within);
  return readMember(text)?.holder ?? `gcp:principal/${text}`;
}

/** `cloudresourcemanager.googleapis.com/projects.delete` -> `resourcemanager.projects.delete`, as roles write it. */
function deniedPermission(text: string): string {
  const [, service, rest] = /^([\w-]+)\.googleapis\.com\/(.+)$/.exec(text) ?? [];
  if (service === undefined || rest === undefined) return plainPermission(text);
  return `${service === 'cloudresourcemanager' ? 'resourcemanager' : service}.${rest}`;
}

/** What principals are limited to, whatever roles give them (https://cloud.google.com/iam/docs/principal-access-boundary-policies). */
export function readBoundary(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const name = book.resourceName(record);
  const rules = answersAt(raw, 'details.rules').filter((rule) => textAt(rule, 'effect') !== 'DENY');
  const known = field(raw, 'details') !== undefined;
  book.emit({
    type: 'policy',
    value: {
      id: `gcp:access-boundary/${name}`,
      kind: 'gcp-access-boundary',
      name: withoutKnownSecrets(textAt(raw, 'displayName') ?? lastOf(name)),
      providerManaged: false,
      ...(known ? { limitedTo: [...new Set(rules.flatMap((rule) => textsAt(rule, 'resources').map((r) => book.scopeOf(r))))].sort() } : {}),
      evidence: [at],
    },
  });
}

/** Whom a principal access boundary limits. */
export function readBoundaryBinding(record: GoogleRecord, book: GoogleBook): void {
  const { raw, at } = record;
  const target = textAt(raw, 'target.principalSet') ?? textAt(raw, 'target.resource');
  const policy = textAt(raw, 'policy');
  if (target === undefined || policy === undefined) return;
  const scope = book.scopeOf(target.replace(/^principalSet:/, ''));
  const holder = scope.startsWith('gcp:') ? scope : `gcp:principal/${target}`;
  const name = lastOf(book.resourceName(record));
  const condition = textAt(raw, 'condition.expression');
  book.emit({
    type: 'grant',
    value: {
      id: `${holder}#boundary/${name}`,
      holder,
      kind: 'boundary',
      name: withoutKnownSecrets(textAt(raw, 'displayName') ?? name),
      policy: `gcp:access-boundary/${book.plainName(policy)}`,
      ...(condition === undefined ? {} : { condition: withoutKnownSecrets(condition).slice(0, 4096) }),
      evidence: [at],
    },
  });
}
