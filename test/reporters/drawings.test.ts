import { describe, expect, test } from 'vitest';
import { pathsAsDot } from '../../src/reporters/dot.ts';
import { pathsAsMermaid } from '../../src/reporters/mermaid.ts';
import { sampleReport } from './sample-report.ts';

const paths = sampleReport.paths.slice(0, 1);
const dot = (name: string): string => [...pathsAsDot(paths, () => name)].join('');
const mermaid = (name: string): string => /n0\["(.*)"\]/.exec([...pathsAsMermaid(paths, () => name)].join(''))?.[1] ?? '';

describe('names in drawings', () => {
  test('Graphviz shows an entity as it is written', () => expect(dot('a&#8238;b')).toContain('label="a&amp;#8238;b"'));

  test.each([
    ['1. release', '#49;. release'],
    ['12) release', '#49;2) release'],
    ['- release', '#45; release'],
    ['    release', '#32;   release'],
    ['---', '#45;--'],
    ['loader@example.com', 'loader#64;example.com'],
    ['https://example.com', 'https#58;//example.com'],
    ['www.example.com', 'www#46;example.com'],
    ['~~gone~~', '#126;#126;gone#126;#126;'],
    ['210987654321', '210987654321'],
    ['v1.2', 'v1.2'],
    ['1.2.3', '1.2.3'],
    ['ci-deploy', 'ci-deploy'],
  ])('Mermaid takes %j for text', (name, shown) => expect(mermaid(name)).toBe(shown));
});

test('words stand beside an empty drawing', () => {
  const words = ['No path leads there.', 'There may be "one".'];
  expect([...pathsAsDot([], String, words)].join('')).toContain('  label="No path leads there. There may be \\"one\\".";\n');
  expect([...pathsAsMermaid([], String, words)].join('')).toBe('flowchart LR\n  words["No path leads there. There may be #34;one#34;."]\n');
});
