import type { CollectContext, DoctorLine } from '../collector.ts';
import { LiveVault } from './live-api.ts';

/** Asks once for each of the answers that everything else follows from. */
export async function checkVault(source: string, context: CollectContext): Promise<readonly DoctorLine[]> {
  let refused: string | undefined;
  const api = new LiveVault(context, source, ({ detail, permission }) => {
    refused = `${detail}; the token needs ${permission ?? 'more'}`;
  });
  const lines: DoctorLine[] = [];
  for (const path of ['sys/auth', 'sys/mounts', 'sys/audit']) {
    refused = undefined;
    const answer = await api.read(path, path);
    lines.push(
      answer === undefined
        ? { status: 'missing', check: `read on ${path}`, remedy: refused ?? 'there is no answer at that path' }
        : { status: 'ok', check: `read on ${path}` },
    );
  }
  return lines;
}
