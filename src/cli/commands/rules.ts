import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chalk, type ChalkInstance } from 'chalk';
import { titleOf } from '../../engine/compiled-rule.ts';
import { findRule } from '../../engine/configure-rules.ts';
import { didYouMean } from '../../engine/nearest.ts';
import { quoted } from '../../engine/quoted.ts';
import { ruleIdForm } from '../../engine/read-rule.ts';
import { type Rule, type SubjectKind, subjectKinds } from '../../engine/rule.ts';
import { leftOvers, scaffoldRule } from '../../engine/rule-scaffold.ts';
import { type ExampleResult, runExamples } from '../../engine/run-examples.ts';
import { type Severity, severities } from '../../findings/finding.ts';
import { planes } from '../../inventory/plane.ts';
import { UserError } from '../../user-error.ts';
import type { CommandIo } from '../command-io.ts';
import { loadFolder, loadRules, readRuleText } from '../load-rules.ts';
import { readOneOf } from '../one-of.ts';

/** Where a rule belongs: the folder it stands in, `own` for a user's rule that stands in no such folder. */
const rulePlanes = [...planes, 'cross', 'own'] as const;

const severityColors = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'gray',
} as const satisfies Record<Severity, keyof ChalkInstance>;

export interface RulesListArgs {
  readonly plane?: string;
  readonly severity?: string;
  /** `--rules`. */
  readonly folders?: readonly string[];
}

/** `nhi rules list`: one line per rule. */
export function listRules({ plane, severity, folders = [] }: RulesListArgs, io: CommandIo): number {
  const wantedPlane = plane === undefined ? undefined : readOneOf(plane, rulePlanes, '--plane');
  const wantedSeverity = severity === undefined ? undefined : readOneOf(severity, severities, '--severity');
  const color = new Chalk({ level: io.color ? 1 : 0 });
  const rules = loadRules({ folders }).filter(
    (rule) =>
      (wantedPlane === undefined || planeOf(rule) === wantedPlane) && (wantedSeverity === undefined || rule.severity === wantedSeverity),
  );
  const idWidth = Math.max(0, ...rules.map((rule) => rule.id.length));
  for (const rule of rules) {
    const start = `${color[severityColors[rule.severity]](rule.severity.padEnd(8))}  ${rule.id.padEnd(idWidth)}  `;
    const title = `${titleOf(rule)}${rule.enabled ? '' : ' (off)'}`;
    io.out(`${start}${shorten(title, io.width === undefined ? undefined : io.width - idWidth - 12)}\n`);
  }
  io.out(`${count(rules.length, 'rule')}\n`);
  return 0;
}

/** `nhi rules show ID`: what a rule asks, without the reasons; `nhi explain` has those. */
export function showRule(name: string, { folders = [] }: { readonly folders?: readonly string[] }, io: CommandIo): number {
  const rule = findRule(loadRules({ folders }), name);
  const color = new Chalk({ level: io.color ? 1 : 0 });
  const row = (label: string, value: string): void => io.out(`${color.dim(label.padEnd(11))} ${value}\n`);
  io.out(`${color.bold(rule.id)}\n${titleOf(rule)}\n\n`);
  row('severity', `${color[severityColors[rule.severity]](rule.severity)} (confidence ${rule.confidence})`);
  row('subject', rule.kinds.length === 0 ? rule.subject : `${rule.subject} of kind ${rule.kinds.join(', ')}`);
  for (const [parameter, value] of Object.entries(rule.params)) row('parameter', `${parameter} = ${JSON.stringify(value)}`);
  row('when', rule.when);
  for (const { when, severity } of rule.escalate) row('', `${severity} when ${when}`);
  for (const { when, severity } of rule.lower) row('', `no more than ${severity} when ${when}`);
  row('message', rule.message);
  row('maps to', rule.frameworks.map((f) => f.id).join(', '));
  if (rule.aliases.length > 0) row('formerly', rule.aliases.join(', '));
  row('file', rule.file);
  if (!rule.enabled) row('enabled', 'off; turn it on under "rules" in the configuration');
  return 0;
}

/**
 * `nhi rules test`: runs every example, of the user's folders where some are given, of the built-in rules otherwise.
 * Texts that stand as `nhi rules new` wrote them are pointed out.
 * @returns 0, or 2 when an example does not come out as it says.
 */
