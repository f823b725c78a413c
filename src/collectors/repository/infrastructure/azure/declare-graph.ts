import { get, knownText, listOf, type Value } from '../value.ts';
import type { AzureDeclaration } from './declarations.ts';
import type { ArmShape } from './declare-arm.ts';
import { digOne } from './settings.ts';

/** What a resource of Bicep's Microsoft Graph extension declares (https://learn.microsoft.com/graph/templates/bicep/). */
export function declareGraph(shape: ArmShape): readonly AzureDeclaration[] {
  const common = { address: shape.address, at: shape.at, doubt: shape.doubt };
  const property = (path: string): Value | undefined => digOne(shape.body, path);
  switch (shape.type) {
    case 'microsoft.graph/applications':
      return [
        {
          kind: 'application',
          ...common,
          isPrincipal: false,
          name: property('displayName') ?? property('uniqueName'),
          client: property('appId'),
          owners: owners(shape.body),
          existing: shape.existing,
        },
      ];
    case 'microsoft.graph/serviceprincipals':
      return [
        {
          kind: 'application',
          ...common,
          isPrincipal: true,
          name: property('displayName'),
          client: property('appId'),
          owners: owners(shape.body),
          existing: shape.existing,
        },
      ];
    case 'microsoft.graph/applications/federatedidentitycredentials':
      return [
        {
          kind: 'federation',
          ...common,
          // The application's own name leads that of the credential.
          identity: shape.parent ?? (shape.names.length > 1 ? shape.names[0] : undefined),
          name: property('name') ?? shape.names.at(-1),
          issuer: property('issuer'),
          subject: property('subject'),
          audiences: listOf(property('audiences')),
          expression: property('claimsMatchingExpression.value'),
        },
      ];
    case 'microsoft.graph/approleassignedto':
      return [
        { kind: 'app-role', ...common, principal: property('principalId'), resource: property('resourceId'), role: property('appRoleId') },
      ];
    case 'microsoft.graph/oauth2permissiongrants': {
      const consent = knownText(property('consentType'));
      return [
        {
          kind: 'delegated',
          ...common,
          principal: property('clientId'),
          resource: property('resourceId'),
          scopes: listOf(property('scope')),
          forOne: consent === undefined ? undefined : consent !== 'AllPrincipals',
        },
      ];
    }
    default:
      return [];
  }
}

function owners(body: Value): readonly Value[] | undefined {
  const value = get(body, 'owners');
  return value === undefined ? undefined : listOf(value.kind === 'object' ? get(value, 'relationships') : value);
}
