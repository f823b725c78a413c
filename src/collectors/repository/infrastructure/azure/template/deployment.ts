import type { Evidence } from '../../../../../inventory/evidence.ts';
import type { At, Expression } from '../../../../hcl/syntax.ts';
import { evaluate, follow, type Scope, type Step } from '../../terraform/evaluate.ts';
import { knownText, scalar, unknown, type Value } from '../../value.ts';
import { WorkedOutOnce } from '../../worked-out-once.ts';
import type { Target } from '../azure-stack.ts';
import type { ArmShape } from '../declare-arm.ts';
import { expand } from './expand.ts';
import { callTemplateFunction } from './functions.ts';
import { givenBy } from './given-parameters.ts';
import { idFunctions, interleave, keyTextOf, makeResourceId, splitNames } from './resource-ids.ts';
import type { Surroundings } from './surroundings.ts';
import { placeOfScope, targetOf } from './target.ts';
import type { ModuleCode, ResourceCode, TemplateCode } from './template-code.ts';

interface Instance {
  readonly code: ResourceCode;
  readonly address: string;
  readonly bound: ReadonlyMap<string, Value>;
  readonly doubt?: string;
}

const deepestModules = 10;
const deepestReferences = 60;

/** A template as one deployment of it sees it. */
export class Deployment {
  readonly #code: TemplateCode;
  readonly #around: Surroundings;
  readonly #target: Target;
  readonly #prefix: string;
  readonly #given: (name: string) => Value | undefined;
  /** Whose parameters and variables it sees. */
  readonly #outer: Deployment | undefined;
  readonly #above: readonly string[];
  readonly #once: WorkedOutOnce;
  readonly #instances = new Map<ResourceCode, readonly Instance[]>();
  readonly #children = new Map<ModuleCode, readonly { readonly key: string; readonly deployment: Deployment }[]>();
  /** Resources that the code names by their ids alone, by address. */
  readonly #named = new Map<string, ArmShape>();
  #index: Map<string, string> | undefined;
  #symbols: Map<string, ResourceCode> | undefined;

  constructor(
    code: TemplateCode,
    around: Surroundings,
    target: Target,
    options: {
      readonly prefix?: string;
      readonly given?: (name: string) => Value | undefined;
      readonly outer?: Deployment | undefined;
      readonly above?: readonly string[];
    } = {},
  ) {
    this.#code = code;
    this.#around = around;
    this.#target = target;
    this.#prefix = options.prefix ?? '';
    this.#given = options.given ?? (() => undefined);
    this.#outer = options.outer;
    this.#once = new WorkedOutOnce(around.budget, deepestReferences);
    this.#above = [...(options.above ?? []), code.path];
  }

  /** Every resource of the template and of those it deploys. */
  shapes(): readonly ArmShape[] {
    const own = this.#code.resources.flatMap((code) => this.#instancesOf(code).map((instance) => this.#shapeOf(instance)));
    const inner = this.#code.modules.flatMap((code) => this.#childrenOf(code).flatMap(({ deployment }) => deployment.shapes()));
    return [...own, ...inner, ...this.#named.values()];
  }

  /** The value of a parameter, by its name in lower case; undefined where the code has none of it. */
  parameter(name: string): Value | undefined {
    const written = [...this.#code.parameters.keys()].find((key) => key.toLowerCase() === name);
    return written === undefined ? undefined : this.#parameter(written, { source: this.#around.source, file: this.#code.path });
  }

  #at({ line, column }: At): Evidence {
    return { source: this.#around.source, file: this.#code.path, line, column };
  }

  #scope(bound: ReadonlyMap<string, Value> = new Map()): Scope {
    return {
      file: this.#code.path,
      place: (at) => this.#at(at),
      lookup: (root, steps, at) => this.#lookup(root, steps, at),
      bound,
      read: () => ({ why: 'files are not read' }),
      call: (call, scope, at) => this.#call(call.name, call.args, scope, at),
      follow: (value, steps, at) => this.#follow(value, steps, at),
      budget: this.#around.budget,
    };
  }

  #parameter(name: string, at: Evidence): Value | undefined {
    const given = this.#given(name.toLowerCase());
    if (given !== undefined) return given;
    const found = this.#code.parameters.get(name);
    if (found === undefined) return this.#outer === undefined ? undefined : this.#outer.#parameter(name, at);
    const { value } = found;
    if (value === undefined) return unknown(found.written, 'it is given when the template is deployed', at);
    return this.#once.value(`parameter ${name}`, at, () => evaluate(value, this.#scope()));
  }

