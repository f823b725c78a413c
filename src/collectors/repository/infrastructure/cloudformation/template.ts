import type { Evidence } from '../../../../inventory/evidence.ts';
import { entriesIn, get, type Hole, isAbsent, isHole, joined, knownText, listOf, partsOf, scalar, unknown, type Value } from '../value.ts';

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  /** Worked out; null values and `AWS::NoValue` are left out. */
  readonly properties: Value;
  readonly at: Evidence;
  /** The condition it is made under. */
  readonly condition?: string;
  readonly doubt?: string;
}

const deepest = 60;
/** Steps of working out that one template may take. */
const mostSteps = 300_000;

/** Replaced by AWS when it deploys (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html). */
const pseudo: ReadonlyMap<string, string> = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::URLSuffix', 'amazonaws.com'],
  ['AWS::Region', 'this-region'],
]);

/** A template and what its intrinsic functions come to. */
export class Template {
  readonly #root: Value;
  readonly #account: string;
  readonly #resources: ReadonlySet<string>;
  #steps = mostSteps;

  constructor(root: Value, account: string) {
    this.#root = root;
    this.#account = account;
    this.#resources = new Set(entriesIn(get(root, 'Resources')).map((e) => e.key));
  }

  get(key: string): Value | undefined {
    return get(this.#root, key);
  }

  resources(): readonly TemplateResource[] {
    return entriesIn(get(this.#root, 'Resources')).flatMap(({ key, value }): readonly TemplateResource[] => {
      const type = knownText(get(value, 'Type'));
      if (type === undefined) return [];
      const written = get(value, 'Properties');
      const properties = written === undefined ? ({ kind: 'object', entries: [], at: value.at } as const) : this.evaluate(written);
      // Under a condition there is the resource or none: what it is stays what is known.
      const repeated = key.startsWith('Fn::ForEach') ? { doubt: 'how many there are is not known' } : {};
      const condition = knownText(get(value, 'Condition'));
      return [{ id: key, type, properties, at: value.at, ...(condition === undefined ? {} : { condition }), ...repeated }];
    });
  }

  evaluate(value: Value, depth = 0, names?: ReadonlyMap<string, Value>): Value {
    const { at } = value;
    if (depth > deepest || this.#steps-- <= 0) return unknown('a value', 'it is too large or nests too deeply', at);
    if (value.kind === 'list') {
      const items = value.items.map((item) => this.evaluate(item, depth + 1, names)).filter((item) => !isNoValue(item));
      return { ...value, items };
    }
    if (value.kind !== 'object') return value;
    const only = value.entries.length === 1 ? value.entries[0] : undefined;
    if (only !== undefined && (only.key === 'Ref' || only.key.startsWith('Fn::')))
      return this.#call(only.key, only.value, at, depth + 1, names);
    const entries = value.entries
      .filter((e) => !e.key.startsWith('Fn::'))
      .map((e) => ({ key: e.key, value: this.evaluate(e.value, depth + 1, names) }))
      .filter((e) => !isNoValue(e.value));
    const isOpen = value.entries.some((e) => e.key.startsWith('Fn::'));
    return { ...value, entries, ...(isOpen ? { open: 'a macro or loop adds to it' } : {}) };
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
  #call(name: string, argument: Value, at: Evidence, depth: number, names?: ReadonlyMap<string, Value>): Value {
    const work = (v: Value): Value => this.evaluate(v, depth, names);
    switch (name) {
      case 'Ref':
        return this.#ref(knownText(argument) ?? '', at, depth);
      case 'Fn::GetAtt': {
        const [id, ...path] = (
          argument.kind === 'list' ? argument.items.map((i) => knownText(work(i)) ?? '') : (knownText(argument) ?? '').split('.')
        ) as string[];
        const attribute = path.join('.');
        if (id === undefined || !this.#resources.has(id))
          return unknown(`${id ?? ''}.${attribute}`, 'it is not declared in the template', at);
        return { kind: 'reference', to: id, attribute: attribute === 'Arn' ? 'arn' : attribute, at };
      }
      case 'Fn::Sub':
        return this.#sub(argument, at, depth, names);
      case 'Fn::Join': {
        const [by, list] = listOf(argument);
        const separator = knownText(by);
        const items = list === undefined ? undefined : work(list);
        if (separator === undefined || items?.kind !== 'list') return unknown('Fn::Join', 'what it joins is not known', at);
        return joined(
          items.items.flatMap((item, i) => [...(i === 0 ? [] : [separator]), ...partsOf(item)]),
          at,
        );
      }
      case 'Fn::Select': {
        const [index, list] = listOf(argument);
        const items = list === undefined ? undefined : work(list);
        const item = items?.kind === 'list' ? items.items[Number(knownText(index))] : undefined;
        return item ?? unknown('Fn::Select', 'what it chooses from is not known', at);
      }
      case 'Fn::Split': {
        const [by, text] = listOf(argument);
        const [separator, whole] = [knownText(by), text === undefined ? undefined : knownText(work(text))];
        if (separator === undefined || separator === '' || whole === undefined)
          return unknown('Fn::Split', 'what it splits is not known', at);
        return { kind: 'list', items: whole.split(separator).map((part) => scalar(part, at)), at };
      }
      case 'Fn::If': {
        const [, yes, no] = listOf(argument);
        const [a, b] = [yes, no].map((v) => (v === undefined ? undefined : work(v)));
        if (a !== undefined && b !== undefined && isNoValue(a) && isNoValue(b)) return noValue;
        if (a !== undefined && b !== undefined && knownText(a) !== undefined && knownText(a) === knownText(b)) return a;
        return unknown(`the condition ${knownText(listOf(argument)[0]) ?? ''}`.trim(), 'which of two values applies depends on it', at);
      }
      case 'Fn::FindInMap': {
        const keys = listOf(argument).map((k) => knownText(work(k)));
        const found = keys
          .slice(0, 3)
          .reduce<Value | undefined>((here, key) => (key === undefined ? undefined : get(here, key)), get(this.#root, 'Mappings'));
        return found === undefined || keys.length < 3 ? unknown('Fn::FindInMap', 'what it looks up is not known', at) : work(found);
      }
      case 'Fn::Base64':
      case 'Fn::Transform':
      case 'Fn::ImportValue':
      case 'Fn::GetAZs':
      case 'Fn::Cidr':
        return unknown(
          name === 'Fn::ImportValue' ? `the export ${knownText(work(argument)) ?? ''}`.trim() : name,
          'the template does not tell it',
          at,
        );
      case 'Fn::ToJsonString':
        return work(argument);
      default:
        return unknown(name, 'it is not worked out', at);
    }
  }

  #ref(name: string, at: Evidence, depth: number): Value {
    if (name === 'AWS::AccountId') return scalar(this.#account, at);
    if (name === 'AWS::NoValue') return noValue;
    const known = pseudo.get(name);
    if (known !== undefined) return scalar(known, at);
    if (this.#resources.has(name)) return { kind: 'reference', to: name, attribute: 'Ref', at };
    const parameter = get(get(this.#root, 'Parameters'), name);
    if (parameter === undefined)
      return unknown(name, name.startsWith('AWS::') ? 'it is known only once it is deployed' : 'it is not declared in the template', at);
    const fallback = get(parameter, 'Default');
    // What SSM holds is not what the default says: that is only the parameter's name.
    if (fallback === undefined || knownText(get(parameter, 'Type'))?.startsWith('AWS::SSM::Parameter::Value') === true)
      return unknown(name, 'the template gives it no value', at);
    const isList = /^(?:CommaDelimitedList|List<)/.test(knownText(get(parameter, 'Type')) ?? '');
    const text = knownText(fallback);
    if (isList && text !== undefined)
      return {
        kind: 'list',
        items: text
          .split(',')
          .filter((t) => t.trim() !== '')
          .map((t) => scalar(t.trim(), at)),
        at,
      };
    return text === undefined ? this.evaluate(fallback, depth) : scalar(text, at);
  }

  #sub(argument: Value, at: Evidence, depth: number, outer?: ReadonlyMap<string, Value>): Value {
    const [text, map] = argument.kind === 'list' ? argument.items : [argument];
    const template = knownText(text);
    if (template === undefined) return unknown('Fn::Sub', 'its text is not known', at);
    const names = new Map([...(outer ?? []), ...entriesIn(map).map((e) => [e.key, this.evaluate(e.value, depth, outer)] as const)]);
    const parts: (string | Hole)[] = [];
    let end = 0;
    for (const match of template.matchAll(/\$\{(!?)([^}]{0,300})\}/g)) {
      parts.push(template.slice(end, match.index));
      end = match.index + match[0].length;
      const name = (match[2] ?? '').trim();
      if (match[1] === '!') parts.push(`\${${name}}`);
      else {
        const value =
          names.get(name) ?? (name.includes('.') ? this.#call('Fn::GetAtt', scalar(name, at), at, depth) : this.#ref(name, at, depth));
        parts.push(...partsOf(value));
      }
    }
    parts.push(template.slice(end));
    return joined(
      parts.filter((p) => p !== ''),
      at,
      argument.kind === 'scalar' && template.includes('\n') ? (at.line ?? 1) + 1 : undefined,
    );
  }
}

const noValue: Value = { kind: 'scalar', value: null, at: { source: '' } };

function isNoValue(value: Value): boolean {
  return value === noValue || (!isHole(value) && isAbsent(value));
}
