import { readdirSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { defineConfig } from 'rolldown';

/** Modules that are found by where they lie, and programs of their own; everything else is loaded through them. */
const entries = [
  'cli/main',
  'cli/compile-rules',
  'permissions/aws/generate-actions',
  'collectors/repository/look-ahead/thread',
  ...modules(/^collectors\/[^/]+\/collector\.ts$/),
  ...modules(/^reporters\/[^/]+\.ts$/).filter((name) => readFileSync(`src/${name}.ts`, 'utf8').includes('export const reporter')),
];

function modules(pattern) {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => pattern.test(name))
    .map((name) => name.slice(0, -3))
    .sort();
}

// Packs our own modules into few files: opening each of several hundred would take longer than a small scan. What they have
// in common lies in dist/parts, as deep as dist/cli, so that `../` leads to the same place from both.
const program = defineConfig({
  input: Object.fromEntries(entries.map((name) => [name, `./src/${name}.ts`])),
  platform: 'node',
  // Installed packages stay where they are, with their licences.
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  output: {
    dir: 'dist',
    entryFileNames: '[name].js',
    chunkFileNames: 'parts/[name].js',
    cleanDir: true,
    // They are a quarter of the text, and Node reads all of it at every start.
    comments: false,
    // To find and open a file takes as long as to read 20 KB: small modules that several places need lie in one.
    codeSplitting: { groups: [{ name: 'common', maxModuleSize: 8000, minShareCount: 4 }] },
  },
});

// The script of the HTML report, with the library that draws: one file that stands in the page.
const page = defineConfig({
  input: './src/page/main.ts',
  platform: 'browser',
  output: {
    file: 'dist/page/main.js',
    format: 'iife',
    minify: true,
    postBanner: `/*!\n${readFileSync('node_modules/cytoscape/LICENSE', 'utf8').trim()}\n*/`,
  },
});

export default [program, page];
