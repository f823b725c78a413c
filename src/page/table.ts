import { element } from './element.ts';

export interface Column<Row> {
  readonly title: string;
  /** CSS width. */
  readonly width: string;
  readonly cell: (row: Row) => Node | string;
  /** What rows are sorted by. */
  readonly key: (row: Row) => string | number;
}

export interface Filter<Row> {
  readonly name: string;
  readonly label: string;
  readonly value: (row: Row) => string;
}

export interface TableParts<Row> {
  /** `identities`, `findings`: the section it stands in. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly filters: readonly Filter<Row>[];
  /** What the search looks through. */
  readonly searched: (row: Row) => string;
  readonly open: (row: Row) => void;
}

const rowHeight = 34;
const beyond = 10;

/** A table of which only the rows in sight are in the document, so that a hundred thousand scroll and filter at once. */
export class Table<Row> {
  readonly #parts: TableParts<Row>;
  readonly #texts: readonly string[];
  readonly #form: HTMLFormElement;
  readonly #count: HTMLElement;
  /** What scrolls, and in it the table, which has the focus: its rows are walked without moving that. */
  readonly #frame: HTMLElement;
  readonly #grid: HTMLTableElement;
  readonly #body = element('tbody');
  /** Indices of the rows that the filters leave, in the order shown. */
  #shown: Uint32Array;
  #order: Uint32Array;
  #sorted: { readonly column: number; readonly falling: boolean } | undefined;
  #selected = 0;

