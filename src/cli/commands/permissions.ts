import { discoverCollectors } from '../../collectors/discover.ts';
import { didYouMean } from '../../engine/nearest.ts';
import { quoted } from '../../engine/quoted.ts';
import { UserError } from '../../user-error.ts';
import type { CommonOptions } from '../common-options.ts';
import type { Io } from '../io.ts';
import { readRole } from '../organization-options.ts';

/** `nhi permissions SOURCE`: the least-privilege policy that a live source needs, ready to paste. */
export async function permissions(source: string, options: Pick<CommonOptions, 'orgRole'>, io: Io): Promise<number> {
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
  const needed = collector.permissionsOf?.(source) ?? collector.permissions;
  const width = Math.max(...needed.map((p) => p.permission.length));
  for (const p of needed) {
    io.stderr.write(`${p.permission.padEnd(width)}  ${p.required ? 'required' : 'optional'}  ${p.serves}\n`);
  }
  const role = options.orgRole === undefined ? undefined : readRole(options.orgRole);
  if (collector.permissionDocument) io.stdout.write(`${collector.permissionDocument(source, role)}\n`);
  // The printed policies are for a role of our own; left to itself a scan takes the one that Organizations makes.
  if (source === 'aws:org') io.stderr.write(`\nThen: nhi scan aws:org --org-role ${role ?? 'nhi'}\n`);
  return 0;
}
