import type { Gathering } from '../gathering.ts';
import type { OpenFile } from '../open-file.ts';
import { serviceAccountOf } from '../secrets/belonging.ts';
import { detectKnown, redactName } from '../secrets/detect.ts';
import { emitNamed, foundAt, recordCredentials } from '../secrets/record.ts';
import { readJson } from '../tree/json.ts';
import { at, stringsIn, textOf } from '../tree/tree.ts';

/**
 * A JSON file of a name that Google credentials go by: the key of a service account, a person's application default
 * credentials, or some other tool's credentials.
 */
export function readServiceAccountKey(out: Gathering, file: OpenFile, holder: () => string): void {
  const { tree } = out.tree(file, readJson);
  if (tree === undefined) return;
  const key = at(tree, 'private_key');
  const detected = detectKnown(textOf(key) ?? '')[0];
  if (textOf(at(tree, 'type')) !== 'service_account' || key === undefined || detected === undefined) {
    const candidates = [...stringsIn(tree)].map((s) => ({ key: s.key, value: s.text, spot: s.spot, position: 'file' as const }));
    recordCredentials(out, file, holder, candidates);
    return;
  }
  const email = textOf(at(tree, 'client_email')) ?? '';
  const owner = /^[\w.+-]{1,64}@[\w.-]{1,200}$/.test(email) ? email : undefined;
  const fingerprint = out.fingerprint(detected.value);
  const found = foundAt(file, { key: 'private_key', position: 'file', spot: key }, owner && `the key of ${redactName(owner)}`);
  const belonging = serviceAccountOf(email, textOf(at(tree, 'private_key_id')) ?? '');
  if (belonging !== undefined) emitNamed(out, belonging, [found.evidence]);
  out.emit({
    type: 'credential',
    value: {
      id: `secret:${fingerprint}`,
      kind: 'private-key',
      name: owner === undefined ? 'service account key' : `key of ${redactName(owner)}`,
      static: true,
      provider: 'gcp',
      purpose: 'cloud',
      ...(belonging === undefined ? {} : { identity: belonging.identity.id, aliases: belonging.aliases }),
      fingerprint,
      found: [found],
      evidence: [found.evidence],
    },
  });
  out.link('holds', holder(), `secret:${fingerprint}`, [found.evidence]);
}
