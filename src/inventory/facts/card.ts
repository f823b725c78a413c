/** What only agents have that publish an A2A card. See fact-types.ts. */
export const cardFacts = {
  url_host: 'string',
  plain_http: 'bool', // http:// to a host that is not loopback
  authenticated: 'bool', // callers must use one of its security schemes; absent where it has schemes and says nothing
  signed: 'bool',
  extended_card: 'bool', // it shows more to callers that are authenticated
} as const;
