import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');

interface SourceFile {
  readonly path: string;
  /** Without comments. */
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .map((name) => {
    const whole = readFileSync(join(src, name), 'utf8');
    const text = whole.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');
    return { path: name, text, lines: whole.split('\n').length - 1, imports: importsOf(name, text) };
  });

/** Imports of a file: paths inside src, or package names. Type-only imports count too. */
function importsOf(path: string, text: string): readonly string[] {
  const found = [...text.matchAll(/(?:^|\s)(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)|^import\s+'([^']+)'/gm)];
  return found.map((m) => {
    const name = (m[1] ?? m[2] ?? m[3]) as string;
    return name.startsWith('.') ? relative(src, resolve(src, dirname(path), name)) : name;
  });
}

const pure = ['inventory', 'permissions', 'graph', 'posture', 'engine', 'findings', 'frameworks', 'reporters'];
const buildStep = 'permissions/aws/generate-actions.ts';
const inFolder = (file: SourceFile, folders: readonly string[]): boolean => folders.some((f) => file.path.startsWith(`${f}/`));

/** Each boundary: a name, why it stands, and the offences. */
const boundaries: readonly { readonly name: string; readonly why: string; readonly offences: () => readonly string[] }[] = [
  {
    name: 'pure-folders-import-nothing-of-node',
    why: 'what is judged must depend on the input alone, so that a run can be repeated and a test needs no stand-ins',
    offences: () =>
      importOffences(
        files.filter((f) => inFolder(f, pure) && f.path !== buildStep),
        (name) => name.startsWith('node:') && name !== 'node:crypto',
      ),
  },
  {
    name: 'pure-folders-have-no-clock-environment-or-console',
    why: 'the same input and --now give the same bytes',
    offences: () =>
      files
        .filter((f) => inFolder(f, pure) && f.path !== buildStep)
        .flatMap((f) =>
          [...f.text.matchAll(/Date\.now\(|new Date\(\)|\bprocess\.|\bconsole\.|\bfetch\(|Math\.random\(|performance\./g)].map(
            (m) => `${f.path}: ${m[0]}`,
          ),
        ),
  },
  {
    name: 'pure-folders-do-not-import-the-edges',
    why: 'the pipeline runs one way: collectors hand over fragments, nothing after them reaches back',
    offences: () =>
      importOffences(
        files.filter((f) => inFolder(f, pure)),
        (name) => name.startsWith('cli/') || name.startsWith('collectors/'),
      ),
  },
  {
    name: 'collectors-do-not-judge',
    why: 'a collector says what is there; what it means is for permissions, graph and rules',
    offences: () =>
      importOffences(
        files.filter((f) => inFolder(f, ['collectors'])),
        (name) => ['engine/', 'findings/', 'graph/', 'posture/', 'reporters/', 'permissions/', 'cli/'].some((p) => name.startsWith(p)),
      ),
  },
  {
    name: 'collectors-do-not-import-each-other',
    why: 'a source kind can be added or removed as one folder; a folder without a collector (aws-policy) belongs to all',
    offences: () =>
      files.flatMap((f) => {
        const own = /^collectors\/([^/]+)\//.exec(f.path)?.[1];
        if (own === undefined) return [];
        return f.imports
          .filter((i) => isCollector(/^collectors\/([^/]+)\//.exec(i)?.[1]) && !i.startsWith(`collectors/${own}/`))
          .map((i) => `${f.path} -> ${i}`);
      }),
  },
  {
    name: 'no-sdk-before-it-is-needed',
    why: 'starting must stay quick, and nothing may be loaded for a source that was not named',
    offences: () =>
      files
        .filter((f) => f.path.startsWith('collectors/') && f.path.endsWith('/collector.ts'))
        .flatMap((f) =>
          [...f.text.matchAll(/^import (?!type)[^\n]*from '(@aws-sdk|@smithy|@google-cloud|@azure|@octokit|@kubernetes)[^\n]*/gm)].map(
            (m) => `${f.path}: ${m[0]}`,
          ),
        ),
  },
  {
    name: 'inventory-knows-nobody',
    why: 'the vocabulary is what all parts share; it depends on none of them',
    offences: () =>
      importOffences(
        files.filter((f) => inFolder(f, ['inventory'])),
        (name) => !name.startsWith('inventory/'),
      ),
  },
  {
    name: 'reporters-see-a-report',
    why: 'a format is a pure function of the report; it cannot decide anything',
    offences: () =>
      importOffences(
        files.filter((f) => inFolder(f, ['reporters'])),
        (name) => ['engine/', 'posture/'].some((p) => name.startsWith(p)),
      ),
  },
  {
    name: 'nothing-imports-the-command-line',
    why: 'the command line is the outermost layer',
    offences: () =>
      importOffences(
        files.filter((f) => !inFolder(f, ['cli'])),
        (name) => name.startsWith('cli/'),
      ),
  },
  {
    name: 'no-drawers',
    why: 'a file is named for its idea; a drawer collects what nobody finds again',
    offences: () => files.filter((f) => /(^|\/)(utils?|helpers?|common|shared|misc|types|index)(\.ts|\/)/.test(f.path)).map((f) => f.path),
  },
  {
    name: 'no-file-over-400-lines',
    why: 'one idea a file',
    offences: () => files.filter((f) => f.lines > 400).map((f) => `${f.path}: ${f.lines} lines`),
  },
  {
    name: 'no-console-outside-the-edge',
    why: 'output goes through a reporter, which escapes hostile names',
    offences: () => files.filter((f) => !inFolder(f, ['cli']) && f.path !== buildStep && /\bconsole\./.test(f.text)).map((f) => f.path),
  },
];

function isCollector(folder: string | undefined): boolean {
  return files.some((f) => f.path === `collectors/${folder}/collector.ts`);
}

function importOffences(of: readonly SourceFile[], forbidden: (name: string) => boolean): readonly string[] {
  return of.flatMap((f) => f.imports.filter(forbidden).map((i) => `${f.path} -> ${i}`));
}

describe('architecture', () => {
  test.each(boundaries.map((b) => [b.name, b] as const))('%s', (_name, boundary) => {
    expect(boundary.offences(), boundary.why).toEqual([]);
  });

  test('no import cycles', () => {
    expect(findCycle()).toBeUndefined();
  });

  test('the top level is what the README says', () => {
    const allowed = [
      'bin',
      'src',
      'rules',
      'action',
      'action.yml',
      'fixtures',
      'test',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'biome.json',
      'knip.json',
      'rolldown.config.js',
      'vitest.config.ts',
      'node_modules',
      'dist',
      'coverage',
    ];
    expect(readdirSync(root).filter((n) => !n.startsWith('.') && !allowed.includes(n))).toEqual([]);
  });

  test('the files are read at all', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.some((f) => f.imports.length > 0)).toBe(true);
  });
});

/** The first import cycle, type-only imports left out (they vanish when compiled). */
function findCycle(): readonly string[] | undefined {
  const edges = new Map(
    files.map((f) => {
      const runtime = f.text.replace(/^(import|export) type [^;]*;/gm, '');
      return [f.path, importsOf(f.path, runtime).filter((i) => i.endsWith('.ts'))] as const;
    }),
  );
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const visit = (path: string): readonly string[] | undefined => {
    if (state.get(path) === 'done') return undefined;
    if (state.get(path) === 'open') return [...trail.slice(trail.indexOf(path)), path];
    state.set(path, 'open');
    trail.push(path);
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    trail.pop();
    state.set(path, 'done');
    return undefined;
  };
  for (const path of edges.keys()) {
    const cycle = visit(path);
    if (cycle) return cycle;
  }
  return undefined;
}
