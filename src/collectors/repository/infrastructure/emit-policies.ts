import type { Evidence } from '../../../inventory/evidence.ts';
import type { Grant } from '../../../inventory/grant.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { ManagedPolicy, PrincipalType } from './declarations.ts';
import type { Emission } from './emit-stack.ts';
import { readPolicyValue } from './policy-value.ts';
import { isAbsent, type Value, whyOf } from './value.ts';

interface ReadDocument {
  /** Absent where nothing of it is known. */
  readonly document?: string;
  readonly places: readonly Evidence[];
  /** Not all of it is known. */
  readonly partly: boolean;
}

const managedByAws = /^arn:[\w-]+:iam::aws:policy\//;

/**
 * Hands over the grants of a stack. Answers with the holders that may hold more than is known: by id, or by type where whose
 * a permission is could not be told.
 */
export function emitPolicies(emission: Emission): ReadonlySet<string> {
  const { stack } = emission;
  const doubted = new Set<string>();
  for (const d of stack.declarations) {
    if (d.kind === 'role' || d.kind === 'user' || d.kind === 'group') {
      const holder = stack.idOf(d);
      const who = `${d.kind} ${stack.nameOf(d)}`;
      for (const [i, inline] of d.inline.entries()) {
        const name = stack.text(inline.name) ?? `inline policy ${i + 1}`;
        if (!isAbsent(inline.document)) emitInline(emission, holder, who, name, inline.document, inline.at);
      }
      for (const policy of d.managed) attach(emission, holder, who, policy, policy.at);
      if (d.boundary !== undefined && !isAbsent(d.boundary)) attach(emission, holder, who, d.boundary, d.boundary.at, 'boundary');
      if (d.doubt !== undefined && d.kind === 'group')
        emitGrant(emission, {
          id: `${holder}#attached/?`,
          holder,
          kind: 'attached',
          name: 'policies that are not known',
          evidence: [d.at],
        });
      if (d.doubt !== undefined) emission.gap(`the whole of ${who}`, d.doubt, d.at);
    } else if (d.kind === 'inline' || d.kind === 'attachment') {
      for (const { type, who } of d.holders) {
        const holder = holderOf(emission, type, who, d.at, d.address);
        if (holder === undefined) {
          doubted.add(type);
          continue;
        }
        if (!holder.declared) doubted.add(holder.id);
        if (d.kind === 'inline')
          emitInline(emission, holder.id, `${type} ${holder.name}`, stack.text(d.name) ?? d.address, d.document, d.at);
        else attach(emission, holder.id, `${type} ${holder.name}`, d.policy, d.at);
      }
    }
  }
  return doubted;
}

/** Hands over the managed policies that a stack declares. */
export function emitManagedPolicies(emission: Emission): void {
  const { stack, out } = emission;
  for (const d of stack.declarations) {
    if (d.kind !== 'policy') continue;
    const name = stack.nameOf(d);
    const { document, places } = readDocument(emission, d.document, `managed policy ${name}`, d.at);
    const id = stack.policyArn(d);
    out.emit({
      type: 'policy',
      value: {
        id,
        kind: 'aws-managed-policy',
        name: withoutKnownSecrets(name),
        providerManaged: false,
        ...(document === undefined ? {} : { document, places }),
        declared: true,
        evidence: [d.at],
      },
    });
  }
}

/** Whose policy it is. Where that is not known, that is a gap: any of the stack may hold more. */
function holderOf(
  emission: Emission,
  type: PrincipalType,
  who: Value,
  at: Evidence,
  address: string,
): { readonly id: string; readonly name: string; readonly declared: boolean } | undefined {
  const meant = emission.stack.principal(who, type);
  if ('hole' in meant) {
    emission.gap(`which ${type} ${address} gives permissions to`, whyOf(meant.hole), at);
    return undefined;
  }
  if (!meant.declared && type !== 'group' && emission.stack.named(type, meant.name) === undefined) emitNamed(emission, type, meant, at);
  return meant;
}

/** A role or user that code gives permissions to, and that is described elsewhere. */
function emitNamed(
  { out, stack }: Emission,
  type: 'role' | 'user',
  { id, name }: { readonly id: string; readonly name: string },
  at: Evidence,
): void {
  const account = id.split('/')[1] ?? stack.account;
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'aws',
      kind: type === 'role' ? 'aws-iam-role' : 'aws-iam-user',
      name: withoutKnownSecrets(name),
      scope: account,
      nature: 'unknown',
      agent: false,
      standing: 'named',
      aws: { account },
      evidence: [at],
    },
  });
}

