import type { State, StateIdentity } from './state.ts';

/** How people speak of an identity: `role deploy`; with its account or repository where others of its kind have its name. */
export function labeller(...states: readonly State[]): (identity: StateIdentity) => string {
  const homes = new Map<string, string>();
  const shared = new Set<string>();
  for (const { identities } of states) {
    for (const identity of identities.values()) {
      const called = calledOf(identity);
      if ((homes.get(called) ?? identity.scope) !== identity.scope) shared.add(called);
      homes.set(called, identity.scope);
    }
  }
  return (identity) => {
    const called = calledOf(identity);
    return shared.has(called) && identity.scope !== '' ? `${called} (${identity.scope})` : called;
  };
}

const planes = /^(?:aws-iam|aws|gcp|azure|entra|kubernetes|github|spiffe|vault)-/;

/** `aws-iam-role` -> `role`, `mcp-server` -> `MCP server`. */
function kindWord(kind: string): string {
  return kind
    .replace(planes, '')
    .replaceAll('-', ' ')
    .replace(/\bmcp\b/, 'MCP');
}

/** `role deploy`; what a name says of its kind is not said twice. */
export function calledOf({ kind, name }: { readonly kind: string; readonly name: string }): string {
  const words = kindWord(kind).split(' ');
  const last = words.at(-1) ?? '';
  return [...(name.startsWith(`${last} `) ? words.slice(0, -1) : words), name].join(' ');
}
