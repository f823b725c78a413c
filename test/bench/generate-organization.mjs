import { closeSync, openSync, writeSync } from 'node:fs';

const organization = 'organizations/410000000001';
const readers = [
  'roles/viewer',
  'roles/logging.logWriter',
  'roles/monitoring.metricWriter',
  'roles/run.invoker',
  'roles/bigquery.jobUser',
  'roles/browser',
];
const workers = [
  'roles/storage.objectViewer',
  'roles/pubsub.publisher',
  'roles/pubsub.subscriber',
  'roles/cloudsql.client',
  'roles/run.developer',
  'roles/artifactregistry.reader',
  'roles/artifactregistry.writer',
  'roles/datastore.user',
  'roles/secretmanager.secretAccessor',
  'roles/cloudbuild.builds.editor',
  'roles/iam.serviceAccountUser',
];
const strong = ['roles/editor', 'roles/owner', 'roles/iam.serviceAccountTokenCreator', 'roles/compute.admin', 'roles/container.developer'];

/**
 * Writes an IAM_POLICY export of Cloud Asset Inventory, one asset a line as exports to Cloud Storage are, for an organization of some
 * projects with about 100 bindings each: on the project, its buckets, secrets and service accounts, with groups, a few conditions, and
 * roles on folders and the organization.
 * @param {string} path
 * @param {number} projects
 * @returns {{ bytes: number, bindings: number }}
 */
export function generateOrganization(path, projects) {
  const random = generator(projects);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const file = openSync(path, 'w');
  let bytes = 0;
  let bindings = 0;
  let batch = '';
  const put = (name, type, list, ancestors) => {
    bindings += list.length;
    batch += `${JSON.stringify({ name, asset_type: type, iam_policy: { version: 3, etag: 'BwYAAAA=', bindings: list }, ancestors, update_time: '2026-11-20T08:00:00Z' })}\n`;
    if (batch.length > 1 << 20) {
      bytes += writeSync(file, batch);
      batch = '';
    }
  };
  const group = () => `group:team-${Math.floor(random() * 400)}@corp.example`;
  const user = () => `user:person-${Math.floor(random() * 5000)}@corp.example`;
  const top = Array.from({ length: 60 }, (_, n) => ({
    role: `roles/${n % 2 === 0 ? 'viewer' : 'browser'}`,
    members: [`group:all-${n}@corp.example`],
  }));
  put(`//cloudresourcemanager.googleapis.com/${organization}`, 'cloudresourcemanager.googleapis.com/Organization', top, [organization]);
  const folders = Math.max(1, Math.ceil(projects / 40));
  for (let f = 0; f < folders; f++) {
    const list = Array.from({ length: 12 }, () => ({ role: pick(f % 50 === 0 ? strong : workers), members: [group()] }));
    put(`//cloudresourcemanager.googleapis.com/folders/${700000 + f}`, 'cloudresourcemanager.googleapis.com/Folder', list, [
      `folders/${700000 + f}`,
      organization,
    ]);
  }
  for (let p = 0; p < projects; p++) {
    const id = `team-${Math.floor(p / 10)}-app-${p}`;
    const number = 500000000000 + p;
    const above = [`projects/${number}`, `folders/${700000 + (p % folders)}`, organization];
    const account = (n) => `serviceAccount:job-${n}@${id}.iam.gserviceaccount.com`;
    const own = Array.from({ length: 45 }, (_, n) => {
      const role = n < 25 ? pick(readers) : n < 44 ? pick(workers) : pick(p % 7 === 0 ? strong : workers);
      const members = n % 3 === 0 ? [account(n % 8), group()] : n % 3 === 1 ? [account(n % 8)] : [user()];
      return n % 15 === 7
        ? { role, members, condition: { title: 'until', expression: `request.time < timestamp("2027-0${1 + (p % 9)}-01T00:00:00Z")` } }
        : { role, members };
    });
    own.push({
      role: 'roles/editor',
      members: [
        `serviceAccount:${number}-compute@developer.gserviceaccount.com`,
        `serviceAccount:${number}@cloudservices.gserviceaccount.com`,
      ],
    });
    put(`//cloudresourcemanager.googleapis.com/projects/${id}`, 'cloudresourcemanager.googleapis.com/Project', own, above);
    for (let b = 0; b < 12; b++)
      put(
        `//storage.googleapis.com/${id}-bucket-${b}`,
        'storage.googleapis.com/Bucket',
        [
          { role: 'roles/storage.legacyBucketOwner', members: [`projectEditor:${id}`, `projectOwner:${id}`] },
          { role: 'roles/storage.objectViewer', members: [account(b % 8)] },
          { role: 'roles/storage.objectCreator', members: [account((b + 1) % 8)] },
        ],
        above,
      );
    for (let s = 0; s < 5; s++)
      put(
        `//secretmanager.googleapis.com/projects/${number}/secrets/secret-${s}`,
        'secretmanager.googleapis.com/Secret',
        [{ role: 'roles/secretmanager.secretAccessor', members: [account(s)] }],
        above,
      );
    for (let a = 0; a < 8; a++)
      put(
        `//iam.googleapis.com/projects/${id}/serviceAccounts/job-${a}@${id}.iam.gserviceaccount.com`,
        'iam.googleapis.com/ServiceAccount',
        [
          { role: 'roles/iam.serviceAccountUser', members: [group()] },
          ...(a % 4 === 0 ? [{ role: 'roles/iam.serviceAccountTokenCreator', members: [account((a + 1) % 8)] }] : []),
          ...(a === 0
            ? [
                {
                  role: 'roles/iam.workloadIdentityUser',
                  members: [
                    `principalSet://iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/ci/attribute.repository/corp/app-${p}`,
                  ],
                },
              ]
            : []),
        ],
        above,
      );
  }
  bytes += writeSync(file, batch);
  closeSync(file);
  return { bytes, bindings };
}

/** Always the same numbers for the same seed. */
function generator(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
