/** What only identities have that a SPIRE server issues. See fact-types.ts. */
export const spiffeFacts = {
  trust_domain: 'string',
  selectors: 'list<string>', // what a process must be to be given the identity: `k8s:ns:shop`, `unix:uid:1000`
  certificate_seconds: 'double', // how long its certificates hold; absent where the server's own setting counts
  token_seconds: 'double', // the same of its tokens
  federates_with: 'list<string>', // trust domains whose keys it is given as well
  downstream: 'bool', // it is a SPIRE server that issues identities of the trust domain itself
  admin: 'bool', // it may change the server's entries
  parent: 'string', // the agent or node that hands it out
} as const;
