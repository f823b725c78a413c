import type { Evidence } from './evidence.ts';

/**
 * What is given, whoever holds it.
 * `attached`, `inline`, `binding` (of a Kubernetes role): give power. `boundary`, `scp`, `rcp`: limit it; so do deny
 * policies of Google Cloud and deny assignments of Azure, as `scp` of the scope they are attached to, and principal access
 * boundaries, as `boundary` of the set of principals they are bound to.
 */
export interface Given {
  readonly kind: 'attached' | 'inline' | 'boundary' | 'scp' | 'rcp' | 'binding';
  /** Policy name as people know it. */
  readonly name: string;
  /** A `Policy.id` for attached policies and boundaries. */
  readonly policy?: string;
  /** Of a binding: the one namespace it counts in. Absent: the whole cluster. */
  readonly namespace?: string;
  /** A `PolicyDocument.id` for inline policies. */
  readonly document?: string;
  /**
   * Planes whose roles are given on something: what this one is given on, and so on everything below it (`gcp:project/acme`,
   * `//storage.googleapis.com/acme-orders`; Azure: an ARM id in lower case; Entra: a directory scope; GitHub: `repository:acme/shop`,
   * `github:organization/acme`). Absent where that is not known.
   */
  readonly scope?: string;
  /**
   * Azure and Entra: the role as the source writes it, a name or an id. GitHub: read, triage, write, maintain, admin, on an
   * organization owner and the base role of members; or the name of a custom role, whose `policy` says what it allows.
   */
  readonly role?: string;
  /** The condition under which the role holds, as written. */
  readonly condition?: string | undefined;
  /** It counts only once its holder activates it: eligible in Privileged Identity Management, an entitlement of Google Cloud. */
  readonly eligible?: true;
  /** What activating it takes, in words: `approval by Security`, `multifactor authentication`. Empty: nothing. Absent: not known. */
  readonly activation?: readonly string[] | undefined;
  /** When it ends by itself; ISO 8601, UTC. Absent: never, or not known. */
  readonly until?: string | undefined;
  /** The source does not say whom the policy limits, and the holder is the widest it can be; see placeGrants. */
  readonly assumed?: true;
  /** Stands in code only (Terraform, a template). Where a source lists what the holder has, that counts, and this does not. */
  readonly declared?: true;
  /** Where each statement of the inline policy stands, in the document's order. */
  readonly places?: readonly Evidence[];
  readonly evidence: readonly Evidence[];
}

/** A permission given to an identity (or to a group, or to a whole account). */
export interface Grant extends Given {
  /** Stable: `<holder id>#<kind>/<policy name>`, and for a role ` on <scope>`. */
  readonly id: string;
  /** An identity id, a group id (`aws:group/<account>/<name>`), an account (`aws:account/<id>`), a unit (`aws:ou/<id>`), `aws:organization`, or a group of a cluster (`kubernetes:group/<cluster>/<name>`). */
  readonly holder: string;
}

/** An identity's membership of a group through which it holds grants. */
export interface Membership {
  readonly identity: string;
  /** `aws:group/<account>/<name>`, `entra:group/<object id>`, `gcp:group/<address>`. Of the last two, a group may itself be the `identity` of another membership. */
  readonly group: string;
}

/**
 * Stands for the grants of a holder that a source named without listing them, so that nothing is taken for no power. It
 * has neither policy nor document. Dropped when another source lists the holder's grants.
 */
export function placeholderGrant(holder: string, evidence: readonly Evidence[]): Grant {
  return { id: `${holder}${placeholder}`, holder, kind: 'attached', name: 'policies that the input does not list', evidence };
}

/** What the id of a placeholder ends with, behind its holder. */
const placeholder = '#attached/*';

export function isPlaceholder({ id, holder }: Grant): boolean {
  // Lengths first: most ids are looked at here only, and the others would be made one flat text for it.
  return id.length === holder.length + placeholder.length && id.endsWith(placeholder) && id.startsWith(holder);
}
