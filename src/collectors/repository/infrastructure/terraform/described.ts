import type { Evidence } from '../../../../inventory/evidence.ts';
import { get, isAbsent, knownText, type ObjectEntry, unknown, type Value } from '../value.ts';
import { evaluate } from './evaluate.ts';
import { mergeObjects } from './functions.ts';
import type { Instance } from './module.ts';
import { blocksOf, type Nested } from './policy-document.ts';

/** A resource as code or state describes it. Blocks in it are lists of objects, as a state writes them. */
export interface Described {
  readonly address: string;
  readonly type: string;
  readonly isData: boolean;
  readonly at: Evidence;
  readonly doubt?: string;
  /** An argument, or the blocks of a name; undefined where there are none. */
  readonly get: (name: string) => Value | undefined;
}

/** `defaultTags`: what the provider of AWS puts on everything (https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags). */
export function describeInstance(instance: Instance, defaultTags?: Value): Described {
  const { address, type, isData, at, block, scope } = instance;
  const doubt = instance.doubt ?? (block.body.damaged ? 'a part of it cannot be parsed' : undefined);
  return {
    address,
    type,
    isData,
    at,
    ...(doubt === undefined ? {} : { doubt }),
    get: (name) => {
      const value = readIn({ body: block.body, scope, at }, name, 0);
      // Of a configuration under another name the tags are not known here.
      if (name !== 'tags' || defaultTags === undefined || !type.startsWith('aws_') || block.body.attributes.has('provider')) return value;
      return mergeObjects(value === undefined ? [defaultTags] : [defaultTags, value], at);
    },
  };
}

export function describeAttributes(address: string, type: string, isData: boolean, attributes: Value, at: Evidence): Described {
  return { address, type, isData, at, get: (name) => get(attributes, name) };
}

function readIn(nested: Nested, name: string, depth: number): Value | undefined {
  const attribute = nested.body.attributes.get(name);
  if (attribute !== undefined) return evaluate(attribute.value, nested.scope);
  const { blocks, open } = blocksOf(nested.body, name, nested.scope);
  // Of a resource that is damaged as a whole its doubt tells already.
  if (blocks.length === 0 && (open === undefined || (depth === 0 && nested.body.damaged))) return undefined;
  if (blocks.length === 0) return unknown(name, open ?? '', nested.at);
  const items = blocks.map((b) => objectOf(b, depth + 1));
  return { kind: 'list', items, at: nested.at, ...(open === undefined ? {} : { open }) };
}

function objectOf(nested: Nested, depth: number): Value {
  const names = new Set([
    ...nested.body.attributes.keys(),
    ...nested.body.blocks.map((b) => (b.type === 'dynamic' ? (b.labels[0] ?? '') : b.type)),
  ]);
  const entries: ObjectEntry[] = [];
  if (depth < 20) {
    for (const key of names) {
      const value = readIn(nested, key, depth);
      if (value !== undefined) entries.push({ key, value });
    }
  }
  return { kind: 'object', entries, at: nested.at, ...(nested.body.damaged ? { open: 'a part of it cannot be parsed' } : {}) };
}

/** What a declaration takes over from its resource. */
export function common(d: Described): Pick<Described, 'address' | 'at' | 'doubt'> {
  return { address: d.address, at: d.at, ...(d.doubt === undefined ? {} : { doubt: d.doubt }) };
}

/** A value that is there: a state writes null and empty texts for what is not given. */
export function given(value: Value | undefined): Value | undefined {
  return isAbsent(value) || knownText(value) === '' ? undefined : value;
}

/** The value at `block.attribute`, of the first of several blocks. */
export function dig(d: Pick<Described, 'get'>, path: string): Value | undefined {
  const [head = '', ...rest] = path.split('.');
  let here = d.get(head);
  for (const key of rest) here = get(here?.kind === 'list' ? here.items[0] : here, key);
  return here;
}
