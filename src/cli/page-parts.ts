import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { PageParts } from '../reporters/reporter.ts';

/** The page's script as the build packed it, and the packing of its data. Beside what runs, or in what was built of it. */
export function pageParts(): PageParts {
  const places = [new URL('../page/main.js', import.meta.url), new URL('../../dist/page/main.js', import.meta.url)];
  const place = places.find((url) => existsSync(url));
  if (place === undefined) throw new Error('the page of the HTML report is not built; run npm run build');
  return {
    script: readFileSync(place, 'utf8'),
    pack: (text) => gzipSync(text, { level: 6 }).toString('base64'),
  };
}
