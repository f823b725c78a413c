import { readYamlDocument } from '../../yaml-bounds.ts';

/** The longest text that is read: an object of a cluster holds at most 1 MiB. */
const longest = 1024 * 1024;

/** A YAML or JSON text as plain values; undefined where it is none, or too large. */
export function readPlainYaml(text: string): unknown {
  if (text.length > longest) return undefined;
  try {
    const { document, steepAt } = readYamlDocument(text);
    return steepAt === undefined && document.errors.length === 0 ? document.toJS({ maxAliasCount: 100 }) : undefined;
  } catch {
    return undefined;
  }
}