function emitInline(emission: Emission, holder: string, who: string, name: string, document: Value | undefined, at: Evidence): void {
  const read = readDocument(emission, document, `inline policy ${name} of ${who}`, at);
  const grant = { holder, kind: 'inline' as const, name: withoutKnownSecrets(name), evidence: [at] };
  emitGrant(emission, {
    id: `${holder}#inline/${name}`,
    ...grant,
    ...(read.document === undefined ? {} : { document: read.document, places: read.places }),
  });
  if (read.partly && read.document !== undefined) emitRest(emission, holder, name, at);
}

/** Stands for the statements of a policy that are not known, so that the power of its holder is not taken for known. */
function emitRest(emission: Emission, holder: string, name: string, at: Evidence): void {
  emitGrant(emission, {
    id: `${holder}#inline/${name}/?`,
    holder,
    kind: 'inline',
    name: `part of ${withoutKnownSecrets(name)} that is not known`,
    evidence: [at],
  });
}

/** Attaches a managed policy, or sets a boundary: by reference, ARN, or AWS's own name for it. */
function attach(
  emission: Emission,
  holder: string,
  who: string,
  policy: Value | undefined,
  at: Evidence,
  kind: 'attached' | 'boundary' = 'attached',
): void {
  const { stack } = emission;
  const target = policy?.kind === 'reference' ? stack.at(policy.to) : undefined;
  const arn = target?.kind === 'policy' ? stack.policyArn(target) : stack.text(policy);
  if (arn === undefined || !/^arn:[\w-]+:iam::/.test(arn)) {
    const why =
      policy === undefined
        ? 'the code does not name it'
        : policy.kind === 'reference' || policy.kind === 'unknown'
          ? whyOf(policy)
          : 'its ARN is not known';
    emission.gap(`a ${kind === 'boundary' ? 'permissions boundary' : 'policy'} of ${who}`, why, at);
    const name = `policy that is not known (line ${at.line ?? 0})`;
    emitGrant(emission, { id: `${holder}#${kind}/?${at.file ?? ''}:${at.line ?? 0}`, holder, kind, name, evidence: [at] });
    return;
  }
  const own = declaredPolicy(emission, arn) ?? (target?.kind === 'policy' ? target : undefined);
  if (own === undefined && !managedByAws.test(arn))
    emission.gap(
      `the document of ${kind === 'boundary' ? 'a permissions boundary' : 'a policy'} of ${who}`,
      `the code attaches ${withoutKnownSecrets(arn)} and does not hold it`,
      at,
      { harmless: true },
    );
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  emitGrant(emission, { id: `${holder}#${kind}/${name}`, holder, kind, name: withoutKnownSecrets(name), policy: arn, evidence: [at] });
  if (own !== undefined && kind === 'attached' && isPartly(emission, own)) emitRest(emission, holder, name, at);
}

function declaredPolicy({ stack }: Emission, arn: string): ManagedPolicy | undefined {
  const found = stack.named('policy', arn.slice(arn.lastIndexOf('/') + 1));
  return found?.kind === 'policy' && stack.policyArn(found) === arn ? found : undefined;
}

function isPartly({ stack }: Emission, policy: ManagedPolicy): boolean {
  const written = readPolicyValue(policy.document, stack.render);
  return policy.doubt !== undefined || written === undefined || (written.raw !== undefined && written.unresolved.length > 0);
}

function readDocument(emission: Emission, value: Value | undefined, what: string, at: Evidence): ReadDocument {
  const { stack, reader, out, documents, gap } = emission;
  const written = readPolicyValue(value, stack.render);
  if (written === undefined) {
    gap(`the document of ${what}`, 'the code does not give it', at);
    return { places: [], partly: true };
  }
  if (written.unresolved.length > 0) gap(`the document of ${what}`, written.unresolved.join('; '), written.at);
  if (written.raw === undefined) return { places: [], partly: true };
  const { document, problems } = reader.read(written.raw, 'identity');
  if (problems.length > 0) gap(`the document of ${what}`, problems.join('; '), written.at, { harmless: document !== undefined });
  if (document === undefined) return { places: [], partly: true };
  if (!documents.has(document.id)) {
    documents.add(document.id);
    out.emit({ type: 'document', value: document });
  }
  return { document: document.id, places: written.places, partly: written.unresolved.length > 0 };
}

function emitGrant({ out }: Emission, grant: Grant): void {
  out.emit({ type: 'grant', value: { ...grant, declared: true } });
}
