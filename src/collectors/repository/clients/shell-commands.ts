/** Programs through which any other command runs. */
const shells = /^(?:sudo\s+)?(?:bash|sh|zsh|dash|fish|ksh|pwsh|powershell|cmd|eval|exec|xargs|env|sudo|su|doas)(?:\s|$)/;

/** Programs that run code they are given, reach any host, or administer a cloud. */
const broad =
  /^(?:python3?|node|deno|bun|ruby|perl|php|lua|osascript|npx|uvx|bunx|pipx|curl|wget|nc|ncat|ssh|scp|rsync|docker|podman|kubectl|helm|aws|gcloud|az|terraform|pulumi|vault|gh|rm|chmod|chown|dd|make|psql|mysql|mongosh|redis-cli)$/;

/** Whether a command prefix that may be followed by anything is a shell. */
export function isShell(prefix: string): boolean {
  return shells.test(prefix.slice(0, 200));
}

/** Whether a command prefix that may be followed by anything is good for much more than one task. */
export function isBroadCommand(prefix: string): boolean {
  return broad.test(prefix.slice(0, 200));
}
