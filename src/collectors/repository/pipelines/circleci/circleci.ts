import type { Evidence } from '../../../../inventory/evidence.ts';
import type { OpenFile } from '../../open-file.ts';
import { shown } from '../../secrets/detect.ts';
import { isUnpinnedImage } from '../../workflows/action-reference.ts';
import { Noted } from '../../workflows/noted.ts';
import { child, entriesOf, entry, textOf, textsOf, type YamlEntry, YamlTree, type YamlValue } from '../../workflows/yaml-tree.ts';
import { emitPipelineJob } from '../emit-job.ts';
import { itemsOf } from '../items.ts';
import { flat } from '../merge-keys.ts';
import { emitProblems } from '../pipeline-gap.ts';
import type { PipelineContext, PipelineJob, PipelineSystem, Variable } from '../pipeline-job.ts';
import { variantsOf } from '../script-logins.ts';
import { given, withParameters } from './parameters.ts';
import { readSteps } from './steps.ts';

export const circleci: PipelineSystem = {
  id: 'circleci',
  name: 'CircleCI',
  jobKind: 'circleci-job',
  secretKind: 'circleci-variable',
  ownVariables: /^(?:CI|CIRCLE\w*|BASH_ENV|HOME|PATH)$/,
  macros: false,
};

/**
 * The claims of a job's OIDC token (https://circleci.com/docs/openid-connect-tokens/). They name organization and project by
 * ids that no file holds.
 */
const claims = { iss: ['https://oidc.circleci.com/org/*'], aud: ['*'], sub: ['org/*/project/*/user/*'] } as const;

/** Reads a CircleCI configuration (https://circleci.com/docs/configuration-reference/): each job of a workflow becomes an identity. */
export function readCircleci(file: OpenFile, context: PipelineContext): void {
  const place = context.placeOf(file);
  const tree = new YamlTree(file.text, place);
  emitProblems(context, tree, place);
  const budget = { left: 200_000 };
  let first = true;
  for (const use of usesIn(tree.root)) {
    const written = child(child(tree.root, 'jobs'), use.job);
    const foreign = written === undefined;
    if (foreign && !use.job.includes('/')) continue;
    const body = written === undefined ? undefined : withParameters(written, given(use.passed, child(written, 'parameters')), budget);
    const job = describe(tree, use, body, foreign, first, budget);
    emitPipelineJob({ system: circleci, places: tree, place, damaged: tree.problems.length > 0 }, job, context.emit, context.fingerprint);
    first = false;
  }
}

interface Use {
  readonly workflow: string;
  readonly name: string;
  /** The job's name under `jobs`, or `orb/job`. */
  readonly job: string;
  readonly passed: YamlValue | undefined;
  readonly evidence: YamlValue;
  readonly scheduled: boolean;
  readonly approved: boolean;
}

/** The jobs of all workflows, else, in the oldest form, the jobs themselves. */
function usesIn(root: YamlValue | undefined): Use[] {
  const uses = entriesOf(child(root, 'workflows')).flatMap(({ key, value }) => {
    const items = itemsOf(child(value, 'jobs')).flatMap((item) => useOf(item) ?? []);
    const approvals = new Set(items.filter((i) => textOf(child(i.passed, 'type')) === 'approval').map((i) => i.name));
    const scheduled = itemsOf(child(value, 'triggers')).some((t) => child(t, 'schedule') !== undefined);
    return items
      .filter((i) => !approvals.has(i.name))
      .map(
        (i): Use => ({ ...i, workflow: key.text, scheduled, approved: textsOf(child(i.passed, 'requires')).some((r) => approvals.has(r)) }),
      );
  });
  if (uses.length > 0 || child(root, 'workflows') !== undefined) return uses.slice(0, 3000);
  return entriesOf(child(root, 'jobs')).map(
    ({ key }): Use => ({
      workflow: '',
      name: key.text,
      job: key.text,
      passed: undefined,
      evidence: key,
      scheduled: false,
      approved: false,
    }),
  );
}

function useOf(item: YamlValue): Pick<Use, 'name' | 'job' | 'passed' | 'evidence'> | undefined {
  const plain = textOf(item);
  if (plain !== undefined) return { name: plain, job: plain, passed: undefined, evidence: item };
  const [e] = entriesOf(item);
  return e === undefined
    ? undefined
    : { name: textOf(child(e.value, 'name')) ?? e.key.text, job: e.key.text, passed: e.value, evidence: e.key };
}