  #variable(name: string, at: Evidence): Value | undefined {
    const value = this.#code.variables.get(name)?.value;
    if (value === undefined) return this.#outer === undefined ? undefined : this.#outer.#variable(name, at);
    return this.#once.value(`variable ${name}`, at, () => evaluate(value, this.#scope()));
  }

  /** Names, as Bicep has them. */
  #lookup(root: string, steps: readonly Step[], at: Evidence): Value {
    const plain = this.#parameter(root, at) ?? this.#variable(root, at);
    if (plain !== undefined) return follow(plain, steps, at);
    this.#symbols ??= new Map(this.#code.resources.map((r) => [r.symbol, r]));
    const code = this.#symbols.get(root);
    if (code !== undefined) return this.#ofResource(code, steps, at);
    const module = this.#code.modules.find((m) => m.symbol === root);
    if (module !== undefined) return this.#ofModule(module, steps, at);
    return unknown(root, 'it is not declared in the template', at);
  }

  #ofResource(code: ResourceCode, steps: readonly Step[], at: Evidence): Value {
    const instances = this.#instancesOf(code);
    const [first, ...rest] = steps;
    const isIndexed = code.loop !== undefined;
    const chosen = isIndexed
      ? typeof first === 'number'
        ? instances[first]
        : instances.length === 1
          ? instances[0]
          : undefined
      : instances[0];
    if (chosen === undefined) return unknown(code.symbol, isIndexed ? 'which of several is meant is not known' : 'it is not made', at);
    const path = (isIndexed ? rest : steps).map((s) => (typeof s === 'object' ? '*' : String(s)));
    if (path[0] === 'name' && path.length === 1 && code.name !== undefined) {
      const { name } = code;
      return this.#once.value(`${chosen.address} name`, at, () => evaluate(name, this.#scope(chosen.bound)));
    }
    return { kind: 'reference', to: chosen.address, attribute: path.length === 0 ? 'id' : path.join('.'), at };
  }

  #ofModule(code: ModuleCode, steps: readonly Step[], at: Evidence): Value {
    const children = this.#childrenOf(code);
    const index = code.loop === undefined ? undefined : steps[0];
    const after = code.loop === undefined ? steps : steps.slice(1);
    const child = typeof index === 'number' ? children[index] : children.length === 1 ? children[0] : undefined;
    const [outputs, name, ...rest] = after;
    if (child === undefined || outputs !== 'outputs' || typeof name !== 'string')
      return unknown(
        `${code.symbol}.${after.filter((s) => typeof s === 'string').join('.')}`,
        code.source === undefined ? 'it is not made' : 'what the module gives is not known',
        at,
      );
    return follow(child.deployment.output(name, at), rest, at);
  }

  output(name: string, at: Evidence): Value {
    const found = this.#code.outputs.get(name) ?? this.#code.outputs.get(name.toLowerCase());
    if (found === undefined) return unknown(`output ${name}`, 'it is not declared', at);
    return this.#once.value(`output ${name}`, at, () => evaluate(found, this.#scope()));
  }

  #call(written: string, args: readonly Expression[], scope: Scope, at: Evidence): Value {
    const name = written.replace(/^(?:az|sys)\./, '').toLowerCase();
    const arg = (i: number): Value | undefined => (args[i] === undefined ? undefined : evaluate(args[i], scope));
    switch (name) {
      case 'parameters':
      case 'variables': {
        const key = knownText(arg(0))?.toLowerCase() ?? '';
        const found = name === 'parameters' ? this.#parameter(key, at) : this.#variable(key, at);
        return found ?? unknown(key, 'it is not declared in the template', at);
      }
      case 'copyindex': {
        const index = Number(knownText(scope.bound.get('copyIndex()')));
        const offset = Number(knownText(arg(args.length - 1)) ?? 0);
        return scope.bound.has('copyIndex()') && !Number.isNaN(index)
          ? scalar(index + (Number.isNaN(offset) ? 0 : offset), at)
          : unknown('copyIndex()', 'how many there are is not known', at);
      }
      case 'if': {
        const [test, yes, no] = args;
        if (test === undefined || yes === undefined || no === undefined) return unknown('if(…)', 'it cannot be parsed', at);
        return evaluate({ kind: 'conditional', test, yes, no, line: at.line ?? 1, column: at.column ?? 1 }, scope);
      }
      case 'reference':
        return this.#referenceTo(arg(0), at);
      case 'resourcegroup':
      case 'subscription':
      case 'tenant':
      case 'managementgroup':
      case 'environment':
        return placeOfScope(
          name,
          args.map((a) => evaluate(a, scope)),
          this.#target,
          at,
        );
      default: {
        const values = args.map((a) => evaluate(a, scope));
        return idFunctions.has(name) ? this.#idOf(name, values, at) : callTemplateFunction(name, values, at);
      }
    }
  }

  /** Steps behind a call: into what a resource turns out to be, or into what a deployment gives. */
  #follow(value: Value, steps: readonly Step[], at: Evidence): Value {
    if (value.kind !== 'reference' || steps.length === 0) return follow(value, steps, at);
    const names = steps.map((s) => (typeof s === 'object' ? '*' : String(s)));
    const module = this.#code.modules.find((m) => `${this.#prefix}${m.symbol}` === value.to);
    // `reference('deployment').outputs.name.value`
    if (module !== undefined && names[0] === 'outputs')
      return this.#ofModule(
        module,
        steps.filter((s, i) => i !== 2 || s !== 'value'),
        at,
      );
    const attribute = [value.attribute === 'id' ? '' : value.attribute, ...names].filter((n) => n !== '').join('.');
    return { ...value, attribute };
  }

  #referenceTo(value: Value | undefined, at: Evidence): Value {
    if (value === undefined) return unknown('reference()', 'it names nothing', at);
    if (value.kind === 'reference') return { ...value, attribute: value.attribute === 'id' ? '' : value.attribute, at };
    const text = keyTextOf(value);
    if (text.includes('/providers/')) return this.#byId(text, at, '');
    const symbol = this.#code.resources.find((r) => r.symbol.toLowerCase() === text);
    const address =
      symbol === undefined ? [...this.#addresses()].find(([key]) => key.endsWith(`/${text}`))?.[1] : `${this.#prefix}${symbol.symbol}`;
    return address === undefined
      ? unknown('reference(…)', 'what it is about is not declared in the template', at)
      : { kind: 'reference', to: address, attribute: '', at };
  }

  /** An ARM id as the template works it out; of a resource of the template, a reference to it. */
  #idOf(kind: string, args: readonly Value[], at: Evidence): Value {
    const id = makeResourceId(kind, args, this.#target, at);
    return kind === 'resourceid' && id.kind !== 'unknown' ? this.#byId(keyTextOf(id), at, 'id', id) : id;
  }

  /** A resource by its id: one of the template, or one that is only named. */
  #byId(id: string, at: Evidence, attribute: string, otherwise?: Value): Value {
    const key = id.slice(id.indexOf('/providers/') + '/providers/'.length);
    const address = this.#addresses().get(key);
    if (address !== undefined) return { kind: 'reference', to: address, attribute, at };
    if (otherwise !== undefined) return otherwise;
    const [namespace = '', ...rest] = key.split('/');
    if (key.includes('/providers/') || id.includes('${') || rest.length < 2)
      return unknown('reference(…)', 'what it is about is not declared in the template', at);
    const type = [namespace, ...rest.filter((_, i) => i % 2 === 0)].join('/');
    const to = `${this.#prefix}${key}`;
    this.#named.set(to, {
      address: to,
      at,
      type,
      names: rest.filter((_, i) => i % 2 === 1).map((n) => scalar(n, at)),
      id: scalar(id, at),
      existing: true,
      body: { kind: 'object', entries: [], at },
    });
    return { kind: 'reference', to, attribute, at };
  }

  /** Addresses of resources by type and name, as ids have them. */
  #addresses(): ReadonlyMap<string, string> {
    if (this.#index !== undefined) return this.#index;
    // While names are worked out, ids stay texts.
    this.#index = new Map();
    const found = new Map<string, string>();
    for (const code of this.#code.resources) {
      for (const instance of this.#instancesOf(code)) {
        const names = this.#namesOf(instance);
        if (names.length === code.type.split('/').length - 1) found.set(interleave(code.type, names), instance.address);
      }
    }
    this.#index = found;
    return found;
  }

  #namesOf({ code, bound, address }: Instance): readonly Value[] {
    if (code.name === undefined) return [];
    const { name } = code;
    const value = this.#once.value(`${address} name`, this.#at(code), () => evaluate(name, this.#scope(bound)));
    return splitNames(value);
  }

  #instancesOf(code: ResourceCode): readonly Instance[] {
    const known = this.#instances.get(code);
    if (known !== undefined) return known;
    this.#instances.set(code, []);
    const made = expand(
      code.loop,
      code.condition,
      (bound) => this.#scope(bound),
      (at) => this.#at(at),
    ).map(({ key, bound, doubt }) => ({
      code,
      address: `${this.#prefix}${code.symbol}${key}`,
      bound,
      ...(doubt === undefined ? {} : { doubt }),
    }));
    this.#instances.set(code, made);
    return made;
  }

  #shapeOf(instance: Instance): ArmShape {
    const { code, bound, address, doubt } = instance;
    const scope = this.#scope(bound);
    const at = this.#at(code);
    const evaluated = evaluate(code.body, scope);
    const names = this.#namesOf(instance);
    const given = code.scope === undefined ? undefined : this.#scopeOf(evaluate(code.scope, scope));
    const extension = /^(.+)\/providers\/([\w.]+)$/.exec(code.type);
    const base = { address, at, doubt, existing: code.existing, body: evaluated };
    if (extension !== null) {
      // `Microsoft.Storage/storageAccounts/providers/roleAssignments`: the names say the extension's namespace.
      const [on = '', last = ''] = extension.slice(1);
      const count = on.split('/').length - 1;
      const namespace = knownText(names[count])?.toLowerCase() ?? 'microsoft.authorization';
      const about = this.#idOf('resourceid', [scalar(on, at), ...names.slice(0, count)], at);
      return { ...base, type: `${namespace}/${last}`, names: names.slice(count + 1), scope: about };
    }
    const place = targetOf(given, this.#target);
    const isExtension = code.type.startsWith('microsoft.authorization/') || (given !== undefined && place === undefined);
    const parent = code.parent === undefined ? undefined : evaluate(code.parent, scope);
    const types = code.type.split('/').length - 1;
    const target = place ?? this.#target;
    return {
      ...base,
      type: code.type,
      names: parent !== undefined ? names.slice(-1) : names.length === types ? names : names.slice(-1),
      group:
        target.group === undefined || code.type.startsWith('microsoft.resources/resourcegroups') ? undefined : scalar(target.group, at),
      subscription: scalar(target.subscription, at),
      ...(parent === undefined ? {} : { parent }),
      ...(isExtension
        ? { scope: given !== undefined && place === undefined ? given : target.scope === undefined ? undefined : scalar(target.scope, at) }
        : {}),
    };
  }

  /** A resource group of the template as the place that it is. */
  #scopeOf(value: Value): Value {
    if (value.kind !== 'reference') return value;
    for (const code of this.#code.resources) {
      const instance =
        code.type !== 'microsoft.resources/resourcegroups' ? undefined : this.#instancesOf(code).find((i) => i.address === value.to);
      const name = instance === undefined ? undefined : this.#namesOf(instance)[0];
      if (name !== undefined && knownText(name) !== undefined) return placeOfScope('resourcegroup', [name], this.#target, value.at);
    }
    return value;
  }

  #childrenOf(code: ModuleCode): readonly { readonly key: string; readonly deployment: Deployment }[] {
    const known = this.#children.get(code);
    if (known !== undefined) return known;
    this.#children.set(code, []);
    const template = code.inline ?? this.#around.load(code.source ?? '', this.#code.path);
    const at = this.#at(code);
    if ('why' in template) {
      this.#around.foreign(`${this.#prefix}${code.symbol}`, code.source ?? '', template.why, at);
      return [];
    }
    if (this.#above.length >= deepestModules || (code.inline === undefined && this.#above.includes(template.path))) return [];
    const made = expand(
      code.loop,
      code.condition,
      (bound) => this.#scope(bound),
      (at) => this.#at(at),
    ).map(({ key, bound }) => {
      const scope = this.#scope(bound);
      const given = givenBy(code.parameters, (name, value) =>
        this.#once.value(`${code.symbol}${key}<${name}`, at, () => evaluate(value, scope)),
      );
      const written = [code.scope, code.group, code.subscription].map((e) =>
        e === undefined ? undefined : this.#scopeOf(evaluate(e, scope)),
      );
      const target = targetOf(written[0], this.#target, written[1], written[2], template.scope) ?? this.#target;
      const options = {
        prefix: `${this.#prefix}${code.symbol}${key}.`,
        given,
        outer: code.seesOuter ? this : undefined,
        above: this.#above,
      };
      return { key, deployment: new Deployment(template, this.#around, target, options) };
    });
    this.#children.set(code, made);
    return made;
  }
}
