#!/usr/bin/env bash
# Writes the comment on the pull request, over the one of the run before. A token that may not is said and fails nothing.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

marker='<!-- nhi -->'
body="$(mktemp "${RUNNER_TEMP:-/tmp}/nhi.XXXXXX")"
NHI_MARKER="$marker" node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const { NHI_MARKER, NHI_MARKDOWN } = process.env;
  writeFileSync(process.argv[1], JSON.stringify({ body: `${NHI_MARKER}\n${readFileSync(NHI_MARKDOWN, "utf8")}` }));
' "$body"

undone="The pull request was not commented on"
permission="pull-requests: write"
comments="repos/$GITHUB_REPOSITORY/issues/$NHI_PULL_REQUEST/comments"
# Only a comment of this action's own account is written over: a marker is easily copied.
errors="$body.errors"
trap 'rm -f "$body" "$errors"' EXIT
present="$(gh api --paginate "$comments" --jq ".[] | select((.body | startswith(\"$marker\")) and .user.type == \"Bot\") | .id" 2>"$errors")" || {
  tell_undone "$undone" "$permission" "$(cat "$errors")"
  exit 0
}
# The first of several.
present="${present%%$'\n'*}"
if [ -n "$present" ]; then
  send "$undone" "$permission" api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$present" --input "$body"
else
  send "$undone" "$permission" api --method POST "$comments" --input "$body"
fi
