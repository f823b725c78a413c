/**
 * AWS accounts from which well-known vendors work in their customers' accounts, as their setup guides name them.
 * Only accounts that the vendor itself publishes; anything else is an unknown third party.
 */
export const vendorAccounts: Readonly<Record<string, string>> = {
  '008923505280': 'Grafana Cloud',
  '188619942792': 'Prisma Cloud',
  '198361731867': 'Snyk',
  '269135526815': 'Drata',
  '414351767826': 'Databricks',
  '434813966438': 'Lacework',
  '464622532012': 'Datadog',
  '509560245411': 'Dynatrace',
  '754728514883': 'New Relic',
  '834469178297': 'Fivetran',
  '922761411349': 'Spot',
  '926226587429': 'Sumo Logic',
  '956993596390': 'Vanta',
};
