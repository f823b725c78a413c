import { expect, test } from 'vitest';
import type { Identity } from '../../src/inventory/identity.ts';
import { mergeIdentity } from '../../src/inventory/merge.ts';
import { type OwnerSource, ownerSources } from '../../src/inventory/owner.ts';

function owned(owner: string, ownerFrom: OwnerSource | undefined, standing: Identity['standing']): Identity {
  const place = { source: owner };
  return {
    id: 'aws:role/111122223333/web',
    plane: 'aws',
    kind: 'aws-iam-role',
    name: 'web',
    scope: '111122223333',
    nature: 'workload',
    agent: false,
    standing,
    owner,
    ...(ownerFrom === undefined ? {} : { ownerFrom, factEvidence: { owner: [place] } }),
    evidence: [place],
  };
}

test('of two sources the stronger one names the owner, however well the other knows the rest', () => {
  for (const [strength, strong] of ownerSources.entries()) {
    for (const weak of ownerSources.slice(0, strength)) {
      const better = owned('better', strong, 'declared');
      const worse = owned('worse', weak, 'observed');
      for (const merged of [mergeIdentity(better, worse), mergeIdentity(worse, better)]) {
        expect([merged.owner, merged.ownerFrom, merged.standing]).toEqual(['better', strong, 'observed']);
        expect(merged.factEvidence?.owner).toEqual([{ source: 'better' }]);
      }
    }
  }
});

test('a tag wins over code owners, and no place that names the others is left', () => {
  const merged = mergeIdentity(owned('@acme/dev', 'codeowners', 'declared'), owned('payments', undefined, 'observed'));
  expect([merged.owner, merged.ownerFrom, merged.factEvidence?.owner]).toEqual(['payments', 'tag', undefined]);
});

test('what one does not name the other does', () => {
  const { owner: _, ...without } = owned('', undefined, 'observed');
  const merged = mergeIdentity(without, owned('@acme/dev', 'codeowners', 'declared'));
  expect([merged.owner, merged.ownerFrom, merged.standing]).toEqual(['@acme/dev', 'codeowners', 'observed']);
});
