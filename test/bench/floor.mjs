import { constants } from 'node:buffer';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';

// The floor: the same bytes (ASCII, as generate-account.mjs writes them) through JSON.parse and nothing else. A file that
// fits into one string is parsed at once; a larger one in pieces of whole elements, which is the least that anybody can do.
const path = process.argv[2];
if (statSync(path).size < constants.MAX_STRING_LENGTH) JSON.parse(readFileSync(path, 'latin1'));
else {
  let piece = [];
  let size = 0;
  let parsed = 0;
  const parse = () => {
    parsed += JSON.parse(`[${piece.join('')}null]`).length;
    piece = [];
    size = 0;
  };
  for await (const line of createInterface({ input: createReadStream(path, { highWaterMark: 1 << 20 }) })) {
    if (!line.startsWith('{"Path"') && !line.startsWith('{"PolicyName"')) continue;
    piece.push(line.endsWith(',') ? line : `${line},`);
    size += line.length;
    if (size > 64 * 1024 * 1024) parse();
  }
  parse();
  if (parsed < 2) throw new Error('the floor parsed nothing');
}
