#!/usr/bin/env bash
# Uploads SARIF (https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data). Code scanning that is off,
# or a token of a fork that may only read, is said and fails nothing.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

body="$(mktemp "${RUNNER_TEMP:-/tmp}/nhi.XXXXXX")"
trap 'rm -f "$body"' EXIT
node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const { gzipSync } = require("node:zlib");
  const { NHI_SARIF, NHI_COMMIT, NHI_REF } = process.env;
  const sarif = gzipSync(readFileSync(NHI_SARIF)).toString("base64");
  writeFileSync(process.argv[1], JSON.stringify({ commit_sha: NHI_COMMIT, ref: NHI_REF, sarif, tool_name: "nhi" }));
' "$body"
send "The results were not uploaded to code scanning" "security-events: write, and code scanning switched on" \
  api --method POST "repos/$GITHUB_REPOSITORY/code-scanning/sarifs" --input "$body"
