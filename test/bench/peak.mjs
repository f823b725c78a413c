import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Loaded before a measured program: tells on file descriptor 3, when it ends, its peak memory (KiB) and the processor time that
// it took (ms), its own and the system's for it, all threads together.
if (isMainThread)
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeSync(3, `${maxRSS} ${(userCPUTime + systemCPUTime) / 1000}\n`);
  });
