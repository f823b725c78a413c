import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateAccount } from './generate-account.mjs';
import { generateCheckout } from './generate-checkout.mjs';
import { generateCluster } from './generate-cluster.mjs';
import { generateOrganization } from './generate-organization.mjs';

// Prints ratios against a floor that is measured in the same run: bare times say more about the machine than the program.
// Usage: npm run bench [-- SIZE...]         sizes in principals; default 1000 10000 100000
//        npm run bench -- --files [SIZE...]  checkouts alone; sizes in files; default 1000 20000 100000
//        npm run bench -- --projects [SIZE...]  an organization of Google Cloud alone; sizes in projects of 100 bindings; default 1000 10000
//        npm run bench -- --pods [SIZE...]  a Kubernetes cluster alone; sizes in pods, with a service account for four; default 20000 200000
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const nhi = here('../../bin/nhi.js');
const onlyFiles = process.argv.includes('--files');
const onlyProjects = process.argv.includes('--projects');
const onlyPods = process.argv.includes('--pods');
const only = onlyFiles || onlyProjects || onlyPods;
const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((n) => n > 0);
const folder = mkdtempSync(join(tmpdir(), 'nhi-bench-'));

/** Runs node with arguments; wall time and processor time in ms, and peak memory in MiB. */
function measure(args, okay) {
  const started = process.hrtime.bigint();
  const { status, stderr, output } = spawnSync(process.execPath, ['--import', here('peak.mjs'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  if (!okay.includes(status)) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  const [kib, cpu] = String(output[3]).trim().split(' ').map(Number);
  return { ms, cpu, peak: kib / 1024 };
}

function best(times, args, okay = [0]) {
  return Array.from({ length: times }, () => measure(args, okay)).reduce((a, b) => (b.ms < a.ms ? b : a));
}

/** Processor time, which other work on the machine changes least, and time by the clock, against the same lines through JSON.parse. */
function measureLines(empty, head, usual, generate) {
  console.log(`${head}      bytes   floor: JSON.parse   nhi scan     ratio    peak memory   ratio by the clock`);
  for (const size of sizes.length > 0 ? sizes : usual) {
    const path = join(folder, `lines-${size}.ndjson`);
    const [bytes, inside] = generate(path, size);
    // Floor and scan take turns.
    const turns = Array.from({ length: 2 }, () => ({
      floor: measure([here('floor-lines.mjs'), path], [0]),
      scan: measure([nhi, 'scan', path, '--now', '2026-11-22', '--quiet'], [0, 1, 3]),
    }));
    const least = (kind, what) => Math.min(...turns.map((turn) => turn[kind][what])) - empty[what];
    const [floor, scan] = [least('floor', 'cpu'), least('scan', 'cpu')];
    const peak = Math.max(...turns.map((turn) => turn.scan.peak));
    console.log(
      `${String(size).padStart(10)} ${String(inside).padStart(10)} ${`${(bytes / 1e6).toFixed(1)} MB`.padStart(10)} ${`${(floor / 1000).toFixed(2)} s`.padStart(19)} ${`${(scan / 1000).toFixed(2)} s`.padStart(10)} ${`${(scan / floor).toFixed(2)} x`.padStart(9)} ${`${peak.toFixed(0)} MiB`.padStart(14)} ${`${(least('scan', 'ms') / least('floor', 'ms')).toFixed(2)} x`.padStart(20)}`,
    );
    rmSync(path);
  }
}

function measureOrganizations(empty) {
  measureLines(empty, '  projects   bindings', [1_000, 10_000], (path, size) => {
    const { bytes, bindings } = generateOrganization(path, size);
    return [bytes, bindings];
  });
}

function measureClusters(empty) {
  measureLines(empty, '      pods   accounts', [20_000, 200_000], (path, size) => {
    const { bytes, accounts } = generateCluster(path, size);
    return [bytes, accounts];
  });
}

try {
  const empty = best(7, ['-e', '0']);
  const version = best(7, [nhi, '--version']);
  console.log(`start-up        nhi --version is ${(version.ms / empty.ms).toFixed(2)} x node -e 0`);
  if (onlyProjects) measureOrganizations(empty);
  else if (onlyPods) measureClusters(empty);
  else if (!onlyFiles) console.log('principals      bytes   floor: JSON.parse   nhi scan     ratio    peak memory   a principal   growth');
  let before;
  for (const size of only ? [] : sizes.length > 0 ? sizes : [1_000, 10_000, 100_000]) {
    const path = join(folder, `${size}.json`);
    const bytes = generateAccount(path, size);
    const times = size <= 10_000 ? 3 : 1;
    const floor = best(times, [here('floor.mjs'), path]);
    const scan = best(times, [nhi, 'scan', path, '--now', '2026-11-22', '--quiet'], [0, 1, 3]);
    const ratio = (scan.ms - empty.ms) / (floor.ms - empty.ms);
    // The power of n that the time grows with since the size before: 1 is linear.
    const growth = before === undefined ? '' : (Math.log((scan.ms - empty.ms) / before.ms) / Math.log(size / before.size)).toFixed(2);
    before = { size, ms: scan.ms - empty.ms };
    console.log(
      `${String(size).padStart(10)} ${`${(bytes / 1e6).toFixed(1)} MB`.padStart(10)} ${`${(floor.ms / 1000).toFixed(2)} s`.padStart(19)} ${`${(scan.ms / 1000).toFixed(2)} s`.padStart(10)} ${`${ratio.toFixed(2)} x`.padStart(9)} ${`${scan.peak.toFixed(0)} MiB`.padStart(14)} ${`${((scan.ms - empty.ms) / size).toFixed(3)} ms`.padStart(13)} ${growth.padStart(8)}`,
    );
    rmSync(path);
  }
  // Of checkouts the processor time counts, which other work on the machine changes least; floor and scan take turns.
  if (!onlyProjects && !onlyPods)
    console.log('     files      bytes   floor: plain read   nhi scan      ratio   peak memory      a file   growth   ratio by the clock');
  let smaller;
  for (const size of onlyProjects || onlyPods ? [] : onlyFiles && sizes.length > 0 ? sizes : [1_000, 20_000, 100_000]) {
    const path = join(folder, `checkout-${size}`);
    const bytes = generateCheckout(path, here('../../node_modules'), size);
    // Once unmeasured: what was just written is brought into the system's memory.
    measure([here('read-floor.mjs'), path], [0]);
    const turns = Array.from({ length: 3 }, () => ({
      floor: measure([here('read-floor.mjs'), path], [0]),
      scan: measure([nhi, 'scan', path, '--now', '2026-11-22', '--quiet'], [0, 1, 3]),
    }));
    const floor = turns.map((turn) => turn.floor).reduce((a, b) => (b.cpu < a.cpu ? b : a)).cpu - empty.cpu;
    const { cpu, peak } = turns.map((turn) => turn.scan).reduce((a, b) => (b.cpu < a.cpu ? b : a));
    const scan = cpu - empty.cpu;
    const fastest = (kind) => Math.min(...turns.map((turn) => turn[kind].ms)) - empty.ms;
    const byClock = fastest('scan') / fastest('floor');
    const growth = smaller === undefined ? '' : (Math.log(scan / smaller.scan) / Math.log(size / smaller.size)).toFixed(2);
    smaller = { size, scan };
    console.log(
      `${String(size).padStart(10)} ${`${(bytes / 1e6).toFixed(1)} MB`.padStart(10)} ${`${(floor / 1000).toFixed(2)} s`.padStart(19)} ${`${(scan / 1000).toFixed(2)} s`.padStart(10)} ${`${(scan / floor).toFixed(2)} x`.padStart(10)} ${`${peak.toFixed(0)} MiB`.padStart(13)} ${`${(scan / size).toFixed(3)} ms`.padStart(11)} ${growth.padStart(8)} ${`${byClock.toFixed(2)} x`.padStart(20)}`,
    );
    rmSync(path, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
