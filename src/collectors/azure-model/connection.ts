/** Kinds of authentication of a connection of an AI project that carry a key; the others are identities'. */
const keyed = /^(?:apikey|customkeys|accountkey|pat|sas|usernamepassword|accesskey|serviceprincipal)$/i;

/** Whether a connection of an AI project or workspace keeps a key (https://learn.microsoft.com/azure/foundry/how-to/connections-add). */
export function keepsKey(authType: string): boolean {
  return keyed.test(authType);
}

/** The id of a connection's key, by the identity of the project or workspace that it belongs to. */
export function connectionId(identity: string, name: string): string {
  return `azure:connection/${identity.slice(identity.indexOf('/') + 1)}/${name.toLowerCase()}`;
}
