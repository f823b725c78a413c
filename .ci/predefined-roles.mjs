// Writes src/permissions/gcp/predefined-roles.ts and -sets.ts from what Google's API says of its predefined roles:
//   node .ci/predefined-roles.mjs roles.json        after `npm run build`
// roles.json is an array of roles with `name` and `includedPermissions` (https://cloud.google.com/iam/docs/reference/rest/v1/roles/list, view=FULL).
import { readFileSync, writeFileSync } from 'node:fs';
import { maskOfListed } from '../dist/permissions/gcp/permission-mask.js';

const widest = 138;
const roles = JSON.parse(readFileSync(process.argv[2], 'utf8'))
  .map(({ name, includedPermissions = [] }) => ({ name: name.replace(/^roles\//, ''), mask: maskOf(name, includedPermissions) }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

// Google's viewers change nothing, whatever the verbs of their permissions sound like.
function maskOf(name, permissions) {
  const mask = maskOfListed(permissions);
  return /viewer$|reader$|(?:^|\.)viewer$/i.test(name) ? mask & ~2n : mask;
}

const count = new Map();
for (const { mask } of roles) count.set(mask, (count.get(mask) ?? 0) + 1);
const masks = [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([mask]) => mask);
const codes = new Map(masks.map((mask, at) => [mask, at.toString(36)]));

const services = new Map();
for (const { name, mask } of roles) {
  const dot = name.indexOf('.');
  const [service, rest] = dot < 0 ? ['', name] : [name.slice(0, dot), name.slice(dot + 1)];
  services.set(service, [...(services.get(service) ?? []), `${rest}=${codes.get(mask)}`]);
}

// Runs of bits: `0-2.7` is bits 0, 1, 2 and 7.
function runs(mask) {
  const out = [];
  for (let bit = 0; mask >> BigInt(bit) !== 0n; bit++) {
    if (((mask >> BigInt(bit)) & 1n) === 0n) continue;
    const first = bit;
    while (((mask >> BigInt(bit + 1)) & 1n) === 1n) bit++;
    out.push(first === bit ? first.toString(36) : `${first.toString(36)}-${bit.toString(36)}`);
  }
  return out.length === 0 ? '_' : out.join('.');
}

function fill(words) {
  const lines = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > widest) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

const roleFile = `/**
 * Which set of permissions each of Google's predefined roles holds (https://cloud.google.com/iam/docs/roles-permissions), made by
 * .ci/predefined-roles.mjs: a role stands behind its service, with the place of its set in predefined-sets.ts in base 36.
 */
export const roleText = \`
${fill([...services].flatMap(([service, words]) => [`${service}:`, ...words])).join('\n')}
\`;
`;
const setFile = `/** Sets of watched permissions that predefined roles hold, as runs of bits in base 36 (permission-mask.ts): 0-2.7 is bits 0, 1, 2 and 7. */
export const setText = \`
${fill(masks.map(runs)).join('\n')}
\`;
`;
for (const [name, text] of [
  ['roles', roleFile],
  ['sets', setFile],
])
  writeFileSync(new URL(`../src/permissions/gcp/predefined-${name}.ts`, import.meta.url), text);
