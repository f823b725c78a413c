import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { identityCard } from '../../src/cli/card.ts';
import { allReporters } from '../../src/cli/format-registry.ts';
import { listIdentities } from '../../src/cli/listing.ts';
import type { RenderOptions } from '../../src/reporters/reporter.ts';
import { hostileName, sampleReport, withEveryString } from './sample-report.ts';

/** Every string that scanned data decides, at once: what is not escaped somewhere shows up here. */
const report = withEveryString(sampleReport, (text) => `::warning file=${text}::x ${hostileName}`);

const reporters = await allReporters();
const jsonFormats = new Set(['cyclonedx', 'json', 'ocsf', 'opengraph', 'sarif']);

function texts(options: RenderOptions): [string, string][] {
  const [identity] = report.identities;
  if (identity === undefined) throw new Error('no identity');
  const details = {
    because: [{ policy: hostileName, statement: hostileName, through: hostileName, evidence: identity.evidence }],
    unreadable: [hostileName],
    trustedBy: [{ who: hostileName, how: hostileName, evidence: identity.evidence }],
  };
  return [
    ...reporters.map((r): [string, string] => [r.format, [...r.render(report, options)].join('')]),
    ['card', identityCard(report, identity, details, options)],
    ['list', listIdentities(report.identities, { ...options, now: report.scan.now })],
  ];
}

describe.each([...texts({ width: 100, color: true }), ...texts({ color: false })])('hostile names in %s', (format, colored) => {
  const text = stripVTControlCharacters(colored);

  it('send nothing to the terminal', () => {
    // Only our own colours were stripped: what a name holds was escaped before and is still there as text.
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
    const spelt = text
      .replace(/#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
      .replaceAll('\\\\', '\\')
      .replace(/\\([{}[\]])/g, '$1');
    expect(spelt).toMatch(jsonFormats.has(format) ? /\\u001b\[2J/ : /\\u\{1b\}\[2J|…|\.\.\./);
  });

  it('are no workflow command', () => {
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toMatch(/##(\[|vso\[)/i);
  });
});

describe('hostile names in SARIF', () => {
  const text = texts({ color: false }).find(([format]) => format === 'sarif')?.[1] ?? '';
  const log = JSON.parse(text) as {
    runs: { results: { message: { text: string } }[]; tool: { driver: { rules: { help: { markdown: string } }[] } } }[];
  };

  it('make no link in a message', () => {
    const messages = log.runs.flatMap((run) => run.results.map((r) => r.message.text));
    expect(messages.join('\n')).toContain('[read more\\](https://example.com)');
    expect(messages.join('\n')).not.toMatch(/[^\\]\]\(/);
  });

  it('make no HTML in a rule help', () => {
    const help = log.runs.flatMap((run) => run.tool.driver.rules.map((rule) => rule.help.markdown)).join('\n');
    const outsideCode = help.replace(/^(`{3,})[\s\S]*?^\1$/gm, '');
    expect(outsideCode).toContain('&lt;b>remove&lt;/b>');
    expect(outsideCode).not.toContain('<');
  });
});
