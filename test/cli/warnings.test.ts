import { expect, test } from 'vitest';
import { nhi } from './nhi.ts';

test('what a library finds odd about this machine is not printed', async () => {
  const warning = "process.once('beforeExit', () => process.emitWarning('no metadata server'))";
  const { code, err } = await nhi(['rules', 'list'], {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(warning)}` },
  });
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
