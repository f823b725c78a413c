import type { Block, Body, Expression } from '../../../hcl/syntax.ts';

/** A `.tf` or `.tfvars` file that was parsed, in either form. */
export interface SourceFile {
  readonly path: string;
  readonly body: Body;
  /** Its attributes are values of variables. */
  readonly givesValues?: true;
}

interface Placed {
  readonly block: Block;
  readonly file: string;
}

interface Assigned {
  readonly value: Expression;
  readonly file: string;
}

/** What the files of a module hold, by name. Resources by type and name, data sources with `data.` before. */
export interface ModuleBlocks {
  readonly variables: ReadonlyMap<string, Placed>;
  /** Values of variables that files give. */
  readonly given: ReadonlyMap<string, Assigned>;
  readonly locals: ReadonlyMap<string, Assigned>;
  readonly outputs: ReadonlyMap<string, Placed>;
  readonly calls: ReadonlyMap<string, Placed>;
  readonly resources: ReadonlyMap<string, Placed>;
  /** The configurations of providers. */
  readonly configured: readonly Placed[];
  /** The default configuration of each provider. */
  readonly providers: ReadonlyMap<string, Placed>;
}

/** `isRoot`: files of values count, as they do for no module that is called. */
export function collectBlocks(files: readonly SourceFile[], isRoot: boolean): ModuleBlocks {
  const placed = {
    variable: new Map<string, Placed>(),
    output: new Map<string, Placed>(),
    module: new Map<string, Placed>(),
  };
  const given = new Map<string, Assigned>();
  const locals = new Map<string, Assigned>();
  const resources = new Map<string, Placed>();
  const configured: Placed[] = [];
  const providers = new Map<string, Placed>();
  for (const { path, body, givesValues } of files) {
    if (givesValues === true || /\.tfvars(?:\.json)?$/.test(path)) {
      if (isRoot) for (const { name, value } of body.attributes.values()) given.set(name, { value, file: path });
      continue;
    }
    for (const block of body.blocks) {
      const [first = '', second = ''] = block.labels;
      const one = { block, file: path };
      if (block.type === 'variable' || block.type === 'output' || block.type === 'module') placed[block.type].set(first, one);
      else if (block.type === 'resource') resources.set(`${first}.${second}`, one);
      else if (block.type === 'data') resources.set(`data.${first}.${second}`, one);
      else if (block.type === 'provider') {
        configured.push(one);
        if (!block.body.attributes.has('alias')) providers.set(first, one);
      } else if (block.type === 'locals')
        for (const { name, value } of block.body.attributes.values()) locals.set(name, { value, file: path });
    }
  }
  return { variables: placed.variable, outputs: placed.output, calls: placed.module, given, locals, resources, configured, providers };
}
