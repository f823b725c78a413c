/** A file's bytes as text, whatever common encoding they are in. Undefined for what is not text. */
export function decode(bytes: Buffer): { readonly text: string; readonly damaged: boolean } | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.subarray(2).toString('utf16le'), damaged: false };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return { text: Buffer.from(even).swap16().toString('utf16le'), damaged: bytes.length % 2 !== 0 };
  }
  const body = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  if (body.includes(0)) return undefined;
  const text = body.toString('utf8');
  return { text, damaged: text.includes('\ufffd') };
}
