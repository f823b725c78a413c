import type { Evidence } from '../../../../inventory/evidence.ts';
import type { OpenFile } from '../../open-file.ts';
import { shown } from '../../secrets/detect.ts';
import { isUnpinnedImage } from '../../workflows/action-reference.ts';
import { Noted } from '../../workflows/noted.ts';
import { child, entriesOf, entry, textOf, textsOf, type YamlScalar, YamlTree, type YamlValue } from '../../workflows/yaml-tree.ts';
import { emitPipelineJob } from '../emit-job.ts';
import { itemsOf } from '../items.ts';
import { flat } from '../merge-keys.ts';
import { emitProblems } from '../pipeline-gap.ts';
import type { PipelineContext, PipelineJob, PipelineSystem, Variable } from '../pipeline-job.ts';
import { variantsOf } from '../script-logins.ts';

export const bitbucket: PipelineSystem = {
  id: 'bitbucket',
  name: 'Bitbucket Pipelines',
  jobKind: 'bitbucket-step',
  secretKind: 'bitbucket-variable',
  ownVariables: /^(?:CI|BITBUCKET_(?!TOKEN$|PASSWORD$|APP_PASSWORD$)\w+|PIPELINES_JWT_TOKEN)$/,
  macros: false,
};

interface Step {
  readonly id: string;
  readonly body: YamlValue;
  readonly key: YamlScalar;
  readonly trigger: string;
  readonly deployment: YamlValue | undefined;
}

const mostSteps = 3000;

/** Reads Bitbucket's pipelines (https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/): each step becomes an identity. */
export function readBitbucket(file: OpenFile, context: PipelineContext): void {
  const place = context.placeOf(file);
  const tree = new YamlTree(file.text, place);
  emitProblems(context, tree, place);
  const image = child(tree.root, 'image');
  stepsIn(child(tree.root, 'pipelines')).forEach((step, i) => {
    const job = describe(tree, step, image, place.remote);
    const parts = i === 0 ? [...job.parts, ...(image === undefined ? [] : [image])] : job.parts;
    emitPipelineJob(
      { system: bitbucket, places: tree, place, damaged: tree.problems.length > 0 },
      { ...job, parts },
      context.emit,
      context.fingerprint,
    );
  });
}

/** What starts the pipelines of a section. */
const triggers: Readonly<Record<string, string>> = {
  default: 'push',
  branches: 'push',
  tags: 'push',
  bookmarks: 'push',
  'pull-requests': 'pull_request',
  custom: 'manual',
};

function stepsIn(pipelines: YamlValue | undefined): Step[] {
  const steps: Step[] = [];
  for (const { key: section, value } of entriesOf(pipelines)) {
    const trigger = Object.hasOwn(triggers, section.text) ? triggers[section.text] : undefined;
    if (trigger === undefined) continue;
    const named =
      section.text === 'default'
        ? [{ name: 'default', list: value }]
        : flat(value).map((e) => ({ name: `${section.text}/${e.key.text}`, list: e.value }));
    for (const { name, list } of named) {
      let count = 0;
      const take = (items: readonly YamlValue[], deployment: YamlValue | undefined, depth: number): void => {
        for (const item of items) {
          for (const { key, value: body } of flat(item)) {
            if (steps.length >= mostSteps || depth > 4) return;
            if (key.text === 'step') {
              count++;
              const title = textOf(child({ ...body, kind: 'map', entries: flat(body) } as YamlValue, 'name'));
              steps.push({ id: `${name}/${count}${title === undefined ? '' : ` ${title}`}`, body, key, trigger, deployment });
            } else if (key.text === 'parallel') take(itemsOf(child(body, 'steps') ?? body), deployment, depth + 1);
            else if (key.text === 'stage') take(itemsOf(child(body, 'steps')), child(body, 'deployment') ?? deployment, depth + 1);
          }
        }
      };
      take(itemsOf(list), undefined, 0);
    }
  }
  return steps;
}

