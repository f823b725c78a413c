import type { CredentialRow, FindingRow, IdentityRow, PageRows, PathRow, StepRow } from '../reporters/html-rows.ts';
import { drawPath } from './draw-path.ts';
import { element, mark } from './element.ts';

/** Everything that the page knows. */
export interface PageData {
  readonly identities: readonly IdentityRow[];
  readonly findings: readonly FindingRow[];
  readonly rules: readonly PageRows['rules'][];
  readonly steps: readonly StepRow[];
  readonly paths: readonly PathRow[];
  readonly findingsOf: ReadonlyMap<number, readonly FindingRow[]>;
  readonly credentialsOf: ReadonlyMap<number, readonly CredentialRow[]>;
  readonly pathsOf: ReadonlyMap<string, readonly PathRow[]>;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly nameOf: (id: string) => string;
}

const questions = ['bound to a workload?', 'short-lived?', 'authorised at run time?', 'revocable alone?'];
const facets = ['read', 'write', 'execute', 'grant', 'secrets'];

/** Shows an identity: who it is, what it can do, how it is held, where it leads, what is wrong with it. */
export function showCard(at: number, data: PageData): void {
  const dialog = document.querySelector<HTMLDialogElement>('#card');
  const row = data.identities[at];
  if (dialog === null || row === undefined) return;
  const of = data.findingsOf.get(at) ?? [];
  const close = element('button', { type: 'button' }, 'Close');
  close.addEventListener('click', () => dialog.close());
  dialog.replaceChildren(
    element('div', { class: 'card-head' }, element('h2', { id: 'card-title' }, row[1]), close),
    ...who(row),
    ...power(row),
    ...(row[17] === null ? [] : [element('h3', {}, 'As an agent'), facts(row[17])]),
    ...held(row, data.credentialsOf.get(at) ?? []),
    ...paths(data.pathsOf.get(row[0]) ?? [], data),
    ...findings(
      'Findings',
      of.filter((f) => f[2] === 'fail'),
      data,
    ),
    ...findings(
      'Waived',
      of.filter((f) => f[2] === 'suppressed'),
      data,
    ),
    ...findings(
      'Could not be decided',
      of.filter((f) => f[2] === 'unknown'),
      data,
    ),
  );
  openCard(dialog, close);
}

/** The focus stays inside while the card is open, and goes back to where it was. */
export function openCard(dialog: HTMLDialogElement, close: HTMLElement): void {
  if (dialog.open) close.focus();
  else dialog.showModal();
  dialog.scrollTop = 0;
}

function facts(entries: readonly (readonly [string, Node | string | null])[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...entries.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value ?? 'not known')]),
  );
}

function who(row: IdentityRow): Node[] {
  const [id, , plane, kind, scope, nature, agent, owner, environment, lastUsed, , , , , , place, created] = row;
  return [
    element('p', { class: 'dim' }, element('code', {}, id)),
    facts([
      ['kind', `${kind} in ${scope} (${plane})`],
      ['nature', agent === 1 && nature !== 'agent' ? `${nature}, for an agent` : nature],
      ['owner', owner],
      ['environment', environment],
      ['created', created],
      ['last used', lastUsed],
      ['seen in', element('code', {}, place)],
    ]),
  ];
}

function power(row: IdentityRow): Node[] {
  const [level, reach] = [row[10], row[14]];
  return [
    element('h3', {}, `What it can do: ${level}`),
    facts([
      ...facets.map((name, i) => [name, row[11][i] ?? 'unknown'] as const),
      ['reaches', `${reach[0]}; can act as ${reach[1]} ${reach[1] === 1 ? 'other' : 'others'}`],
    ]),
  ];
}

function held(row: IdentityRow, credentials: readonly CredentialRow[]): Node[] {
  const verdict =
    { adequate: 'adequate', 'not-proven': 'not proven', 'too-static': 'identity model too static for this architecture' }[row[12]] ??
    row[12];
  const answers = row[13].map(([answer, because], i) => [questions[i] ?? '', `${answer}: ${because}`] as const);
  const lines = credentials.map(([, name, kind, isStatic, enabled, created, lastUsed, expires]) => {
    const parts = [
      kind,
      isStatic === 1 ? 'does not expire by itself' : 'short-lived',
      enabled === 0 ? 'disabled' : '',
      created === null ? '' : `made ${created.slice(0, 10)}`,
      lastUsed === null ? '' : `used ${lastUsed.slice(0, 10)}`,
      expires === null || expires === 'never' ? '' : `expires ${expires.slice(0, 10)}`,
    ];
    return element('li', {}, `${name}: ${parts.filter((part) => part !== '').join(', ')}`);
  });
  return [
    element('h3', {}, 'How it is held: ', mark('state', row[12], verdict)),
    facts(answers),
    ...(lines.length === 0 ? [] : [element('ul', {}, ...lines)]),
  ];
}

function paths(list: readonly PathRow[], data: PageData): Node[] {
  return list.flatMap((path) => {
    const [from, , certainty] = path;
    const steps = stepsOf(path, data);
    const title = [from, ...steps.map((s) => s[1])].map(data.nameOf).join(' → ');
    const drawing = element('div', { class: 'drawing' });
    requestAnimationFrame(() => drawPath(drawing, steps, data.nameOf));
    return [element('h3', {}, `Path: ${title} `, mark('state', certainty)), drawing, stepList(steps)];
  });
}

/** The steps of a path, in order. */
export function stepsOf(path: PathRow, { steps }: PageData): readonly StepRow[] {
  return path[4].map((at) => steps[at]).filter((step) => step !== undefined);
}

function stepList(steps: readonly StepRow[]): HTMLElement {
  const items = steps.map(([, , , reason, places, fix]) =>
    element(
      'li',
      {},
      reason,
      ...places.flatMap((place) => [' ', element('code', {}, place)]),
      ...(fix === null ? [] : [element('div', { class: 'fix' }, `Fix: ${fix}`)]),
    ),
  );
  return element('ol', {}, ...items);
}

function findings(title: string, list: readonly FindingRow[], data: PageData): Node[] {
  if (list.length === 0) return [];
  const items = list.map(([rule, severity, status, , message, place, change, note]) => {
    const [id = '', , why = '', fix = '', frameworks = []] = data.rules[rule] ?? [];
    return element(
      'details',
      {},
      element(
        'summary',
        {},
        mark('severity', severity),
        ` ${message} `,
        element('span', { class: 'dim' }, [id, change].filter(Boolean).join(', ')),
      ),
      element('p', {}, why),
      element('p', {}, element('strong', {}, 'Fix: '), fix),
      ...(note === null ? [] : [element('p', {}, status === 'suppressed' ? `Because: ${note}` : `Not known: ${note}`)]),
      element('p', { class: 'dim' }, element('code', {}, place), ` ${frameworks.join(' · ')}`),
    );
  });
  return [element('h3', {}, `${title} (${list.length})`), ...items];
}
