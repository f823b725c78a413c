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
  readonly #grid: HTMLElement;
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
    this.#grid = find(`[data-grid="${parts.name}"]`);
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
    this.#grid.scrollTop = 0;
    this.#count.textContent = n === rows.length ? `${n} rows` : `${n} of ${rows.length} rows`;
    this.#draw();
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
    const table = element(
      'table',
      { 'aria-rowcount': String(this.#parts.rows.length) },
      element('thead', {}, element('tr', {}, ...heads)),
      this.#body,
    );
    this.#grid.replaceChildren(table);
    this.#grid.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.#grid.addEventListener('keydown', (event) => this.#onKey(event));
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
    const { rows, columns } = this.#parts;
    const first = Math.max(0, Math.floor(this.#grid.scrollTop / rowHeight) - beyond);
    const last = Math.min(this.#shown.length, first + Math.ceil(this.#grid.clientHeight / rowHeight) + 2 * beyond);
    const lines: HTMLElement[] = [space(first)];
    for (let i = first; i < last; i++) {
      const row = rows[this.#shown[i] ?? 0];
      if (row === undefined) continue;
      const cells = columns.map((column) => {
        const content = column.cell(row);
        return element('td', typeof content === 'string' ? { title: content } : {}, content);
      });
      lines.push(
        element('tr', { 'data-at': String(i), 'aria-rowindex': String(i + 1), 'aria-selected': String(i === this.#selected) }, ...cells),
      );
    }
    lines.push(space(this.#shown.length - last));
    this.#body.replaceChildren(...lines);
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.floor(this.#grid.clientHeight / rowHeight) - 1;
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
      this.#selected = Math.min(Math.max(this.#selected + step, 0), Math.max(this.#shown.length - 1, 0));
      const top = this.#selected * rowHeight;
      if (top < this.#grid.scrollTop) this.#grid.scrollTop = top;
      else if (top + 2 * rowHeight > this.#grid.scrollTop + this.#grid.clientHeight)
        this.#grid.scrollTop = top + 2 * rowHeight - this.#grid.clientHeight;
      this.#draw();
    } else if (event.key === 'Enter' && event.target === this.#grid) {
      // The same key must not press the button that has the focus next.
      event.preventDefault();
      this.#open(this.#selected);
    }
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
