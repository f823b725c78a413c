import { posix } from 'node:path';
import { shown } from '../../secrets/detect.ts';
import { Noted } from '../../workflows/noted.ts';
import { substitute } from '../../workflows/substitute.ts';
import { child, entriesOf, entry, textOf, YamlTree, type YamlValue } from '../../workflows/yaml-tree.ts';
import { itemsOf } from '../items.ts';
import { emitElsewhere, emitProblems } from '../pipeline-gap.ts';
import type { PipelineContext } from '../pipeline-job.ts';

const mostNested = 20;
const mostTemplates = 200;

/** Takes the templates of the same repository into a pipeline (https://learn.microsoft.com/azure/devops/pipelines/process/templates). */
export class Templates {
  readonly #context: PipelineContext;
  readonly #trees = new Map<string, YamlTree>();
  readonly #budget = { left: 200_000 };
  /** Repositories declared under `resources`, by alias: the refs they are taken at. */
  readonly #repositories: ReadonlyMap<string, string | undefined>;
  /** Files that were taken in as templates. */
  readonly taken: Set<string>;
  /** Templates of other repositories that can change under their names. */
  readonly unpinned = new Noted();
  damaged = false;

  constructor(main: YamlTree, context: PipelineContext, taken: Set<string>) {
    this.#context = context;
    this.taken = taken;
    const declared = itemsOf(child(child(main.root, 'resources'), 'repositories'));
    this.#repositories = new Map(declared.map((r) => [textOf(child(r, 'repository')) ?? '', textOf(child(r, 'ref'))]));
  }

  /**
   * The items of a list of stages, jobs, steps or variables, templates and `${{ if }}` blocks opened. `hidden` where one of
   * them stands in another repository.
   */
  items(list: YamlValue | undefined, kind: 'stages' | 'jobs' | 'steps' | 'variables', from: string, tree: YamlTree): Items {
    const out: Item[] = [];
    let hidden = false;
    const take = (nodes: readonly YamlValue[], file: string, depth: number): void => {
      if (depth > mostNested) return;
      for (const node of nodes) {
        const [first] = entriesOf(node);
        // `${{ if … }}:` and `${{ each … }}:` stand where an item stands, with the items below.
        if (first?.key.text.startsWith('${{')) {
          for (const e of entriesOf(node)) take(itemsOf(e.value), file, depth + 1);
          continue;
        }
        const template = entry(node, 'template');
        const name = textOf(template?.value);
        if (template === undefined || name === undefined) {
          out.push({ node, file });
          continue;
        }
        const opened = this.open(name, child(node, 'parameters'), file, tree, template.value);
        if (opened === undefined) hidden = true;
        else take(itemsOf(child(opened.root, kind)), opened.file, depth + 1);
      }
    };
    take(itemsOf(list), from, 0);
    return { items: out, hidden };
  }

  /** A template with what it is passed; undefined where it is not in the checkout. */
  open(
    name: string,
    passed: YamlValue | undefined,
    from: string,
    tree: YamlTree,
    at: YamlValue,
  ): { readonly root: YamlValue; readonly file: string } | undefined {
    const evidence = tree.evidence(at);
    const sign = name.lastIndexOf('@');
    const alias = sign === -1 ? 'self' : name.slice(sign + 1);
    const place = { source: evidence.source, file: evidence.file ?? from, repository: '' };
    if (alias !== 'self') {
      if (!/^[0-9a-f]{40}$/i.test(this.#repositories.get(alias) ?? '')) this.unpinned.add(shown(name), evidence);
      emitElsewhere(this.#context, place, name, evidence.line);
      return undefined;
    }
    const written = sign === -1 ? name : name.slice(0, sign);
    const path = written.startsWith('/') ? posix.normalize(written.slice(1)) : posix.join(posix.dirname(from), written);
    const template = path.startsWith('..') || written.includes('${{') ? undefined : this.#tree(path);
    if (template?.root === undefined) {
      emitElsewhere(this.#context, place, name, evidence.line);
      return undefined;
    }
    const declared = itemsOf(child(template.root, 'parameters'));
    const textFor = (parameter: string): string | undefined => {
      const row = declared.find((d) => textOf(child(d, 'name')) === parameter) ?? child(child(template.root, 'parameters'), parameter);
      return textOf(child(passed, parameter)) ?? textOf(child(row, 'default')) ?? textOf(row);
    };
    const root = substitute(
      template.root,
      template,
      (context, parameter) => (context === 'parameters' ? textFor(parameter) : undefined),
      this.#budget,
    );
    return root === undefined ? undefined : { root, file: path };
  }

  #tree(path: string): YamlTree | undefined {
    const known = this.#trees.get(path);
    if (known !== undefined || this.#trees.size >= mostTemplates) return known;
    const file = this.#context.open(path);
    if (file === undefined) return undefined;
    const place = this.#context.placeOf(file);
    const tree = new YamlTree(file.text, place);
    if (!this.taken.has(path)) emitProblems(this.#context, tree, place);
    if (tree.problems.length > 0) this.damaged = true;
    this.taken.add(path);
    this.#trees.set(path, tree);
    return tree;
  }
}

interface Item {
  readonly node: YamlValue;
  /** The file it stands in: templates are named from there. */
  readonly file: string;
}

interface Items {
  readonly items: readonly Item[];
  readonly hidden: boolean;
}
