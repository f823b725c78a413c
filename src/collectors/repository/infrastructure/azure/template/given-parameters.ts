import type { Expression } from '../../../../hcl/syntax.ts';
import { get, type Value } from '../../value.ts';

/** The parameters that a module is given, each worked out when it is first asked for, by its name in lower case. */
export function givenBy(
  parameters: Expression | undefined,
  work: (name: string, value: Expression) => Value,
): (name: string) => Value | undefined {
  if (parameters === undefined) return () => undefined;
  // A map that is itself worked out: which parameters are in it shows only then.
  if (parameters.kind !== 'object') return (name) => get(work('*', parameters), name);
  const entries = new Map(
    parameters.entries.flatMap((e) => (e.key.kind === 'literal' ? [[String(e.key.value).toLowerCase(), e.value] as const] : [])),
  );
  return (name) => {
    const value = entries.get(name);
    return value === undefined ? undefined : work(name, value);
  };
}
