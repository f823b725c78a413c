import type { Credential } from '../../inventory/credential.ts';
import type { Draft } from '../place-below.ts';
import { timeOfSeconds } from '../seconds.ts';
import { listOf, listOfNames, numberOf, textOf, timeOf } from './vault-api.ts';
import { emitAttached, type VaultWorld } from './vault-world.ts';

/**
 * Tokens that somebody made by hand, by their accessors, as `vault token lookup -format=json -accessor` prints them: whoever has one acts by
 * its own policies. Those of a login end soon and are its role's. Looking one up is a request that writes, so only saved answers tell.
 */
export async function readTokens(world: VaultWorld): Promise<void> {
  const { api, emit, vault } = world;
  if (!api.isSaved) return;
  for (const accessor of await listOfNames(api, 'auth/token/accessors', 'tokens')) {
    const path = `auth/token/accessors/${accessor}`;
    const token = await api.read(path, `token ${accessor}`);
    if (token === undefined || !/^auth\/token\//.test(textOf(token.path))) continue;
    const id = `vault:token/${vault}/${accessor}`;
    const evidence = [api.evidence(path)];
    const name = textOf(token.display_name) || accessor;
    emit({
      type: 'identity',
      value: {
        id,
        plane: 'vault',
        kind: 'vault-token',
        name: `${name} (${accessor})`,
        scope: vault,
        nature: 'unknown',
        agent: false,
        standing: 'observed',
        grantsListed: true,
        vault: { mount: 'token', method: 'token', token_periodic: (numberOf(token.period) ?? 0) > 0 },
        evidence,
      },
    });
    emitAttached(world, id, [...new Set([...listOf(token.policies), ...listOf(token.identity_policies)])].sort(), evidence);
    const ends = timeOf(token.expire_time);
    const made = timeOf(token.issue_time) ?? secondsAsTime(numberOf(token.creation_time));
    const value: Draft<Credential> = {
      id: `vault:token-value/${vault}/${accessor}`,
      kind: 'vault-token',
      name: `token ${name} (${accessor})`,
      identity: id,
      enabled: true,
      // A periodic token is renewed without end.
      static: ends === undefined,
      expiresAt: ends ?? null,
      provider: 'vault',
      purpose: 'other',
      limits: listOf(token.bound_cidrs).length > 0 ? ['ips'] : [],
      evidence,
    };
    if (made !== undefined) value.createdAt = made;
    emit({ type: 'credential', value });
  }
}

function secondsAsTime(seconds: number | undefined): string | undefined {
  return seconds === undefined || seconds <= 0 ? undefined : timeOfSeconds(seconds);
}
