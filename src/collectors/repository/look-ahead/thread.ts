import { closeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { holdsNothing, LookThrough } from '../secrets/look-through.ts';
import { empty, free, taken, type Window } from './window.ts';

// The thread that looks ahead: it opens, reads and looks through files that nobody has come to, and says of which the scan
// need not look at them again. Of whatever is out of the ordinary it says nothing.
const through = new LookThrough((workerData as { readonly root: string }).root);

parentPort?.on('message', ({ paths, states }: Window) => {
  for (let i = paths.length - 1; i >= 0; i--) {
    const path = paths[i] as string;
    if (path === '') continue;
    // The scan has come here.
    if (Atomics.compareExchange(states, i, free, taken) !== free) return;
    if (isEmpty(path)) Atomics.store(states, i, empty);
  }
});

function isEmpty(path: string): boolean {
  try {
    const looked = through.look(path, path, false);
    closeSync(looked.descriptor);
    return holdsNothing(path, looked);
  } catch {
    return false;
  }
}
