import { azurePath, azureResourceId } from '../../../../inventory/azure-id.ts';
import type { Credential } from '../../../../inventory/credential.ts';
import type { Evidence } from '../../../../inventory/evidence.ts';
import { connectionId, keepsKey } from '../../../azure-model/connection.ts';
import { signatureFacts } from '../../../azure-model/signature-policy.ts';
import { withoutKnownSecrets } from '../../../known-secrets.ts';
import type { Candidate } from '../../secrets/arguments.ts';
import { recordCredentials } from '../../secrets/record.ts';
import { fileOf, holderOf, spotOf } from '../emit-credentials.ts';
import { isAbsent, knownText, type Value } from '../value.ts';
import { isKnown } from './azure-stack.ts';
import type { AzureResource, Connection } from './declarations.ts';
import { type AzureEmission, placeOf } from './emission.ts';

/** Hands over the keys of resources, and secrets that stand in code or state. Values are hashed here and go no further. */
export function emitKeysAndSecrets(emission: AzureEmission): void {
  for (const d of emission.stack.declarations) {
    if (d.kind === 'resource') {
      emitKeys(emission, d);
      const identity = identityOf(emission, d);
      record(emission, identity ?? (() => holderOf(emission, d.at)), d.settings, 'env');
    } else if (d.kind === 'secret') {
      record(emission, () => holderOf(emission, d.at), [d], 'file');
    } else if (d.kind === 'connection') {
      emitConnection(emission, d);
    }
  }
}

/** The keys that open a resource without any identity. Absent where they are switched off. */
function emitKeys({ stack, out }: AzureEmission, d: AzureResource): void {
  const row = d.row?.keys;
  if (row === undefined || d.keys === undefined || d.keys.work === false) return;
  const armId = stack.armId(d);
  out.emit({
    type: 'credential',
    value: {
      id: `azure:resource-key/${azurePath(armId)}`,
      kind: row.credential,
      name: withoutKnownSecrets(stack.nameOf(d)),
      // A switch that only the deployment sets leaves open whether they work.
      ...(d.keys.work === undefined ? {} : { enabled: true }),
      static: true,
      expiresAt: null,
      provider: 'azure',
      purpose: row.purpose,
      resource: azureResourceId(armId),
      ...signatures(stack, d),
      evidence: [placeOf(d)],
    },
  });
}

/** How long signatures made with the keys may last, as far as the code says. */
function signatures(stack: AzureEmission['stack'], { signatures: said }: AzureResource): Pick<Credential, 'azure'> {
  if (said === undefined) return {};
  const period = isAbsent(said.period) ? undefined : stack.text(said.period);
  if (period === undefined && !isAbsent(said.period)) return {};
  const days = knownText(said.due);
  return { azure: signatureFacts({ period, action: knownText(said.action), due: days === undefined ? undefined : Number(days) }) };
}

/** A stored key by which an AI project reaches another service. */
function emitConnection(emission: AzureEmission, d: Connection): void {
  const { stack, out } = emission;
  const type = stack.text(d.authType);
  const who = stack.who(d.of);
  const holder = isKnown(who) ? who.id : undefined;
  record(emission, holder ?? (() => holderOf(emission, d.at)), d.secrets, 'setting');
  if (type === undefined || !keepsKey(type)) return;
  const name = withoutKnownSecrets(stack.text(d.name) ?? d.address);
  const id = connectionId(isKnown(who) ? who.id : `/${stack.target.stack}`, name);
  const evidence = [placeOf(d)];
  out.emit({
    type: 'credential',
    value: { id, kind: 'azure-ai-connection-key', name, static: true, provider: 'azure', purpose: 'model', evidence },
  });
  if (holder !== undefined) out.link('holds', holder, id, evidence);
}

/** What holds the settings of a resource: its identity, where it has exactly one. */
function identityOf({ stack }: AzureEmission, d: AzureResource): string | undefined {
  const type = knownText(d.identity?.type) ?? '';
  const assigned = (d.identity?.assigned ?? []).map((value) => stack.who(value));
  const [only] = assigned;
  const own = /systemassigned/i.test(type) ? stack.identityOf(d) : undefined;
  if (own !== undefined && assigned.length === 0) return isKnown(own) ? own.id : undefined;
  return own === undefined && assigned.length === 1 && only !== undefined && isKnown(only) ? only.id : undefined;
}

function record(
  emission: AzureEmission,
  holder: string | (() => string),
  settings: readonly { readonly key: string; readonly value: Value }[],
  position: Candidate['position'],
): void {
  const byFile = new Map<string, { readonly at: Evidence; readonly candidates: Candidate[] }>();
  for (const { key, value } of settings) {
    const text = knownText(value);
    // References to a key vault or a configuration store are none.
    if (text === undefined || /^@Microsoft\.(?:KeyVault|AppConfiguration)\(/i.test(text) || /^\[.*\]$/s.test(text)) continue;
    const { at } = value;
    const entry = byFile.get(at.file ?? '') ?? { at, candidates: [] };
    entry.candidates.push({ key, value: text, spot: spotOf(at), position });
    byFile.set(at.file ?? '', entry);
  }
  for (const { at, candidates } of byFile.values()) recordCredentials(emission.out, fileOf(emission, at), holder, candidates);
}
