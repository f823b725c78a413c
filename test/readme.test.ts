import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readConfig } from '../src/cli/config.ts';
import { allReporters } from '../src/cli/format-registry.ts';
import { checkWaivers, loadRules } from '../src/cli/load-rules.ts';
import { knownFormats } from '../src/collectors/known-formats.ts';
import { clients } from '../src/collectors/repository/clients/clients.ts';
import { runners as cloudformationRunners } from '../src/collectors/repository/infrastructure/cloudformation/runner-types.ts';
import { workloadTypes } from '../src/collectors/repository/infrastructure/google/workload-types.ts';
import { runners as terraformRunners } from '../src/collectors/repository/infrastructure/terraform/runner-types.ts';
import { titleOf } from '../src/engine/compiled-rule.ts';
import { configureRules } from '../src/engine/configure-rules.ts';
import { techniques } from '../src/graph/aws/techniques/techniques.ts';
import { techniques as azureTechniques } from '../src/graph/azure/techniques.ts';
import { allTechniques as entraTechniques } from '../src/graph/entra/techniques.ts';
import { gcpTechniques } from '../src/graph/gcp/techniques/gcp-techniques.ts';
import { clusterTechniques } from '../src/graph/kubernetes/cluster-techniques.ts';
import { fixturesOf, supportedForms, tableOf } from './supported-forms.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const reporters = await allReporters();
const path = `${root}README.md`;

function nhi(...args: string[]): { readonly stdout: string; readonly status: number | null } {
  return spawnSync(process.execPath, ['bin/nhi.js', ...args], { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, TZ: 'UTC' } });
}

/** The parts of the README that are made from what the program does. */
const generated: Readonly<Record<string, () => string>> = {
  demo: () => {
    const [, lines] = /^nhi demo \| head -n (\d+)$/m.exec(readFileSync(`${root}README.md`, 'utf8')) ?? [];
    const shown = nhi('demo').stdout.split('\n').slice(0, Number(lines));
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
  clients: () => {
    const rows = clients.map(({ id, name, depth, files }) => {
      const paths = [...new Set(files.map((file) => `\`${file.path}\``))];
      const fixtures = fixturesOf(`fixtures/clients/${id}`, `fixtures/clients/${id}-careful`);
      return `| ${name} | ${depth === 'deep' ? 'yes' : ''} | ${paths.join(' ')} | ${fixtures} |`;
    });
    return ['| client | all settings | files | fixtures |', '| --- | --- | --- | --- |', ...rows].join('\n');
  },
  ci: () => tableOf(supportedForms.ci),
  infrastructure: () => tableOf(supportedForms.infrastructure),
  runners: () => {
    const types = (rows: readonly { readonly type: string }[]): string =>
      [...new Set(rows.map((row) => `\`${row.type}\``))].sort().join(' ');
    return [
      '| code | types |',
      '| --- | --- |',
      `| Terraform, AWS | ${types(terraformRunners)} |`,
      `| CloudFormation | ${types(cloudformationRunners)} |`,
      `| Terraform, Google Cloud | ${types(workloadTypes)} |`,
    ].join('\n');
  },
  formats: () => {
    const rows = reporters.map(({ format, summary }) => `| \`${format}\` | ${summary} |`);
    return ['| format | what it is |', '| --- | --- |', ...rows].join('\n');
  },
  frameworks: () => tableOf(supportedForms.frameworks),
  answers: () => tableOf(supportedForms.answers),
  engines: () => {
    const rows = JSON.parse(readFileSync(`${root}test/run-time-forms.json`, 'utf8')) as readonly Readonly<Record<string, string>>[];
    const cells = rows.map(({ where, seen, yes, unproven, no }) => `| ${[where, seen, yes, unproven, no].join(' | ')} |`);
    return ['| where | what is read | yes | not proven | no |', '| --- | --- | --- | --- | --- |', ...cells].join('\n');
  },
  rule: () => `\`\`\`yaml\n${readFileSync(`${root}rules/aws/aws-iam-key-old.yaml`, 'utf8').trimEnd()}\n\`\`\``,
};

/** What is counted in the changelog is counted in the code. */
function counts(): string {
  const secretForms = Math.floor(knownFormats.length / 10) * 10;
  const clouds = `${gcpTechniques.length} in Google Cloud, ${azureTechniques.length} in Azure, ${entraTechniques.length} in Entra ID`;
  const ways = `${techniques.length} ways up in AWS, ${clouds} and ${clusterTechniques.length} in Kubernetes`;
  return `${loadRules().length} rules, ${ways}, ${clients.length - 1} AI clients, ${supportedForms.ci.length} CI systems, more than ${secretForms} forms of secrets.`;
}

const parts = [...Object.keys(generated).map((name) => ['README.md', name] as const), ['CHANGELOG.md', 'counts'] as const];

test.each(parts)('in %s the part "%s" is what the program says', (file, name) => {
  const path = root + file;
  const text = readFileSync(path, 'utf8');
  const [start, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const from = text.indexOf(start) + start.length;
  const to = text.indexOf(end.trimStart(), from);
  expect(from).toBeGreaterThan(start.length);
  const fresh = `${(name === 'counts' ? counts : generated[name])?.() ?? ''}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text.slice(0, from) + fresh + text.slice(to));
  else expect(text.slice(from, to)).toBe(fresh);
});

/** Every line of the README that starts the program, without its comment and what installs it. */
const commands = [...readFileSync(path, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap((block) => (block[1] as string).split('\n'))
  .map((line) =>
    line
      .replace(/\s+#.*$/, '')
      .replace(/^npm ci && npx /, '')
      .trim(),
  )
  .filter((line, i, lines) => line.startsWith('nhi ') && lines.indexOf(line) === i);

/** These need an account of one's own. */
const needsAccount = (command: string): boolean => /\s(?:aws|gcp|azure|entra|vault)(:[\w/]+)?(\s|$)/.test(command);

test('every command of the README runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhi-readme-'));
  try {
    copyFileSync(`${root}fixtures/acme/aws/418273645501-authorization-details.json`, join(folder, 'gaad.json'));
    copyFileSync(`${root}fixtures/acme/aws/418273645501-credential-report.csv`, join(folder, 'report.csv'));
    cpSync(`${root}fixtures/right-size/trail`, join(folder, 'cloudtrail'), { recursive: true });
    copyFileSync(`${root}fixtures/right-size/last-accessed.json`, join(folder, 'last-accessed.json'));
    nhi('collect', 'demo', '-o', join(folder, 'acme.nhi'));
    expect(commands.filter(needsAccount)).toHaveLength(6);
    for (const command of commands.filter((c) => !needsAccount(c))) {
      const line = command.replace('nhi', `"${process.execPath}" "${root}bin/nhi.js"`);
      const { status, stderr } = spawnSync('sh', ['-c', line], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: folder },
      });
      expect([0, 1, 3], `${command}: ${stderr}`).toContain(status);
      expect(stderr, command).not.toMatch(/^nhi: /m);
    }
    expect(JSON.parse(readFileSync(join(folder, 'nhi.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 300_000);

test('the configuration that the README shows is right', () => {
  const [, text = ''] = /```yaml\n(fail_on:[\s\S]*?)```/.exec(readFileSync(path, 'utf8')) ?? [];
  const config = readConfig(text, 'README.md');
  expect(config.failOn).toBe('high');
  expect(configureRules(loadRules(), config.rules).find((r) => r.id === 'aws-role-unused')?.params.max_days).toBe(180);
  expect(checkWaivers(config.waivers, loadRules())).toHaveLength(1);
});
