import { posix } from 'node:path';
import { isPlain, type Plain, recordIn, releaseName, textIn, unknownPart } from '../../../kubernetes-objects/plain.ts';
import type { Gathering } from '../../gathering.ts';
import type { ScannedTree } from '../../infrastructure/scanned-tree.ts';
import type { OpenFile } from '../../open-file.ts';
import type { Candidate } from '../../secrets/arguments.ts';
import { recordCredentials } from '../../secrets/record.ts';
import { at, entriesOf, itemsOf, type Tree, textOf } from '../../tree/tree.ts';
import { readYaml } from '../../tree/yaml.ts';
import { type HeldObject, holdObject } from '../held-object.ts';
import { looksLikeManifest, plainOf, readManifest } from '../manifest-documents.ts';
import { Renderer } from './render.ts';
import { mergeValues, unknown, type Value } from './template-functions.ts';
import { type Node, readTemplate } from './template-nodes.ts';

/** Whether a file is part of a chart, or a template of some other tool. */
export function isChartFile(path: string, text: string): boolean {
  if (/(?:^|\/)(?:Chart\.ya?ml|values[\w.-]*\.ya?ml)$/.test(path) || /(?:^|\/)templates\/.*\.(?:ya?ml|tpl|json)$/.test(path)) return true;
  return /\.ya?ml$/.test(path) && looksLikeManifest(text) && /^[ \t]*\{\{-?[ \t]/m.test(text);
}

/** Handlebars: files of which a generator makes charts. No action of a chart's template begins so. */
function isOtherTemplate(text: string): boolean {
  return /\{\{[#/][A-Za-z]/.test(text);
}

interface Chart {
  readonly directory: string;
  readonly plain: Plain;
  values: Plain | undefined;
  readonly templates: OpenFile[];
}

/** Reads Helm charts (https://helm.sh/docs/topics/charts/): templates with the chart's own values, and what the values hold. */
export class Charts {
  readonly #out: Gathering;
  readonly #tree: ScannedTree;
  readonly #charts = new Map<string, Chart>();
  readonly #values: OpenFile[] = [];
  readonly #templates: OpenFile[] = [];

  constructor(out: Gathering, tree: ScannedTree) {
    this.#out = out;
    this.#tree = tree;
  }

  take(file: OpenFile): void {
    if (isOtherTemplate(file.text)) {
      if (looksLikeManifest(file.text))
        this.#out.gap(file.path, 'unsupported', 'a template of another tool is not read', { harmless: true });
      return;
    }
    const name = posix.basename(file.path);
    if (/^Chart\.ya?ml$/.test(name)) {
      const { tree } = this.#out.tree(file, readYaml);
      const plain = tree === undefined ? undefined : plainOf(tree);
      const directory = directoryOf(file.path);
      this.#charts.set(directory, { directory, plain: isPlain(plain) ? plain : {}, values: undefined, templates: [] });
    } else if (/^values[\w.-]*\.ya?ml$/.test(name)) this.#values.push(file);
    else this.#templates.push(file);
  }

  /** The objects of all charts with their own values, and the files that turned out to be of no chart. */
  render(): { readonly objects: readonly HeldObject[]; readonly others: readonly OpenFile[] } {
    const others: OpenFile[] = [];
    for (const file of this.#values) this.#readValues(file);
    const loose: OpenFile[] = [];
    for (const file of this.#templates) {
      const chart = this.#chartOf(file.path);
      if (chart !== undefined && file.path.startsWith(`${join(chart.directory, 'templates')}/`)) chart.templates.push(file);
      else if (file.text.includes('{{')) loose.push(file);
      else others.push(file);
    }
    const objects: HeldObject[] = [];
    for (const chart of this.#charts.values()) objects.push(...this.#renderChart(chart));
    for (const file of loose) if (looksLikeManifest(file.text)) objects.push(...this.#renderFiles([file], unknown, file.path));
    return { objects, others };
  }

  #readValues(file: OpenFile): void {
    const chart = this.#charts.get(directoryOf(file.path));
    // `values.yaml` is a name that others use as well.
    if (chart === undefined && !/^[\w.-]+:/m.test(file.text)) return;
    const { tree, problems } = readYaml(file.text);
    const [problem] = problems;
    // Of values that are a template themselves, as Helmfile's, the parts that hold no action are read.
    if (problem !== undefined) this.#out.gap(file.path, 'unreadable', problem.detail, { ...problem, harmless: file.text.includes('{{') });
    if (tree === undefined) return;
    if (chart === undefined && this.#chartOf(file.path) === undefined && posix.basename(file.path) === 'values.yaml') return;
    recordCredentials(this.#out, file, () => this.#tree.applicationOf(file.path), [...candidatesOf(tree)]);
    const plain = plainOf(tree);
    if (chart !== undefined && /^values\.ya?ml$/.test(posix.basename(file.path)) && isPlain(plain)) chart.values = plain;
  }

  #chartOf(path: string): Chart | undefined {
    for (let here = directoryOf(path); ; here = directoryOf(here)) {
      const chart = this.#charts.get(here);
      if (chart !== undefined || here === '') return chart;
    }
  }

  #renderChart(chart: Chart): readonly HeldObject[] {
    const root: Record<string, Value> = {
      Values: this.#valuesOf(chart, 0),
      Chart: Object.fromEntries(Object.entries(chart.plain).map(([key, value]) => [key.replace(/^./, (c) => c.toUpperCase()), value])),
      Release: { Name: releaseName, Namespace: unknownPart, Service: 'Helm', IsInstall: unknown, IsUpgrade: unknown, Revision: unknown },
      Capabilities: unknown,
      Files: unknown,
      Template: unknown,
      Subcharts: unknown,
    };
    return this.#renderFiles(
      chart.templates,
      root,
      chart.directory === '' ? (textIn(chart.plain, 'name') ?? 'the chart') : chart.directory,
    );
  }

  /** Its own values, with what the chart around it sets of them (https://helm.sh/docs/chart_template_guide/subcharts_and_globals/). */
  #valuesOf(chart: Chart, depth: number): Plain {
    const own = chart.values ?? {};
    const [, around] = /^(.*?)\/?charts\/[^/]+$/.exec(chart.directory) ?? [];
    const parent = around === undefined || depth > 5 ? undefined : this.#charts.get(around);
    if (parent === undefined) return own;
    const above = this.#valuesOf(parent, depth + 1);
    const name = textIn(chart.plain, 'name') ?? posix.basename(chart.directory);
    const global = recordIn(above, 'global');
    return mergeValues(mergeValues(own, recordIn(above, name) ?? {}), global === undefined ? {} : { global });
  }

  #renderFiles(files: readonly OpenFile[], root: Value, origin: string): readonly HeldObject[] {
    const templates = new Map<string, readonly Node[]>();
    const read = files.map((file) => ({ file, template: readTemplate(file.text) }));
    // Helpers of the charts inside it and around it count as well; the nearer definition is the one that is seen last.
    for (const { template } of [...this.#helpersAround(files[0]?.path), ...read])
      for (const [name, nodes] of template.defined) templates.set(name, nodes);
    const renderer = new Renderer(root, templates);
    return read.flatMap(({ file, template }) => {
      if (file.path.endsWith('.tpl') || posix.basename(file.path).startsWith('_') || !file.text.includes('apiVersion')) return [];
      // Tests of a chart are run by hand and leave nothing behind.
      if (/(?:^|\/)templates\/tests\//.test(file.path)) return [];
      if (template.brokenAt !== undefined)
        this.#out.gap(file.path, 'unreadable', 'the template does not fit together from here', { line: template.brokenAt });
      const rendered = renderer.render(template.nodes);
      const { objects, problems } = readManifest(rendered.text, false, rendered);
      const [problem] = problems;
      if (problem !== undefined) {
        // What belongs to no chart is another tool's to fill in.
        const harmless = isPlain(root) ? problem.harmless === true : true;
        this.#out.gap(file.path, 'unreadable', `${problem.detail} once its values are filled in`, { ...problem, harmless });
      }
      const place = origin.replace(/[~\s]+/g, '.').replaceAll('/', '.');
      return objects.map((o): HeldObject => ({ ...holdObject(file, o), namespace: `~${place}`, origin: place }));
    });
  }

  #helpersAround(path: string | undefined): readonly { readonly template: ReturnType<typeof readTemplate> }[] {
    const chart = path === undefined ? undefined : this.#chartOf(path);
    if (chart === undefined) return [];
    const isNear = (other: string): boolean =>
      other !== chart.directory &&
      (other.startsWith(`${join(chart.directory, 'charts')}/`) || chart.directory.startsWith(`${join(other, 'charts')}/`));
    return [...this.#charts.values()]
      .filter((c) => isNear(c.directory))
      .flatMap((c) => c.templates.filter((f) => f.path.endsWith('.tpl')).map((f) => ({ template: readTemplate(f.text) })));
  }
}

function directoryOf(path: string): string {
  const directory = posix.dirname(path);
  return directory === '.' || directory === path ? '' : directory;
}

function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** Values with the keys they stand under; of `name` and `value` pairs the name is the key. */
function* candidatesOf(tree: Tree, key = ''): Generator<Candidate> {
  if (tree.kind === 'list') for (const item of itemsOf(tree)) yield* candidatesOf(item, key);
  else if (tree.kind === 'scalar') {
    if (typeof tree.value === 'string') yield { key, value: tree.value, spot: tree, position: 'file' };
  } else {
    const name = textOf(at(tree, 'name'));
    for (const { key: inner, value } of entriesOf(tree)) {
      if (inner === 'value' && name !== undefined && value.kind === 'scalar') yield* candidatesOf(value, name);
      else yield* candidatesOf(value, inner);
    }
  }
}
