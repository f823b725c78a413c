/** One record of a CSV file. */
export interface CsvRecord {
  /** 1-based line on which it starts. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads CSV (RFC 4180: quoted fields may hold commas, line breaks and doubled quotes) from chunks of UTF-8 bytes. Blank
 * lines are left out. A quote that never ends gives one last record with what stood in it.
 */
export async function* readCsv(chunks: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord> {
  const decoder = new TextDecoder();
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  let line = 1;
  let startLine = 1;

  const endRecord = (): void => {
    if (fields.length > 0 || field !== '' || state === 'quote') records.push({ line: startLine, fields: [...fields, field] });
    fields = [];
    field = '';
    state = 'start';
  };

  const take = (text: string): void => {
    for (const c of text) {
      if (c === '\n') line++;
      if (state === 'quoted') {
        if (c === '"') state = 'quote';
        else field += c;
      } else if (c === '"' && state === 'quote') {
        field += c;
        state = 'quoted';
      } else if (c === '"' && state === 'start') state = 'quoted';
      else if (c === ',') {
        fields.push(field);
        field = '';
        state = 'start';
      } else if (c === '\n') {
        endRecord();
        startLine = line;
      } else if (c !== '\r') {
        field += c;
        state = 'plain';
      }
    }
  };

  for await (const chunk of chunks) {
    take(decoder.decode(chunk, { stream: true }));
    yield* records.splice(0);
  }
  take(decoder.decode());
  endRecord();
  yield* records;
}
