import type { Report } from '../../src/reporters/report.ts';
import { sampleReport } from '../reporters/sample-report.ts';

/** The sample with so many identities and findings, each with words of its own: nothing that packs better than a real report would. */
export function largeReport(identities: number, findings: number): Report {
  const words = ['orders', 'billing', 'search', 'media', 'fraud', 'loyalty', 'geo', 'tax', 'stock', 'mail'];
  const word = (n: number): string => `${words[n % 10]}-${words[(n * 7 + 3) % 10]}-${(n * 2_654_435_761) % 99_991}`;
  const [identity] = sampleReport.identities.filter((i) => i.name === 'release');
  const failed = sampleReport.findings.filter((f) => f.status === 'fail');
  if (identity === undefined) throw new Error('no identity');
  const many = Array.from({ length: identities }, (_, n) => ({
    ...identity,
    id: `aws:role/${100_000_000_000 + (n % 400)}/${word(n)}-role-${n}`,
    name: `${word(n)}-role-${n}`,
    scope: String(100_000_000_000 + (n % 400)),
    evidence: [{ source: 'gaad.json', file: 'gaad.json', line: n * 31 }],
  }));
  const found = Array.from({ length: findings }, (_, n) => {
    const base = failed[n % failed.length];
    const about = many[(n * 13) % many.length];
    if (base === undefined || about === undefined) throw new Error('no finding');
    return {
      ...base,
      identity: about.id,
      subject: about.id,
      fingerprint: n.toString(16).padStart(16, '0'),
      message: `${about.name} has had key AKIA${n * 7919} for ${n % 900} days`,
    };
  });
  const step = sampleReport.paths[0]?.steps[0];
  const paths =
    step === undefined
      ? []
      : many.slice(0, 20_000).map((i) => ({
          from: i.id,
          to: 'class:aws-admin/1',
          level: 'admin' as const,
          certainty: 'confirmed' as const,
          steps: [{ ...step, from: i.id, to: 'class:aws-admin/1' }],
        }));
  return { ...sampleReport, identities: many, findings: found, paths, credentials: [] };
}