  constructor(parts: TableParts<Row>) {
    this.#parts = parts;
    this.#texts = parts.rows.map((row) => parts.searched(row).toLowerCase());
    this.#order = Uint32Array.from(parts.rows.keys());
    this.#shown = this.#order;
    this.#form = find(`[data-filters="${parts.name}"]`);
    this.#count = find(`[data-count="${parts.name}"]`);
    this.#frame = find(`[data-grid="${parts.name}"]`);
    // Roles of rows and cells follow from this one (https://www.w3.org/WAI/ARIA/apg/patterns/grid/).
    this.#grid = element('table', {
      role: 'grid',
      'aria-readonly': 'true',
      tabindex: '0',
      'aria-labelledby': `${parts.name}-title`,
      'aria-describedby': `${parts.name}-keys`,
      'aria-colcount': String(parts.columns.length),
    });
    this.#makeFilters();
    this.#makeTable();
    this.filter();
  }

  /** Shows rows by the values of the form: `rule` and so on as in a link `#findings?rule=x`. */
  choose(values: URLSearchParams): void {
    for (const field of this.#fields()) field.value = values.get(field.name) ?? '';
    this.filter();
  }

  filter(): void {
    const fields = this.#fields();
    const words = (fields.find((f) => f.name === 'text')?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = this.#parts.filters.flatMap(({ name, value }) => {
      const chosen = fields.find((f) => f.name === name)?.value ?? '';
      return chosen === '' ? [] : [{ chosen, value }];
    });
    const { rows } = this.#parts;
    const left = new Uint32Array(this.#order.length);
    let n = 0;
    for (const at of this.#order) {
      const text = this.#texts[at] ?? '';
      if (!words.every((word) => text.includes(word))) continue;
      const row = rows[at];
      if (row === undefined || !wanted.every(({ chosen, value }) => value(row) === chosen)) continue;
      left[n++] = at;
    }
    this.#shown = left.subarray(0, n);
    this.#selected = 0;
    this.#frame.scrollTop = 0;
    // The row of titles is counted with the others.
    this.#grid.setAttribute('aria-rowcount', String(n + 1));
    this.#count.textContent = `${n === rows.length ? n : `${n} of ${rows.length}`} rows${this.#sortedText()}`;
    this.#draw();
  }

  #sortedText(): string {
    if (this.#sorted === undefined) return '';
    const { column, falling } = this.#sorted;
    return `, by ${this.#parts.columns[column]?.title.toLowerCase()}, ${falling ? 'falling' : 'rising'}`;
  }

  #fields(): (HTMLInputElement | HTMLSelectElement)[] {
    return [...this.#form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')];
  }

  #makeFilters(): void {
    for (const { name, label, value } of this.#parts.filters) {
      const values = [...new Set(this.#parts.rows.map(value))].filter((v) => v !== '').sort();
      const options = values.map((v) => element('option', { value: v }, v));
      const select = element('select', { name }, element('option', { value: '' }, 'any'), ...options);
      this.#form.append(element('label', {}, `${label} `, select));
    }
    this.#form.addEventListener('input', () => this.filter());
    this.#form.addEventListener('submit', (event) => event.preventDefault());
  }

  #makeTable(): void {
    const { columns } = this.#parts;
    const heads = columns.map((column, i) => {
      const button = element('button', { type: 'button' }, column.title);
      button.addEventListener('click', () => this.#sort(i));
      return element('th', { scope: 'col', style: `width:${column.width}`, 'aria-sort': 'none' }, button);
    });
    this.#grid.append(element('thead', {}, element('tr', { 'aria-rowindex': '1' }, ...heads)), this.#body);
    this.#frame.replaceChildren(this.#grid);
    this.#frame.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.#grid.addEventListener('keydown', (event) => this.#onKey(event));
    // Whoever comes back to the table finds the row that was left.
    this.#grid.addEventListener('focus', () => {
      // By the keyboard: under a pointer nothing may move before it has pressed.
      if (this.#grid.matches(':focus-visible')) this.#show(this.#selected);
    });
    this.#body.addEventListener('click', (event) => {
      const at = (event.target as Element).closest('tr')?.dataset['at'];
      if (at !== undefined) this.#open(Number(at));
    });
  }

  #sort(column: number): void {
    const falling = this.#sorted?.column === column && !this.#sorted.falling;
    this.#sorted = { column, falling };
    const { rows, columns } = this.#parts;
    const keys = rows.map((row) => columns[column]?.key(row) ?? '');
    const sign = falling ? -1 : 1;
    this.#order = Uint32Array.from(rows.keys()).sort((a, b) => {
      const [x, y] = [keys[a] ?? '', keys[b] ?? ''];
      return (x < y ? -sign : x > y ? sign : 0) || a - b;
    });
    for (const [i, head] of this.#grid.querySelectorAll('thead th').entries()) {
      head.setAttribute('aria-sort', i !== column ? 'none' : falling ? 'descending' : 'ascending');
    }
    this.filter();
  }

  #draw(): void {
    const { rows, columns, name } = this.#parts;
    const first = Math.max(0, Math.floor(this.#frame.scrollTop / rowHeight) - beyond);
    const last = Math.min(this.#shown.length, first + Math.ceil(this.#frame.clientHeight / rowHeight) + 2 * beyond);
    const lines: HTMLElement[] = [space(first)];
    for (let i = first; i < last; i++) {
      const row = rows[this.#shown[i] ?? 0];
      if (row === undefined) continue;
      const cells = columns.map((column) => {
        const content = column.cell(row);
        return element('td', typeof content === 'string' ? { title: content } : {}, content);
      });
      lines.push(
        element(
          'tr',
          {
            id: `${name}-row-${i}`,
            'data-at': String(i),
            'aria-rowindex': String(i + 2),
            'aria-selected': String(i === this.#selected),
          },
          ...cells,
        ),
      );
    }
    lines.push(space(this.#shown.length - last));
    if (this.#shown.length === 0) lines.push(element('tr', {}, element('td', { colspan: String(columns.length) }, 'No row is left.')));
    this.#body.replaceChildren(...lines);
    // Of rows only those in sight are there to be told of.
    const isThere = this.#selected >= first && this.#selected < last;
    if (isThere) this.#grid.setAttribute('aria-activedescendant', `${name}-row-${this.#selected}`);
    else this.#grid.removeAttribute('aria-activedescendant');
  }

  #onKey(event: KeyboardEvent): void {
    // A button of a title has keys of its own.
    if (event.target !== this.#grid) return;
    const page = Math.floor(this.#frame.clientHeight / rowHeight) - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#shown.length,
      End: this.#shown.length,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.#show(Math.min(Math.max(this.#selected + step, 0), Math.max(this.#shown.length - 1, 0)));
    } else if (event.key === 'Enter') {
      // The same key must not press the button that has the focus next.
      event.preventDefault();
      this.#open(this.#selected);
    }
  }

  /** Selects a row and brings it into sight. */
  #show(at: number): void {
    this.#selected = at;
    const top = at * rowHeight;
    const { scrollTop, clientHeight } = this.#frame;
    if (top < scrollTop) this.#frame.scrollTop = top;
    else if (top + 2 * rowHeight > scrollTop + clientHeight) this.#frame.scrollTop = top + 2 * rowHeight - clientHeight;
    this.#draw();
  }

  #open(at: number): void {
    this.#selected = at;
    this.#draw();
    const row = this.#parts.rows[this.#shown[at] ?? -1];
    if (row !== undefined) this.#parts.open(row);
  }
}

function space(rows: number): HTMLElement {
  const cell = element('td', {});
  cell.style.height = `${Math.max(rows, 0) * rowHeight}px`;
  return element('tr', { class: 'space', 'aria-hidden': 'true' }, cell);
}

function find<E extends HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}
