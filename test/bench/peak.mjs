import { writeSync } from 'node:fs';

// Loaded before a measured program: tells on file descriptor 3, when it ends, its peak memory (KiB) and the processor time that
// it took (ms), its own and the system's for it.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, `${maxRSS} ${(userCPUTime + systemCPUTime) / 1000}\n`);
});
