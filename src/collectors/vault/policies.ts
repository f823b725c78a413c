import { readPolicyText } from './policy-text.ts';
import { listOfNames } from './vault-api.ts';
import type { VaultWorld } from './vault-world.ts';

/** Hands over the policies of a vault, each with its rules where all of its text was understood. */
export async function readPolicies({ api, emit, note, vault }: VaultWorld): Promise<void> {
  for (const name of await listOfNames(api, 'sys/policies/acl', 'policies')) {
    const path = `sys/policies/acl/${name}`;
    const answer = name === 'root' ? undefined : await api.read(path, `policy ${name}`);
    const text = answer?.policy ?? answer?.rules;
    const read = typeof text === 'string' ? readPolicyText(text) : undefined;
    const evidence = api.evidence(path);
    if (read?.whole === false)
      note({
        what: `a part of policy ${name}`,
        why: 'unreadable',
        detail: 'not all of its text could be understood',
        ...(evidence.file === undefined ? {} : { file: evidence.file }),
      });
    // What was not understood may allow anything.
    const paths = read?.whole === true ? { paths: read.rules } : {};
    emit({
      type: 'policy',
      value: {
        id: `vault:policy/${vault}/${name}`,
        kind: 'vault-policy',
        name,
        providerManaged: name === 'root',
        ...paths,
        evidence: [evidence],
      },
    });
  }
}
