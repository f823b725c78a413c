import type { Evidence } from '../../../../inventory/evidence.ts';
import type { At, Block } from '../../../hcl/syntax.ts';
import { plainPath, type ScannedTree } from '../scanned-tree.ts';
import { safe } from '../stack.ts';
import { isHole, knownText, listFrom, scalar, unknown, type Value } from '../value.ts';
import { type Budget, WorkedOutOnce } from '../worked-out-once.ts';
import { evaluate, follow, type Scope, type Step } from './evaluate.ts';
import { callFunction } from './functions.ts';
import { choose, expand, type Key, keyText, LazyArguments } from './instances.ts';
import { collectBlocks, type ModuleBlocks, type SourceFile } from './module-blocks.ts';
import { type Attachable, policyDocumentOf } from './policy-document.ts';
import { hasOwnStack } from './providers.ts';
import { withDefaults } from './type-defaults.ts';

/** References from one name to the next that are followed. */
const deepestReferences = 40;

/** What all modules of a configuration share. */
export interface Configuration {
  readonly source: string;
  readonly tree: ScannedTree;
  readonly account: string;
  /** Files by directory. */
  readonly directories: ReadonlyMap<string, readonly SourceFile[]>;
  readonly budget: Budget;
  /** Where relative paths start: the directory of the root module. */
  readonly root: string;
}

/** A resource or data source, one of its `count` or `for_each`. */
export interface Instance extends Attachable {
  readonly address: string;
  readonly type: string;
  readonly isData: boolean;
  readonly block: Block;
  readonly scope: Scope;
  readonly at: Evidence;
  /** Why there may be none or several of it, or more in it. */
  readonly doubt?: string;
}

type Instances = readonly { readonly key: Key; readonly instance: Instance }[];

const deepestModules = 10;
/** Attributes by which others refer to an identity or policy: kept as references, so that they lead to it. */
const identityAttributes = new Set(['name', 'id', 'arn', 'unique_id']);
const identityTypes = /^aws_iam_(?:role|user|group|policy|instance_profile|openid_connect_provider|saml_provider)$/;

/** A module as one call of it sees it. */
export class Module {
  readonly #configuration: Configuration;
  readonly #directory: string;
  readonly #prefix: string;
  readonly #arguments: ReadonlyMap<string, Value> | undefined;
  /** The directories of the modules that lead here. */
  readonly #above: readonly string[];
  readonly #written: ModuleBlocks;
  readonly #once: WorkedOutOnce;
  readonly #instances = new Map<string, Instances>();
  readonly #children = new Map<string, readonly { readonly key: Key; readonly module: Module }[]>();

  constructor(
    configuration: Configuration,
    directory: string,
    prefix = '',
    given?: ReadonlyMap<string, Value>,
    above: readonly string[] = [],
  ) {
    this.#configuration = configuration;
    this.#directory = directory;
    this.#prefix = prefix;
    this.#arguments = given;
    this.#once = new WorkedOutOnce(configuration.budget, deepestReferences);
    this.#above = [...above, directory];
    this.#written = collectBlocks(configuration.directories.get(directory) ?? [], given === undefined);
  }

