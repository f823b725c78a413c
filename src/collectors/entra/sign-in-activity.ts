import type { Evidence } from '../../inventory/evidence.ts';
import type { GraphObject } from './graph-object.ts';

/** A credential as a report of sign-ins names it. */
export interface ReportedKey {
  readonly keyId: string;
  readonly appId: string;
  readonly what: 'secret' | 'certificate';
  readonly endsAt?: string;
  readonly at: Evidence;
}

/** What reports and logs of sign-ins say of when something was last used. */
export class SignInActivity {
  /** Last sign-in of applications, by client id, with where that stands. */
  readonly usedApps = new Map<string, { readonly last: string; readonly at: Evidence }>();
  /** The same of credentials, by key id. */
  readonly usedKeys = new Map<string, string>();
  /** Credentials that a report of sign-ins names, by key id. */
  readonly reportedKeys = new Map<string, ReportedKey>();
  /** Last sign-in of service principals by object id, from sign-in logs. */
  readonly usedPrincipals = new Map<string, string>();

  /** A row of the report on service principals. */
  takeApplication(object: GraphObject): void {
    const [id, last] = [object.id('appId'), activityOf(object)];
    if (id !== undefined && last !== undefined && last > (this.usedApps.get(id)?.last ?? ''))
      this.usedApps.set(id, { last, at: object.at });
  }

  /** A row of the report on credentials. */
  takeCredential(object: GraphObject): void {
    const [keyId, appId] = [object.id('keyId'), object.id('appId')];
    if (keyId === undefined) return;
    later(this.usedKeys, keyId, object.object('signInActivity')?.date('lastSignInDateTime'));
    if (appId === undefined || this.reportedKeys.has(keyId)) return;
    const [type, endsAt] = [object.text('keyType')?.toLowerCase(), object.date('expirationDate')];
    const what = type === 'clientsecret' ? 'secret' : type === 'certificate' ? 'certificate' : undefined;
    if (what !== undefined)
      this.reportedKeys.set(keyId, { keyId, appId, what, ...(endsAt === undefined ? {} : { endsAt }), at: object.at });
  }

  /** A sign-in that was refused is no use. */
  takeSignIn(object: GraphObject): void {
    const code = object.object('status')?.raw('errorCode');
    const at = object.date('createdDateTime');
    if (at === undefined || (typeof code === 'number' && code !== 0)) return;
    const [principal, client] = [object.id('servicePrincipalId'), object.id('appId')];
    later(this.usedPrincipals, principal, at);
    // Sign-ins of people bear the application's id too, and so do those of every agent of a blueprint.
    if (principal !== undefined && client !== undefined && at > (this.usedApps.get(client)?.last ?? ''))
      this.usedApps.set(client, { last: at, at: object.at });
    later(this.usedKeys, object.id('servicePrincipalCredentialKeyId'), at);
  }
}

/** The last time that somebody signed in to an application, or that it signed in itself. */
function activityOf(object: GraphObject): string | undefined {
  return [
    'lastSignInActivity',
    'applicationAuthenticationClientSignInActivity',
    'delegatedClientSignInActivity',
    'applicationAuthenticationResourceSignInActivity',
    'delegatedResourceSignInActivity',
  ]
    .map((key) => object.object(key)?.date('lastSignInDateTime'))
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);
}

function later(map: Map<string, string>, key: string | undefined, date: string | undefined): void {
  if (key !== undefined && date !== undefined && date > (map.get(key) ?? '')) map.set(key, date);
}
