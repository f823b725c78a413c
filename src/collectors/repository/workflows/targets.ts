import type { Evidence } from '../../../inventory/evidence.ts';
import type { Fragment } from '../../../inventory/fragment.ts';
import { awsIdentityId, nameVaultRole } from '../../../inventory/id.ts';
import type { Identity } from '../../../inventory/identity.ts';
import { unnamedApplication, unnamedVaultRole } from '../../../inventory/link.ts';
import { shown } from '../secrets/detect.ts';
import type { Target } from './cloud-login.ts';
import { type Job, type Resolved, resolve } from './job.ts';
import { oidcClaims } from './oidc-claims.ts';

type Named = Pick<Identity, 'id' | 'plane' | 'kind' | 'name' | 'scope'>;

/** A cloud identity that a job of any CI system names in order to become it. */
export interface NamedTarget {
  readonly cloud: 'aws' | 'gcp' | 'azure' | 'vault';
  /** As the file says it, for a person. Of a role of a vault: the path of its mount and its name, as `jwt/deploy`. */
  readonly written: string;
  /** What that can stand for. */
  readonly variants: readonly Resolved[];
  /** The claims of the token it presents; absent where another credential opens the way. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
  /** Azure's tenant; the host of a vault. */
  readonly tenant?: string;
  readonly evidence: Evidence;
}

/** Hands over the cloud identity that a workflow's job names, and the job's link to it. */
export function emitTarget(target: Target, job: Job, jobIdentity: string, emit: (fragment: Fragment) => void): void {
  const named = {
    ...target,
    variants: resolve(target.written, job, target.step),
    ...(target.audience === undefined ? {} : { claims: oidcClaims(job, target.audience) }),
  };
  emitNamedTarget(named, shown(job.id), jobIdentity, emit);
}

/**
 * Hands over the cloud identity that a job names, and the job's link to it. Where the name is in a variable or a secret
 * there is nothing to link to: that is a gap, though not one the file ever promised to fill.
 */
export function emitNamedTarget(target: NamedTarget, job: string, jobIdentity: string, emit: (fragment: Fragment) => void): void {
  const { evidence } = target;
  for (const { text, complete } of target.variants) {
    const named = complete ? nameTarget(target, text.trim()) : undefined;
    if (named === undefined) {
      emit({
        type: 'gap',
        value: {
          source: evidence.source,
          what: `the ${words[target.cloud]} that job ${job} becomes`,
          why: 'not-given',
          detail: `it is written as ${shown(target.written)}, and the file does not tell what that is`,
          partial: false,
          ...(evidence.file === undefined ? {} : { file: evidence.file }),
          ...(evidence.line === undefined ? {} : { line: evidence.line }),
          ...(evidence.pointer === undefined ? {} : { pointer: evidence.pointer }),
        },
      });
      // Which of them would let it in can still be told from their federated credentials and roles.
      const unnamed = target.cloud === 'azure' ? unnamedApplication : target.cloud === 'vault' ? unnamedVaultRole : undefined;
      if (unnamed !== undefined && target.claims !== undefined)
        emit({ type: 'link', value: { kind: 'assumes', from: jobIdentity, to: unnamed, claims: target.claims, evidence: [evidence] } });
      continue;
    }
    emit({ type: 'identity', value: { ...named, nature: 'unknown', agent: false, standing: 'named', evidence: [evidence] } });
    emit({
      type: 'link',
      value: {
        kind: 'assumes',
        from: jobIdentity,
        to: named.id,
        ...(target.claims === undefined ? {} : { claims: target.claims }),
        evidence: [evidence],
      },
    });
  }
}

const words = {
  aws: 'AWS role',
  gcp: 'Google service account',
  azure: 'Azure application',
  vault: 'role of a vault',
} as const satisfies Record<NamedTarget['cloud'], string>;

function nameTarget(target: NamedTarget, text: string): Named | undefined {
  switch (target.cloud) {
    case 'aws': {
      const id = awsIdentityId(text);
      if (id === undefined || !id.startsWith('aws:role/')) return undefined;
      const [, account = '', name = ''] = id.split('/');
      return { id, plane: 'aws', kind: 'aws-iam-role', name, scope: account };
    }
    case 'gcp': {
      const project = /^[a-z0-9-]{1,64}@([a-z0-9.:-]{1,100})\.iam\.gserviceaccount\.com$/.exec(text)?.[1];
      return project === undefined
        ? undefined
        : { id: `gcp:service-account/${text}`, plane: 'gcp', kind: 'gcp-service-account', name: text, scope: project };
    }
    case 'azure': {
      const client = text.toLowerCase();
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(client)) return undefined;
      return { id: `entra:application/${client}`, plane: 'entra', kind: 'entra-application', name: client, scope: target.tenant ?? '' };
    }
    case 'vault':
      return nameVaultRole(text, target.tenant);
  }
}
