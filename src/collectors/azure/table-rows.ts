import { isPlain, objectsOf, type Plain, textOf } from '../azure-model/arm/arm-object.ts';

/** The rows of an answer of Resource Graph in its table form ({columns: [...], rows: [[...]]}); undefined where it is none. */
export function rowsOfTable(data: Plain): readonly Plain[] | undefined {
  const columns = objectsOf(data, 'columns').map((column) => textOf(column, 'name'));
  const { rows } = data;
  if (columns.length === 0 || !Array.isArray(rows)) return undefined;
  return rows.filter(Array.isArray).map((row: readonly unknown[]) => {
    const pairs = columns.flatMap((name, i): readonly (readonly [string, unknown])[] =>
      name === undefined ? [] : [[name, parsed(row[i])]],
    );
    return Object.fromEntries(pairs);
  });
}

/** Objects stand in cells as objects, or as their JSON. */
function parsed(cell: unknown): unknown {
  if (typeof cell !== 'string' || !/^\s*[{[]/.test(cell)) return cell;
  try {
    const value: unknown = JSON.parse(cell);
    return isPlain(value) || Array.isArray(value) ? value : cell;
  } catch {
    return cell;
  }
}
