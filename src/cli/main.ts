import { readFileSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';

// The version must cost no more than starting Node: nothing else is loaded for it.
const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

// What libraries find odd about this machine (no metadata server...) is told as an error, in one line, or not at all.
process.removeAllListeners('warning');

const [first, ...rest] = process.argv.slice(2);
if ((first === '--version' || first === '-V') && rest.length === 0) {
  process.stdout.write(`${version()}\n`);
} else {
  // A thread writes through the main one, and knows of its terminal only what it is told (see roomy-thread.ts).
  if (!isMainThread) for (const name of ['stdout', 'stderr'] as const) Object.assign(process[name], workerData[name]);
  const { run } = await import('./program.ts');
  process.exitCode = await run(process.argv.slice(2), version(), new URL(import.meta.url));
}
