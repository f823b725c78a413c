import type { OpenFile } from '../../open-file.ts';
import { shown } from '../../secrets/detect.ts';
import { Noted } from '../../workflows/noted.ts';
import type { Place } from '../../workflows/place.ts';
import { substitute } from '../../workflows/substitute.ts';
import { child, entriesOf, textOf, type YamlEntry, YamlTree, type YamlValue } from '../../workflows/yaml-tree.ts';
import { itemsOf } from '../items.ts';
import { emitElsewhere, emitProblems } from '../pipeline-gap.ts';
import type { PipelineContext } from '../pipeline-job.ts';

/** A pipeline file with everything of the same repository that it includes. */
export interface Documents {
  readonly tree: YamlTree;
  readonly place: Place;
  /** Top-level entries, those of included files first: what the file itself says wins. */
  readonly entries: readonly YamlEntry[];
  /** Includes of others that can change under their names. */
  readonly unpinned: Noted;
  readonly damaged: boolean;
}

const mostIncludes = 150;

/** Reads a pipeline file and what it includes (https://docs.gitlab.com/ci/yaml/#include); `seen` grows by what was taken in. */
export function readDocuments(file: OpenFile, context: PipelineContext, seen: Set<string>): Documents {
  const unpinned = new Noted();
  const entries: YamlEntry[] = [];
  const before = seen.size;
  const budget = { left: 100_000 };
  let damaged = false;
  const place = context.placeOf(file);
  const main = new YamlTree(file.text, place);

  const take = (tree: YamlTree, own: Place): void => {
    seen.add(own.file);
    emitProblems(context, tree, own);
    if (tree.problems.length > 0) damaged = true;
    for (const item of itemsOf(child(tree.root, 'include'))) {
      const local = localPath(item);
      const evidence = tree.evidence(item);
      if (local === undefined) {
        const name = noteForeign(item, unpinned, evidence);
        if (name !== undefined) emitElsewhere(context, own, name, evidence.line);
        continue;
      }
      if (seen.has(local) || seen.size - before > mostIncludes) continue;
      const opened = /[*$]/.test(local) ? undefined : context.open(local);
      if (opened === undefined) emitElsewhere(context, own, local, evidence.line);
      else take(new YamlTree(opened.text, context.placeOf(opened)), context.placeOf(opened));
    }
    const root = tree === main || tree.root === undefined ? tree.root : substitute(tree.root, tree, () => undefined, budget);
    entries.push(...entriesOf(root));
  };
  take(main, place);
  return { tree: main, place, entries, unpinned, damaged };
}

/** The path of a file of the same repository, from its root. */
function localPath(item: YamlValue): string | undefined {
  const text = textOf(item) ?? textOf(child(item, 'local'));
  return text === undefined || /^[a-z]+:\/\//i.test(text) ? undefined : text.replace(/^\/+/, '');
}

/** An include from elsewhere: another project, a component, an address. GitLab's own templates change with GitLab only. */
function noteForeign(item: YamlValue, unpinned: Noted, evidence: Parameters<Noted['add']>[1]): string | undefined {
  const remote = textOf(item) ?? textOf(child(item, 'remote'));
  const project = textOf(child(item, 'project'));
  const component = textOf(child(item, 'component'));
  const template = textOf(child(item, 'template'));
  if (remote !== undefined && child(item, 'integrity') === undefined) unpinned.add(shown(remote), evidence);
  const ref = textOf(child(item, 'ref'));
  if (project !== undefined && !/^[0-9a-f]{40}$/i.test(ref ?? ''))
    unpinned.add(shown(`${project}${ref === undefined ? '' : `@${ref}`}`), evidence);
  if (component !== undefined && !/@[0-9a-f]{40}$/i.test(component) && !component.startsWith('$CI_SERVER_FQDN/$CI_PROJECT_PATH'))
    unpinned.add(shown(component), evidence);
  return remote ?? project ?? component ?? template;
}
