#!/usr/bin/env bash
# Scans, and writes SARIF and a comment. Ends with 0 whatever was found: the last step of the action gates.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
nhi() { node "$here/../bin/nhi.js" "$@"; }
work="$(mktemp -d "${RUNNER_TEMP:-/tmp}/nhi.XXXXXX")"

sources=()
while IFS= read -r source; do
  # Without the blanks around it, and the end of a line as Windows writes it.
  source="${source#"${source%%[![:space:]]*}"}"
  source="${source%"${source##*[![:space:]]}"}"
  [ -z "$source" ] || sources+=("$source")
done <<<"${NHI_SOURCES:-}"
# Also because bash 3.2 takes an empty list for one that was never set.
[ "${#sources[@]}" -gt 0 ] || sources=(.)
options=(--report "sarif=$work/nhi.sarif" --report "markdown=$work/nhi.md")
[ -z "${NHI_FAIL_ON:-}" ] || options+=(--fail-on "$NHI_FAIL_ON")
[ "${NHI_ALLOW_GAPS:-false}" != true ] || options+=(--allow-gaps)

# What a pull request is judged by is what stands in the commit that it would be merged into.
judge=.
base="${NHI_BASE_COMMIT:-}"
token="${NHI_TOKEN:-}"
unset NHI_TOKEN
fetch_base() { GIT_TERMINAL_PROMPT=0 git fetch --quiet --no-tags --depth=1 origin "$base"; }
# Where the checkout kept no credentials (persist-credentials: false). The token stands in no command line and in no file.
fetch_base_with_token() {
  [ -n "$token" ] || return 1
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.${GITHUB_SERVER_URL:-https://github.com}/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$token" | base64 | tr -d '\n')" fetch_base
}
if [ -n "$base" ]; then
  if ! git cat-file -e "$base^{commit}" 2>/dev/null && ! fetch_base 2>/dev/null && ! fetch_base_with_token; then
    echo "::error title=nhi::The commit $base, which the pull request is compared with, is not in the checkout and cannot be fetched; check out with fetch-depth: 0."
    echo "exit-code=2" >>"${GITHUB_OUTPUT:-/dev/stdout}"
    exit 0
  fi
  # A repository without a remote is named by its directory: the same name makes the same fingerprints.
  judge="$work/base/$(basename "$PWD")"
  git -c core.hooksPath=/dev/null worktree add --quiet --force --detach "$judge" "$base"
  trap 'git worktree remove --force "$judge"' EXIT
  : >"$work/no-config.yaml"
  if [ -f "$judge/.nhi.yaml" ]; then options+=(--config "$judge/.nhi.yaml"); else options+=(--config "$work/no-config.yaml"); fi
fi

compared=yes
if [ -n "${NHI_BASELINE:-}" ] && [ -f "$judge/$NHI_BASELINE" ]; then
  options+=(--baseline "$judge/$NHI_BASELINE")
elif [ "$judge" != . ]; then
  config="$judge/.nhi.yaml"
  [ -f "$config" ] || config="$work/no-config.yaml"
  # A directory that the pull request adds held nothing before.
  earlier=()
  for source in "${sources[@]}"; do
    case "$source" in
    # Elsewhere than in the checkout, also as Windows writes it.
    /* | [A-Za-z]:[/\\]*) earlier+=("$source") ;;
    *) if [ ! -e "$source" ] || [ -e "$judge/$source" ]; then earlier+=("$source"); fi ;;
    esac
  done
  if [ "${#earlier[@]}" -eq 0 ] ||
    ! (cd "$judge" && nhi baseline --quiet --config "$config" -o "$work/baseline.json" -- "${earlier[@]}"); then
    echo '{"schema":"nhi-baseline/1","now":"","findings":[]}' >"$work/baseline.json"
  fi
  options+=(--baseline "$work/baseline.json")
else
  compared=
fi

# A push without a baseline has nothing that a finding could be new against.
if [ -n "$compared" ] && [ -n "${NHI_FAIL_ON_NEW:-}" ]; then options+=(--fail-on-new "$NHI_FAIL_ON_NEW"); fi

code=0
nhi scan "${options[@]}" -- "${sources[@]}" || code=$?
if [ -f "$work/nhi.md" ]; then cat "$work/nhi.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"; fi
{
  echo "exit-code=$code"
  echo "sarif=$work/nhi.sarif"
  echo "markdown=$work/nhi.md"
} >>"${GITHUB_OUTPUT:-/dev/stdout}"
