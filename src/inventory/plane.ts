/** The world an identity lives in. */
export const planes = ['aws', 'gcp', 'azure', 'entra', 'github', 'kubernetes', 'repository', 'agent', 'vault', 'spiffe'] as const;

export type Plane = (typeof planes)[number];

/** Planes of which it is worked out what identities may do. */
export const planesWithPower: ReadonlySet<Plane> = new Set(['aws', 'gcp', 'azure', 'entra', 'github', 'kubernetes', 'vault']);
