import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadRules } from '../src/cli/load-rules.ts';
import { titleOf } from '../src/engine/compiled-rule.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = `${root}README.md`;

function nhi(...args: string[]): { readonly stdout: string; readonly status: number | null } {
  return spawnSync(process.execPath, ['bin/nhi.js', ...args], { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, TZ: 'UTC' } });
}

/** The parts of the README that are made from what the program does. */
const generated: Readonly<Record<string, () => string>> = {
  demo: () => {
    const shown = nhi('demo').stdout.split('\n').slice(0, 36);
    return `\`\`\`text\n${shown.join('\n')}\n\`\`\``;
  },
  rules: () => {
    const rows = loadRules().map((rule) => {
      const nhiIds = rule.frameworks.filter((f) => f.framework === 'owasp_nhi').map((f) => f.id.replace(':2025', ''));
      const asi = rule.frameworks.filter((f) => f.framework === 'owasp_agentic').map((f) => f.id);
      return `| \`${rule.id}\` | ${titleOf(rule)}${rule.enabled ? '' : ' (off by default)'} | ${rule.severity} | ${nhiIds.join(' ')} | ${asi.join(' ')} |`;
    });
    return ['| rule | what it finds | severity | OWASP NHI | OWASP Agentic |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
  },
  rule: () => `\`\`\`yaml\n${readFileSync(`${root}rules/aws/aws-iam-key-old.yaml`, 'utf8').trimEnd()}\n\`\`\``,
};

test.each(Object.keys(generated))('the part "%s" of the README is what the program says', (name) => {
  const text = readFileSync(path, 'utf8');
  const [start, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const from = text.indexOf(start) + start.length;
  const to = text.indexOf(end.trimStart(), from);
  expect(from).toBeGreaterThan(start.length);
  const fresh = `${generated[name]?.() ?? ''}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text.slice(0, from) + fresh + text.slice(to));
  else expect(text.slice(from, to)).toBe(fresh);
});

const commands = [...readFileSync(path, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap((block) => (block[1] as string).split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter((line) => line.startsWith('npx nhi '));

test('the README names commands', () => {
  expect(commands.length).toBeGreaterThan(8);
});
