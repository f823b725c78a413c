import type { Evidence } from '../../../../inventory/evidence.ts';
import type { OpenFile } from '../../open-file.ts';
import { shown } from '../../secrets/detect.ts';
import { isUnpinnedImage } from '../../workflows/action-reference.ts';
import { Noted } from '../../workflows/noted.ts';
import type { YamlEntry, YamlValue } from '../../workflows/yaml-tree.ts';
import { emitPipelineJob } from '../emit-job.ts';
import type { PipelineContext, PipelineJob, PipelineSystem, Variable } from '../pipeline-job.ts';
import { credentialsIn, filledByJenkins } from './credentials.ts';
import { Groovy, type Literal, scalarOf } from './groovy.ts';

export const jenkins: PipelineSystem = {
  id: 'jenkins',
  name: 'Jenkins',
  jobKind: 'jenkins-stage',
  secretKind: 'jenkins-credential',
  ownVariables:
    /^(?:BUILD_\w+|JOB_\w+|NODE_\w+|JENKINS_\w+|WORKSPACE\w*|EXECUTOR_NUMBER|BRANCH_\w+|CHANGE_\w+|GIT_(?!TOKEN|PASSWORD)\w+|STAGE_NAME|HOME|PATH)$/,
  macros: false,
};

interface Stage {
  readonly name: string;
  readonly literal: Literal;
  readonly start: number;
  readonly end: number;
}

