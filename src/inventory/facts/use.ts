/** What an identity is recorded to have used. See fact-types.ts. */
export const useFacts = {
  observed_days: 'double', // days of recorded use that are known, of the longest record
  trail_days: 'double', // days that a trail shows
  longer_record: 'bool', // never known: what a rule lacks where the period is too short to say anything
  services: 'double', // services it may use of which it is known whether it does
  unused_services: 'list<string>', // of them, those it did not use in the last 90 days of the records
  unused_share: 'double', // unused_services as a share of services, 0 to 1
  unused_privileged: 'list<string>', // actions that hand out power, secrets or the audit trail, held and not used
  unused: 'string', // all of it for a person: `3 of 4 services in 400 recorded days (athena, glue, kms)`
  reported_unused: 'list<string>', // what IAM Access Analyzer reports as unused
  interactive: 'list<string>', // how people used it: `AWS console (12 events)`
  interactive_events: 'double',
  clients: 'list<string>', // kinds of client that used it
  networks: 'list<string>', // networks (IPv4 /16, IPv6 /48) that requests came from
  refused: 'double', // requests refused for lack of a permission
  without_mfa: 'double', // requests of sessions that say they had no MFA
} as const;
