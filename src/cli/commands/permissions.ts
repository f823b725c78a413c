import { discoverCollectors } from '../../collectors/discover.ts';
import { didYouMean } from '../../engine/nearest.ts';
import { quoted } from '../../engine/quoted.ts';
import { UserError } from '../../user-error.ts';
import type { Io } from '../io.ts';

/** `nhi permissions SOURCE`: the least-privilege policy that a live source needs, ready to paste. */
export async function permissions(source: string, io: Io): Promise<number> {
  const collectors = await discoverCollectors();
  const collector = collectors.find((c) => c.accepts(source)) ?? collectors.find((c) => c.name === source);
  if (collector === undefined) {
    const live = collectors.filter((c) => c.permissions.length > 0).map((c) => c.name);
    throw new UserError(`unknown source ${quoted(source)}${didYouMean(source, live)} (live sources: ${live.join(', ')})`);
  }
  if (collector.permissions.length === 0) {
    io.stdout.write(`${collector.name} reads files: it needs no permission but to read them.\n`);
    return 0;
  }
  const width = Math.max(...collector.permissions.map((p) => p.permission.length));
  for (const p of collector.permissions) {
    io.stderr.write(`${p.permission.padEnd(width)}  ${p.required ? 'required' : 'optional'}  ${p.serves}\n`);
  }
  if (collector.permissionDocument) io.stdout.write(`${collector.permissionDocument()}\n`);
  return 0;
}
