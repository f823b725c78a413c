import { at, type Entry, entriesOf, itemsOf, oneOf, type Tree, textOf } from '../tree/tree.ts';

/** Keys under which clients list MCP servers; any of them is believed in any client's file. */
const anywhere: readonly (readonly string[])[] = [['mcpServers'], ['servers'], ['mcp_servers'], ['context_servers']];

/** The server objects of a document: a map by name, or a list of objects that carry a `name`. */
export function serversIn(tree: Tree, containers: readonly (readonly string[])[] = []): readonly Entry[] {
  const found: Entry[] = [];
  const seen = new Set<string>();
  for (const keys of [...containers, ...anywhere]) {
    if (seen.has(keys.join('\u0000'))) continue;
    seen.add(keys.join('\u0000'));
    for (const container of containersAt(tree, keys)) found.push(...serversAt(container));
  }
  return found;
}

/** `*` is any key: a file of a person's own may hold the servers of each project. */
function containersAt(tree: Tree, keys: readonly string[]): readonly (Tree | undefined)[] {
  const star = keys.indexOf('*');
  if (star === -1) return [at(tree, ...keys)];
  return entriesOf(at(tree, ...keys.slice(0, star))).flatMap((e) => containersAt(e.value, keys.slice(star + 1)));
}

function serversAt(container: Tree | undefined): readonly Entry[] {
  const named =
    container?.kind === 'list'
      ? itemsOf(container).map((item, i) => ({ key: textOf(oneOf(item, 'name', 'id')) ?? `server-${i + 1}`, value: item }))
      : entriesOf(container);
  return named.filter(({ value }) => isServer(value));
}

/** Servers that stand at the top of a file without a container, as plugins write them. */
export function bareServersIn(tree: Tree): readonly Entry[] {
  return entriesOf(tree).filter(({ value }) => isServer(value));
}

function isServer(tree: Tree): boolean {
  return oneOf(tree, 'command', 'cmd', 'url', 'httpUrl', 'serverUrl', 'uri') !== undefined;
}
