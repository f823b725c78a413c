import type { Evidence } from '../../inventory/evidence.ts';
import { answersAt, listAt, textAt } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { GoogleRecord } from './record.ts';

/** Services that agents and those who issue tokens are used through; their reads are logged only where somebody asked for it. */
const audited = ['aiplatform.googleapis.com', 'iam.googleapis.com', 'secretmanager.googleapis.com', 'sts.googleapis.com'] as const;

/** By service, the kinds of data access that are logged. */
export type AuditLogs = ReadonlyMap<string, ReadonlySet<string>>;

/** What one allow policy says of audit logs. */
export interface AuditSaying {
  readonly logs: AuditLogs;
  readonly at: Evidence;
  /** It came in a list, which may leave audit logs out. */
  readonly silent: boolean;
}

/** Notes what of data access a policy has logged (https://cloud.google.com/logging/docs/audit/configure-data-access). */
export function readAuditConfigs({ raw, at, listed }: GoogleRecord, scope: string, book: GoogleBook): void {
  if (listed === 'search') return;
  // Nobody asks what is set on a single resource, beyond that a list says such things at all.
  if (!scope.startsWith('gcp:') && (raw.auditConfigs ?? raw.audit_configs) === undefined) return;
  const configs = answersAt(raw, 'auditConfigs');
  const logs = new Map<string, Set<string>>();
  for (const config of configs) {
    const service = textAt(config, 'service') ?? '';
    for (const log of answersAt(config, 'auditLogConfigs')) {
      const kinds = logs.get(service) ?? new Set<string>();
      // Where somebody is left out, not everything is logged.
      if (listAt(log, 'exemptedMembers').length === 0) kinds.add(textAt(log, 'logType') ?? '');
      logs.set(service, kinds);
    }
  }
  if (logs.size > 0) book.auditsShown = true;
  if (!scope.startsWith('gcp:')) return;
  const silent = listed === 'asset' && configs.length === 0;
  // Another answer may have said it.
  if (!silent || !book.audits.has(scope)) book.audits.set(scope, { logs, at, silent });
}

/**
 * The services of which not every access to data is logged, over a chain of scopes. Undefined where the policy of one was not
 * read, or came in a list of which no policy says anything of audit logs: such a list may leave them out.
 */
export function servicesUnlogged(chain: readonly string[], book: GoogleBook): readonly string[] | undefined {
  const shown = book.auditsShown;
  const audits = chain.map((scope) => book.audits.get(scope));
  const logged = (service: string, kind: string): boolean =>
    audits.some((audit) => audit?.logs.get(service)?.has(kind) === true || audit?.logs.get('allServices')?.has(kind) === true);
  const missing = audited.filter((service) => !logged(service, 'DATA_READ') || !logged(service, 'DATA_WRITE'));
  // What nobody was ever given a role on has no policy of its own, and no list has it.
  const whole = book.listedWhole.has(chain.at(-1) ?? '');
  const isOpen = audits.some((audit) => (audit === undefined ? !(whole && shown) : audit.silent && !shown));
  return missing.length > 0 && isOpen ? undefined : missing;
}
