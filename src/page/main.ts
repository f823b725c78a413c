import { groupBy } from '../inventory/group-by.ts';
import type { FindingRow, IdentityRow } from '../reporters/html-rows.ts';
import { openCard, type PageData, showCard, stepsOf } from './card.ts';
import { drawPath } from './draw-path.ts';
import { element, mark } from './element.ts';
import { readRows } from './read-rows.ts';
import { Table } from './table.ts';

const levels = ['none', 'read', 'write', 'sensitive', 'escalate', 'admin'];
const severities = ['info', 'low', 'medium', 'high', 'critical'];

async function start(): Promise<void> {
  document.documentElement.classList.add('scripted');
  const data = await readData();
  const identities = identityTable(data);
  const findings = findingTable(data);
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-path]')) {
    button.addEventListener('click', () => draw(button, data));
  }
  const follow = (): void => {
    const [part = '', query = ''] = location.hash.slice(1).split('?');
    const values = new URLSearchParams(query);
    if (part === 'findings' && query !== '') findings.choose(values);
    if (part === 'identities' && query !== '') identities.choose(values);
    if (query !== '') document.getElementById(part)?.scrollIntoView();
    const at = values.get('id') === null ? undefined : data.indexOf.get(values.get('id') ?? '');
    if (part === 'identity' && at !== undefined) showCard(at, data);
  };
  addEventListener('hashchange', follow);
  // A link to where the page already is changes nothing by itself: the filters may have been changed since.
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
    if (link !== null && link.hash === location.hash) follow();
  });
  follow();
  document.documentElement.dataset['ready'] = 'true';
}

async function readData(): Promise<PageData> {
  const [rules, identities, findings, credentials, steps, paths, names] = await Promise.all([
    readRows('rules'),
    readRows('identities'),
    readRows('findings'),
    readRows('credentials'),
    readRows('steps'),
    readRows('paths'),
    readRows('names'),
  ]);
  const indexOf = new Map(identities.map((row, i) => [row[0], i]));
  const others = new Map(names);
  return {
    identities,
    findings,
    rules,
    steps,
    paths,
    findingsOf: groupBy(findings, (row) => row[3]),
    credentialsOf: groupBy(credentials, (row) => row[0]),
    pathsOf: groupBy(paths, (row) => row[0]),
    indexOf,
    nameOf: (id) => identities[indexOf.get(id) ?? -1]?.[1] ?? others.get(id) ?? id,
  };
}

function identityTable(data: PageData): Table<IdentityRow> {
  const worst = new Map([...data.findingsOf].map(([at, list]) => [at, list.find((f) => f[2] === 'fail')?.[1] ?? '']));
  const worstOf = (row: IdentityRow): string => worst.get(data.indexOf.get(row[0]) ?? -1) ?? '';
  return new Table<IdentityRow>({
    name: 'identities',
    rows: data.identities,
    columns: [
      { title: 'Name', width: '26%', cell: (r) => r[1], key: (r) => r[1].toLowerCase() },
      { title: 'Plane', width: '9%', cell: (r) => r[2], key: (r) => r[2] },
      { title: 'Account', width: '14%', cell: (r) => r[4], key: (r) => r[4] },
      { title: 'Nature', width: '10%', cell: (r) => (r[6] === 1 && r[5] !== 'agent' ? `${r[5]}, for an agent` : r[5]), key: (r) => r[5] },
      { title: 'Power', width: '9%', cell: (r) => r[10], key: (r) => levels.indexOf(r[10]) },
      { title: 'Reaches', width: '9%', cell: (r) => r[14][0], key: (r) => levels.indexOf(r[14][0]) },
      { title: 'Held', width: '11%', cell: (r) => mark('state', r[12], r[12].replace('-', ' ')), key: (r) => r[12] },
      {
        title: 'Worst',
        width: '12%',
        cell: (r) => (worstOf(r) === '' ? '' : mark('severity', worstOf(r))),
        key: (r) => severities.indexOf(worstOf(r)),
      },
    ],
    filters: [
      { name: 'plane', label: 'Plane', value: (r) => r[2] },
      { name: 'nature', label: 'Nature', value: (r) => r[5] },
      { name: 'power', label: 'Power', value: (r) => r[10] },
      { name: 'held', label: 'Held', value: (r) => r[12] },
      { name: 'worst', label: 'Worst finding', value: worstOf },
      { name: 'agent', label: 'Agent', value: (r) => (r[6] === 1 ? 'yes' : 'no') },
    ],
    searched: (r) => [r[1], r[0], r[3], r[4], r[7] ?? '', r[8] ?? ''].join('\n'),
    open: (r) => showCard(data.indexOf.get(r[0]) ?? -1, data),
  });
}

