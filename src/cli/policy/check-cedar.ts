import type { ValidationError } from '@cedar-policy/cedar-wasm/nodejs';
import { cedarSchema } from './cedar.ts';

/** What Cedar itself says of a policy. */
export type CedarCheck =
  | { readonly checked: true; readonly version: string; readonly problems: readonly string[]; readonly warnings: readonly string[] }
  /** The package is not installed. */
  | { readonly checked: false };

/** Loaded where it is installed: it is as large as all the rest, and few need it. */
const library: string = '@cedar-policy/cedar-wasm/nodejs';

/** Has Cedar's own parser and validator look at policies, where they are installed. */
export async function checkCedar(policies: string): Promise<CedarCheck> {
  let cedar: typeof import('@cedar-policy/cedar-wasm/nodejs');
  try {
    cedar = await import(library);
  } catch {
    return { checked: false };
  }
  const answer = cedar.validate({ schema: cedarSchema, policies: { staticPolicies: policies } });
  const messages = (list: readonly ValidationError[]): readonly string[] => list.map((e) => e.error.message);
  const [problems, warnings] =
    answer.type === 'failure'
      ? [answer.errors.map((e) => e.message), []]
      : [messages(answer.validationErrors), messages(answer.validationWarnings)];
  return { checked: true, version: cedar.getCedarVersion(), problems, warnings };
}
