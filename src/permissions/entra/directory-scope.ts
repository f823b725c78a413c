/** What a directory role holds on: the whole directory, an administrative unit, or one object, by an id of it. */
export type DirectoryScope = { readonly kind: 'whole' } | { readonly kind: 'unit' | 'object'; readonly id: string };

/**
 * Reads a directory scope, as answers write it (`/`, `/administrativeUnits/<id>`, `/<object id>`) or as an id of the inventory
 * (https://learn.microsoft.com/graph/api/resources/unifiedroleassignment).
 */
export function readDirectoryScope(text: string): DirectoryScope {
  const plain = text.toLowerCase();
  if (plain === '/' || plain === '' || plain.startsWith('entra:tenant/')) return { kind: 'whole' };
  const unit = /^(?:\/administrativeunits\/|entra:administrative-unit\/)(.+)$/.exec(plain)?.[1];
  if (unit !== undefined) return { kind: 'unit', id: unit };
  const at = plain.indexOf('/', plain.startsWith('/') ? 1 : 0);
  return { kind: 'object', id: plain.startsWith('/') ? plain.slice(1) : plain.slice(at + 1) };
}

/** A directory scope for a person. */
export function shownDirectoryScope(scope: DirectoryScope): string {
  if (scope.kind === 'whole') return 'the whole directory';
  return scope.kind === 'unit' ? `administrative unit ${scope.id}` : `object ${scope.id}`;
}
