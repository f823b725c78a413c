import { writeSync } from 'node:fs';

// Loaded before a measured program: tells its peak memory (KiB) on file descriptor 3 when it ends.
process.on('exit', () => writeSync(3, `${process.resourceUsage().maxRSS}\n`));
