import type { Evidence } from '../../inventory/evidence.ts';
import type { Grant } from '../../inventory/grant.ts';
import { statementList } from '../aws-policy/statement-list.ts';
import { below, belowAlike, ItemPointers } from '../place-below.ts';
import type { NormaliseContext } from './normalise-context.ts';
import type { AttachedPolicyShape, InlinePolicyShape } from './shapes.ts';

interface Granted {
  readonly name: string;
  readonly inline: readonly InlinePolicyShape[];
  readonly attached: readonly AttachedPolicyShape[];
  /** The ARN of the permissions boundary; empty where there is one that could not be read. */
  readonly boundary?: string | undefined;
}

/** Where the inline policies of a user, role or group stand, and in them the statements of those that list them. */
const inlinePlaces = {
  user: inlineIn('/UserPolicyList'),
  role: inlineIn('/RolePolicyList'),
  group: inlineIn('/GroupPolicyList'),
} as const;
const attachedPlaces = new ItemPointers('/AttachedManagedPolicies');

function inlineIn(list: string): { readonly policies: ItemPointers; readonly statements: ItemPointers } {
  return {
    policies: new ItemPointers(list),
    statements: new ItemPointers(list, '/PolicyDocument/Statement'),
  };
}

/** Hands over the grants of a user, role or group. `what` names the kind for people. */
export function emitGrants(
  context: NormaliseContext,
  holder: string,
  what: 'user' | 'role' | 'group',
  granted: Granted,
  at: Evidence,
): void {
  const grant = (value: Grant): void => context.emit({ type: 'grant', value });
  const { policies, statements } = inlinePlaces[what];
  for (const { name, document, index } of granted.inline) {
    const place = (): Evidence => belowAlike(at, policies.at(index));
    const id = context.ownDocument(document, () => `inline policy ${name} of ${what} ${granted.name}`, place);
    const grantId = `${holder}#inline/${name}`;
    if (id === undefined) grant({ id: grantId, holder, kind: 'inline', name, evidence: [place()] });
    else {
      const evidence = [statementList(document) === '' ? place() : belowAlike(at, statements.at(index))];
      grant({ id: grantId, holder, kind: 'inline', name, document: id, evidence });
    }
  }
  const names = new Set<string>();
  granted.attached.forEach(({ name, arn }, index) => {
    const place = belowAlike(at, attachedPlaces.at(index));
    // A customer's policy may carry the name of one of AWS's.
    const label = names.has(name) ? (arn ?? `${name}/${index}`) : name;
    names.add(name);
    if (arn !== undefined && !context.policiesNamed.has(arn)) context.policiesNamed.set(arn, place);
    const grantId = `${holder}#attached/${label}`;
    const evidence = [place];
    grant(
      arn === undefined
        ? { id: grantId, holder, kind: 'attached', name, evidence }
        : { id: grantId, holder, kind: 'attached', name, policy: arn, evidence },
    );
  });
  if (granted.boundary === undefined) return;
  const arn = granted.boundary;
  const place = below(at, '/PermissionsBoundary');
  const name = arn === '' ? 'permissions boundary' : arn.slice(arn.lastIndexOf('/') + 1);
  if (arn !== '' && !context.policiesNamed.has(arn)) context.policiesNamed.set(arn, place);
  grant({ id: `${holder}#boundary/${name}`, holder, kind: 'boundary', name, ...(arn === '' ? {} : { policy: arn }), evidence: [place] });
}