function findingTable(data: PageData): Table<FindingRow> {
  const rule = (r: FindingRow): string => data.rules[r[0]]?.[0] ?? '';
  const who = (r: FindingRow): string => data.identities[r[3]]?.[1] ?? '';
  return new Table<FindingRow>({
    name: 'findings',
    rows: data.findings,
    columns: [
      { title: 'Severity', width: '9%', cell: (r) => mark('severity', r[1]), key: (r) => severities.indexOf(r[1]) },
      { title: 'Rule', width: '18%', cell: rule, key: rule },
      { title: 'What', width: '37%', cell: (r) => r[4], key: (r) => r[4] },
      { title: 'Identity', width: '15%', cell: who, key: who },
      { title: 'Where', width: '14%', cell: (r) => r[5], key: (r) => r[5] },
      { title: 'State', width: '7%', cell: (r) => r[6] ?? r[2], key: (r) => r[6] ?? r[2] },
    ],
    filters: [
      { name: 'severity', label: 'Severity', value: (r) => r[1] },
      { name: 'status', label: 'State', value: (r) => r[2] },
      { name: 'change', label: 'Since the baseline', value: (r) => r[6] ?? '' },
      { name: 'rule', label: 'Rule', value: rule },
    ],
    searched: (r) => [rule(r), r[4], r[5], who(r)].join('\n'),
    open: (r) => (r[3] >= 0 ? showCard(r[3], data) : showFinding(r, data)),
  });
}

/** A finding that is about no identity: a file, a key of nobody known. */
function showFinding(row: FindingRow, data: PageData): void {
  const dialog = document.querySelector<HTMLDialogElement>('#card');
  if (dialog === null) return;
  const [id = '', title = '', why = '', fix = '', frameworks = []] = data.rules[row[0]] ?? [];
  const close = element('button', { type: 'button' }, 'Close');
  close.addEventListener('click', () => dialog.close());
  dialog.replaceChildren(
    element('div', { class: 'card-head' }, element('h2', { id: 'card-title' }, title), close),
    element('p', {}, mark('severity', row[1]), ` ${row[4]}`),
    ...(row[2] === 'suppressed' ? [element('p', {}, `Waived, because: ${row[7] ?? ''}`)] : []),
    ...(row[2] === 'unknown' ? [element('p', {}, `Could not be decided. Not known: ${row[7] ?? ''}`)] : []),
    element('p', {}, why),
    element('p', {}, element('strong', {}, 'Fix: '), fix),
    element('p', { class: 'dim' }, element('code', {}, row[5]), ` ${id} ${frameworks.join(' · ')}`),
  );
  openCard(dialog, close);
}

function draw(button: HTMLButtonElement, data: PageData): void {
  const into = document.querySelector<HTMLElement>('#drawing');
  const path = data.paths[Number(button.dataset['path'])];
  if (into === null || path === undefined) return;
  const isDrawn = button.getAttribute('aria-expanded') === 'true';
  for (const other of document.querySelectorAll('button[data-path]')) other.setAttribute('aria-expanded', 'false');
  into.replaceChildren();
  into.hidden = isDrawn;
  if (isDrawn) return;
  button.setAttribute('aria-expanded', 'true');
  // Each path has the drawing beneath it, the last one asked for.
  button.parentElement?.append(into);
  drawPath(into, stepsOf(path, data), data.nameOf);
}

void start();
