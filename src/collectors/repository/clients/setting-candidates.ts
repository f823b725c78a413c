import { splitCommand } from '../commands/words.ts';
import { type Candidate, candidatesIn } from '../secrets/arguments.ts';
import { serversIn } from '../servers/containers.ts';
import { stringsIn, type Tree } from '../tree/tree.ts';

/** Every string of a settings file that may be a secret, but for those of its MCP servers, which hold their own. */
export function settingCandidates(tree: Tree, containers?: readonly (readonly string[])[]): readonly Candidate[] {
  const servers = serversIn(tree, containers).map((entry) => entry.value.pointer);
  const inServer = (pointer: string): boolean => servers.some((s) => pointer === s || pointer.startsWith(`${s}/`));
  const candidates: Candidate[] = [];
  for (const { key, text, spot } of stringsIn(tree)) {
    if (servers.length > 0 && inServer(spot.pointer)) continue;
    if (/_env_var$|env_key$|EnvVar$/.test(key)) continue; // These name a variable.
    const isCommand = /\s|\(/.test(text) && !/^(?:Bearer|Basic|Token|Bot)\s/i.test(text) && !text.includes('PRIVATE KEY');
    if (isCommand) {
      const rule = /^\w+\((.*)\)$/s.exec(text)?.[1] ?? text;
      candidates.push(...candidatesIn(splitCommand(rule, spot)).candidates.map((c) => ({ ...c, position: 'setting' as const })));
    } else {
      const position = /\/(?:env|environment|containerEnv|remoteEnv)\/[^/]*$/.test(spot.pointer)
        ? ('env' as const)
        : /\/(?:http_)?headers\/[^/]*$/.test(spot.pointer)
          ? ('header' as const)
          : ('setting' as const);
      candidates.push({ key, value: text, spot, position });
    }
  }
  return candidates;
}
