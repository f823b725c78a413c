import { expect, test } from 'vitest';
import { mergeUse } from '../../src/inventory/merge-use.ts';
import type { Use } from '../../src/inventory/use.ts';

function seen(firstAt: string, lastAt: string, region: string, events: number): Use {
  return {
    id: 'aws:user/111122223333/ci#use/trail',
    identity: 'aws:user/111122223333/ci',
    recorder: 'trail',
    services: {},
    actions: { 's3:GetObject': lastAt },
    refused: { 's3:PutObject': events },
    regions: [region],
    firstAt,
    lastAt,
    evidence: [{ source: `${firstAt} ${region}` }],
  };
}

const march = seen('2026-03-01T00:00:00.000Z', '2026-03-31T00:00:00.000Z', 'eu-west-1', 4);

test.each<readonly [string, Use, number]>([
  ['a file that is given twice', march, 4],
  ['a file with a part of it', seen('2026-03-10T00:00:00.000Z', '2026-04-10T00:00:00.000Z', 'eu-west-1', 3), 4],
  ['another time', seen('2026-04-01T00:00:00.000Z', '2026-04-30T00:00:00.000Z', 'eu-west-1', 3), 7],
  ['another region', seen('2026-03-01T00:00:00.000Z', '2026-03-31T00:00:00.000Z', 'us-east-1', 3), 7],
])('%s', (_, other, expected) => {
  expect(mergeUse(march, other).refused).toEqual({ 's3:PutObject': expected });
  expect(mergeUse(other, march).refused).toEqual({ 's3:PutObject': expected });
});
