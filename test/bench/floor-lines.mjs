import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

// The floor for a file with one JSON value a line: every line through JSON.parse, in pieces that fit into a string, and nothing else.
let piece = [];
let size = 0;
let parsed = 0;
const parse = () => {
  parsed += JSON.parse(`[${piece.join(',')}]`).length;
  piece = [];
  size = 0;
};
for await (const line of createInterface({ input: createReadStream(process.argv[2], { highWaterMark: 1 << 20 }) })) {
  piece.push(line);
  size += line.length;
  if (size > 64 * 1024 * 1024) parse();
}
parse();
if (parsed < 2) throw new Error('the floor parsed nothing');
