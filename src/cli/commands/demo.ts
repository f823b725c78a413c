import { join } from 'node:path';
import type { CommonOptions } from '../common-options.ts';
import type { Io } from '../io.ts';
import { demoDirectory } from '../sources.ts';
import { scan } from './scan.ts';

/**
 * `nhi demo`: the same as `nhi scan demo`, but it shows and does not gate: the exit code is 0 unless `--fail-on` is given.
 */
export function demo(options: CommonOptions, io: Io): Promise<number> {
  return scan(['demo'], { config: join(demoDirectory(), '.nhi.yaml'), failOn: 'none', ...options }, io);
}
