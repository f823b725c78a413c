import type { Evidence } from '../../../../inventory/evidence.ts';
import { at, type Entry, itemsOf, type Tree, textOf } from '../../tree/tree.ts';
import type { Described } from '../terraform/described.ts';
import { get, type ObjectEntry, scalar, unknown, type Value } from '../value.ts';
import { snakeCase } from './type-token.ts';

/** Makes the value of a scalar that is more than it says: an interpolation. */
export type Interpolate = (text: string, at: Evidence) => Value;

/** Properties whose keys are their user's own. */
const maps =
  /^(?:tags|tags_all|labels|annotations|attribute_mapping|(?:\w+_)?(?:environment_)?variables|env_variables|environment|plaintext|conditions)$/;

/** https://www.pulumi.com/docs/iac/concepts/state-and-backends/ and the wire format of secrets. */
const signature = '4dabf18193072939515e22adb298388d';
const secretMark = '1b47061264138c4ac30d75fd1eb44270';

/**
 * Properties of a resource in the words of Terraform: keys in snake case; a list, which Pulumi names in the plural, under
 * both names. What is encrypted is not known.
 */
export function valueOfProperties(tree: Tree, place: (tree: Tree) => Evidence, interpolate: Interpolate, isMap = false): Value {
  const here = place(tree);
  switch (tree.kind) {
    case 'scalar':
      return typeof tree.value === 'string' ? interpolate(tree.value, here) : scalar(tree.value, here);
    case 'list':
      return { kind: 'list', items: tree.items.map((item) => valueOfProperties(item, place, interpolate, isMap)), at: here };
    case 'map': {
      const special = specialOf(tree.entries, tree, place, interpolate);
      if (special !== undefined) return special;
      const entries = tree.entries.flatMap(({ key, value }): readonly ObjectEntry[] => {
        const name = isMap ? key : snakeCase(key);
        const made = valueOfProperties(value, place, interpolate, isMap || maps.test(name));
        const entry = { key: name, value: made };
        const one = isMap || made.kind !== 'list' ? undefined : singular(name);
        return one === undefined ? [entry] : [entry, { key: one, value: made }];
      });
      return { kind: 'object', entries, at: here };
    }
  }
}

function singular(name: string): string | undefined {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.endsWith('s') ? name.slice(0, -1) : undefined;
}

/** Secrets of a state, and functions of YAML. */
function specialOf(entries: readonly Entry[], tree: Tree, place: (tree: Tree) => Evidence, interpolate: Interpolate): Value | undefined {
  const here = place(tree);
  if (textOf(at(tree, signature)) === secretMark) {
    const plain = textOf(at(tree, 'plaintext'));
    if (plain === undefined) return unknown('a secret', 'it is encrypted', here);
    try {
      const value: unknown = JSON.parse(plain);
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? scalar(value, here)
        : unknown('a secret', 'it is no text', here);
    } catch {
      return unknown('a secret', 'it cannot be parsed', here);
    }
  }
  const [first] = entries;
  if (entries.length !== 1 || first === undefined || !/^fn::/i.test(first.key)) return undefined;
  const inner = (): Value => valueOfProperties(first.value, place, interpolate);
  switch (first.key.slice(4).toLowerCase()) {
    case 'secret':
      return inner();
    case 'tojson':
      return valueOfProperties(first.value, place, interpolate, true);
    case 'join': {
      const [separator, list] = itemsOf(first.value);
      if (list?.kind !== 'list') return unknown('fn::join', 'what it joins is not known', here);
      const text = list.items.map((item) => textOf(item)).filter((item) => item !== undefined);
      return text.length === list.items.length
        ? interpolate(text.join(textOf(separator) ?? ''), here)
        : unknown('fn::join', 'a part of it is not known', here);
    }
    default:
      return unknown(first.key, 'it is worked out when the code is run', here);
  }
}

/** A resource of Pulumi as Terraform would describe it. */
export function describeProperties(address: string, type: string, properties: Value, place: Evidence): Described {
  return { address, type, isData: false, at: place, get: (name) => get(properties, name) };
}
