import { isIP } from 'node:net';

/**
 * The network of an address: its first 16 bits (IPv4) or 48 bits (IPv6), which say little about a person. Undefined for
 * what is no address (calls of AWS services name the service) and for private networks, which a VPC endpoint passes on.
 */
export function networkOf(address: string): string | undefined {
  const version = isIP(address);
  if (version === 4) {
    const [a = 0, b = 0] = address.split('.').map(Number);
    const inside = a === 10 || a === 127 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254);
    return inside || (a === 100 && b >= 64 && b < 128) ? undefined : `${a}.${b}.0.0/16`;
  }
  if (version !== 6) return undefined;
  const bare = address.split('%')[0] ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return networkOf(mapped);
  const first = (bare.split('::')[0] ?? '').split(':').filter((part) => part !== '');
  const [a = '0', b = '0', c = '0'] = first.map((part) => Number.parseInt(part, 16).toString(16));
  return a === '0' || /^(?:f[cd]|fe[89ab])/.test(a.padStart(4, '0')) ? undefined : `${a}:${b}:${c}::/48`;
}
