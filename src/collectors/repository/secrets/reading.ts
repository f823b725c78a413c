import { judgingDirectories } from '../files/directory.ts';

/**
 * How closely a file is looked at. `all`: names and formats. `formats`: only what its spelling gives away. `proved`: only
 * what its own checksum proves; the rest of such a file is test data, generated, or somebody else's.
 */
export type Reading = 'all' | 'formats' | 'proved';

/** How a file writes values: quoted only (`code`; `python` has texts in YAML within), or also bare to the end of the line (`data`). */
export type Family = 'code' | 'python' | 'data';

const testFolders = new Set(
  (
    'test tests __tests__ testing testdata test-data test_data spec specs fixture fixtures __fixtures__ mock mocks __mocks__ stub stubs e2e ' +
    'example examples sample samples demo demos cypress snapshots __snapshots__ testutil testutils testsuite testlib unittest unittests benchmark ' +
    'benchmarks bench molecule changelogs docs doc documentation man locale locales i18n translations lang langs l10n'
  ).split(' '),
);

const testFile =
  /(?:[._-](?:test|tests|spec|specs|stories|mock|mocks|fixture|fixtures|snap|e2e)(?:[._-]|$)|^(?:test|tests|conftest|mock|fake|example|sample|demo)s?[._-]|[a-z](?:Test|Tests|Spec|IT|Mock)\.(?:java|kt|cs|scala|groovy|swift|php)$)/;

const generated =
  /(?:\.min\.(?:js|css|mjs|cjs)|\.(?:map|lock|lockb|sum|snap|svg|po|pot|xlf|csv\.gz|tsbuildinfo)|[-.](?:bundle|umd|iife|prod)\.(?:js|mjs|cjs))$|^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock|packages\.lock\.json|project\.assets\.json|gradle\.lockfile|Package\.resolved|bom\.json|sbom\.json)$/;

const codeEndings = (
  'js mjs cjs jsx ts mts cts tsx vue svelte astro rb go java kt kts scala groovy gradle php cs vb fs fsx swift m mm c h cc cpp cxx hpp rs dart ' +
  'lua pl pm r jl ex exs erl hs clj cljs sol sql coffee tcl zig nim cr d pas hcl bicep jsonnet libsonnet cue nix dhall'
).split(' ');

const dataEndings = (
  'env json jsonc json5 yaml yml toml ini cfg conf config cnf properties props xml plist settings tf tfvars sh bash zsh fish ksh ps1 psm1 bat cmd ' +
  'service desktop envrc profile rc auto publishsettings runsettings webconfig csproj vbproj pom npmrc pypirc netrc http rest tpl tmpl'
).split(' ');

/** A file that shows what to fill in. */
const specimen =
  /[._-](?:examples?|samples?|templates?|tmpl|dist|defaults?|schema|skeleton|stub|tpl|j2|erb|spec|changelogs?)(?:[._-]|$)|^(?:examples?|samples?|templates?|changelogs?)[._-]/i;

const isForTests = judgingDirectories((directory) =>
  directory
    .toLowerCase()
    .split('/')
    .some((folder) => testFolders.has(folder)),
);

/** What is looked for in a file, and how. */
export interface Look {
  readonly reading: Reading;
  /** Undefined for prose and for what nobody knows. */
  readonly family: Family | undefined;
}

/** Judged by its path alone. */
export function lookOf(path: string): Look {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const family = familyOf(name);
  if (isForTests(path) || testFile.test(name) || generated.test(name)) return { reading: 'proved', family };
  return { reading: family === undefined || specimen.test(name) ? 'formats' : 'all', family };
}

const families: ReadonlyMap<string, Family> = new Map([
  ...['py', 'pyi'].map((ending) => [ending, 'python'] as const),
  ...dataEndings.map((ending) => [ending, 'data'] as const),
  ...codeEndings.map((ending) => [ending, 'code'] as const),
]);

function familyOf(name: string): Family | undefined {
  const dot = name.lastIndexOf('.');
  if (dot > 0) return families.get(name.slice(dot + 1).toLowerCase());
  const isProse = /^(?:LICEN[CS]E|README|CHANGES|CHANGELOG|AUTHORS|NOTICE|COPYING|TODO|NEWS)/i.test(name);
  return /^\.?[A-Za-z][\w-]*$/.test(name) && !isProse ? 'data' : undefined;
}