function describe(
  tree: YamlTree,
  step: Step,
  wideImage: YamlValue | undefined,
  remote: { readonly path: string } | undefined,
): PipelineJob {
  const body: YamlValue = { kind: 'map', entries: flat(step.body), pointer: step.body.pointer, start: step.body.start, end: step.body.end };
  const at = tree.evidence(step.key);
  const oidc = entry(body, 'oidc');
  const mints = textOf(oidc?.value) === 'true';
  const deployment = child(body, 'deployment') ?? step.deployment;
  const environment = textOf(deployment);
  const claims = claimsOf(remote, step.trigger);
  const pipes = itemsOf(child(body, 'script')).concat(itemsOf(child(body, 'after-script')));
  const variables = pipes.flatMap((item) =>
    entriesOf(child(item, 'variables')).flatMap(({ key, value }): Variable[] =>
      value.kind === 'scalar' ? [{ name: key.text, value }] : [],
    ),
  );
  const role = variables.find((v) => /^AWS_OIDC_ROLE_ARN$/.test(v.name));
  const federated = new Noted();
  if (role !== undefined) federated.add('aws', tree.evidence(role.value));
  const runsOn = entry(body, 'runs-on');
  const factEvidence: Record<string, readonly Evidence[]> = { 'ci.triggers': [at] };
  if (oidc !== undefined) factEvidence['ci.id_token'] = [tree.evidence(oidc.key)];
  if (runsOn !== undefined) factEvidence['ci.self_hosted'] = [tree.evidence(runsOn.key)];
  const unpinned = new Noted();
  for (const item of pipes) {
    const pipe = child(item, 'pipe');
    const name = textOf(pipe);
    // Atlassian's own pipes change with Bitbucket only.
    if (pipe !== undefined && name !== undefined && !name.startsWith('atlassian/') && isUnpinnedImage(name))
      unpinned.add(shown(name), tree.evidence(pipe));
  }
  const image = child(body, 'image') ?? wideImage;
  const imageNode = image?.kind === 'map' ? child(image, 'name') : image;
  const imageName = textOf(imageNode);
  if (imageNode !== undefined && imageName !== undefined && !imageName.startsWith('atlassian/') && isUnpinnedImage(imageName))
    unpinned.add(shown(imageName), tree.evidence(imageNode));
  return {
    id: step.id,
    evidence: at,
    scripts: pipes.flatMap((item) => (item.kind === 'scalar' && !item.isNull ? [item] : [])),
    variables,
    parts: [body],
    ...(deployment === undefined || environment === undefined
      ? {}
      : { environment: { name: environment, evidence: tree.evidence(deployment) } }),
    secrets: new Noted(),
    stored: new Noted(),
    federated,
    targets:
      role === undefined
        ? []
        : [
            {
              cloud: 'aws',
              written: role.value.text,
              variants: variantsOf(role.value.text, false, { variables }),
              claims,
              evidence: tree.evidence(role.value),
            },
          ],
    ...(mints ? { claims } : {}),
    unpinned,
    injections: new Noted(),
    groups: new Noted(),
    connections: new Noted(),
    facts: {
      triggers: [step.trigger],
      // Pull requests of forks run in the fork.
      untrusted_triggers: [],
      id_token: mints,
      id_token_workflow_wide: false,
      self_hosted: textsOf(runsOn?.value).some((label) => /^self\.hosted$/.test(label)),
    },
    factEvidence,
    hidden: false,
  };
}

/** https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/: ids of workspace and repository stand in no file. */
function claimsOf(remote: { readonly path: string } | undefined, trigger: string): Readonly<Record<string, readonly string[]>> {
  const workspace = remote?.path.split('/', 1)[0] ?? '*';
  return {
    iss: [`https://api.bitbucket.org/2.0/workspaces/${shown(workspace)}/pipelines-config/identity/oidc`],
    aud: ['ari:cloud:bitbucket::workspace/*'],
    sub: ['*'],
    ...(trigger === 'pull_request' ? {} : { branchName: ['*'] }),
  };
}
