import { csvRow } from './csv-row.ts';
import { place } from './place.ts';
import type { Reporter } from './reporter.ts';

/** Findings for a spreadsheet or a ticket system, one a row. */
export const reporter: Reporter = {
  format: 'csv',
  summary: 'findings, one a row',
  *render({ findings, nameOf }) {
    yield csvRow([
      'status',
      'severity',
      'rule',
      'title',
      'message',
      'identity',
      'identity_name',
      'subject',
      'place',
      'confidence',
      'change',
      'frameworks',
      'fix',
      'not_known',
      'waiver_reason',
      'waiver_owner',
      'waiver_expires',
      'fingerprint',
    ]);
    for (const f of findings) {
      const [evidence] = f.evidence;
      yield csvRow([
        f.status,
        f.severity,
        f.rule,
        f.title,
        f.message,
        f.identity,
        f.identity === undefined ? undefined : nameOf(f.identity),
        f.subject,
        evidence === undefined ? undefined : place(evidence),
        f.confidence,
        f.change,
        f.frameworks.map((r) => r.id).join(' '),
        f.fix.summary,
        f.missing?.join(' '),
        f.suppression?.reason,
        f.suppression?.owner,
        f.suppression?.expires,
        f.fingerprint,
      ]);
    }
  },
};
