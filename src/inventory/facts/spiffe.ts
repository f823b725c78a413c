/** What only identities have that a SPIRE server issues. See fact-types.ts. */
export const spiffeFacts = {
  trust_domain: 'string',
  selectors: 'list<string>', // what a process must be to be given the identity: `k8s:ns:shop`, `unix:uid:1000`
  entries: 'list<string>', // the same, an entry each, with who hands it out: `k8s:ns:shop + k8s:sa:web from spiffe://...`
  open_to: 'list<string>', // who is given it beside the workload that is meant: `every pod of namespace shop`
  certificate_seconds: 'double', // how long its certificates hold; absent where the server's own setting counts
  token_seconds: 'double', // the same of its tokens
  federates_with: 'list<string>', // trust domains whose keys it is given as well
  downstream: 'bool', // it is a SPIRE server that issues identities of the trust domain itself
  admin: 'bool', // it may change the server's entries
  bundle_endpoint: 'string', // of a foreign trust domain: where its keys are fetched, and how that is trusted: `https://... (https_web)`
  parent: 'string', // the agent or node that hands it out
} as const;
