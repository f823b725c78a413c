import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCluster } from './read-cluster.ts';

interface AdmissionCase {
  readonly name: string;
  readonly page: string;
  readonly object: unknown;
  readonly engines: readonly string[];
  readonly denies?: readonly string[];
  readonly watches?: readonly string[];
  readonly open?: readonly string[];
  readonly requests?: readonly string[];
  readonly asked?: readonly string[];
}

const cases = JSON.parse(readFileSync(new URL('admission-cases.json', import.meta.url), 'utf8')) as readonly AdmissionCase[];

describe('what decides about requests', () => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const { settings } = readCluster(JSON.stringify(c.object));
    expect(settings).toEqual({
      admission_engines: c.engines,
      admission_denies: c.denies ?? [],
      admission_watches: c.watches ?? [],
      admission_fails_open: c.open ?? [],
      ...(c.requests === undefined ? {} : { request_policies: c.requests }),
      ...(c.asked === undefined ? {} : { request_engines: c.asked }),
    });
    expect(c.page).toMatch(/^https:/);
  });

  test('of a cluster that was read in part, only what is there is said', () => {
    expect(readCluster(JSON.stringify(cases[0]?.object), false).settings).toEqual({
      admission_engines: ['gatekeeper'],
      admission_denies: ['AllowedRegistries ours (gatekeeper)'],
    });
    expect(readCluster('', false).settings).toEqual({});
  });
});
