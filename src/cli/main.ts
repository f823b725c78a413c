import { readFileSync } from 'node:fs';

// The version must cost no more than starting Node: nothing else is loaded for it.
const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

// What libraries find odd about this machine (no metadata server...) is told as an error, in one line, or not at all.
process.removeAllListeners('warning');

const [first, ...rest] = process.argv.slice(2);
if ((first === '--version' || first === '-V') && rest.length === 0) {
  process.stdout.write(`${version()}\n`);
} else {
  const { run } = await import('./program.ts');
  process.exitCode = await run(process.argv.slice(2), version());
}
