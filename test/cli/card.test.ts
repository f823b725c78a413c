import { describe, expect, it } from 'vitest';
import { type CardDetails, identityCard } from '../../src/cli/card.ts';
import type { RenderOptions } from '../../src/reporters/reporter.ts';
import { expectGolden } from '../reporters/golden.ts';
import { sampleReport } from '../reporters/sample-report.ts';

const details: CardDetails = {
  because: [
    {
      policy: 'deploy-extra',
      statement: 'statement 2',
      through: 'deployers',
      evidence: [{ source: 'dumps/gaad.json', file: 'dumps/gaad.json', line: 260 }],
    },
  ],
  unreadable: ['legacy-access'],
  trustedBy: [
    {
      who: 'aws-admin',
      how: 'holds its access key',
      certainty: 'confirmed',
      evidence: [{ source: '.', file: '.mcp.json', line: 9 }],
    },
  ],
};

const nobody: CardDetails = { because: [], unreadable: [], trustedBy: [] };

function card(name: string, given: CardDetails, options: RenderOptions): string {
  const identity = sampleReport.identities.find((i) => i.name === name);
  if (identity === undefined) throw new Error(`no identity ${name}`);
  return identityCard(sampleReport, identity, given, options);
}

describe('identity card', () => {
  it.each([
    ['card-ci-deploy-100.txt', 'ci-deploy', details, { width: 100, color: false }],
    ['card-ci-deploy-60.txt', 'ci-deploy', details, { width: 60, color: false }],
    ['card-ci-deploy-color.txt', 'ci-deploy', details, { width: 100, color: true }],
    ['card-claude-piped.txt', 'Claude Code', nobody, { color: false }],
  ] satisfies [string, string, CardDetails, RenderOptions][])('%s', (file, name, given, options) => {
    expectGolden(`../../cli/golden/${file}`, card(name, given, options));
  });

  it('says what is not known, and never takes it for nothing', () => {
    const text = card('Claude Code', nobody, { color: false });
    expect(text).toContain('What it can do: unknown');
    expect(text).toMatch(/owner +not known/);
    expect(text).toMatch(/last used +not known/);
  });

  it('says that there may be more where a policy could not be read', () => {
    expect(card('ci-deploy', details, { color: false })).toContain('legacy-access could not be read, so there may be more');
  });
});
