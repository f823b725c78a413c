import { readEnvoyConfig } from '../../policy-engines/envoy-config.ts';
import { readPlainYaml } from '../../policy-engines/plain-yaml.ts';
import type { Gathering } from '../gathering.ts';
import { evidenceIn, type OpenFile } from '../open-file.ts';
import { redactPointer } from '../secrets/detect.ts';
import { at, itemsOf, type Tree } from '../tree/tree.ts';
import { readYaml } from '../tree/yaml.ts';

/** What people call the configuration of an Envoy. */
export const envoyFiles: readonly string[] = ['envoy', 'envoy.*', 'envoy-*', '*-envoy', 'envoy_*'].flatMap((name) =>
  ['yaml', 'yml', 'json'].map((ending) => `${name}.${ending}`),
);

/** Keeps the filters of an Envoy configuration that decide about requests, until it is known what it sends them to. */
export function readEnvoyFile(out: Gathering, file: OpenFile): void {
  if (!/ext_authz|http\.rbac/.test(file.text)) return;
  const filters = readEnvoyConfig(readPlainYaml(file.text));
  const { tree } = filters.length === 0 ? {} : readYaml(file.text);
  for (const filter of filters) {
    const spot = nodeAt(tree, filter.path);
    out.decidingFilters.push({ filter, place: evidenceIn(file, spot && { ...spot, pointer: redactPointer(spot.pointer) }) });
  }
}

function nodeAt(tree: Tree | undefined, path: readonly (string | number)[]): Tree | undefined {
  let here = tree;
  for (const key of path) here = typeof key === 'number' ? itemsOf(here)[key] : at(here, key);
  return here;
}
