import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The library, loaded with the first condition that needs it: to set it up takes as long as a small scan works. */
export function celLibrary(): typeof import('@marcbachmann/cel-js') {
  return load('@marcbachmann/cel-js') as typeof import('@marcbachmann/cel-js');
}
