import type { Evidence } from '../../../../inventory/evidence.ts';
import { Noted } from '../../workflows/noted.ts';
import { child, entriesOf, textOf, type YamlScalar, type YamlTree, type YamlValue } from '../../workflows/yaml-tree.ts';
import { itemsOf } from '../items.ts';
import { flat } from '../merge-keys.ts';
import type { Variable } from '../pipeline-job.ts';
import { given, withParameters } from './parameters.ts';

/** What the steps of a job come to. */
export interface Steps {
  readonly scripts: readonly YamlScalar[];
  readonly variables: readonly Variable[];
  readonly stored: Noted;
  readonly federated: Noted;
  readonly roles: readonly { readonly cloud: 'aws' | 'gcp'; readonly written: string; readonly evidence: Evidence }[];
  /** Places where the job's OIDC token is used. */
  readonly tokens: Noted;
  readonly injections: Noted;
  /** Names of the orbs it uses. */
  readonly orbs: ReadonlySet<string>;
  /** A command that is not in the file does part of the work. */
  readonly hidden: boolean;
}

/** Steps that the system has built in (https://circleci.com/docs/configuration-reference/#steps). */
const builtIn = new Set(
  'run checkout setup_remote_docker save_cache restore_cache store_artifacts store_test_results persist_to_workspace attach_workspace add_ssh_keys when unless deploy'.split(
    ' ',
  ),
);

/** Texts that whoever opens a pull request or pushes a branch chooses, filled in before the shell runs. */
const chosen =
  /<<\s{0,10}(pipeline\.(?:git\.branch(?:\.\w+)?|git\.commit\.(?:subject|body|author_name|author_login)|trigger_parameters\.[\w.]{0,80}?(?:branch|message|title|ref|head)[\w.]{0,80}))\s{0,10}>>/g;

const mostNested = 10;

export function readSteps(tree: YamlTree, list: readonly YamlValue[], budget: { left: number }): Steps {
  const scripts: YamlScalar[] = [];
  const variables: Variable[] = [];
  const roles: { cloud: 'aws' | 'gcp'; written: string; evidence: Evidence }[] = [];
  const [stored, federated, tokens, injections] = [new Noted(), new Noted(), new Noted(), new Noted()];
  const orbs = new Set<string>();
  let hidden = false;

  const addScript = (node: YamlValue | undefined): void => {
    if (node?.kind !== 'scalar' || node.isNull) return;
    scripts.push(node);
    const token = /\bCIRCLE_OIDC_TOKEN(?:_V2)?\b/.exec(node.text)?.[0];
    if (token !== undefined) tokens.add(token, tree.evidence(node, token));
    for (const match of node.text.slice(0, 65_536).matchAll(chosen)) injections.add(match[1] ?? '', tree.evidence(node, match[0]));
  };

  const takeOrb = (name: string, inputs: YamlValue, place: YamlValue): void => {
    orbs.add(name.split('/', 1)[0] ?? name);
    hidden = true;
    const input = (names: readonly string[]): YamlValue | undefined => names.map((n) => child(inputs, n)).find((n) => n !== undefined);
    const role = input(['role_arn', 'role-arn', 'aws_role_arn']);
    const arn = textOf(role);
    if (role !== undefined && arn !== undefined && arn !== '') {
      federated.add('aws', tree.evidence(role));
      tokens.add('role_arn', tree.evidence(role));
      roles.push({ cloud: 'aws', written: arn, evidence: tree.evidence(role) });
    }
    const account = input(['service_account_email', 'google_service_account_email']);
    const email = textOf(account);
    if (textOf(input(['use_oidc'])) === 'true') {
      federated.add('gcp', tree.evidence(place));
      tokens.add('use_oidc', tree.evidence(place));
      if (account !== undefined && email !== undefined) roles.push({ cloud: 'gcp', written: email, evidence: tree.evidence(account) });
    }
    for (const { key } of entriesOf(inputs)) {
      if (/^aws[-_]access[-_]key[-_]id$/.test(key.text)) stored.add('aws', tree.evidence(key));
      if (/^gcloud[-_]service[-_]key$/.test(key.text)) stored.add('gcp', tree.evidence(key));
    }
    // Steps passed to an orb run inside it.
    for (const { value } of entriesOf(inputs)) if (value.kind === 'list') take(value.items, 1);
  };

  const take = (items: readonly YamlValue[], depth: number): void => {
    if (depth > mostNested) return;
    for (const item of items) {
      const plain = textOf(item);
      const [e] = plain === undefined ? flat(item) : [];
      const name = plain ?? e?.key.text;
      if (name === undefined) continue;
      const body = e?.value ?? item;
      if (name === 'run' || name === 'deploy') {
        addScript(body.kind === 'scalar' ? body : child(body, 'command'));
        for (const { key, value } of entriesOf(child(body, 'environment')))
          if (value.kind === 'scalar') variables.push({ name: key.text, value });
      } else if (name === 'when' || name === 'unless') take(itemsOf(child(body, 'steps')), depth + 1);
      else if (builtIn.has(name)) continue;
      else {
        const command = child(child(tree.root, 'commands'), name);
        if (command === undefined) {
          if (name.includes('/')) takeOrb(name, body, item);
          else hidden = true;
          continue;
        }
        const steps = child(command, 'steps');
        if (steps !== undefined && budget.left > 0) {
          take(itemsOf(withParameters(steps, given(e?.value, child(command, 'parameters')), budget)), depth + 1);
        }
      }
    }
  };
  take(list, 0);
  return { scripts, variables, stored, federated, roles, tokens, injections, orbs, hidden };
}
