import { type FrameworkKey, frameworkKeys, frameworks } from '../frameworks/resolve.ts';
import { htmlText } from './html-text.ts';
import type { Report, RuleOutcome } from './report.ts';

/**
 * `failing`: a rule that maps to it failed. `covered`: one was decided and none failed. `not seen`: rules map to it, but nothing that
 * was read lets one decide. `no rule`: none maps to it.
 */
type Status = 'failing' | 'covered' | 'not seen' | 'no rule';

/** First those that this tool is made for. */
const order: readonly FrameworkKey[] = ['owasp_nhi', 'owasp_agentic', 'nist_csf', 'nist_ai_rmf', 'maestro', 'cis', 'attack', 'atlas'];

/** A table for each framework: every entry of the two Top Tens, of the others those that rules map to. */
export function* frameworkSections({ rules, findings }: Report): Iterable<string> {
  const failing = new Map<string, Set<string>>();
  for (const f of findings) {
    if (f.status !== 'fail') continue;
    for (const r of f.frameworks) failing.set(`${r.framework} ${r.id}`, (failing.get(`${r.framework} ${r.id}`) ?? new Set()).add(f.rule));
  }
  const mapped = new Map<string, RuleOutcome[]>();
  for (const rule of rules) {
    for (const { framework, id } of rule.frameworks) {
      const list = mapped.get(`${framework} ${id}`);
      if (list === undefined) mapped.set(`${framework} ${id}`, [rule]);
      else list.push(rule);
    }
  }
  for (const key of [...order, ...frameworkKeys.filter((k) => !order.includes(k))]) {
    const { name, version, entries } = frameworks[key];
    const isWhole = key === 'owasp_nhi' || key === 'owasp_agentic';
    const shown = entries.filter(({ id }) => isWhole || mapped.has(`${key} ${id}`));
    const rows = shown.map((entry) => {
      const of = mapped.get(`${key} ${entry.id}`) ?? [];
      return {
        entry,
        of,
        fails: failing.get(`${key} ${entry.id}`) ?? new Set<string>(),
        status: statusOf(of, failing.get(`${key} ${entry.id}`)),
      };
    });
    const count = (status: Status): number => rows.filter((r) => r.status === status).length;
    const summary = `${count('failing')} failing, ${count('covered')} covered, ${count('not seen')} not seen`;
    yield `<details${isWhole ? ' open' : ''}><summary><h3>${htmlText(`${name} ${version}`)}</h3> <span class="dim">${summary}</span></summary>\n`;
    yield '<table class="plain"><colgroup><col style="width:30%"><col style="width:10%"><col><col style="width:8%"></colgroup><thead><tr><th scope="col">Entry</th><th scope="col">State</th><th scope="col">Rules that fail</th><th scope="col" class="number">Rules</th></tr></thead><tbody>\n';
    for (const { entry, of, fails, status } of rows) {
      const failed = [...fails].sort().map((rule) => `<a href="#findings?rule=${encodeURIComponent(rule)}">${htmlText(rule)}</a>`);
      yield `<tr><th scope="row"><a href="${htmlText(entry.url)}" rel="noreferrer">${htmlText(entry.id)}</a> ${htmlText(entry.title)}</th><td><span class="state ${status.replace(' ', '-')}">${status}</span></td><td>${failed.join(' ')}</td><td class="number">${of.length}</td></tr>\n`;
    }
    yield '</tbody></table></details>\n';
  }
}

function statusOf(rules: readonly RuleOutcome[], fails: ReadonlySet<string> | undefined): Status {
  if (fails !== undefined && fails.size > 0) return 'failing';
  if (rules.length === 0) return 'no rule';
  return rules.some((r) => r.pass > 0 || r.fail > 0) ? 'covered' : 'not seen';
}
