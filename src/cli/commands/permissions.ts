import { discoverCollectors } from '../../collectors/discover.ts';
import { UserError } from '../../user-error.ts';
import type { Io } from '../io.ts';
import { nearest } from '../nearest.ts';

/** `nhi permissions SOURCE`: the least-privilege policy that a live source needs, ready to paste. */
export async function permissions(source: string, io: Io): Promise<number> {
  const collectors = await discoverCollectors();
  const collector = collectors.find((c) => c.accepts(source)) ?? collectors.find((c) => c.name === source);
  if (collector === undefined) {
    const live = collectors.filter((c) => c.permissions.length > 0).map((c) => c.name);
    const close = nearest(source, live);
    throw new UserError(`unknown source "${source}"${close ? `; did you mean "${close}"?` : ''} (live sources: ${live.join(', ')})`);
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