function describe(
  tree: YamlTree,
  use: Use,
  body: YamlValue | undefined,
  foreign: boolean,
  first: boolean,
  budget: { left: number },
): PipelineJob {
  const at = tree.evidence(use.evidence);
  const executor = executorOf(tree.root, body);
  const variables = [body, executor].flatMap((node) => variablesOf(child(node, 'environment')));
  // A job of an orb takes its steps from elsewhere; what it is passed stands here.
  const steps = readSteps(
    tree,
    foreign
      ? [
          {
            kind: 'map',
            entries: [{ key: { ...use.evidence, kind: 'scalar', text: use.job, isNull: false }, value: use.passed ?? use.evidence }],
            pointer: use.evidence.pointer,
            start: use.evidence.start,
            end: use.evidence.end,
          },
        ]
      : itemsOf(child(body, 'steps')).concat(itemsOf(child(use.passed, 'pre-steps')), itemsOf(child(use.passed, 'post-steps'))),
    budget,
  );
  const factEvidence: Record<string, readonly Evidence[]> = { 'ci.triggers': [at] };
  const contexts = new Noted();
  for (const node of itemsOf(child(use.passed, 'context'))) {
    const name = textOf(node);
    if (name !== undefined) contexts.add(shown(name), tree.evidence(node));
  }
  const resource = entry(body, 'resource_class') ?? entry(executor, 'resource_class');
  const own = textOf(resource?.value)?.includes('/');
  if (resource !== undefined) factEvidence['ci.self_hosted'] = [tree.evidence(resource.key)];
  if (use.approved) factEvidence['ci.gated'] = [at];
  if (!steps.tokens.isEmpty) factEvidence['ci.id_token'] = steps.tokens.evidence;
  const all = [...steps.variables, ...variables];
  return {
    id: use.workflow === '' ? use.name : `${use.workflow}/${use.name}`,
    evidence: at,
    scripts: steps.scripts,
    variables: all,
    parts: [
      ...(body === undefined ? [] : [body]),
      ...(use.passed === undefined ? [] : [use.passed]),
      ...(first ? wideParts(tree.root) : []),
    ],
    secrets: new Noted(),
    stored: steps.stored,
    federated: steps.federated,
    targets: steps.roles.map(({ cloud, written, evidence }) => ({
      cloud,
      written,
      variants: variantsOf(written, false, { variables: all }),
      claims,
      evidence,
    })),
    claims,
    unpinned: unpinnedOf(tree, body, executor, steps.orbs),
    injections: steps.injections,
    groups: contexts,
    connections: new Noted(),
    facts: {
      triggers: [use.scheduled ? 'schedule' : 'push'],
      ...(steps.tokens.isEmpty ? {} : { id_token: true }),
      ...(use.approved ? { gated: true } : {}),
      ...(own === undefined ? {} : { self_hosted: own }),
    },
    factEvidence,
    hidden: steps.hidden,
  };
}

function executorOf(root: YamlValue | undefined, body: YamlValue | undefined): YamlValue | undefined {
  const node = child(body, 'executor');
  const name = textOf(node) ?? textOf(child(node, 'name'));
  return name === undefined ? undefined : child(child(root, 'executors'), name);
}

/** A map, or the old list of `NAME: value` and `NAME=value`. */
function variablesOf(node: YamlValue | undefined): Variable[] {
  return itemsOf(node).flatMap((item) =>
    flat(item).flatMap(({ key, value }): Variable[] => (value.kind === 'scalar' && !value.isNull ? [{ name: key.text, value }] : [])),
  );
}

function wideParts(root: YamlValue | undefined): YamlValue[] {
  return entriesOf(root)
    .filter((e: YamlEntry) => ['executors', 'commands'].includes(e.key.text))
    .map((e) => e.value);
}

/** Orbs without a full version, and images without a digest (https://circleci.com/docs/orb-concepts/#semantic-versioning). */
function unpinnedOf(tree: YamlTree, body: YamlValue | undefined, executor: YamlValue | undefined, used: ReadonlySet<string>): Noted {
  const found = new Noted();
  for (const { key, value } of entriesOf(child(tree.root, 'orbs'))) {
    const text = textOf(value);
    // CircleCI's own orbs change with CircleCI only; a published full version never changes.
    if (text === undefined || !used.has(key.text) || text.startsWith('circleci/') || /@\d+\.\d+\.\d+$/.test(text)) continue;
    found.add(shown(text), tree.evidence(value));
  }
  for (const node of [body, executor]) {
    for (const item of itemsOf(child(node, 'docker'))) {
      const image = child(item, 'image');
      const text = textOf(image);
      if (image !== undefined && text !== undefined && !/<<|\$/.test(text) && !text.startsWith('cimg/') && isUnpinnedImage(text))
        found.add(shown(text), tree.evidence(image));
    }
  }
  return found;
}
