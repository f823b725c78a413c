# Sourced by the others. What an API refused is one line of the log that names the reason; it fails nothing, for the gate is the next step.

# $1: what was not done; $2: the permission for it; $3: what gh said.
tell_undone() {
  local said
  if [ "${NHI_FORK:-false}" = true ]; then
    echo "::notice title=nhi::$1: the pull request comes from a fork, whose token may only read. The job summary has the report."
    return
  fi
  # One line, whatever it holds: commands of the runner start a line.
  said="$(printf '%s' "$3" | tr '\r\n' '  ' | cut -c 1-200)"
  echo "::warning title=nhi::$1: ${said:-gh failed}. The token needs $2."
}

# Sends a request whose answer nobody needs. $1, $2: as above; the rest: arguments of gh.
send() {
  local undone="$1" permission="$2" said
  shift 2
  said="$({ gh "$@" >/dev/null; } 2>&1)" || tell_undone "$undone" "$permission" "$said"
}
