import type { Emission } from './emission.ts';

/**
 * Hands over what reports of sign-ins say of applications and credentials that this source does not describe: another may.
 * Where it describes them all, what only a report still names is gone.
 */
export function emitActivity(emission: Emission): void {
  const { directory, tenant, now } = emission;
  if (!directory.seen.has('service-principal') && !directory.seen.has('application')) {
    const places = new Map([...directory.activity.reportedKeys.values()].map(({ appId, at }) => [appId, at]));
    for (const [client, { at }] of directory.activity.usedApps) places.set(client, at);
    for (const [client, at] of places) {
      const used = directory.activity.usedApps.get(client);
      emission.emit({
        type: 'identity',
        value: {
          id: `entra:application/${client}`,
          plane: 'entra',
          kind: 'entra-application',
          name: client,
          scope: tenant,
          nature: 'unknown',
          agent: false,
          standing: 'named',
          ...(used === undefined ? {} : { lastUsedAt: used.last }),
          evidence: [at],
        },
      });
    }
  }
  if (directory.seen.has('application')) return;
  const described = new Set(emission.accounts.flatMap(({ principal }) => (principal?.keys ?? []).map((key) => key.keyId)));
  for (const { keyId, appId, what, endsAt, at } of directory.activity.reportedKeys.values()) {
    const lastUsedAt = directory.activity.usedKeys.get(keyId);
    if (described.has(keyId)) continue;
    emission.emit({
      type: 'credential',
      value: {
        id: `entra:credential/${keyId}`,
        kind: what === 'secret' ? 'entra-client-secret' : 'entra-client-certificate',
        name: keyId,
        identity: `entra:application/${appId}`,
        static: endsAt === undefined,
        ...(endsAt === undefined ? {} : { expiresAt: endsAt, enabled: endsAt > now }),
        ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
        provider: 'azure',
        purpose: 'cloud',
        evidence: [at],
      },
    });
  }
}
