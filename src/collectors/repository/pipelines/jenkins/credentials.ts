import { shown } from '../../secrets/detect.ts';
import { Noted } from '../../workflows/noted.ts';
import type { NamedTarget } from '../../workflows/targets.ts';
import type { Variable } from '../pipeline-job.ts';
import { type Groovy, type Literal, scalarOf } from './groovy.ts';

/** The credentials of Jenkins that a part of a script is given, by their ids. */
export interface JenkinsCredentials {
  readonly ids: Noted;
  readonly stored: Noted;
  readonly federated: Noted;
  readonly targets: readonly NamedTarget[];
  /** Variables that bindings fill. */
  readonly bound: readonly Variable[];
}

/** Calls before a credential's id that say which cloud it opens (https://www.jenkins.io/doc/pipeline/steps/credentials-binding/). */
const clouds: readonly (readonly [RegExp, string])[] = [
  [/AmazonWebServicesCredentialsBinding|withAWS|\baws\s*\(/, 'aws'],
  [/azureServicePrincipal|AzureCredentialsBinding/, 'azure'],
  [/withKubeConfig|withKubeCredentials|kubeconfigFile|kubeconfigContent/, 'kubernetes'],
  [/withDockerRegistry|withRegistry/, 'docker'],
  [/GoogleServiceAccount|googleServiceAccount/i, 'gcp'],
];

const boundNames =
  /\b(?:variable|usernameVariable|passwordVariable|accessKeyVariable|secretKeyVariable|keyFileVariable|passphraseVariable|keystoreVariable|envVar)\s*[:=]\s*$/;

/** Stands for the value of a variable that comes out of Jenkins' store. */
export const filledByJenkins = '$stored';

/** Reads the calls that hand out credentials between two offsets. */
export function credentialsIn(groovy: Groovy, start: number, end: number): JenkinsCredentials {
  const ids = new Noted();
  const stored = new Noted();
  const federated = new Noted();
  const targets: NamedTarget[] = [];
  const bound: Variable[] = [];
  const literals = groovy.within(start, end);
  for (const literal of literals) {
    const before = groovy.code.slice(Math.max(0, literal.start - 400), literal.start);
    if (boundNames.test(before)) bound.push({ name: literal.text, value: { ...scalarOf(literal), text: filledByJenkins } });
    if (!namesCredential(before)) continue;
    const evidence = groovy.evidence(scalarOf(literal));
    ids.add(shown(literal.text), evidence);
    // The innermost call that is still open.
    const from = Math.max(before.lastIndexOf(';'), before.lastIndexOf('}'), before.lastIndexOf(']'), 0);
    const call = groovy.text.slice(literal.start - before.length + from, literal.start);
    const cloud = clouds.find(([pattern]) => pattern.test(call))?.[1];
    if (cloud !== undefined) stored.add(cloud, evidence);
  }
  for (const name of bound.map((v) => v.name)) {
    const cloud = name === 'GOOGLE_APPLICATION_CREDENTIALS' ? 'gcp' : name === 'KUBECONFIG' ? 'kubernetes' : undefined;
    const place = bound.find((v) => v.name === name);
    if (cloud !== undefined && place !== undefined) stored.add(cloud, groovy.evidence(place.value));
  }
  for (const match of groovy.code.slice(start, end).matchAll(/\bwithAWS\s*\(/g)) {
    const from = start + match.index;
    const to = closing(groovy.code, from + match[0].length, end);
    const arguments_ = groovy.within(from, to);
    const value = (name: string): Literal | undefined =>
      arguments_.find((l) => new RegExp(`\\b${name}\\s*:\\s*$`).test(groovy.code.slice(Math.max(from, l.start - 60), l.start)));
    const role = value('role');
    if (role === undefined) continue;
    const account = value('roleAccount')?.text;
    const written = role.text.startsWith('arn:') || account === undefined ? role.text : `arn:aws:iam::${account}:role/${role.text}`;
    const complete = !written.includes('$');
    targets.push({
      cloud: 'aws',
      written,
      variants: [{ text: complete ? written : '*', complete }],
      evidence: groovy.evidence(scalarOf(role)),
    });
    if (
      value('federatedUserId') === undefined &&
      arguments_.some((l) => /\bsamlAssertion\s*:\s*$/.test(groovy.code.slice(Math.max(from, l.start - 60), l.start)))
    ) {
      federated.add('aws', groovy.evidence(scalarOf(role)));
    }
  }
  return { ids, stored, federated, targets, bound };
}

/** `credentials('id')`, `credentialsId: 'id'`, `withAWS(credentials: 'id')`, `sshagent(['id'])`, `azureServicePrincipal('id')`. */
function namesCredential(before: string): boolean {
  return /(?:\bcredentialsId\s*:\s*|\bcredentials\s*\(\s*|\bcredentials\s*:\s*|\bsshagent\s*\(?\s*(?:credentials\s*:\s*)?\[?\s*|\bazureServicePrincipal\s*\(\s*|\bwithRegistry\s*\([^()]{0,200},\s*)$/.test(
    before,
  );
}

function closing(code: string, from: number, end: number): number {
  let depth = 1;
  for (let i = from; i < end; i++) {
    if (code[i] === '(') depth++;
    else if (code[i] === ')' && --depth === 0) return i;
  }
  return end;
}
