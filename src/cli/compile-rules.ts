import { writeFileSync } from 'node:fs';
import { compiledFile, compileRules } from './load-rules.ts';

// Run by the build: keeps the built-in rules as JSON beside the compiled code. A rule that is not right fails the build.
writeFileSync(compiledFile, JSON.stringify(compileRules()));
