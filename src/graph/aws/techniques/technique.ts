/**
 * How a permission becomes more permission in AWS, as data. What each word means is for the files beside this folder to
 * say (`escalate-*.ts`).
 */

/** Where an action is needed. */
export type On =
  | 'self' // on the identity itself
  | 'own-policy' // on a customer-managed policy that is attached to it
  | 'own-policy-version' // on one that has another version, which gives more
  | 'own-group' // on a group that it is a member of
  | 'stronger-group' // on a group that makes its members administrators
  | 'user' // on another user of the account
  | 'role' // on a role of the account
  | 'assumable-role' // on a role that it can assume already
  | 'policy-of-role' // on a customer-managed policy attached to the role
  | 'saml-provider' // on a SAML provider that a role trusts
  | 'oidc-provider' // on an OIDC provider that a role trusts
  | 'organization' // on something of the organization that its account manages
  | 'passed-role' // on a role that trusts the service
  | 'made' // on something that it makes for the purpose, or may choose freely
  | 'workload' // on the very thing that runs as the role
  | 'existing'; // on something that has to be there already, whatever it runs as

export interface Need {
  readonly action: string;
  readonly on: On;
  /**
   * For `made`: on which resources, all of them. `lambda:*:@:function:*` is an ARN without `arn:aws:`, with `@` for the
   * account; `*` alone means that the action knows no resources; `{id}` stands for an id that AWS chooses. Needs of one
   * technique with the same resource are needs on one and the same thing. For `organization` `#` stands for the other account.
   */
  readonly resource?: string | readonly string[];
}

export interface Technique {
  /** As pathfinding.cloud has it; ids that begin with `nhi-` are ours. */
  readonly id: string;
  readonly title: string;
  readonly category: 'self-escalation' | 'principal-access' | 'new-passrole' | 'existing-passrole';
  /** In the order in which they are used. All actions with the same `on` are needed on the same thing. */
  readonly needs: readonly Need[];
  /** `admin`: it can make itself administrator. `target`: it becomes the user or role. */
  readonly gives: 'admin' | 'target';
  /** Works for identities of this type only. */
  readonly start?: 'user' | 'role';
  /** What the target user has to have. */
  readonly target?: UserTarget;
  /** What the identity has to hold so that something is gained by taking it away. */
  readonly removes?: 'boundary' | 'inline-deny' | 'attached-deny';
  /** The service that runs as the role. */
  readonly service?: string;
  /** Another role that has to be passed besides, to this service. */
  readonly alsoPasses?: string;
  /** What the role itself has to be allowed, for the service to work with it. */
  readonly role?: readonly string[];
  /** The role assumes another one, and that one is gained. */
  readonly through?: 'stack-set';
  /** Kinds of workload that the technique takes over: decided workload by workload where they were listed. */
  readonly workloads?: readonly string[];
  /** A setting of a workload with which it is not established that the technique works: then it is `possible`. */
  readonly doubtedBy?: { readonly setting: 'pipeline_source'; readonly because: string };
  /** Something else that has to be there, and the kinds of workload that show that it is. */
  readonly exists?: { readonly what: string; readonly kinds: readonly string[] };
  /** What the workload has to have, where a source says whether it has it: as its setting of that name. */
  readonly setting?: 'exec';
  /** Needs something that no source shows, so that it is never more than possible. */
  readonly unseen?: string;
  /** For providers: there is none of that name yet, though a role trusts it. */
  readonly missing?: true;
  /** For tokens of a provider: what is chosen for `aud`. */
  readonly audience?: string;
  /**
   * What it ends at in another account of the organization: `account`, its administrators; `held-role`, the same, by a role that
   * it can assume and that only service control policies hold back; `sso-role`, a role of Identity Center; `sso-admin`, its
   * administrators by such a role; `stack-set-account`, its administrators by what CloudFormation puts there.
   */
  readonly ends?: 'account' | 'held-role' | 'sso-role' | 'sso-admin' | 'stack-set-account';
  /** Of those: the service that an account may administer in the place of the management account. */
  readonly delegate?: string;
  /** Drawn by the edges of kind `assumes`. */
  readonly assumes?: true;
  /** The page that establishes it. */
  readonly source: string;
}

/** What an access-key or password technique needs of its target. */
export type UserTarget = 'key-slot' | 'no-key-slot' | 'password' | 'password-mfa' | 'no-password';

/** The page of a technique of pathfinding.cloud. */
export function pathfinding(id: string): string {
  return `https://pathfinding.cloud/paths/${id}`;
}

/** A technique of pathfinding.cloud. */
export function known(id: string, title: string, rest: Omit<Technique, 'id' | 'title' | 'source'>): Technique {
  return { id, title, ...rest, source: pathfinding(id) };
}

/** Needs on one kind of thing. */
export function on(where: On, ...actions: readonly string[]): readonly Need[] {
  return actions.map((action) => ({ action, on: where }));
}

/** Needs on one thing that is made for the purpose. */
export function made(resource: string | readonly string[], ...actions: readonly string[]): readonly Need[] {
  return actions.map((action) => ({ action, on: 'made', resource }));
}

export const passRole: readonly Need[] = on('passed-role', 'iam:PassRole');
