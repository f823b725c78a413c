/**
 * An answer of the SDK in the shape that the AWS command line prints: dates as text, policy documents decoded, nothing absent written
 * down. Live answers and saved dumps then mean the same to whoever reads them.
 */
export function asPrinted(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString().replace('.000Z', 'Z');
  if (Array.isArray(value)) return value.map(asPrinted);
  if (typeof value !== 'object' || value === null) return value;
  const printed: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined || key === '$metadata') continue;
    printed[key] = documentKeys.has(key) && typeof member === 'string' ? decodeDocument(member) : asPrinted(member);
  }
  return printed;
}

const documentKeys = new Set(['AssumeRolePolicyDocument', 'Document', 'PolicyDocument']);

/**
 * IAM answers documents URL-encoded (RFC 3986): https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html. What does not
 * decode stays text: whoever reads it says that it is unreadable.
 */
function decodeDocument(text: string): unknown {
  try {
    return JSON.parse(text.trimStart().startsWith('{') ? text : decodeURIComponent(text));
  } catch {
    return text;
  }
}
