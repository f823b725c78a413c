#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// A scan is short: to compile functions again and again for speed costs a fifth of it and more, so V8 waits longer before it
// does. Later versions may not know the flag, and would say so.
if (Number.parseInt(process.versions.v8, 10) < 14) setFlagsFromString('--interrupt-budget=1000000');
await import('../dist/cli/main.js');
