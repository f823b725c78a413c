import { type FrameworkKey, frameworkKeys, frameworks } from '../frameworks/resolve.ts';
import { htmlText } from './html-text.ts';
import type { Report, RuleOutcome } from './report.ts';

/**
 * `failing`: a rule that maps to it failed. `covered`: one was decided and none failed. `not seen`: rules map to it, but nothing that
 * was read lets one decide. `no rule`: none maps to it.
 */
type Status = 'failing' | 'covered' | 'not seen' | 'no rule';

/** How a framework stands: `counts` in words, and its entries, all of them of the two Top Tens, else those that rules map to. */
export interface FrameworkState {
  readonly key: FrameworkKey;
  readonly name: string;
  readonly isWhole: boolean;
  readonly counts: string;
  readonly rows: readonly {
    readonly entry: (typeof frameworks)[FrameworkKey]['entries'][number];
    readonly rules: readonly RuleOutcome[];
    readonly fails: readonly string[];
    readonly status: Status;
  }[];
}

/** First those that this tool is made for. */
const order: readonly FrameworkKey[] = ['owasp_nhi', 'owasp_agentic', 'nist_csf', 'nist_ai_rmf', 'maestro', 'cis', 'attack', 'atlas'];

export function frameworkStates({ rules, findings }: Report): readonly FrameworkState[] {
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
  return [...order, ...frameworkKeys.filter((k) => !order.includes(k))].map((key) => {
    const { name, version, entries } = frameworks[key];
    const isWhole = key === 'owasp_nhi' || key === 'owasp_agentic';
    const rows = entries
      .filter(({ id }) => isWhole || mapped.has(`${key} ${id}`))
      .map((entry) => {
        const of = mapped.get(`${key} ${entry.id}`) ?? [];
        const fails = [...(failing.get(`${key} ${entry.id}`) ?? [])].sort();
        return { entry, rules: of, fails, status: statusOf(of, fails) };
      });
    const count = (status: Status): number => rows.filter((r) => r.status === status).length;
    const without = count('no rule') === 0 ? '' : `, ${count('no rule')} without a rule`;
    const counts = `${count('failing')} failing, ${count('covered')} covered, ${count('not seen')} not seen${without}`;
    return { key, name: `${name} ${version}`, isWhole, counts, rows };
  });
}

/** A table for each framework. */
export function* frameworkSections(report: Report): Iterable<string> {
  yield '<p class="dim">Failing: a rule that maps to it failed. Covered: rules were decided, and none failed. Not seen: rules map to it, and nothing that was read lets one decide.</p>\n';
  for (const { key, name, isWhole, counts, rows } of frameworkStates(report)) {
    yield `<details id="${key}"${isWhole ? ' open' : ''}><summary><h3>${htmlText(name)}</h3> <span class="dim">${counts}</span></summary>\n`;
    yield '<table class="plain"><colgroup><col style="width:30%"><col style="width:10%"><col><col style="width:8%"></colgroup><thead><tr><th scope="col">Entry</th><th scope="col">State</th><th scope="col">Rules that fail</th><th scope="col" class="number">Rules</th></tr></thead><tbody>\n';
    for (const { entry, rules, fails, status } of rows) {
      const failed = fails.map((rule) => `<a href="#findings?rule=${encodeURIComponent(rule)}">${htmlText(rule)}</a>`);
      yield `<tr><th scope="row"><a href="${htmlText(entry.url)}" rel="noreferrer">${htmlText(entry.id)}</a> ${htmlText(entry.title)}</th><td><span class="state ${status.replace(' ', '-')}">${status}</span></td><td class="names">${failed.join(' ')}</td><td class="number">${rules.length}</td></tr>\n`;
    }
    yield '</tbody></table></details>\n';
  }
}

function statusOf(rules: readonly RuleOutcome[], fails: readonly string[]): Status {
  if (fails.length > 0) return 'failing';
  if (rules.length === 0) return 'no rule';
  return rules.some((r) => r.pass > 0 || r.fail > 0) ? 'covered' : 'not seen';
}