  /** Every resource of the module and of those it calls. */
  *resources(): Generator<Instance> {
    for (const name of this.#written.resources.keys()) for (const { instance } of this.#instancesOf(name)) yield instance;
    for (const name of this.#written.calls.keys()) for (const { module } of this.#childrenOf(name)) yield* module.resources();
  }

  /** What providers are configured with where it is written out or has a value of its own, block by block. */
  *providerArguments(): Generator<readonly { readonly name: string; readonly value: Value }[]> {
    for (const { block, file } of this.#written.configured)
      yield [...block.body.attributes.values()].map((a) => ({ name: a.name, value: evaluate(a.value, this.scope(file)) }));
  }

  /** An argument of a provider's default configuration, or of a block in it. */
  providerArgument(provider: string, name: string, block?: string): Value | undefined {
    const placed = this.#written.providers.get(provider);
    const own = placed?.block.body;
    const attribute = (block === undefined ? own : own?.blocks.find((b) => b.type === block)?.body)?.attributes.get(name);
    return placed === undefined || attribute === undefined ? undefined : evaluate(attribute.value, this.scope(placed.file));
  }

  /** Calls of modules whose code is not in the tree. */
  *foreignCalls(): Generator<{ readonly name: string; readonly source: string; readonly at: Evidence }> {
    for (const [name, { block, file }] of this.#written.calls) {
      if (this.#directoryOf(name) === undefined) {
        const written = block.body.attributes.get('source');
        const source = written === undefined ? '' : (knownText(evaluate(written.value, this.scope(file))) ?? '');
        yield { name: `${this.#prefix}module.${name}`, source, at: this.#at(file, block) };
      } else for (const { module } of this.#childrenOf(name)) yield* module.foreignCalls();
    }
  }

  scope(file: string, bound: ReadonlyMap<string, Value> = new Map()): Scope {
    return {
      file,
      place: (at) => this.#at(file, at),
      lookup: (root, steps, at) => this.#lookup(root, steps, at),
      bound,
      read: (path) => this.#read(path),
      call: callFunction,
      budget: this.#configuration.budget,
    };
  }

  #at(file: string, { line, column }: At): Evidence {
    return { source: this.#configuration.source, file, line, column };
  }

  #read(path: string): ReturnType<ScannedTree['read']> {
    const { tree, root } = this.#configuration;
    const inTree = path.startsWith('tree:') ? path.slice(5) : /^(?:\/|~|[A-Za-z]:)/.test(path) ? undefined : `${root}/${path}`;
    const plain = inTree === undefined ? undefined : plainPath(inTree);
    return plain === undefined ? { why: 'it is outside the scanned tree' } : tree.read(plain);
  }

  #lookup(root: string, steps: readonly Step[], at: Evidence): Value {
    const [first, ...rest] = steps;
    const name = typeof first === 'string' ? first : '';
    switch (root) {
      case 'var':
        return follow(
          this.#once.value(`var.${name}`, at, () => this.#variable(name, at)),
          rest,
          at,
        );
      case 'local': {
        const local = this.#written.locals.get(name);
        if (local === undefined) return unknown(`local.${name}`, 'it is not declared', at);
        return follow(
          this.#once.value(`local.${name}`, at, () => evaluate(local.value, this.scope(local.file))),
          rest,
          at,
        );
      }
      case 'module':
        return this.#output(name, rest, at);
      case 'path': {
        if (name === 'module') return scalar(`tree:${this.#directory}`, at);
        return name === 'root'
          ? scalar(`tree:${this.#configuration.root}`, at)
          : unknown(`path.${name}`, 'it depends on where it is run', at);
      }
      case 'data': {
        const [second, ...after] = rest;
        return this.#reference(`data.${name}.${typeof second === 'string' ? second : ''}`, after, at);
      }
      case 'each':
      case 'count':
      case 'self':
      case 'terraform':
        return unknown(`${root}.${name}`, root === 'terraform' ? 'it depends on how it is run' : 'it is not known', at);
      default:
        return this.#reference(`${root}.${name}`, rest, at);
    }
  }

  #variable(name: string, at: Evidence): Value {
    const declared = this.#written.variables.get(name);
    const given = this.#arguments?.get(name);
    const file = this.#written.given.get(name);
    const fallback = declared?.block.body.attributes.get('default');
    const value =
      given ??
      (file !== undefined
        ? evaluate(file.value, this.scope(file.file))
        : declared !== undefined && fallback !== undefined
          ? evaluate(fallback.value, this.scope(declared.file))
          : unknown(`var.${name}`, declared === undefined ? 'it is not declared' : 'the code gives it no value', at));
    if (declared === undefined) return value;
    return withDefaults(value, declared.block.body.attributes.get('type')?.value, this.scope(declared.file));
  }

  #output(name: string, steps: readonly Step[], at: Evidence): Value {
    const children = this.#childrenOf(name);
    const written = `module.${name}`;
    if (!this.#written.calls.has(name)) return unknown(written, 'it is not declared', at);
    if (children.length === 0)
      return unknown(
        `${written}.${steps.filter((s) => typeof s === 'string').join('.')}`,
        'the code of the module is not in the scanned tree',
        at,
      );
    const chosen = choose(children, steps);
    if (chosen === undefined) return unknown(written, 'which instance is meant is not known', at);
    const answers = chosen.of.map(({ module }) => module.#outputOf(chosen.rest, at));
    return chosen.many ? { kind: 'list', items: answers, at } : (answers[0] ?? unknown(written, 'there is no such instance', at));
  }

  #outputOf([first, ...rest]: readonly Step[], at: Evidence): Value {
    const name = typeof first === 'string' ? first : '';
    const output = this.#written.outputs.get(name);
    const value = output?.block.body.attributes.get('value');
    if (output === undefined || value === undefined) return unknown(`output ${name}`, 'it is not declared', at);
    return follow(
      this.#once.value(`output.${name}`, at, () => evaluate(value.value, this.scope(output.file))),
      rest,
      at,
    );
  }

  #reference(name: string, steps: readonly Step[], at: Evidence): Value {
    if (!this.#written.resources.has(name))
      return unknown([name, ...steps.filter((s) => typeof s === 'string')].join('.'), 'it is not declared in the module', at);
    const instances = this.#instancesOf(name);
    if (steps.length === 0) return this.#whole(instances, at);
    const chosen = choose(instances, steps);
    if (chosen === undefined) return unknown(name, 'which instance is meant is not known', at);
    const answers = chosen.of.map(({ instance }) => this.#attribute(instance, chosen.rest, at));
    return chosen.many ? { kind: 'list', items: answers, at } : (answers[0] ?? unknown(name, 'there is no such instance', at));
  }

  /** A resource as a whole: what a loop goes over, or a caller hands on. Single, a list, or a map by key. */
  #whole(instances: Instances, at: Evidence): Value {
    const [only] = instances;
    if (only !== undefined && only.key === undefined) return this.#object(only.instance, at);
    const items = instances.map(({ key, instance }) => ({ key: String(key), value: this.#object(instance, at) }));
    return typeof only?.key === 'number'
      ? listFrom(
          items.map((i) => i.value),
          at,
        )
      : { kind: 'object', entries: items, at };
  }

  #object(instance: Instance, at: Evidence): Value {
    const names = new Set([...identityAttributes, ...instance.block.body.attributes.keys()]);
    const entries = [...names].map((key) => ({ key, value: this.#attribute(instance, [key], at) }));
    return { kind: 'object', entries, at, open: 'it is known only once it exists' };
  }

  #attribute(instance: Instance, [first, ...rest]: readonly Step[], at: Evidence): Value {
    const name = typeof first === 'string' ? first : '';
    const { type, isData, block, address } = instance;
    if (isData) return follow(this.#data(instance, name, rest, at), rest, at);
    if (type === 'aws_iam_openid_connect_provider') {
      if (name === 'url') return scalar(this.#issuerOf(instance), at);
      if (name === 'arn' || name === 'id')
        return scalar(`arn:aws:iam::${this.#configuration.account}:oidc-provider/${this.#issuerOf(instance)}`, at);
    }
    if (identityTypes.test(type) && identityAttributes.has(name)) return { kind: 'reference', to: address, attribute: name, at };
    const attribute = block.body.attributes.get(name);
    if (attribute === undefined) return referenceTo(instance, [name, ...rest], at);
    const value = this.#once.value(`${address}.${name}`, at, () => evaluate(attribute.value, instance.scope));
    // A name that is not known still names this resource.
    return isHole(value) && rest.length === 0 ? { kind: 'reference', to: address, attribute: name, at } : follow(value, rest, at);
  }

  /**
   * The ARN of an identity provider ends in its issuer, and modules cut it out of there. One that only exists once deployed (that of
   * a cluster) is written with the provider's address, as names are.
   */
  #issuerOf({ block, scope, address }: Instance): string {
    const url = block.body.attributes.get('url');
    const text = url === undefined ? undefined : knownText(evaluate(url.value, scope));
    return text?.replace(/^https:\/\//, '') ?? safe(address);
  }

  #data(instance: Instance, name: string, rest: readonly Step[], at: Evidence): Value {
    const { account } = this.#configuration;
    switch (instance.type) {
      case 'aws_iam_policy_document':
        return name === 'json' || name === 'minified_json'
          ? this.#once.value(`${instance.address}.json`, at, () => policyDocumentOf(instance))
          : unknown(`${instance.address}.${name}`, 'it is not worked out', at);
      case 'aws_caller_identity':
        return name === 'account_id' || name === 'id'
          ? scalar(account, at)
          : unknown(`${instance.address}.${name}`, 'it depends on who runs it', at);
      case 'aws_partition':
        return scalar(name === 'dns_suffix' ? 'amazonaws.com' : 'aws', at);
      case 'aws_region':
        return scalar('this-region', at);
      case 'aws_iam_role':
      case 'aws_iam_user':
      case 'aws_iam_group':
        return { kind: 'reference', to: instance.address, attribute: name, at };
      default: {
        const attribute = instance.block.body.attributes.get(name);
        if (attribute !== undefined)
          return this.#once.value(`${instance.address}.${name}`, at, () => evaluate(attribute.value, instance.scope));
        if (instance.type.startsWith('google_')) return { kind: 'reference', to: instance.address, attribute: name, at };
        if (hasOwnStack(instance.type)) return referenceTo(instance, [name, ...rest], at);
        return unknown(`${instance.address}.${name}`, 'it is looked up when the code is run', at);
      }
    }
  }

  #instancesOf(name: string): Instances {
    const known = this.#instances.get(name);
    if (known !== undefined) return known;
    // A reference to itself in `count` or `for_each` finds nothing yet.
    this.#instances.set(name, []);
    const placed = this.#written.resources.get(name);
    if (placed === undefined) return [];
    const isData = name.startsWith('data.');
    const made = expand(placed.block, this.scope(placed.file)).map(({ key, bound, doubt }) => ({
      key,
      instance: {
        address: `${this.#prefix}${name}${keyText(key)}`,
        type: placed.block.labels[0] ?? '',
        isData,
        block: placed.block,
        scope: this.scope(placed.file, bound),
        at: this.#at(placed.file, placed.block),
        ...(doubt === undefined ? {} : { doubt }),
      },
    }));
    this.#instances.set(name, made);
    return made;
  }

  #childrenOf(name: string): readonly { readonly key: Key; readonly module: Module }[] {
    const known = this.#children.get(name);
    if (known !== undefined) return known;
    this.#children.set(name, []);
    const placed = this.#written.calls.get(name);
    const directory = this.#directoryOf(name);
    if (placed === undefined || directory === undefined || this.#above.length >= deepestModules || this.#above.includes(directory))
      return [];
    const made = expand(placed.block, this.scope(placed.file)).map(({ key, bound }) => {
      const scope = this.scope(placed.file, bound);
      // Worked out when asked for: a module's arguments may come from another's outputs, and those from this one's.
      const given = new LazyArguments(
        [...placed.block.body.attributes.values()].map((a) => [
          a.name,
          () => this.#once.value(`module.${name}${keyText(key)}<${a.name}`, scope.place(a), () => evaluate(a.value, scope)),
        ]),
      );
      return {
        key,
        module: new Module(this.#configuration, directory, `${this.#prefix}module.${name}${keyText(key)}.`, given, this.#above),
      };
    });
    this.#children.set(name, made);
    return made;
  }

  /** The directory of a called module; undefined where it is not in the tree. */
  #directoryOf(name: string): string | undefined {
    const placed = this.#written.calls.get(name);
    const written = placed?.block.body.attributes.get('source');
    const source = written?.value.kind === 'literal' ? String(written.value.value) : '';
    if (!/^\.\.?(?:\/|$)/.test(source)) return undefined;
    const directory = plainPath(`${this.#directory}/${source}`);
    return directory !== undefined && this.#configuration.directories.has(directory) ? directory : undefined;
  }
}

/** What an attribute turns out to be once its resource exists. AWS's are plain; of others the way into them counts. */
function referenceTo({ address, type }: Instance, steps: readonly Step[], at: Evidence): Value {
  const path = hasOwnStack(type) ? steps.map((s) => (typeof s === 'object' ? '*' : String(s))).join('.') : String(steps[0]);
  return { kind: 'reference', to: address, attribute: path, at };
}
