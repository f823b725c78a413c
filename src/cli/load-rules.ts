import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseTree } from '../engine/condition-environment.ts';
import { findRule } from '../engine/configure-rules.ts';
import { type KeptTrees, keepTrees, plainTree } from '../engine/kept-trees.ts';
import { maxFileLength } from '../engine/parse-yaml.ts';
import { quoted } from '../engine/quoted.ts';
import { readRule } from '../engine/read-rule.ts';
import type { Rule } from '../engine/rule.ts';
import type { RuleThreshold } from '../findings/gate.ts';
import type { Waiver } from '../findings/suppress.ts';
import { matchesGlob } from '../glob.ts';
import { UserError } from '../user-error.ts';

/** The rules that come with the tool, beside `src` and `dist`. */
const builtInFolder = fileURLToPath(new URL('../../rules/', import.meta.url));
/** The same rules as the build read them, see compile-rules.ts: reading YAML would be most of the start of a small scan. */
export const compiledFile = fileURLToPath(new URL('../rules.json', import.meta.url));

/** Rules that were read before, good for exactly the texts they were read from. */
export interface CompiledRules {
  readonly digest: string;
  readonly rules: readonly Rule[];
  /** The conditions of these rules, parsed. */
  readonly trees: KeptTrees;
}

export interface LoadOptions {
  /** Folders of the user's own rules. */
  readonly folders?: readonly string[];
  /** Check the rules that come with the tool as well. */
  readonly checkBuiltIn?: boolean;
}

/**
 * Reads all rules, in the order of their ids.
 * @throws UserError for a folder that cannot be read, a rule that is not right, and an id that is used twice.
 */
export function loadRules({ folders = [], checkBuiltIn = false }: LoadOptions = {}): readonly Rule[] {
  const byId = new Map<string, Rule>();
  const add = (rule: Rule): void => {
    for (const id of [rule.id, ...rule.aliases]) {
      const other = byId.get(id);
      if (other !== undefined && other !== rule)
        throw new UserError(`${rule.file}: rule id "${id}" is taken by ${other.file}; give the rule another id`);
      byId.set(id, rule);
    }
  };
  const builtIn = builtInTexts();
  const ready = checkBuiltIn ? undefined : readCompiled(builtIn);
  for (const rule of ready ?? readBuiltIn(builtIn, checkBuiltIn)) add(rule);
  // A folder that the configuration names may be named on the command line too.
  const distinct = new Map(folders.map((folder) => [resolve(folder), folder]));
  for (const folder of distinct.values()) for (const rule of loadFolder(folder)) add(rule);
  return [...new Set(byId.values())].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The built-in rules, checked, for the build to keep. */
export function compileRules(): CompiledRules {
  const texts = builtInTexts();
  const rules = readBuiltIn(texts, true);
  const conditions = rules.flatMap(({ when, escalate, lower }) => [when, ...[...escalate, ...lower].map((step) => step.when)]);
  return { digest: digestOf(texts), rules, trees: Object.fromEntries(conditions.map((source) => [source, plainTree(parseTree(source))])) };
}

type RuleText = readonly [file: string, text: string];

function builtInTexts(): readonly RuleText[] {
  return ruleFiles(builtInFolder).map((name) => [`rules/${name}`, readFileSync(builtInFolder + name, 'utf8')]);
}

function readBuiltIn(texts: readonly RuleText[], check: boolean): readonly Rule[] {
  return texts.map(([file, text]) => readRule(text, file, { check }));
}

/** What the build kept, where it kept it of these very texts. */
function readCompiled(texts: readonly RuleText[]): readonly Rule[] | undefined {
  try {
    const { digest, rules, trees } = JSON.parse(readFileSync(compiledFile, 'utf8')) as CompiledRules;
    if (digest !== digestOf(texts)) return undefined;
    keepTrees(trees);
    return rules;
  } catch {
    return undefined;
  }
}

function digestOf(texts: readonly RuleText[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/** The user's rules of one folder, checked. */
export function loadFolder(folder: string): readonly Rule[] {
  const shown = folder.replace(/[/\\]+$/, '');
  const names = ruleFiles(folder);
  if (names.length === 0) throw new UserError(`${shown}: holds no rule; rules are files named ID.yaml (nhi rules new writes one)`);
  return names.map((name) => {
    const file = `${shown}/${name}`;
    return readRule(readRuleText(join(folder, name), file), file, { check: true });
  });
}

/** The text of a rule file. @throws UserError where it cannot be read. */
export function readRuleText(path: string, file: string): string {
  try {
    if (statSync(path).size <= 4 * maxFileLength) return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  throw new UserError(`${file}: too large for a rule file`);
}

/** Waivers under the rules' present ids. @throws UserError for a rule that does not exist. */
export function checkWaivers(waivers: readonly Waiver[], rules: readonly Rule[]): readonly Waiver[] {
  return waivers.map((waiver) => {
    if (/[*?]/.test(waiver.rule)) {
      throw new UserError(`${waiver.place}: a waiver is for one rule, and ${quoted(waiver.rule)} is a pattern; write one waiver a rule`);
    }
    return { ...waiver, rule: findRule(rules, waiver.rule, waiver.place).id };
  });
}

/**
 * Limits for rules that there are, by their names of now.
 * @throws UserError for one of no rule: it would hold nothing back, in silence.
 */
export function checkThresholds(thresholds: readonly RuleThreshold[], rules: readonly Rule[]): readonly RuleThreshold[] {
  return thresholds.map((threshold) => {
    const { rule, place } = threshold;
    if (!/[*?]/.test(rule)) return { ...threshold, rule: findRule(rules, rule, place).id };
    if (!rules.some(({ id }) => matchesGlob(rule, id))) {
      throw new UserError(`${place}: no rule matches ${quoted(rule)} (nhi rules lists them)`);
    }
    return threshold;
  });
}

/** Every YAML file under a folder, `/` between folders, sorted. Links to folders are not followed. */
function ruleFiles(folder: string): readonly string[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') throw new UserError(`${folder}: is a file; --rules takes the folder that holds it`);
    throw new UserError(`${folder}: the rules folder cannot be read (${code ?? 'error'})`);
  }
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}
