import type { Credential } from '../../../inventory/credential.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import { namedVaultSecret } from '../../../inventory/vault-secret.ts';
import { hostOf } from './cloud-login.ts';
import type { Job } from './job.ts';
import { child, textOf } from './yaml-tree.ts';

const mostSecrets = 100;

/**
 * Secrets that steps of a job fetch from a vault and that stay the same there
 * (https://github.com/hashicorp/vault-action#key-syntax): `secret/data/ci/npm token | NPM_TOKEN;`.
 */
export function keptVaultSecrets(job: Job): readonly Credential[] {
  const found = new Map<string, Credential>();
  for (const step of job.steps) {
    if (step.uses?.action.name !== 'hashicorp/vault-action') continue;
    const node = child(step.inputs, 'secrets');
    if (node === undefined) continue;
    const host = hostOf(textOf(child(step.inputs, 'url')));
    for (const line of (textOf(node) ?? '').slice(0, 65_536).split(/[;\n]/)) {
      const path = line.trim().split(/\s/, 1)[0] ?? '';
      const evidence: Evidence = job.workflow.tree.evidence(node, path);
      const secret = namedVaultSecret(path, host, [evidence]);
      if (secret !== undefined && found.size < mostSecrets && !found.has(secret.id)) found.set(secret.id, secret);
    }
  }
  return [...found.values()];
}
