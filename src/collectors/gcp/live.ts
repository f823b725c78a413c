import { UserError } from '../../user-error.ts';
import type { CollectContext, Collected } from '../collector.ts';

export async function collectGoogle(source: string, _context: CollectContext): Promise<Collected> {
  throw new UserError(`${source}: not read live yet`);
}
