import { type Ability, abilityOf, abilityOfLetters } from '../servers/facets.ts';

/** Tools of the clients' own, by the words that sub-agents list: r, w, x, e, s as facets, u for text that outsiders write. */
const rows: readonly (readonly [name: RegExp, letters: string])[] = [
  [
    /^(?:read|grep|glob|ls|list|view|search|codebase|usages|problems|changes|notebookread|fs_read|read_file|read_many_files|list_directory|glob_files|search_file_content|grep_search|githubrepo|resources?)$/,
    'r',
  ],
  [/^(?:edit|write|multiedit|notebookedit|create|new|editfiles|fs_write|write_file|replace|apply_patch|save_memory|patch)$/, 'w'],
  [
    /^(?:bash|shell|powershell|execute|command|terminal|runcommands?|runintterminal|runtasks?|run_shell_command|execute_bash|execute_cmd|use_aws)$/,
    'rwxe',
  ],
  [/^(?:webfetch|web_fetch|fetch|web|browser|opensimplebrowser)$/, 'reu'],
  [/^(?:websearch|web_search|google_web_search)$/, 'ru'],
  [/^(?:todo\w*|task\w*|agent|think\w*|thinking|skill|exitplanmode|askuserquestion|slashcommand|knowledge|report)$/, ''],
];

/** What a tool on a sub-agent's list can do, by its name or its server's; undefined where that is not known. */
export function toolWordAbility(word: string): Ability | undefined {
  const name = word.trim().slice(0, 200).replace(/\(.*$/s, '').toLowerCase();
  const server =
    /^mcp__(.+?)(?:__.*)?$/.exec(name)?.[1] ?? /^@(?!builtin)([\w.-]+)(?:\/.*)?$/.exec(name)?.[1] ?? /^([\w.-]+)\/.+$/.exec(name)?.[1];
  if (server !== undefined && server !== 'builtin') return abilityOf([server], false);
  const row = rows.find(([pattern]) => pattern.test(name.replace(/^@builtin\//, '')));
  return row === undefined ? undefined : abilityOfLetters(row[1]);
}
