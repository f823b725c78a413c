import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nhi, root } from './nhi.ts';

interface Place {
  readonly source: string;
  readonly file?: string;
  readonly pointer: string;
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(placesIn);
  return 'source' in value && 'pointer' in value && typeof value.pointer === 'string' ? [value as Place, ...inner] : inner;
}

/** Whether a pointer leads into a document; what decides may be that its last part is not there. */
function leads(document: unknown, pointer: string): boolean {
  let value = document;
  const steps = pointer.split('/').slice(1);
  for (const [i, step] of steps.entries()) {
    // A policy that is text is read as a document.
    if (typeof value === 'string') value = JSON.parse(value);
    if (typeof value !== 'object' || value === null) return false;
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!Object.hasOwn(value, key)) return i === steps.length - 1 && !Array.isArray(value);
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}

/** Undefined of files with comments and of broken ones. */
function documentIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

test.each(['fixtures/acme', 'fixtures/everything-wrong', 'fixtures/azure', 'fixtures/gcp', 'fixtures/github'])(
  'places in the saved answers of %s lead there',
  async (directory) => {
    const report: unknown = JSON.parse((await nhi(['scan', directory, '--format', 'json'], { cwd: root })).out);
    const documents = new Map<string, unknown>();
    const lost = new Set<string>();
    let seen = 0;
    for (const { source, file, pointer } of placesIn(report)) {
      const path = [join(root, file ?? source), join(root, source, file ?? '')].find((one) => existsSync(one) && /\.json$/.test(one));
      if (path === undefined) continue;
      if (!documents.has(path)) documents.set(path, documentIn(path));
      if (documents.get(path) === undefined) continue;
      seen++;
      if (!leads(documents.get(path), pointer)) lost.add(`${path.slice(root.length)} ${pointer}`);
    }
    expect([...lost].sort()).toEqual([]);
    expect(seen).toBeGreaterThan(10);
  },
);
