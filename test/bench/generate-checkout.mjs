import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

const endings = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.json', '.md', '.yml', '.yaml', '.css', '.html', '.txt', '']);

/**
 * Writes a checkout of so many files: real sources of the installed packages under other names, over and over, each in an
 * application's folder, with a few configurations between them that hold what looks like a secret.
 * @param {string} root
 * @param {string} sources the directory of installed packages
 * @param {number} count
 * @returns {number} bytes written
 */
export function generateCheckout(root, sources, count) {
  const from = [];
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !endings.has(extname(entry.name)) || /\.min\.|^\.|lock/.test(entry.name)) continue;
    from.push(join(entry.parentPath ?? entry.path, entry.name));
  }
  from.sort();
  let bytes = 0;
  const put = (path, content) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    bytes += content.length;
  };
  put(join(root, '.git/config'), '[core]\n\tbare = false\n');
  for (let i = 0; i < count; i++) {
    // Neighbours in the list are much alike: step through it in strides.
    const source = from[(i * 7919) % from.length];
    const folder = join(root, `services/service-${i % 97}`, `part-${Math.floor(i / 97) % 13}`);
    if (i % 500 === 0) put(join(folder, `config-${i}.yaml`), `database:\n  host: db.internal\n  password: ${secret(i)}\n`);
    else put(join(folder, `file-${i}${extname(source)}`), readFileSync(source));
  }
  return bytes;
}

/** The same every time, and like nobody's format. */
function secret(seed) {
  let state = seed + 1;
  return Array.from({ length: 24 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'[(state >> 8) % 55];
  }).join('');
}
