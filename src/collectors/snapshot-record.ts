import type { Fragment, SourceStatus } from '../inventory/fragment.ts';

type Form = 'text' | 'flag' | 'list';

/** Of every field that a record always has, the form; a table that asks for another field does not compile. */
type FormsOf<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : K]?: T[K] extends string ? 'text' : T[K] extends boolean ? 'flag' : 'list';
};

/** What every record of a kind must hold. A snapshot is a file like any other: people edit it, and others send it. */
const required = {
  identity: {
    id: 'text',
    plane: 'text',
    kind: 'text',
    name: 'text',
    scope: 'text',
    nature: 'text',
    standing: 'text',
    agent: 'flag',
    evidence: 'list',
  },
  credential: { id: 'text', kind: 'text', name: 'text', static: 'flag', evidence: 'list' },
  policy: { id: 'text', kind: 'text', name: 'text', providerManaged: 'flag', evidence: 'list' },
  document: { id: 'text', version: 'text', statements: 'list' },
  grant: { id: 'text', holder: 'text', kind: 'text', name: 'text', evidence: 'list' },
  membership: { identity: 'text', group: 'text' },
  provider: { id: 'text', kind: 'text', evidence: 'list' },
  trust: { id: 'text', identity: 'text', principal: 'text', principalKind: 'text', actions: 'list', effect: 'text', evidence: 'list' },
  workload: { id: 'text', kind: 'text', name: 'text', identity: 'text', evidence: 'list' },
  link: { kind: 'text', from: 'text', to: 'text', evidence: 'list' },
  scope: { id: 'text', plane: 'text', name: 'text' },
  gap: { source: 'text', what: 'text', why: 'text', detail: 'text' },
} as const satisfies { [T in Fragment['type']]: FormsOf<Extract<Fragment, { readonly type: T }>['value']> };

const requiredOfSource = { source: 'text', plane: 'text', scope: 'text', status: 'text', gaps: 'list' } as const;

/** A fragment out of a snapshot, or undefined where it is none. */
export function readFragment(value: unknown): Fragment | undefined {
  if (!isObject(value) || typeof value.type !== 'string' || !Object.hasOwn(required, value.type)) return undefined;
  return holds(value.value, required[value.type as Fragment['type']]) ? (value as Fragment) : undefined;
}

/** A source's status out of a snapshot, or undefined where it is none. */
export function readStatus(value: unknown): SourceStatus | undefined {
  return holds(value, requiredOfSource) ? (value as unknown as SourceStatus) : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function holds(value: unknown, forms: Readonly<Record<string, Form>>): boolean {
  if (!isObject(value) || !Object.entries(forms).every(([key, form]) => has(value[key], form))) return false;
  const { evidence = [], statements = [] } = value as { readonly evidence?: readonly unknown[]; readonly statements?: readonly unknown[] };
  return (
    evidence.every((e) => isObject(e) && typeof e.source === 'string') &&
    statements.every((s) => isObject(s) && typeof s.effect === 'string')
  );
}

function has(value: unknown, form: Form): boolean {
  switch (form) {
    case 'text':
      return typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
  }
}
