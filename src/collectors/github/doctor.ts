import type { CollectContext, DoctorLine } from '../collector.ts';
export async function checkGithub(_source: string, _context: CollectContext): Promise<readonly DoctorLine[]> {
  return [];
}
