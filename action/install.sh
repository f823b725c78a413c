#!/usr/bin/env bash
# Installs by the lock file and builds, once a job: a second use of the action in it finds what the first one made. No package's own
# script is run.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if ! node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'; then
  echo "::error title=nhi::Node.js $(node --version) is too old: nhi needs 20.19 or newer; set it up with actions/setup-node before."
  exit 2
fi
# Written last: an installation that was broken off is made anew.
mark=dist/.installed
[ ! -f "$mark" ] || exit 0
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
npm run build >/dev/null
touch "$mark"
