import { environmentOf } from '../../aws-policy/tag-meaning.ts';
import { withoutKnownSecrets } from '../../known-secrets.ts';
import type { Profile, Runner } from './declarations.ts';
import { tagsOf } from './emit-principals.ts';
import type { Emission } from './emit-stack.ts';
import type { Meant } from './stack.ts';
import { isAbsent, whyOf } from './value.ts';

/** Hands over what runs as the roles of a stack: workloads, instance profiles, agents. */
export function emitRunners(emission: Emission): void {
  for (const d of emission.stack.declarations) {
    if (d.kind === 'profile') emitProfile(emission, d);
    else if (d.kind === 'runner') emitRunner(emission, d);
  }
}

function emitProfile({ stack, out, gap }: Emission, d: Profile): void {
  if (d.role === undefined || isAbsent(d.role)) return;
  const meant = stack.principal(d.role, 'role');
  const name = stack.nameOf(d);
  if ('hole' in meant) gap(`the role of instance profile ${name}`, whyOf(meant.hole), d.at, { harmless: true });
  else
    out.emit({
      type: 'workload',
      value: {
        id: `aws:instance-profile/${stack.account}/${name}`,
        kind: 'aws-instance-profile',
        name,
        identity: meant.id,
        evidence: [d.at],
      },
    });
}

function emitRunner(emission: Emission, d: Runner): void {
  const { stack, out, gap } = emission;
  const name = withoutKnownSecrets(stack.nameOf(d));
  const path = `${stack.account}/${name}`;
  const meant: Meant | undefined =
    d.role === undefined || isAbsent(d.role)
      ? undefined
      : d.through === 'profile'
        ? stack.roleOfProfile(d.role)
        : stack.principal(d.role, 'role');
  if (meant !== undefined && 'hole' in meant) gap(`the role of ${name}`, whyOf(meant.hole), d.at, { harmless: true });
  const role = meant !== undefined && 'id' in meant ? meant : undefined;
  if (role !== undefined && !role.declared && d.kind === 'runner') {
    const account = role.id.split('/')[1] ?? stack.account;
    out.emit({
      type: 'identity',
      value: {
        id: role.id,
        plane: 'aws',
        kind: 'aws-iam-role',
        name: withoutKnownSecrets(role.name),
        scope: account,
        nature: 'workload',
        agent: false,
        standing: 'named',
        aws: { account },
        evidence: [d.at],
      },
    });
  }
  const id = `aws:${d.what.replace(/^aws-/, '')}/${path}`;
  if (!d.isAgent) {
    const app = emission.app === undefined ? {} : { app: emission.app };
    if (role !== undefined) out.emit({ type: 'workload', value: { id, kind: d.what, name, identity: role.id, ...app, evidence: [d.at] } });
    return;
  }
  const tags = tagsOf(d.tags, (v) => stack.text(v));
  const environment = environmentOf(tags, name);
  out.emit({
    type: 'identity',
    value: {
      id,
      plane: 'aws',
      kind: d.what,
      name,
      scope: stack.account,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      ...(environment === undefined ? {} : { environment }),
      ...(tags === undefined ? {} : { tags }),
      // Its code and its tools work with the role's credentials.
      ...(role === undefined ? {} : { actsAs: role.id }),
      aws: { account: stack.account },
      evidence: [d.at],
    },
  });
}
