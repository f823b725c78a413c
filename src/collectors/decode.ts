import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Bytes read at a time. */
const CHUNK = 1024 * 1024;

/**
 * The bytes of a file as UTF-8, in chunks: gzip is unpacked, UTF-16 (as PowerShell writes it) is converted, a byte order
 * mark is dropped. Throws what the file system or the unpacking throws.
 */
export async function* openText(path: string): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let first = true;
  for await (const chunk of await openBytes(path)) {
    let bytes = chunk;
    if (first) {
      first = false;
      const { encoding, skip } = encodingOf(bytes);
      if (encoding === 'utf-8') bytes = bytes.subarray(skip);
      else decoder = new TextDecoder(encoding);
    }
    if (decoder) bytes = Buffer.from(decoder.decode(bytes, { stream: true }));
    if (bytes.length > 0) yield bytes;
  }
  const rest = decoder?.decode();
  if (rest) yield Buffer.from(rest);
}

/** The bytes of a file, unpacked when it is a gzip file. */
async function openBytes(path: string): Promise<AsyncIterable<Buffer>> {
  if (!(await isGzip(path))) return createReadStream(path, { highWaterMark: CHUNK });
  // Errors of either stream reach the reader through the second one.
  return pipeline(createReadStream(path, { highWaterMark: CHUNK }), createGunzip({ chunkSize: CHUNK }), () => {}) as Readable;
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** By the byte order mark; without one, by where the zero bytes of two ASCII characters stand. UTF-8 otherwise. */
function encodingOf(bytes: Buffer): { readonly encoding: Encoding; readonly skip: number } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', skip: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', skip: 2 };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', skip: 3 };
  const [a, b, c, d] = bytes;
  if (a && b === 0 && c && d === 0) return { encoding: 'utf-16le', skip: 0 };
  if (a === 0 && b && c === 0 && d) return { encoding: 'utf-16be', skip: 0 };
  return { encoding: 'utf-8', skip: 0 };
}

/** Passes chunks on, and tells whether one of them is not UTF-8: then letters of it are lost where it is made text. */
export async function* checkUtf8(chunks: AsyncIterable<Buffer>, notUtf8: () => void): AsyncGenerator<Buffer> {
  let open: Buffer = Buffer.alloc(0);
  let well = true;
  for await (const chunk of chunks) {
    if (well) {
      const bytes = open.length === 0 ? chunk : Buffer.concat([open, chunk]);
      const end = wholeCharacters(bytes);
      // A character that the next chunk ends.
      open = bytes.subarray(end);
      well = isUtf8(bytes.subarray(0, end));
      if (!well) notUtf8();
    }
    yield chunk;
  }
  if (well && open.length > 0) notUtf8();
}

/** The first line of a file that is not UTF-8. */
export async function lineNotUtf8(path: string): Promise<number | undefined> {
  let line = 1;
  let open: Buffer = Buffer.alloc(0);
  for await (const chunk of openText(path)) {
    const bytes = Buffer.concat([open, chunk]);
    let start = 0;
    for (let stop = bytes.indexOf(NEWLINE); stop >= 0; stop = bytes.indexOf(NEWLINE, start)) {
      if (!isUtf8(bytes.subarray(start, stop))) return line;
      line++;
      start = stop + 1;
    }
    open = bytes.subarray(start);
    if (!isUtf8(open.subarray(0, wholeCharacters(open)))) return line;
  }
  return isUtf8(open) ? undefined : line;
}

const NEWLINE = 0x0a;

/** Where the bytes end that cannot be the beginning of a character whose rest is to come. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
