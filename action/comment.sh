#!/usr/bin/env bash
# Writes the comment on the pull request, over the one of the run before. A token that may not is said and fails nothing.
set -euo pipefail

marker='<!-- nhi -->'
body="$(mktemp "${RUNNER_TEMP:-/tmp}/nhi.XXXXXX")"
trap 'rm -f "$body"' EXIT
NHI_MARKER="$marker" node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const { NHI_MARKER, NHI_MARKDOWN } = process.env;
  writeFileSync(process.argv[1], JSON.stringify({ body: `${NHI_MARKER}\n${readFileSync(NHI_MARKDOWN, "utf8")}` }));
' "$body"

warn() { echo "::warning title=nhi::The pull request was not commented on: the token lacks pull-requests: write."; }
comments="repos/$GITHUB_REPOSITORY/issues/$NHI_PULL_REQUEST/comments"
# Only a comment of this action's own account is written over: a marker is easily copied.
present="$(gh api --paginate "$comments" --jq ".[] | select((.body | startswith(\"$marker\")) and .user.type == \"Bot\") | .id" | head -n 1)" || {
  warn
  exit 0
}
if [ -n "$present" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$present" --input "$body" >/dev/null || warn
else
  gh api --method POST "$comments" --input "$body" >/dev/null || warn
fi
