import { stackAccount, stackProject } from '../../../../inventory/id.ts';
import { directoryOf } from '../../files/directory.ts';
import type { Gathering } from '../../gathering.ts';
import { evidenceIn, type OpenFile } from '../../open-file.ts';
import { readJson } from '../../tree/json.ts';
import { at, itemsOf, textOf } from '../../tree/tree.ts';
import type { Declaration } from '../declarations.ts';
import { emitStack } from '../emit-stack.ts';
import type { ScannedTree } from '../scanned-tree.ts';
import { declareTerraform } from '../terraform/declare.ts';
import { get, knownText, scalar } from '../value.ts';
import { describeProperties, valueOfProperties } from './properties.ts';
import { terraformType } from './type-token.ts';

/**
 * Reads a state of Pulumi: what `pulumi stack export` prints, or the file of a backend on disk. What the state says of a
 * resource once it exists counts; where it says nothing, what was asked for.
 */
export function readPulumiState(out: Gathering, tree: ScannedTree, file: OpenFile): void {
  const { tree: root } = out.tree(file, readJson);
  const resources = at(root, 'deployment', 'resources') ?? at(root, 'checkpoint', 'latest', 'resources');
  const declarations: Declaration[] = [];
  const accounts = new Set<string>();
  for (const resource of itemsOf(resources)) {
    const [urn, token] = [textOf(at(resource, 'urn')), textOf(at(resource, 'type'))];
    const type = token === undefined ? undefined : terraformType(token);
    const [outputs, inputs] = [at(resource, 'outputs'), at(resource, 'inputs')];
    const properties = outputs ?? inputs;
    // One that is on its way out, or a secret place of a replacement, is none.
    const going = at(resource, 'delete');
    if (type === undefined || urn === undefined || properties === undefined || (going?.kind === 'scalar' && going.value === true)) continue;
    const place = evidenceIn(file, resource);
    const value = valueOfProperties(properties, (t) => evidenceIn(file, t), scalar);
    const name = urn.slice(urn.lastIndexOf('::') + 2);
    declarations.push(...declareTerraform(describeProperties(`${type}.${name}`, type, value, place)));
    const account = /^arn:aws[\w-]*:iam::(\d{12}):/.exec(knownText(get(value, 'arn')) ?? '')?.[1];
    if (account !== undefined) accounts.add(account);
  }
  const [only] = accounts;
  const directory = directoryOf(file.path);
  emitStack(out, tree, accounts.size === 1 && only !== undefined ? only : stackAccount(out.repository, directory), declarations, {
    google: { project: undefined, standIn: stackProject(out.repository, directory) },
  });
}
