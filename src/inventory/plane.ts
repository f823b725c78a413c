/** The world an identity lives in. */
export const planes = ['aws', 'gcp', 'azure', 'entra', 'github', 'kubernetes', 'repository', 'agent', 'vault', 'spiffe'] as const;

export type Plane = (typeof planes)[number];
