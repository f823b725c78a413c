import type { CollectContext, Collected } from '../collector.ts';
export async function collectLive(_source: string, _context: CollectContext): Promise<Collected> {
  throw new Error('not yet');
}
