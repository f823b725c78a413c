import type { CollectContext } from '../collector.ts';
import { KeptAccounts } from '../kept-accounts.ts';
import type { Subscription } from './subscription.ts';

/** Where subscriptions are kept once they were read, if the person wants that. */
export function openKept(source: string, subscriptions: readonly Subscription[], context: CollectContext): KeptAccounts | undefined {
  const { organization: settings } = context;
  if (settings?.keepIn === undefined) return undefined;
  const run = {
    tool: settings.tool,
    source,
    organization: subscriptions.map(({ id }) => id).join(' '),
    role: '',
    keys: [],
    ...(context.whoseUse === undefined ? {} : { use: true as const }),
  };
  const kept = new KeptAccounts(settings.keepIn, run, context.now);
  if (kept.unused !== undefined) context.note?.(`${source}: what is kept in ${kept.directory} is not used: ${kept.unused}`);
  else if (kept.count > 0) {
    const count = kept.count === 1 ? '1 subscription was' : `${kept.count} subscriptions were`;
    context.note?.(`${source}: going on with an interrupted run: ${count} read before (kept in ${kept.directory})`);
  }
  return kept;
}
