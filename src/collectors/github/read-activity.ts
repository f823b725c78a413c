import { roleId, teamId, userId } from '../../inventory/github-id.ts';
import type { Book } from './book.ts';
import { numberOf, objectOf, textOf, textsOf, timeOf } from './raw.ts';
import { organizationOf, type Reader, type Spot } from './spot.ts';

/** An event of the audit log (https://docs.github.com/rest/orgs/orgs#get-the-audit-log-for-an-organization). */
export const readAuditEvent: Reader = (raw, spot, book) => {
  const time = timeOf(raw['@timestamp']) ?? timeOf(raw.created_at);
  const organization = textOf(raw.org) ?? organizationOf(spot);
  const actor = textOf(raw.actor);
  if (time === undefined) return;
  const restriction = /^org\.(enable|disable)_oauth_app_restrictions$/.exec(textOf(raw.action) ?? '')?.[1];
  if (restriction !== undefined) book.activity.restriction(organization, time, restriction === 'enable', spot.at);
  const byToken = textOf(raw.programmatic_access_type);
  const token = numberOf(raw.token_id);
  if (token !== undefined && byToken?.startsWith('Fine-grained')) book.activity.token(organization, token, time, spot.at);
  const installation = numberOf(objectOf(raw.data)?.installation_id) ?? numberOf(raw.installation_id);
  if (installation !== undefined && actor !== undefined)
    book.activity.installation(installation, actor.replace(/\[bot\]$/, ''), organization, time, spot.at);
  // The user of an app is the app.
  if (actor !== undefined && !actor.endsWith('[bot]')) book.activity.event(actor, organization, time, byToken, spot.at);
};

/** How an app or user used the API (https://docs.github.com/rest/orgs/api-insights). */
export const readApiUse: Reader = (raw, spot, book) => {
  const number = numberOf(raw.subject_id);
  const time = timeOf(raw.last_request_timestamp);
  const name = textOf(raw.subject_name);
  if (number === undefined || time === undefined || name === undefined) return;
  if (raw.subject_type === 'installation') book.activity.installation(number, name, organizationOf(spot), time, spot.at);
};

/** A custom role of the organization, or of its repositories (https://docs.github.com/rest/orgs/custom-roles). */
export const readRole: Reader = (raw, spot, book) => {
  const name = textOf(raw.name);
  const permissions = textsOf(raw.permissions);
  if (name === undefined || permissions === undefined) return;
  const base = textOf(raw.base_role);
  book.emit({
    type: 'policy',
    value: {
      id: roleId(organizationOf(spot), name),
      kind: 'github-role',
      name,
      providerManaged: raw.source === 'Predefined',
      permissions: [...(base === undefined ? [] : [`role:${base}`]), ...permissions],
      evidence: [spot.at],
    },
  });
};

/** Teams and users with a role of the organization; `subject` is the role's name, or its number where that is all that is known. */
export const readRoleTeam: Reader = (raw, spot, book) => {
  const slug = textOf(raw.slug);
  if (slug !== undefined) giveRole(teamId(organizationOf(spot), slug), spot, book);
};

export const readRoleUser: Reader = (raw, spot, book) => {
  const login = textOf(raw.login);
  if (login === undefined) return;
  book.people.see(login, { organization: organizationOf(spot), at: spot.at, type: textOf(raw.type) });
  giveRole(userId(login), spot, book);
};

function giveRole(holder: string, spot: Spot, book: Book): void {
  const organization = organizationOf(spot);
  const role = spot.subject ?? 'a role';
  book.grant({
    holder,
    name: role,
    role,
    policy: roleId(organization, role),
    scope: `github:organization/${organization}`,
    evidence: [spot.at],
  });
}
