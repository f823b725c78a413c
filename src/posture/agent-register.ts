import { matchesGlob } from '../glob.ts';
import type { Identity } from '../inventory/identity.ts';

/** What is to be on record of an agent before it may act by itself. */
export const registerFields = ['owner', 'purpose', 'tools', 'data', 'autonomy', 'approver'] as const;

/** What may be on record besides: how the agent is stopped. */
export const killSwitchField = 'kill_switch';

/** An entry of the register of agents. */
export interface RegisteredAgent {
  /** Name or id of the agent; `*` is any run of characters. */
  readonly name: string;
  /** The account or repository. */
  readonly scope?: string;
  /** The fields that say something. */
  readonly fields: ReadonlySet<string>;
}

/** What the register lacks of an agent: `entry` where it is not in it, else the fields that say nothing. */
export function missingInRegister(register: readonly RegisteredAgent[], identity: Identity): readonly string[] {
  const entries = entriesOf(register, identity);
  if (entries.length === 0) return ['entry'];
  return registerFields.filter((field) => !entries.some((entry) => entry.fields.has(field)));
}

/** Whether the register says how an agent is stopped. */
export function hasKillSwitch(register: readonly RegisteredAgent[] | undefined, identity: Identity): boolean {
  return identity.agent && register !== undefined && entriesOf(register, identity).some((entry) => entry.fields.has(killSwitchField));
}

function entriesOf(register: readonly RegisteredAgent[], { id, name, scope }: Identity): readonly RegisteredAgent[] {
  return register.filter(
    (e) => (matchesGlob(e.name, name) || matchesGlob(e.name, id)) && (e.scope === undefined || matchesGlob(e.scope, scope)),
  );
}
