import { describe, expect, it } from 'vitest';
import { type ListColumn, listColumns, listIdentities } from '../../src/cli/listing.ts';
import { displayWidth } from '../../src/reporters/layout.ts';
import { expectGolden } from '../reporters/golden.ts';
import { sampleReport } from '../reporters/sample-report.ts';

const { identities, scan } = sampleReport;
const { now } = scan;

function heading(text: string): string[] {
  return (text.split('\n')[0] ?? '').split(/ +/);
}

describe('identity list', () => {
  it.each([60, 100, 160])('fits %i columns', (width) => {
    const text = listIdentities(identities, { width, color: false, now });
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expectGolden(`../../cli/golden/list-${width}.txt`, text);
  });

  it('drops columns, the least missed first, and never the level or the name', () => {
    expect(heading(listIdentities(identities, { width: 40, color: false, now }))).toEqual(['level', 'reach', 'name']);
    expect(heading(listIdentities(identities, { color: false, now }))).toEqual([...listColumns].slice(0, 10));
  });

  it('shows the columns that are asked for, whole and in that order', () => {
    const text = listIdentities(identities, { width: 40, color: false, now, columns: ['held', 'name', 'reached'] });
    expect(heading(text)).toEqual(['held', 'name', 'reached']);
    expect(text).toContain('identity model too static for this architecture  Claude Code');
  });

  it('cuts nothing where nobody watches', () => {
    const text = listIdentities(identities, { color: false, now });
    for (const { id } of identities.filter((i) => i.id.length < 60)) expect(text).toContain(id);
    expect(text).not.toContain('…');
  });

  it.each<[ListColumn, string]>([
    ['level', 'release'],
    ['name', '\\u{1b}'],
    ['used', 'vendor-audit'],
    ['owner', 'ci-deploy'],
  ])('sorts by %s', (sort, first) => {
    const [, row = ''] = listIdentities(identities, { color: false, now, sort, columns: ['level', 'name'] }).split('\n');
    expect(row.split(/ +/)[1]).toMatch(new RegExp(`^${first.replace(/[\\{}]/g, '\\$&')}`));
  });

  it('puts what is not known last, but an unknown level above a low one', () => {
    const owners = listIdentities(identities, { color: false, now, sort: 'owner' }).trimEnd().split('\n');
    // The last line explains the star.
    expect(owners.at(-2)).toContain(' ? ');
    const [identity] = identities;
    if (identity === undefined) throw new Error('no identity');
    const of = (level: 'read' | 'unknown') => ({ ...identity, name: level, power: { ...identity.power, level } });
    const [, first = ''] = listIdentities([of('read'), of('unknown')], { color: false, now }).split('\n');
    expect(first).toMatch(/^unknown/);
  });

  it('says what is reached where that is more than what is held, and only there', () => {
    const text = listIdentities(identities, { color: false, now });
    expect(text).toMatch(/^unknown +admin +Claude Code /m);
    expect(text).toMatch(/^admin +- +release /m);
    const alone = identities.filter((i) => i.reach.level === 'none');
    expect(heading(listIdentities(alone, { color: false, now }))).not.toContain('reach');
  });

  it('says so when there is nothing', () => expect(listIdentities([], { color: false, now })).toBe('No identity matches.\n'));
});
