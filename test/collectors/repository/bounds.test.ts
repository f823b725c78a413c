import { describe, expect, test } from 'vitest';
import { readYamlDocument } from '../../../src/yaml-bounds.ts';
import { scan, write } from './scan.ts';

const deepDashes = `${'- '.repeat(100_000)}x\n`;
const deepKeys = `${'a: '.repeat(100_000)}x\n`;
const brackets = '['.repeat(100_000);
const aliases = `anchor: &a x\nlist:\n${'  - *a\n'.repeat(15_000)}`;
const workflow = 'on: push\njobs:\n  build:\n    steps: []\n';

/** A file, its text, and where its gap is; `undefined` for one that is read whole. */
const files: readonly (readonly [name: string, file: string, text: string, gap: { readonly line?: number } | undefined])[] = [
  ['dashes in a workflow', '.github/workflows/x.yml', `on: push\nx:\n${deepDashes}`, { line: 3 }],
  ['keys in a workflow', '.github/workflows/x.yml', `on: push\nx: ${deepKeys}`, { line: 2 }],
  ['dashes in an action', 'action.yml', deepDashes, { line: 1 }],
  ['dashes in a configuration', 'librechat.yaml', `version: 1\n${deepDashes}`, { line: 2 }],
  ['keys in a configuration', '.continue/config.yaml', deepKeys, { line: 1 }],
  ['brackets in a configuration', 'librechat.yaml', `a: ${brackets}`, { line: 1 }],
  ['dashes in front matter', '.claude/agents/x.md', `---\nname: x\ntools:\n${deepDashes}---\nText\n`, { line: 4 }],
  ['aliases in a workflow', '.github/workflows/x.yml', `${workflow}env:\n  A: &a x\nx:\n${'  - *a\n'.repeat(15_000)}`, undefined],
  ['aliases in a configuration', 'librechat.yaml', aliases, undefined],
  ['aliases in front matter', '.claude/agents/x.md', `---\nname: x\n${aliases}---\nText\n`, undefined],
  ['15,000 keys in a configuration', 'librechat.yaml', Array.from({ length: 15_000 }, (_, i) => `k${i}: 1\n`).join(''), undefined],
  ['a second document in a workflow', '.github/workflows/x.yml', `${workflow}---\non: issues\n`, { line: 5 }],
  ['a second document in a configuration', 'librechat.yaml', 'version: 1\n---\nversion: 2\n', { line: 2 }],
  ['a mark at the end of a configuration', 'librechat.yaml', '---\nversion: 1\n---\n# nothing\n', undefined],
  ['brackets in .mcp.json', '.mcp.json', `{\n"mcpServers":${brackets}`, { line: 2 }],
  ['brackets behind a comment with a quote', '.mcp.json', `{"a": /* " */ ${brackets}`, { line: 1 }],
  ['brackets behind closing ones', '.mcp.json', `${']'.repeat(100_000)}${brackets}`, { line: 1 }],
  ['braces in settings.json', '.claude/settings.json', '{"a":'.repeat(100_000), { line: 1 }],
  ['brackets in config.toml', '.codex/config.toml', `a = 1\nb = ${brackets}`, { line: 2 }],
  ['inline tables in config.toml', '.codex/config.toml', `a = ${'{a='.repeat(100_000)}`, { line: 1 }],
  ['dotted keys in config.toml', '.codex/config.toml', `${'a.'.repeat(100_000)}a = 1`, {}],
  ['brackets behind a quote in config.toml', '.codex/config.toml', `a = '"'\nb = ['"', ${brackets}`, { line: 2 }],
  ...['.mcp.json', '.claude/settings.json', '.codex/config.toml', 'librechat.yaml', '.github/workflows/x.yml'].flatMap((file) => [
    ['a line of 5 MB', file, `a: "${'x'.repeat(5_000_000)}"`, {}] as const,
    ['NULs', file, '\0'.repeat(1000), {}] as const,
  ]),
];

describe('files made to exhaust a reader', () => {
  test.each(files)('%s (%s)', async (_name, file, text, gap) => {
    const root = write({ [file]: text, '.cursor/mcp.json': '{"mcpServers": {"kept": {"command": "npx", "args": ["-y", "kept-mcp"]}}}' });
    const { inventory } = await scan(root);
    const of = inventory.gaps.filter((g) => g.file === file && g.partial !== false);
    if (gap === undefined) expect(of).toEqual([]);
    else expect(of[0]).toMatchObject({ file, ...gap });
    expect([...inventory.identities.values()].map((i) => i.name)).toContain('kept');
  });

  // The second file is where the process ended: only then does V8 compile the regular expression at the end of the stack.
  test.each([1_000, 2_000, 100_000])('%i dashes in two files of each kind', async (count) => {
    const dashes = '- '.repeat(count);
    const front = `---\n${dashes}\n---\nText\n`;
    const steep = Object.entries({ '.github/workflows/': dashes, '.claude/agents/': front, '.cursor/rules/': front }).flatMap(
      ([folder, text]) => ['a', 'b'].map((name) => [`${folder}${name}${folder.endsWith('workflows/') ? '.yml' : '.md'}`, text] as const),
    );
    const files = { ...Object.fromEntries(steep), 'librechat.yaml': dashes, '.continue/config.yaml': dashes };
    const { inventory } = await scan(write(files));
    const told = new Set(inventory.gaps.filter((g) => g.partial !== false).map((g) => g.file));
    const read = Object.keys(files).filter((file) => !file.startsWith('.cursor/'));
    expect(read.filter((file) => !told.has(file))).toEqual([]);
  });

  test('a good first document is kept where a second one nests too deeply', () => {
    const { document, steepAt } = readYamlDocument(`a: 1\n---\n${deepDashes}`);
    expect(document.toJS()).toEqual({ a: 1 });
    expect(steepAt).toBe(3);
  });
});
