import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

interface Word {
  readonly name: string;
  readonly says: string;
}

interface Completed extends Word {
  readonly options: readonly Word[];
}

/** A script that completes commands, options and files, made from the commands themselves. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = program.commands.map(
    (command): Completed => ({
      name: command.name(),
      says: firstLine(command.description()),
      options: command.options.flatMap((o) =>
        o.long === undefined || o.long === null ? [] : [{ name: o.long, says: firstLine(o.description) }],
      ),
    }),
  );
  return scripts[shell](commands);
}

const firstLine = (text: string): string => text.split(/[\n:(]/)[0]?.trim() ?? '';
const names = (words: readonly Word[]): string => words.map((w) => w.name).join(' ');
/** Our own words: only the quote of the shell needs an escape. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const scripts = {
  bash: (commands) => `# nhi completion bash > /etc/bash_completion.d/nhi, or: source <(nhi completion bash)
_nhi_offer() {
  local one
  COMPREPLY=()
  while IFS= read -r one; do COMPREPLY+=("$one"); done < <(compgen "$@")
}
_nhi() {
  local word="\${COMP_WORDS[COMP_CWORD]}" options=
  if [ "$COMP_CWORD" -eq 1 ]; then
    _nhi_offer -W "${names(commands)} help" -- "$word"
    return
  fi
  case "\${COMP_WORDS[1]}" in
${commands.map((c) => `    ${c.name}) options="${names(c.options)} --help" ;;`).join('\n')}
  esac
  case "$word" in
    -*) _nhi_offer -W "$options" -- "$word" ;;
    *) _nhi_offer -f -- "$word" ;;
  esac
}
complete -o filenames -F _nhi nhi
`,
  zsh: (commands) => `#compdef nhi
# nhi completion zsh > "\${fpath[1]}/_nhi"
_nhi() {
  local -a commands=(${commands.map((c) => quoted(`${c.name}:${c.says}`)).join(' ')})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case "$words[2]" in
${commands.map((c) => `    ${c.name}) _arguments ${c.options.map((o) => quoted(`${o.name}[${o.says.replace(/[[\]]/g, '')}]`)).join(' ')} '*:file:_files' ;;`).join('\n')}
  esac
}
compdef _nhi nhi
`,
  fish: (commands) => `# nhi completion fish > ~/.config/fish/completions/nhi.fish
${commands
  .flatMap((c) => [
    `complete -c nhi -n __fish_use_subcommand -f -a ${c.name} -d ${quoted(c.says)}`,
    ...c.options.map((o) => `complete -c nhi -n '__fish_seen_subcommand_from ${c.name}' -l ${o.name.slice(2)} -d ${quoted(o.says)}`),
  ])
  .join('\n')}
`,
} as const satisfies Record<Shell, (commands: readonly Completed[]) => string>;
