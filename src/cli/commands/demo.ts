import { join } from 'node:path';
import type { CommonOptions } from '../common-options.ts';
import type { Io } from '../io.ts';
import { demoDirectory } from '../sources.ts';
import { scan } from './scan.ts';

/** The day on which the demo company's files were written: its ages stay true. */
const demoNow = '2026-11-22T09:00:00Z';

/**
 * `nhi demo`: the same as scan, on the demo company, with its configuration. It shows and does not gate: the exit code is 0
 * unless `--fail-on` is given.
 */
export function demo(options: CommonOptions, io: Io): Promise<number> {
  const shown = { now: demoNow, config: join(demoDirectory(), '.nhi.yaml'), failOn: 'none' } as const;
  return scan(['demo'], { ...shown, ...options }, io);
}
