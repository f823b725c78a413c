import type { Evidence } from '../../inventory/evidence.ts';
import type { PolicyStatement } from '../../inventory/policy.ts';
import type { StatementReference } from '../power.ts';
import type { PolicySource } from './policy-sources.ts';

const longestNote = 200;

/** A statement as a person finds it: policy, place, group, and the statement itself in one line. */
export function referTo(source: PolicySource, statement: PolicyStatement, at: number): StatementReference {
  const note = describe(statement);
  return {
    policy: source.name,
    statement: statement.sid ?? `statement ${at + 1}`,
    ...(source.through === undefined ? {} : { through: source.through }),
    evidence: placesOf(source, at).map((e) => noted(e, note)),
  };
}

/** There are many: what begins with a spread and goes on with another name has a hidden class to itself in V8 as Node 20 has it. */
function noted(place: Evidence, note: string): Evidence {
  if ('note' in place) return { ...place, note };
  return { note, ...place };
}

/** The statement's own place where it is known, and the grant that attaches it; else the places of the policy. */
function placesOf({ places, evidence }: PolicySource, at: number): readonly Evidence[] {
  const own = places?.[at];
  return own === undefined ? evidence.slice(0, 2).map((e) => inList(e, at)) : [own, ...evidence.slice(-1)].slice(0, 2);
}

/** A place that is a list of statements leads to each of them. */
function inList(place: Evidence, at: number): Evidence {
  return place.pointer?.endsWith('/Statement') === true ? { ...place, pointer: `${place.pointer}/${at}` } : place;
}

/** `Allow s3:GetObject, s3:PutObject on arn:aws:s3:::logs/* if aws:SourceIp`. Condition values are left out. */
function describe({ effect, action, notAction, resource, notResource, condition }: PolicyStatement): string {
  const actions = action ? action.join(', ') : `all but ${(notAction ?? []).join(', ')}`;
  const resources = resource ? ` on ${resource.join(', ')}` : notResource ? ` on all but ${notResource.join(', ')}` : '';
  const keys = Object.values(condition ?? {}).flatMap((entry) => Object.keys(entry));
  const line = `${effect} ${actions}${resources}${keys.length > 0 ? ` if ${keys.join(', ')}` : ''}`;
  return line.length <= longestNote ? line : `${line.slice(0, longestNote - 1)}…`;
}
