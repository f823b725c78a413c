import type { PageRows, RowKind } from '../reporters/html-rows.ts';

/** The rows of a kind, from all its data blocks, in order. */
export async function readRows<K extends RowKind>(kind: K): Promise<PageRows[K][]> {
  const rows: PageRows[K][] = [];
  for (const block of document.querySelectorAll<HTMLScriptElement>(`script[data-rows="${kind}"]`)) {
    const text = block.type === 'application/gzip' ? await unpack(block.textContent ?? '') : (block.textContent ?? '');
    for (const row of JSON.parse(text) as PageRows[K][]) rows.push(row);
    // Read once: the text need not stay in memory.
    block.remove();
  }
  return rows;
}

async function unpack(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
