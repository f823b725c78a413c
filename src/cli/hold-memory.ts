import { setFlagsFromString } from 'node:v8';

/** Records after which an input counts as large: an AWS account of about twenty thousand principals. */
const largeInput = 200_000;

/**
 * Counts records, and has V8 clean up earlier once there are many. Left to itself it lets the heap grow to twice what is
 * in use and more, which is fast, but turns one gigabyte of inventory into three of memory.
 */
export function memoryHolder(): (more?: number) => void {
  let records = 0;
  return (more = 1) => {
    const before = records;
    records += more;
    if (before < largeInput && records >= largeInput) setFlagsFromString('--heap-growing-percent=200');
  };
}
