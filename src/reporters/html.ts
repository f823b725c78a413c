import { hash } from 'node:crypto';
import { dataScripts } from './html-data.ts';
import { frameworkSections } from './html-frameworks.ts';
import { coverageSection, pathsSection, rulesSection, summarySection } from './html-sections.ts';
import { pageStyle } from './html-style.ts';
import { htmlText } from './html-text.ts';
import type { Report } from './report.ts';
import type { Reporter } from './reporter.ts';

const parts = [
  ['coverage', 'Coverage'],
  ['summary', 'In a minute'],
  ['paths', 'Worst paths'],
  ['first', 'Fix first'],
  ['identities', 'Identities'],
  ['findings', 'Findings'],
  ['frameworks', 'Frameworks'],
] as const;

/**
 * One file that needs no network: what could not be seen, a summary, paths, tables of everything, frameworks. All but the tables
 * and the drawings is there without a script too. Where the page's script is not given, the tables are left out.
 */
export const reporter: Reporter = {
  format: 'html',
  summary: 'a report for people, in one file',
  *render(report, { page }) {
    const made = page?.();
    yield* head(report, made?.script);
    yield* coverageSection(report);
    yield* summarySection(report);
    yield* pathsSection(report);
    yield* rulesSection(report);
    yield tableSection('identities', 'Identities', 'name, id, account, owner, kind', 'csv-inventory=identities.csv');
    yield tableSection('findings', 'Findings', 'rule, message, place', 'csv=findings.csv');
    yield '<section id="frameworks" aria-labelledby="frameworks-title"><h2 id="frameworks-title">Frameworks</h2>\n';
    yield* frameworkSections(report);
    yield '</section>\n</main>\n<dialog id="card" aria-labelledby="card-title"></dialog>\n';
    yield* dataScripts(report, made?.pack);
    if (made !== undefined) yield `<script>${made.script}</script>\n`;
    yield '</body>\n</html>\n';
  },
};

function* head({ tool, scan }: Report, script: string | undefined): Iterable<string> {
  // Nothing is loaded, nothing is sent, and no script runs but the one of this page.
  const scripts = script === undefined ? "'none'" : `'sha256-${hash('sha256', script, 'base64')}'`;
  const policy = `default-src 'none'; script-src ${scripts}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  yield `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n`;
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}">\n<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n`;
  yield `<title>Machine identities, ${htmlText(scan.now.slice(0, 10))}</title>\n<style>${pageStyle}</style>\n</head>\n<body>\n`;
  yield `<a class="skip" href="#coverage">Skip to the report</a>\n<header><h1>Machine identities</h1>\n<p class="dim">nhi ${htmlText(tool.version)}, as of ${htmlText(scan.now)}</p>\n`;
  yield `<nav aria-label="Parts of the report">${parts.map(([id, title]) => `<a href="#${id}">${title}</a>`).join(' ')}</nav></header>\n<main>\n`;
}

function tableSection(id: string, title: string, searched: string, file: string): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
<p class="no-table">The table is for the screen and needs a script; <code>nhi scan --report ${file}</code> writes it as a file.</p>
<div class="needs-script"><form class="filters" role="search" data-filters="${id}"><label>Search <input type="search" name="text" autocomplete="off" placeholder="${searched}"></label></form>
<p class="dim"><span role="status" data-count="${id}">Reading…</span> · <span id="${id}-keys">The arrow keys walk the rows, Enter opens one.</span></p>
<div class="grid" data-grid="${id}"></div></div></section>\n`;
}