/** Values that whoever opens a pull request chooses, put into a script by Groovy before the shell sees them. */
const chosen =
  /\$\{?(?:env\.)?(CHANGE_(?:TITLE|BRANCH|AUTHOR_DISPLAY_NAME|AUTHOR_EMAIL)|BRANCH_NAME|GIT_BRANCH|ghprb(?:PullTitle|SourceBranch|CommentBody|PullDescription|PullLongDescription)|gitlab(?:MergeRequestTitle|MergeRequestDescription|SourceBranch|Branch))\b/g;

/** Reads a Jenkinsfile (https://www.jenkins.io/doc/book/pipeline/syntax/): each stage with steps of its own becomes an identity. */
export function readJenkinsfile(file: OpenFile, context: PipelineContext): void {
  const place = context.placeOf(file);
  const groovy = new Groovy(file.text, place);
  const found = stagesIn(groovy);
  const whole = { name: 'pipeline', literal: { text: '', start: 0, end: 1, interpolates: false }, start: 0, end: groovy.code.length };
  const stages = found.length > 0 ? found : [whole];
  const blocks = environmentBlocks(groovy);
  const wrappers = wrappersIn(groovy);
  stages.forEach((stage, i) => {
    const job = describe(groovy, stage, stages, blocks, wrappers, i === 0);
    emitPipelineJob({ system: jenkins, places: groovy, place, damaged: false }, job, context.emit, context.fingerprint);
  });
}

const mostStages = 500;

/** The stages that hold no other stage. */
function stagesIn(groovy: Groovy): Stage[] {
  const all: Stage[] = [];
  for (const match of groovy.code.matchAll(/\bstage\s*\(?\s*/g)) {
    const offset = match.index + match[0].length;
    const literal = groovy
      .within(match.index, offset + 20)
      .find((l) => /^[\s(]*(?:name\s*:\s*)?$/.test(groovy.code.slice(match.index + 5, l.start)));
    const block = literal === undefined ? undefined : groovy.blockAfter(literal.end);
    if (literal === undefined || block === undefined) continue;
    all.push({ name: literal.text, literal, start: block.open, end: block.close });
    if (all.length >= mostStages) break;
  }
  const leaves = all.filter((s) => !all.some((o) => o !== s && o.start > s.start && o.end <= s.end));
  const seen = new Map<string, number>();
  return leaves.map((stage) => {
    const count = (seen.get(stage.name) ?? 0) + 1;
    seen.set(stage.name, count);
    return count === 1 ? stage : { ...stage, name: `${stage.name} (${count})` };
  });
}

interface Block {
  readonly start: number;
  readonly end: number;
  /** The block around it, to which its variables belong. */
  readonly from: number;
  readonly to: number;
}

function environmentBlocks(groovy: Groovy): readonly Block[] {
  const out: Block[] = [];
  for (const match of groovy.code.matchAll(/\benvironment\s*(?=\{)/g)) {
    const block = groovy.blockAfter(match.index + match[0].length);
    if (block === undefined || out.length >= 200) continue;
    const around = enclosing(groovy.code, match.index);
    out.push({ start: block.open, end: block.close, from: around.from, to: around.to });
  }
  return out;
}

function enclosing(code: string, at: number): { readonly from: number; readonly to: number } {
  let depth = 0;
  let from = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (code[i] === '}') depth++;
    else if (code[i] === '{' && depth-- === 0) {
      from = i;
      break;
    }
  }
  depth = 0;
  for (let i = at; i < code.length; i++) {
    if (code[i] === '{') depth++;
    else if (code[i] === '}' && depth-- === 0) return { from, to: i };
  }
  return { from, to: code.length };
}

function describe(
  groovy: Groovy,
  stage: Stage,
  stages: readonly Stage[],
  blocks: readonly Block[],
  wrappers: readonly Block[],
  first: boolean,
): PipelineJob {
  const ids = new Noted();
  const stored = new Noted();
  const federated = new Noted();
  const own = credentialsIn(groovy, stage.start, stage.end);
  const around = blocks.filter((b) => b.from <= stage.start && b.to >= stage.end && !(b.start >= stage.start && b.end <= stage.end));
  const given = [
    own,
    ...around.map((b) => credentialsIn(groovy, b.start, b.end)),
    ...wrappers.filter((w) => w.from < stage.start && w.to >= stage.end).map((w) => credentialsIn(groovy, w.start, w.end)),
  ];
  for (const part of given) {
    for (const [from, to] of [
      [part.ids, ids],
      [part.stored, stored],
      [part.federated, federated],
    ] as const) {
      for (const text of from.texts) for (const place of from.placesOf(text)) to.add(text, place);
    }
  }
  const environments = [...blocks.filter((b) => b.start >= stage.start && b.end <= stage.end), ...around.reverse()];
  const variables: Variable[] = [
    ...given.flatMap((g) => g.bound),
    ...withEnv(groovy, stage),
    ...environments.flatMap((b) => variablesIn(groovy, b)),
  ];
  const scripts = groovy.within(stage.start, stage.end).filter((l) => isScript(groovy, l));
  const injections = new Noted();
  for (const script of scripts) {
    if (!script.interpolates) continue;
    for (const match of script.text.slice(0, 65_536).matchAll(chosen))
      injections.add(match[1] ?? '', groovy.evidence(scalarOf(script), match[0]));
  }
  const at = groovy.evidence(scalarOf(stage.literal));
  const factEvidence: Record<string, readonly Evidence[]> = { 'ci.self_hosted': [at] };
  return {
    id: stage.name,
    evidence: at,
    scripts: scripts.map(scalarOf),
    variables,
    parts: [partOf(groovy, stage.start, stage.end), ...(first ? outside(groovy, stages) : [])],
    secrets: ids,
    stored,
    federated,
    targets: given.flatMap((g) => g.targets),
    unpinned: unpinnedOf(groovy, stage, first),
    injections,
    groups: new Noted(),
    connections: new Noted(),
    // Agents of Jenkins are the owner's.
    facts: { self_hosted: true },
    factEvidence,
    hidden: false,
  };
}

const mostWrappers = 200;

/** Calls such as `withCredentials([…]) { … }`: their arguments, and the block that has what they give. */
function wrappersIn(groovy: Groovy): readonly Block[] {
  const found: Block[] = [];
  for (const match of groovy.code.matchAll(/\b(?:withCredentials|withAWS|withKubeConfig|withVault|sshagent)\s*\(/g)) {
    if (found.length >= mostWrappers) break;
    let depth = 1;
    let i = match.index + match[0].length;
    for (; i < groovy.code.length && depth > 0; i++) depth += groovy.code[i] === '(' ? 1 : groovy.code[i] === ')' ? -1 : 0;
    const block = groovy.blockAfter(i);
    if (block !== undefined) found.push({ start: match.index, end: i, from: block.open, to: block.close });
  }
  return found;
}

/** `NAME = 'value'` of an environment block. */
function variablesIn(groovy: Groovy, block: Block): Variable[] {
  return groovy.within(block.start, block.end).flatMap((literal) => {
    const before = groovy.code.slice(Math.max(block.start, literal.start - 200), literal.start);
    const name = /([A-Za-z_]\w{0,100})\s*=\s*(?:credentials\s*\(\s*)?$/.exec(before)?.[1];
    if (name === undefined) return [];
    const isCredential = /credentials\s*\(\s*$/.test(before);
    return [{ name, value: isCredential ? { ...scalarOf(literal), text: filledByJenkins } : scalarOf(literal) }];
  });
}

/** `withEnv(['NAME=value'])`. */
function withEnv(groovy: Groovy, stage: Stage): Variable[] {
  return groovy.within(stage.start, stage.end).flatMap((literal) => {
    const match = /^([A-Za-z_]\w{0,100})(?:\+\w{1,40})?=/.exec(literal.text);
    if (match === null || isScript(groovy, literal)) return [];
    return [{ name: match[1] ?? '', value: { ...scalarOf(literal), text: literal.text.slice(match[0].length) } }];
  });
}

/** The text of `sh '…'`, `bat(script: "…")` and the like. */
function isScript(groovy: Groovy, literal: Literal): boolean {
  return /\b(?:sh|bat|powershell|pwsh)\s*\(?\s*(?:[\w\s:,]{0,120}\bscript\s*:\s*)?$/.test(
    groovy.code.slice(Math.max(0, literal.start - 200), literal.start),
  );
}

/** String literals as a map from the name each stands under, for the search for credentials written out. */
function partOf(groovy: Groovy, start: number, end: number): YamlValue {
  const entries = groovy.within(start, end).map((literal): YamlEntry => {
    const name = /([A-Za-z_]\w{0,100})\s*[:=]\s*$/.exec(groovy.code.slice(Math.max(0, literal.start - 150), literal.start))?.[1] ?? '';
    const value = scalarOf(literal);
    const isReference = /\b(?:credentialsId|credentials|variable|\w+Variable)\s*[:=(]\s*$/.test(
      groovy.code.slice(Math.max(0, literal.start - 60), literal.start),
    );
    return { key: { ...value, text: name }, value: isReference ? { ...value, text: '' } : value };
  });
  return { kind: 'map', entries, pointer: '', start, end };
}

/** What stands before, between and after the stages. */
function outside(groovy: Groovy, stages: readonly Stage[]): YamlValue[] {
  const whole = partOf(groovy, 0, groovy.code.length);
  if (whole.kind !== 'map') return [];
  return [{ ...whole, entries: whole.entries.filter((e) => !stages.some((s) => e.value.start >= s.start && e.value.start <= s.end)) }];
}

/** Images without a digest, and shared libraries that are not taken at a commit. */
function unpinnedOf(groovy: Groovy, stage: Stage, first: boolean): Noted {
  const found = new Noted();
  for (const literal of groovy.within(first ? 0 : stage.start, stage.end)) {
    const before = groovy.code.slice(Math.max(0, literal.start - 80), literal.start);
    const evidence = groovy.evidence(scalarOf(literal));
    const inStage = literal.start >= stage.start;
    if (/@Library\s*\(\s*\[?\s*(?:value\s*=\s*)?$/.test(before) && !/@[0-9a-f]{40}$/i.test(literal.text))
      found.add(shown(literal.text), evidence);
    if (
      (inStage || first) &&
      /\b(?:docker\.image\s*\(\s*|image\s+|docker\s+|image\s*:\s*)$/.test(before) &&
      !literal.text.includes('$') &&
      isUnpinnedImage(literal.text)
    )
      found.add(shown(literal.text), evidence);
  }
  return found;
}
