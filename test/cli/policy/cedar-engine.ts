import { type AuthorizationCall, isAuthorized, policySetTextToParts, validate } from '@cedar-policy/cedar-wasm/nodejs';
import { cedarSchema } from '../../../src/cli/policy/cedar.ts';

/** A request as a row of decisions has it. */
export interface Request {
  readonly agent?: string;
  readonly action: string;
  readonly server?: string;
  readonly tool?: string;
  readonly argument?: string;
  readonly approved?: boolean;
  readonly identity?: string;
  readonly permission?: string;
  readonly target?: string;
}

/** What Cedar decides. @throws where it cannot. */
export function cedarAllows(policies: string, agent: string, request: Request): boolean {
  const { agent: _, action, server, identity, ...context } = request;
  const resource =
    action === 'use'
      ? { type: 'Identity', id: identity ?? '' }
      : server === undefined
        ? { type: 'Client', id: 'own' }
        : { type: 'Server', id: server };
  const call: AuthorizationCall = {
    principal: { type: 'Agent', id: request.agent ?? agent },
    action: { type: 'Action', id: action },
    resource,
    context,
    schema: cedarSchema,
    validateRequest: true,
    policies: { staticPolicies: policies },
    entities: [],
  };
  const answer = isAuthorized(call);
  if (answer.type === 'failure') throw new Error(answer.errors.map((e) => e.message).join('; '));
  if (answer.response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(answer.response.diagnostics.errors));
  return answer.response.decision === 'allow';
}

/** What Cedar has against policies; empty for none. */
export function cedarProblems(policies: string): readonly string[] {
  const answer = validate({ schema: cedarSchema, policies: { staticPolicies: policies } });
  if (answer.type === 'failure') return answer.errors.map((e) => e.message);
  // It warns of names in several scripts, which is for a person to look at.
  return answer.validationErrors.map((e) => e.error.message);
}

/** The single policies of a text. */
export function cedarPolicies(policies: string): readonly string[] {
  const parts = policySetTextToParts(policies);
  if (parts.type === 'failure') throw new Error(parts.errors.map((e) => e.message).join('; '));
  return parts.policies;
}
