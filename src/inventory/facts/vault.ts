/** What only roles, users and entities of a vault have. See fact-types.ts. */
export const vaultFacts = {
  mount: 'string', // path of the authentication method or secrets engine, without a last slash
  method: 'string', // approle, jwt, kubernetes, aws...; of what makes credentials, the engine
  token_seconds: 'double', // how long its tokens live, renewals not counted
  token_max_seconds: 'double', // how long they can be renewed; absent where the mount's own limit counts
  token_periodic: 'bool', // its tokens can be renewed without end
  fetched_at: 'list<string>', // of what makes credentials: the paths at which they are fetched
  known_as: 'list<string>', // of an entity: at which method it is known as whom: `auth/userpass as ana`
  secret_id_seconds: 'double', // how long a secret id of an AppRole lasts; 0 stands for without an end
  secret_id_uses: 'double', // how often a secret id of an AppRole works; 0 stands for any number of times
  network_bound: 'bool', // its tokens, or its secret ids, work from named networks only
} as const;