export function testRules({ folders = [] }: { readonly folders?: readonly string[] }, io: CommandIo): number {
  const all = loadRules({ folders, checkBuiltIn: folders.length === 0 });
  const own = new Set(folders.flatMap((folder) => loadFolder(folder).map((rule) => rule.id)));
  const rules = folders.length === 0 ? all : all.filter((rule) => own.has(rule.id));
  const color = new Chalk({ level: io.color ? 1 : 0 });
  let examples = 0;
  let failures = 0;
  let unwritten = 0;
  for (const rule of rules) {
    const results = runExamples(rule);
    const failed = results.filter((result) => !result.ok);
    examples += results.length;
    failures += failed.length;
    const message = results.find((result) => result.message !== undefined)?.message;
    io.out(
      `${failed.length === 0 ? color.green('ok  ') : color.red('FAIL')}  ${rule.id}${message === undefined ? '' : `  ${color.dim(quoted(message, 200))}`}\n`,
    );
    const left = own.has(rule.id) ? leftOvers(rule, readRuleText(rule.file, rule.file)) : [];
    unwritten += left.length;
    for (const { field, line } of left)
      io.err(`${rule.file}:${line}: the text of "${field}" is still that of nhi rules new; say it in your own words\n`);
    if (own.has(rule.id)) for (const problem of strangeKinds(rule, all)) io.err(`${rule.file}: ${problem}\n`);
    for (const result of failed) io.err(`${rule.file}:${result.example.line}: expected ${expectation(result)}, got ${outcome(result)}\n`);
  }
  io.out(
    `${count(rules.length, 'rule')}, ${count(examples, 'example')}: ${failures === 0 ? 'all as expected' : `${failures} not as expected`}${unwritten === 0 ? '' : `; ${count(unwritten, 'text')} still to be written`}\n`,
  );
  return failures === 0 ? 0 : 2;
}

/** Kinds that no other rule names but for a letter or two: collectors may know more kinds than rules name, so these are pointed out only. */
function strangeKinds(rule: Rule, all: readonly Rule[]): readonly string[] {
  const known = new Set(all.filter((other) => other.id !== rule.id && other.subject === rule.subject).flatMap((other) => other.kinds));
  return rule.kinds
    .filter((kind) => !known.has(kind))
    .flatMap((kind) => {
      const meant = didYouMean(kind, known);
      return meant === '' ? [] : [`no other rule names the kind ${quoted(kind, 200)}, and a kind that nothing has never fires${meant}`];
    });
}

export interface NewRuleArgs {
  readonly subject?: string;
  /** `./nhi-rules` unless given. */
  readonly dir?: string;
}

/** `nhi rules new ID`: writes a rule that works, to be changed. */
export function newRule(id: string, { subject = 'identity', dir = './nhi-rules' }: NewRuleArgs, io: CommandIo): number {
  if (!ruleIdForm.test(id)) throw new UserError(`rule id ${quoted(id)} must be lower-case words joined with "-", such as acme-key-old`);
  const kind: SubjectKind = readOneOf(subject, subjectKinds, '--subject');
  const taken = loadRules().find((rule) => rule.id === id || rule.aliases.includes(id));
  if (taken !== undefined) throw new UserError(`rule id "${id}" is taken by ${taken.file}; give the rule another id`);
  const path = join(dir, `${id}.yaml`);
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(path, scaffoldRule(id, kind), { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === 'EEXIST' ? `${path} exists; choose another id or remove the file` : `${path}: cannot be written (${code ?? 'error'})`,
    );
  }
  io.out(`Wrote ${path}. Change it, then run: nhi rules test --rules ${dir}\n`);
  return 0;
}

function expectation({ example }: ExampleResult): string {
  return example.severity === undefined ? example.expect : `${example.expect} (${example.severity})`;
}

function outcome({ got, severity, message, missing }: ExampleResult): string {
  if (message !== undefined) return `${got} (${severity ?? ''}): ${quoted(message, 200)}`;
  return missing === undefined ? got : `${got}: not known: ${missing.join(', ')}`;
}

function planeOf(rule: Rule): (typeof rulePlanes)[number] {
  const folder = rule.file.split('/').at(-2);
  return rulePlanes.find((plane) => plane === folder) ?? 'own';
}

function shorten(text: string, width: number | undefined): string {
  return width === undefined || text.length <= width || width < 20 ? text : `${text.slice(0, width - 1)}…`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
