import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

interface Word {
  readonly name: string;
  readonly says: string;
}

interface Flag extends Word {
  /** Whether a value follows it, and which, where it must be one of a few. */
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

interface Completed extends Word {
  readonly options: readonly Flag[];
  /** What its first word may be; none: files. */
  readonly words: readonly string[];
}

/** A script that completes commands, options, their values and files, made from the commands themselves. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = program.commands.map(
    (command): Completed => ({
      name: command.name(),
      says: summaryOf(command.description()),
      options: [command, ...command.commands].flatMap(flagsOf),
      words:
        command.commands.length > 0
          ? command.commands.map((c) => c.name())
          : listedIn(`: ${command.registeredArguments[0]?.description ?? ''}`),
    }),
  );
  return scripts[shell](commands);
}

function flagsOf({ options }: Command): Flag[] {
  // `--fail-on-new <level>` takes what `--fail-on <level>` lists.
  const placeholder = (flags: string): string => /<.*>/.exec(flags)?.[0] ?? flags;
  const listed = new Map(
    options.map((o) => [placeholder(o.flags), listedIn(o.description)] as const).filter(([, list]) => list.length > 0),
  );
  return options.flatMap((o) =>
    o.long === undefined || o.long === null
      ? []
      : [{ name: o.long, says: summaryOf(o.description), takesValue: o.required, values: listed.get(placeholder(o.flags)) ?? [] }],
  );
}

/** The words that a description lists: `only this level: admin, read or none`. */
function listedIn(description: string): readonly string[] {
  const plain = description.replace(/ \([^)]*\)/g, '');
  const [, list] = /: ((?:[a-z\d:-]+, )*[a-z\d:-]+(?:,| or|, or) [a-z\d:-]+)(?:\.{3})?$/.exec(plain) ?? [];
  return list?.split(/, or | or |, /) ?? [];
}

/** What it does, without what may be given; `aws:org: the role` is of one source. */
const summaryOf = (text: string): string =>
  text
    .replace(/^[a-z:, ]*:org[a-z:, ]*: /, '')
    .split(/\n|: | \(|;/)[0]
    ?.trim() ?? '';
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
  local word="\${COMP_WORDS[COMP_CWORD]}" options= words= values=
  if [ "$COMP_CWORD" -eq 1 ]; then
    _nhi_offer -W "${names(commands)} help" -- "$word"
    return
  fi
  case "\${COMP_WORDS[1]}" in
${commands.map((c) => `    ${c.name}) options="${names(c.options)} --help" words="${c.words.join(' ')}" ;;`).join('\n')}
    help) words="${names(commands)}" ;;
  esac
  [ "$COMP_CWORD" -eq 2 ] || words=
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${commands
  .flatMap((c) => c.options.filter((o) => o.values.length > 0).map((o) => `    "${c.name} ${o.name}") values="${o.values.join(' ')}" ;;`))
  .join('\n')}
  esac
  case "$word" in
    -*) _nhi_offer -W "$options" -- "$word" ;;
    *) if [ -n "$values$words" ]; then _nhi_offer -W "\${values:-$words}" -- "$word"; else _nhi_offer -f -- "$word"; fi ;;
  esac
}
complete -o filenames -F _nhi nhi
`,
  zsh: (commands) => `#compdef nhi
# nhi completion zsh > "\${fpath[1]}/_nhi"
_nhi() {
  local -a commands=(${commands.map((c) => quoted(`${c.name}:${c.says}`)).join(' ')})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map((c) => `    ${c.name}) _arguments ${[...c.options.map(zshOption), ...(c.words.length === 0 ? [] : [`1:word:(${c.words.map(zshWord).join(' ')})`]), '*:file:_files'].map(quoted).join(' ')} ;;`).join('\n')}
    help) _describe command commands ;;
  esac
}
if [ "$funcstack[1]" = _nhi ]; then _nhi "$@"; else compdef _nhi nhi; fi
`,
  fish: (commands) => `# nhi completion fish > ~/.config/fish/completions/nhi.fish
${commands
  .flatMap((c) => {
    const seen = `complete -c nhi -n '__fish_seen_subcommand_from ${c.name}'`;
    return [
      `complete -c nhi -n __fish_use_subcommand -f -a ${c.name} -d ${quoted(c.says)}`,
      ...(c.words.length === 0 ? [] : [`${seen} -f -a ${quoted(c.words.join(' '))}`]),
      ...c.options.map((o) => `${seen} -l ${o.name.slice(2)}${fishValues(o)} -d ${quoted(o.says)}`),
    ];
  })
  .join('\n')}
`,
} as const satisfies Record<Shell, (commands: readonly Completed[]) => string>;

function zshOption({ name, says, takesValue, values }: Flag): string {
  const value = values.length > 0 ? `:value:(${values.map(zshWord).join(' ')})` : takesValue ? ':value:_files' : '';
  return `*${name}[${says.replace(/[[\]]/g, '')}]${value}`;
}

/** A colon ends a part of what `_arguments` is told. */
function zshWord(word: string): string {
  return word.replaceAll(':', '\\:');
}

function fishValues({ takesValue, values }: Flag): string {
  if (values.length > 0) return ` -x -a ${quoted(values.join(' '))}`;
  return takesValue ? ' -r' : '';
}
