import { meaningOf } from '../../secret-names.ts';
import { shown } from '../secrets/detect.ts';
import { environmentsOf, type Job } from './job.ts';
import { Noted } from './noted.ts';
import { referencesIn } from './references.ts';
import { comesFromSecret } from './secret-use.ts';
import { entriesOf } from './yaml-tree.ts';

interface Registry {
  readonly name: string;
  /** Commands that publish. */
  readonly command?: RegExp;
  /** Variables that carry the token for such a command. */
  readonly variables: readonly string[];
  /** Actions that publish, with the input that carries the token. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
}

const registries: readonly Registry[] = [
  {
    name: 'npm',
    command: /\b(npm|pnpm|yarn|lerna|changeset|bun)(\s+-[\w-]+|\s+run|\s+npm|\s+changeset)*\s+(publish|release)\b|\bsemantic-release\b/,
    variables: ['NODE_AUTH_TOKEN', 'NPM_TOKEN', 'NPM_AUTH_TOKEN', 'YARN_NPM_AUTH_TOKEN', 'NPM_CONFIG_TOKEN'],
    actions: { 'js-devtools/npm-publish': ['token'], 'changesets/action': [], 'cycjimmy/semantic-release-action': [] },
  },
  {
    name: 'pypi',
    command: /\b(twine\s+upload|poetry\s+publish|uv\s+publish|flit\s+publish|hatch\s+publish|maturin\s+publish|semantic-release)\b/,
    variables: [
      'TWINE_PASSWORD',
      'PYPI_TOKEN',
      'PYPI_API_TOKEN',
      'POETRY_PYPI_TOKEN_PYPI',
      'UV_PUBLISH_TOKEN',
      'FLIT_PASSWORD',
      'HATCH_INDEX_AUTH',
      'MATURIN_PYPI_TOKEN',
    ],
    actions: { 'pypa/gh-action-pypi-publish': ['password'] },
  },
  {
    name: 'crates',
    command: /\bcargo\s+(release|publish|smart-release|workspaces\s+publish)\b/,
    variables: ['CARGO_REGISTRY_TOKEN', 'CRATES_IO_TOKEN', 'CRATES_TOKEN'],
    actions: { 'katyo/publish-crates': ['registry-token'] },
  },
  {
    name: 'rubygems',
    command: /\bgem\s+push\b|\brake\s+release\b/,
    variables: ['GEM_HOST_API_KEY', 'RUBYGEMS_API_KEY', 'RUBYGEMS_AUTH_TOKEN'],
    actions: {},
  },
  { name: 'nuget', command: /\bnuget\s+push\b/, variables: ['NUGET_API_KEY', 'NUGET_TOKEN', 'NUGET_AUTH_TOKEN'], actions: {} },
  {
    name: 'maven',
    command: /\b(mvn|mvnw|gradle|gradlew)\b[^\n]{0,200}\b(deploy|publish)/,
    variables: [
      'MAVEN_PASSWORD',
      'MAVEN_CENTRAL_PASSWORD',
      'MAVEN_CENTRAL_TOKEN',
      'OSSRH_PASSWORD',
      'OSSRH_TOKEN',
      'SONATYPE_PASSWORD',
      'ORG_GRADLE_PROJECT_mavenCentralPassword',
    ],
    actions: {},
  },
  {
    name: 'vscode',
    command: /\b(vsce|ovsx)\s+publish\b/,
    variables: ['VSCE_PAT', 'VSCE_TOKEN', 'OVSX_PAT', 'OVSX_TOKEN'],
    actions: { 'haaleo/publish-vscode-extension': ['pat'] },
  },
];

/** Stored tokens with which the job publishes packages: `npm: NODE_AUTH_TOKEN`. */
export function registryTokensOf(job: Job): Noted {
  const found = new Noted();
  const { tree } = job.workflow;
  for (const step of job.steps) {
    const script = step.run?.text.slice(0, 65_536) ?? '';
    const variables = environmentsOf(job, step).flatMap(entriesOf);
    for (const registry of registries) {
      const inputs = step.uses === undefined ? undefined : actionInputs(registry, step.uses.action.name);
      if (inputs === undefined && !(registry.command?.test(script) ?? false)) continue;
      for (const { key, value } of variables) {
        if (registry.variables.includes(key.text) && comesFromSecret(value, job, step))
          found.add(`${registry.name}: ${key.text}`, tree.evidence(key));
      }
      for (const { key, value } of entriesOf(step.inputs)) {
        if (inputs?.includes(key.text) && comesFromSecret(value, job, step)) found.add(`${registry.name}: ${key.text}`, tree.evidence(key));
      }
      // A token written into the command itself: `--token ${{ secrets.X }}`.
      if (inputs === undefined && step.run !== undefined) {
        for (const { segments, whole } of referencesIn(script)) {
          const name = segments[0]?.toLowerCase() === 'secrets' ? (segments[1] ?? '') : '';
          if (meaningOf(name).purpose === 'registry') found.add(`${registry.name}: ${shown(name)}`, tree.evidence(step.run, whole));
        }
      }
    }
  }
  return found;
}

/** The registries that a script publishes to, with the variables that carry a stored token for each. */
export function publishesIn(script: string): readonly Pick<Registry, 'name' | 'variables'>[] {
  return registries.filter((registry) => registry.command?.test(script.slice(0, 65_536)) ?? false);
}

function actionInputs(registry: Registry, action: string): readonly string[] | undefined {
  return Object.hasOwn(registry.actions, action) ? registry.actions[action] : undefined;
}
