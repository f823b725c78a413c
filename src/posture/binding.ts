import type { Identity } from '../inventory/identity.ts';
import { few } from './few.ts';
import { no, type PostureAnswer, unknown, yes } from './posture-answer.ts';

/** Whether a workload uses it and no person does. `people`: what tells of a person, `letIn`: who could be one; see people.ts. */
export function binding(identity: Identity, people: readonly string[], letIn: readonly string[] = []): PostureAnswer {
  const { nature, aws, kind } = identity;
  if (people.length > 0) return no(people.join('; '));
  if (nature === 'service-agent') return yes("the provider's own");
  if (aws?.bedrock_user === true) return unknown('a key proves it, and works for whoever has it');
  if (letIn.length > 0) return unknown(`it lets in ${few(letIn, 3)}, and whether that was used was not seen`);
  if (runsOnDesks(identity)) return unknown('it runs as whoever starts it, who may be a person');
  if (identity.mcp?.remote === true && identity.mcp.static_bearer !== true)
    return unknown('who logs in to it, if anybody, is settled when it runs');
  if (aws?.trusted_services !== undefined && aws.trusted_services.length > 0) return yes(`assumed by ${aws.trusted_services.join(', ')}`);
  if (nature === 'workload' || nature === 'agent')
    return yes(kind === 'aws-iam-role' ? 'workloads assume it, and no person was seen to' : `${kind} runs by itself`);
  return unknown('nothing seen says who uses it');
}

/** A client, its sub-agents, and the servers that it starts on the same machine. */
function runsOnDesks({ kind, mcp }: Identity): boolean {
  return kind === 'agent' || kind === 'sub-agent' || (kind === 'mcp-server' && mcp?.remote !== true);
}
