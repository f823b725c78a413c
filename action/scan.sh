#!/usr/bin/env bash
# Scans, and writes SARIF and a comment. Ends with 0 whatever was found: the last step of the action gates.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
nhi() { node "$here/../bin/nhi.js" "$@"; }
work="$(mktemp -d "${RUNNER_TEMP:-/tmp}/nhi.XXXXXX")"

sources=()
while IFS= read -r source; do
  [ -z "$source" ] || sources+=("$source")
done <<<"${NHI_SOURCES:-.}"
options=(--fail-on "${NHI_FAIL_ON:-high}" --report "sarif=$work/nhi.sarif" --report "markdown=$work/nhi.md")
[ -z "${NHI_FAIL_ON_NEW:-}" ] || options+=(--fail-on-new "$NHI_FAIL_ON_NEW")
[ "${NHI_ALLOW_GAPS:-false}" != true ] || options+=(--allow-gaps)

# What a pull request is judged by is what stands in the commit that it would be merged into.
judge=.
base="${NHI_BASE_COMMIT:-}"
if [ -n "$base" ]; then
  git cat-file -e "$base^{commit}" 2>/dev/null || git fetch --quiet --no-tags --depth=1 origin "$base"
  # A repository without a remote is named by its directory: the same name makes the same fingerprints.
  judge="$work/base/$(basename "$PWD")"
  git worktree add --quiet --force --detach "$judge" "$base"
  trap 'git worktree remove --force "$judge"' EXIT
  : >"$work/no-config.yaml"
  if [ -f "$judge/.nhi.yaml" ]; then options+=(--config "$judge/.nhi.yaml"); else options+=(--config "$work/no-config.yaml"); fi
fi

if [ -n "${NHI_BASELINE:-}" ] && [ -f "$judge/$NHI_BASELINE" ]; then
  options+=(--baseline "$judge/$NHI_BASELINE")
elif [ "$judge" != . ]; then
  config="$judge/.nhi.yaml"
  [ -f "$config" ] || config="$work/no-config.yaml"
  if (cd "$judge" && nhi baseline --quiet --config "$config" -o "$work/baseline.json" -- "${sources[@]}"); then
    options+=(--baseline "$work/baseline.json")
  fi
fi

code=0
nhi scan "${options[@]}" -- "${sources[@]}" || code=$?
if [ -f "$work/nhi.md" ]; then cat "$work/nhi.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"; fi
{
  echo "exit-code=$code"
  echo "sarif=$work/nhi.sarif"
  echo "markdown=$work/nhi.md"
} >>"${GITHUB_OUTPUT:-/dev/stdout}"
