import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adminNodes } from '../../src/graph/admin-nodes.ts';
import { adminPrefixes, isAdminClass } from '../../src/graph/class-node.ts';

const node = fc
  .tuple(
    fc.constantFrom('', 'class:', 'class:gcp-admi', 'class:gcp-admin', 'class:vault-admin0', 'gcp:', 'zz', ...adminPrefixes),
    fc.string(),
  )
  .map(([prefix, rest]) => prefix + rest);

test('finds every administrator class', () => {
  fc.assert(
    fc.property(fc.uniqueArray(node), (ids) => {
      const nodes = ids.sort();
      expect(adminNodes(nodes)).toEqual(nodes.flatMap((id, n) => (isAdminClass(id) ? [n] : [])));
    }),
  );
});
