import type { Evidence } from '../../../inventory/evidence.ts';
import { accountOfArn } from '../../../inventory/id.ts';
import { kindOfResource } from '../../aws-policy/resource-kind.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { ResourcePolicy } from './declarations.ts';
import type { Emission } from './emit-stack.ts';
import { readPolicyValue, type WrittenPolicy } from './policy-value.ts';
import { isHole, whyOf } from './value.ts';

interface Written {
  readonly policy: ResourcePolicy;
  readonly document: WrittenPolicy | undefined;
}

/**
 * Hands over the resources whose policies a stack declares. Several declarations may add statements to one policy. Where a
 * part of a policy is not known there is no record of the resource, which means the same: its policy is not known.
 */
export function emitResources(emission: Emission): void {
  const { stack, gap } = emission;
  const byArn = new Map<string, Written[]>();
  for (const d of stack.declarations) {
    if (d.kind !== 'resource-policy') continue;
    const arn = d.resource === undefined ? undefined : stack.resourceArn(d.resource, d.of);
    if (arn === undefined) {
      const why = d.resource === undefined ? 'the code does not say' : isHole(d.resource) ? whyOf(d.resource) : 'its name is not known';
      gap(`which resource ${d.address} is of`, why, d.at, { harmless: true });
      continue;
    }
    const written = byArn.get(arn) ?? [];
    written.push({ policy: d, document: readPolicyValue(d.document, stack.render) });
    byArn.set(arn, written);
  }
  for (const [arn, written] of byArn) emitResource(emission, arn, written);
}

function emitResource(emission: Emission, arn: string, written: readonly Written[]): void {
  const { stack, out, reader, documents, gap } = emission;
  const problem = written.flatMap(({ policy, document }) =>
    whyOpen(policy, document).map((why) => ({ why, at: document?.at ?? policy.at })),
  )[0];
  if (problem !== undefined) {
    gap(`the policy of ${withoutKnownSecrets(arn)}`, problem.why, problem.at, { harmless: true });
    return;
  }
  const statements = distinct(written.flatMap(({ document }) => document?.raw?.Statement ?? []).map((s) => onWhole(s, arn)));
  const places: readonly Evidence[] = written.map(({ document, policy }) => document?.at ?? policy.at);
  const version = written[0]?.document?.raw?.Version ?? '2012-10-17';
  const { document, problems } = reader.read({ Version: version, Statement: statements }, 'resource');
  const [at] = places;
  if (document === undefined || problems.length > 0) {
    if (at !== undefined) gap(`the policy of ${withoutKnownSecrets(arn)}`, problems.join('; '), at, { harmless: true });
    if (document === undefined) return;
  }
  if (!documents.has(document.id)) {
    documents.add(document.id);
    out.emit({ type: 'document', value: document });
  }
  out.emit({
    type: 'resource',
    value: {
      id: `aws:resource/${arn}`,
      plane: 'aws',
      kind: kindOfResource(arn),
      name: withoutKnownSecrets(arn),
      scope: accountOfArn(arn) ?? stack.account,
      policy: document.id,
      declared: true,
      evidence: places,
    },
  });
  if (kindOfResource(arn) === 'aws-secret') emitSecret(emission, arn, places);
}

/** A stored secret whose policy is known: what may be said of whom it lets in is said of the secret. */
function emitSecret({ out }: Emission, arn: string, evidence: readonly Evidence[]): void {
  const [, , , region = '', account = '', , inArn = ''] = arn.split(':');
  const name = inArn.replace(/-[A-Za-z0-9]{6}$/, '');
  out.emit({
    type: 'credential',
    value: {
      id: `aws:secret/${account}/${region}/${name}`,
      kind: 'aws-secret',
      name: withoutKnownSecrets(name),
      static: true,
      enabled: true,
      purpose: 'other',
      resource: `aws:resource/${arn}`,
      evidence,
    },
  });
}

/** Why a policy is not known as a whole. */
function whyOpen({ doubt }: ResourcePolicy, document: WrittenPolicy | undefined): readonly string[] {
  if (doubt !== undefined) return [doubt];
  if (document === undefined) return ['the code does not give it'];
  return document.raw === undefined || document.unresolved.length > 0 ? [document.unresolved.join('; ')] : [];
}

/** A statement that lets call a function is about that function. */
function onWhole(statement: Readonly<Record<string, unknown>>, arn: string): Readonly<Record<string, unknown>> {
  return arn.split(':')[2] === 'lambda' && statement.Resource === undefined ? { ...statement, Resource: arn } : statement;
}

/** A state writes a policy at the resource as well as where it was set. */
function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
