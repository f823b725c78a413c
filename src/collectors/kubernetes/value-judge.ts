import type { Credential, FoundAt } from '../../inventory/credential.ts';
import type { Evidence } from '../../inventory/evidence.ts';
import type { Fragment } from '../../inventory/fragment.ts';
import { formatsIn } from '../known-formats.ts';
import { withoutKnownSecrets } from '../known-secrets.ts';
import type { Literal } from '../kubernetes-objects/cluster-object.ts';

interface JudgeContext {
  readonly emit: (fragment: Fragment) => void;
  readonly fingerprint: (secret: string) => string;
}

/** Hands over the values that are secrets by their spelling, as held by `holder`, and answers with their keys. */
export function judgeValues(
  { emit, fingerprint }: JudgeContext,
  literals: readonly Literal[],
  holder: string | undefined,
  placeOf: (pointer: string) => Evidence,
): readonly string[] {
  const keys: string[] = [];
  for (const { key, value, pointer, position } of literals) {
    for (const format of formatsIn(value)) {
      const [secret] = value.match(format.pattern) ?? [];
      // The id of an AWS key is none of its secrets.
      if (secret === undefined || /^A[KS]IA/.test(secret)) continue;
      const evidence = placeOf(withoutKnownSecrets(pointer));
      const shown = withoutKnownSecrets(key);
      const found: FoundAt = { file: evidence.file ?? evidence.source, position, key: shown, evidence };
      const print = fingerprint(secret);
      const { provider, purpose, kind } = format;
      const credential: Credential = {
        id: `secret:${print}`,
        kind,
        name: shown,
        static: true,
        purpose,
        ...(provider === undefined ? {} : { provider }),
        fingerprint: print,
        found: [found],
        evidence: [evidence],
      };
      emit({ type: 'credential', value: credential });
      if (holder !== undefined) emit({ type: 'link', value: { kind: 'holds', from: holder, to: credential.id, evidence: [evidence] } });
      keys.push(key);
      break;
    }
  }
  return keys;
}
