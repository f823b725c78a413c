import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** What every hundred files of a checkout are; the rest is JavaScript and TypeScript. */
const kinds = [
  { share: 8, ending: '.json', make: (_, source) => source('.json') },
  { share: 10, ending: '.md', make: (_, source) => source('.md') },
  { share: 1, ending: '.yaml', make: manifest },
  { share: 6, ending: '.yml', make: (_, source) => source('.yml') },
  { share: 10, ending: '.py', make: python },
  { share: 2, ending: '.tf', make: terraform },
  { share: 6, ending: '.png', make: image },
  { share: 4, ending: '.css', make: (_, source) => source('.css', '.html') },
];
const code = ['.js', '.mjs', '.cjs', '.ts', '.mts'];
/** Lock files and configurations with a password are rarer. */
const lockEvery = 2000;
const secretEvery = 500;
/** Larger ones are bundles: a checkout of a few of them would be little else. */
const largestSource = 256 * 1024;

/**
 * Writes a git checkout of so many files, as they come in an organization's repository: real code, JSON and texts of the
 * installed packages under other names, manifests, Terraform, Python, images, lock files, a few configurations that hold what
 * looks like a secret, an index of git with all of them and a `.gitignore`.
 * @param {string} root
 * @param {string} sources the directory of installed packages
 * @param {number} count
 * @returns {number} bytes of the files, but those of git
 */
export function generateCheckout(root, sources, count) {
  const bySort = new Map();
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.min\.|^\.|lock/.test(entry.name)) continue;
    const list = bySort.get(extname(entry.name)) ?? [];
    list.push(join(entry.parentPath ?? entry.path, entry.name));
    bySort.set(extname(entry.name), list);
  }
  const pools = new Map();
  const pick = (i, endings) => {
    const key = endings.join();
    if (!pools.has(key)) pools.set(key, endings.flatMap((ending) => bySort.get(ending) ?? []).sort());
    const pool = pools.get(key);
    // Neighbours in the list are much alike: step through it in strides.
    for (let k = 0; k < 50 && pool.length > 0; k++) {
      const path = pool[((i + k) * 7919) % pool.length];
      const content = readFileSync(path);
      if (content.length <= largestSource) return { content, ending: extname(path) };
    }
    return { content: Buffer.from('{}\n'), ending: endings[0] };
  };
  const paths = [];
  let bytes = 0;
  const put = (path, content) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    paths.push(path);
    bytes += content.length;
  };
  const table = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
  put('.gitignore', 'dist/\nbuild/\n*.log\n/coverage\n');
  for (let i = 1; i < count; i++) {
    const folder = `services/service-${i % 97}/part-${Math.floor(i / 97) % 13}/${i % 7 === 0 ? 'test' : 'src'}`;
    // 37 and 100 have no divisor in common: every kind is met in every folder.
    const kind = table[(i * 37) % 100];
    if (i % secretEvery === 0) put(`${folder}/config-${i}.yaml`, `database:\n  host: db.internal\n  password: ${secret(i)}\n`);
    else if (i % lockEvery === 1) put(`${folder}/${i}/package-lock.json`, lock(i));
    else if (kind === undefined) {
      const { content, ending } = pick(i, code);
      put(`${folder}/file-${i}${ending}`, content);
    } else
      put(
        `${folder}/file-${i}${kind.ending}`,
        kind.make(i, (...endings) => pick(i, endings).content),
      );
  }
  mkdirSync(join(root, '.git'), { recursive: true });
  writeFileSync(join(root, '.git/config'), '[core]\n\tbare = false\n');
  writeFileSync(join(root, '.git/index'), index(paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))));
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

function manifest(i) {
  const name = `app-${i}`;
  const variables = Array.from(
    { length: 4 + (i % 12) },
    (_, k) => `            - name: SETTING_${k}\n              value: "${k * i}"\n`,
  ).join('');
  return (
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  replicas: 2\n  template:\n    spec:\n` +
    `      serviceAccountName: ${name}\n      containers:\n        - name: main\n          image: registry.shop.test/${name}:1.${i}\n          env:\n${variables}---\n` +
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n    - port: 8080\n`
  );
}

function python(i) {
  const functions = Array.from(
    { length: 3 + (i % 40) },
    (_, k) =>
      `def handle_${k}(request, limit=${k}):\n    """Answers with at most \`limit\` rows of the table."""\n    rows = [row for row in request.rows if row.id % ${k + 2} == 0]\n    return rows[:limit]\n\n\n`,
  );
  return `import json\nimport logging\nfrom dataclasses import dataclass\n\nlog = logging.getLogger(__name__)\n\n\n${functions.join('')}`;
}

function terraform(i) {
  const queues = Array.from(
    { length: 1 + (i % 8) },
    (_, k) =>
      `resource "aws_sqs_queue" "queue_${k}" {\n  name                      = "queue-${i}-${k}"\n  message_retention_seconds = 86400\n}\n\n`,
  );
  return `variable "region" {\n  type = string\n}\n\n${queues.join('')}`;
}

/** What cannot be told from a compressed image, of sizes between 1 and 64 KiB. */
function image(i) {
  const blocks = Array.from({ length: 1 << (5 + (i % 7)) }, (_, k) => createHash('sha256').update(`${i}/${k}`).digest());
  return Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), ...blocks]);
}

function lock(i) {
  const packages = {};
  for (let k = 0; k < 900; k++) {
    const integrity = `sha512-${createHash('sha512').update(`${i}/${k}`).digest('base64')}`;
    packages[`node_modules/package-${k}`] = { version: `1.${k}.0`, resolved: `https://registry.shop.test/package-${k}.tgz`, integrity };
  }
  return `${JSON.stringify({ name: `service-${i}`, lockfileVersion: 3, requires: true, packages }, undefined, 2)}\n`;
}

/** An index of git, version 2 (https://git-scm.com/docs/index-format), without what files were like. */
function index(paths) {
  const entries = paths.map((path) => {
    const name = Buffer.from(path);
    const entry = Buffer.alloc(Math.ceil((62 + name.length + 1) / 8) * 8);
    entry.writeUInt32BE(0o100644, 24);
    entry.writeUInt16BE(Math.min(name.length, 0xfff), 60);
    name.copy(entry, 62);
    return entry;
  });
  const head = Buffer.from('DIRC\0\0\0\x02\0\0\0\0', 'latin1');
  head.writeUInt32BE(paths.length, 8);
  const body = Buffer.concat([head, ...entries]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}
