import { lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { CheckedYaml } from '../engine/checked-yaml.ts';
import type { RuleSetting } from '../engine/configure-rules.ts';
import { maxFileLength, parseYaml } from '../engine/parse-yaml.ts';
import { quoted } from '../engine/quoted.ts';
import { readParameter, ruleIdForm } from '../engine/read-rule.ts';
import { severities } from '../findings/finding.ts';
import type { FailLevel, PathThreshold, RuleThreshold } from '../findings/gate.ts';
import type { Waiver } from '../findings/suppress.ts';
import { matchesGlob } from '../glob.ts';
import { killSwitchField, type RegisteredAgent, registerFields } from '../posture/agent-register.ts';
import { type ClassLimits, defaultLimits } from '../posture/class-limits.ts';
import { UserError } from '../user-error.ts';
import { readThreshold } from './read-threshold.ts';

/** Which identities an entry is about: all the patterns that are given must match. `*` is any run of characters, `?` any one. */
export interface IdentityPattern {
  readonly name?: string;
  /** The account, project, organization or repository. */
  readonly scope?: string;
  /** A tag, `key=value`, or `key` for a tag with any value. */
  readonly tag?: string;
}

/** A checked `.nhi.yaml`. Every key is optional; an absent one is empty. */
export interface Config {
  /** How the file is named in messages; absent when there is none. */
  readonly file?: string;
  readonly rules: readonly RuleSetting[];
  readonly waivers: readonly Waiver[];
  /** The first that matches wins. */
  readonly environments: readonly (IdentityPattern & { readonly environment: string })[];
  /** The first that matches wins. */
  readonly owners: readonly (IdentityPattern & { readonly owner: string; readonly line?: number })[];
  /** Tag keys that name an owner, strongest first; they win over the usual ones. */
  readonly ownerTags: readonly string[];
  /** People who left, one a text; or the file that lists them. */
  readonly departed?: readonly string[] | { readonly file: string };
  /** When identities were last reviewed; the latest that matches counts. */
  readonly reviews: readonly (IdentityPattern & { readonly on: string; readonly line?: number })[];
  /** Tag keys that hold the day of the last review, besides the usual ones. */
  readonly reviewTags: readonly string[];
  /** How long what an identity presents may last, by class. */
  readonly tokenLimits: ClassLimits;
  /** The register of AI agents; absent where none is kept. */
  readonly agents?: readonly RegisteredAgent[];
  /** Account id -> the vendor's name. */
  readonly knownThirdParties: ReadonlyMap<string, string>;
  /** Accounts of the own organization. */
  readonly knownAccounts: readonly string[];
  /** Names of approved MCP servers and agents; absent when there is no registry. */
  readonly registry?: readonly string[];
  readonly failOn?: FailLevel;
  /** The level for findings that a baseline does not hold. */
  readonly failOnNew?: FailLevel;
  readonly ruleThresholds: readonly RuleThreshold[];
  readonly pathThresholds: readonly PathThreshold[];
  /** Folders with the user's own rules: as written in what `readConfig` gives, ready to be read in what `loadConfig` gives. */
  readonly rulesDirs: readonly string[];
}

export const noConfig: Config = {
  rules: [],
  waivers: [],
  environments: [],
  owners: [],
  ownerTags: [],
  reviews: [],
  reviewTags: [],
  tokenLimits: defaultLimits,
  knownThirdParties: new Map(),
  knownAccounts: [],
  ruleThresholds: [],
  pathThresholds: [],
  rulesDirs: [],
};

const configKeys = [
  'rules',
  'waivers',
  'environments',
  'owners',
  'owner_tags',
  'departed',
  'reviews',
  'review_tags',
  'token_limits',
  'agents',
  'known_third_parties',
  'known_accounts',
  'registry',
  'fail_on',
  'fail_on_new',
  'thresholds',
  'rules_dir',
] as const;

/** The file that is read when none is named. */
export const defaultConfigFile = '.nhi.yaml';

/**
 * Reads the configuration file.
 * @param given the path that the user named; without one, `.nhi.yaml` of the folder, if there is one.
 * @throws UserError for a named file that cannot be read, and for anything in it that is not right.
 */
export function loadConfig(given: string | undefined, folder: string): Config {
  const path = given ?? join(folder, defaultConfigFile);
  // A link that leads nowhere is there, and was meant.
  if (given === undefined && lstatSync(path, { throwIfNoEntry: false }) === undefined) return noConfig;
  const shown = given ?? defaultConfigFile;
  let text: string;
  try {
    if (statSync(path).size > 4 * maxFileLength) throw new UserError(`${shown}: too large for a configuration file`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code = 'error' } = error as NodeJS.ErrnoException;
    const missing = given === undefined ? 'a link that leads nowhere' : 'there is no such file';
    throw new UserError(`${shown}: ${code === 'ENOENT' ? missing : `cannot be read (${code})`}; name another one with --config`);
  }
  const config = readConfig(text, shown);
  const beside = (named: string): string => (isAbsolute(named) ? named : join(dirname(path), named));
  const { departed } = config;
  return {
    ...config,
    rulesDirs: config.rulesDirs.map(beside),
    ...(departed !== undefined && 'file' in departed ? { departed: { file: beside(departed.file) } } : {}),
  };
}

/** Reads the text of a configuration file. Rule ids are not resolved here, see `configureRules` and `checkWaivers`. */
export function readConfig(text: string, file: string): Config {
  if (isBlank(text)) return { ...noConfig, file };
  const fields = parseYaml(text, file).fields(configKeys, 'key');
  const registry = fields.registry?.texts();
  const failOn = fields.fail_on?.oneOf([...severities, 'none'] as const);
  const failOnNew = fields.fail_on_new?.oneOf([...severities, 'none'] as const);
  const thresholds = fields.thresholds?.items().map(readThreshold) ?? [];
  return {
    file,
    rules: fields.rules?.entries().map(([rule, at]) => readSetting(rule, at)) ?? [],
    waivers: fields.waivers?.items().map(readWaiver) ?? [],
    environments: fields.environments?.items().map((at) => readPattern(at, 'environment')) ?? [],
    owners: fields.owners?.items().map((at) => ({ ...readPattern(at, 'owner'), line: at.line })) ?? [],
    ownerTags: fields.owner_tags?.texts() ?? [],
    reviews: fields.reviews?.items().map((at) => ({ ...readPattern(at, 'on', readDay), line: at.line })) ?? [],
    reviewTags: fields.review_tags?.texts() ?? [],
    tokenLimits: fields.token_limits === undefined ? defaultLimits : readTokenLimits(fields.token_limits),
    ...(fields.departed === undefined
      ? {}
      : { departed: fields.departed.isList ? fields.departed.texts() : { file: fields.departed.string() } }),
    ...(fields.agents === undefined ? {} : { agents: fields.agents.items().map(readAgent) }),
    knownThirdParties: new Map(fields.known_third_parties?.entries().map(([account, at]) => [checkedAccount(account, at), at.string()])),
    knownAccounts: fields.known_accounts?.items().map(readAccount) ?? [],
    ...(registry === undefined ? {} : { registry }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(failOnNew === undefined ? {} : { failOnNew }),
    ruleThresholds: thresholds.filter((t) => 'rule' in t),
    pathThresholds: thresholds.filter((t) => 'from' in t),
    rulesDirs: fields.rules_dir === undefined ? [] : fields.rules_dir.isList ? fields.rules_dir.strings() : [fields.rules_dir.string()],
  };
}

/** Whether an identity is meant by a pattern. A tag pattern does not match where tags are not known. */
export function matchesPattern(
  { name, scope, tag }: IdentityPattern,
  identity: { readonly name: string; readonly scope: string; readonly tags?: Readonly<Record<string, string>> | undefined },
): boolean {
  if (name !== undefined && !matchesGlob(name, identity.name)) return false;
  if (scope !== undefined && !matchesGlob(scope, identity.scope)) return false;
  if (tag === undefined) return true;
  const pattern = tag.includes('=') ? tag : `${tag}=*`;
  return Object.entries(identity.tags ?? {}).some(([key, value]) => matchesGlob(pattern, `${key}=${value}`));
}

function readAccount(at: CheckedYaml): string {
  return checkedAccount(at.text(), at);
}

/** An AWS account has twelve digits: one with more or fewer would match nothing, in silence. */
function checkedAccount(account: string, at: CheckedYaml): string {
  return /^\d+$/.test(account) && account.length !== 12 ? at.fail(`account ${quoted(account)} must have 12 digits`) : account;
}

function readSetting(rule: string, at: CheckedYaml): RuleSetting {
  const place = `${at.file}:${at.line}`;
  if (!ruleIdForm.test(rule)) at.fail(`${quoted(rule)} is not the id of a rule`);
  if (!at.isMap) {
    const value = at.scalar();
    if (value === 'off' || value === false) return { rule, enabled: false, place };
    if (value === 'on' || value === true) return { rule, enabled: true, place };
    return at.fail(`rule ${rule} must be off, on, or a map of severity, params, enabled; got ${quoted(String(value))}`);
  }
  const { severity, params, enabled } = at.fields(['severity', 'params', 'enabled'], 'key');
  return {
    rule,
    place,
    ...(severity === undefined ? {} : { severity: severity.oneOf(severities) }),
    ...(params === undefined ? {} : { params: Object.fromEntries(params.entries().map(([name, value]) => [name, readFinite(value)])) }),
    ...(enabled === undefined ? {} : { enabled: enabled.boolean() }),
  };
}

function readFinite(at: CheckedYaml): ReturnType<typeof readParameter> {
  const value = readParameter(at);
  for (const part of Array.isArray(value) ? value : [value]) {
    if (typeof part === 'number' && !Number.isFinite(part)) at.fail(`"${at.path}" must be a finite number; got ${part}`);
  }
  return value;
}

function readWaiver(at: CheckedYaml): Waiver {
  const { rule, identity, subject, reason, owner, expires } = at.fields(
    ['rule', 'identity', 'subject', 'reason', 'owner', 'expires'],
    'key',
  );
  if (identity === undefined && subject === undefined) at.fail('a waiver needs "identity" or "subject"; to turn a rule off, use "rules"');
  return {
    rule: (rule ?? at.fail('a waiver needs "rule"')).string(),
    reason: (reason ?? at.fail('a waiver needs "reason"')).string().trim(),
    place: `${at.file}:${at.line}`,
    ...(identity === undefined ? {} : { identity: identity.text() }),
    ...(subject === undefined ? {} : { subject: subject.text() }),
    ...(owner === undefined ? {} : { owner: owner.string().trim() }),
    ...(expires === undefined ? {} : { expires: readDay(expires) }),
  };
}

/** An agent of the register. A field that is empty says nothing, and is told as missing where it matters. */
function readAgent(at: CheckedYaml): RegisteredAgent {
  const told = [...registerFields, killSwitchField] as const;
  const { name, scope, ...fields } = at.fields(['name', 'scope', ...told], 'key');
  const filled = told.filter((field) => fields[field]?.isBlank === false);
  return {
    name: (name ?? at.fail('an agent needs "name"')).text(),
    ...(scope === undefined ? {} : { scope: scope.text() }),
    fields: new Set(filled),
  };
}

/** How long tokens may last: of agents, and of all other workloads. What is not given stays as it is. */
function readTokenLimits(at: CheckedYaml): ClassLimits {
  const { agent, workload } = at.fields(['agent', 'workload'], 'key');
  return {
    agent: agent === undefined ? defaultLimits.agent : readTime(agent),
    workload: workload === undefined ? defaultLimits.workload : readTime(workload),
  };
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `30m`, `1h`, `2d`. */
function readTime(at: CheckedYaml): number {
  const text = String(at.scalar());
  const [, count, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return at.fail(`"${at.path}" must be a time such as 30m, 1h or 2d; got ${quoted(text)}`);
  return Number(count) * (units[unit] ?? 1);
}

function readDay(at: CheckedYaml): string {
  const day = at.string();
  // A day that does not exist (2027-02-30) reads back as another one.
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  if (time === undefined || Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== day) {
    return at.fail(`"${at.path.slice(at.path.lastIndexOf('.') + 1)}" must be a day such as 2027-03-31; got ${quoted(day)}`);
  }
  return day;
}

function readPattern<K extends 'environment' | 'owner' | 'on'>(
  at: CheckedYaml,
  key: K,
  read = (value: CheckedYaml): string => value.string(),
): IdentityPattern & Record<K, string> {
  const fields = at.fields([key, 'name', 'scope', 'tag'] as const, 'key') as Partial<Record<K | keyof IdentityPattern, CheckedYaml>>;
  const { name, scope, tag } = fields;
  if (name === undefined && scope === undefined && tag === undefined) at.fail('give at least one of "name", "scope", "tag"');
  const value = fields[key] ?? at.fail(`an entry needs "${key}"`);
  return {
    ...({ [key]: read(value) } as Record<K, string>),
    ...(name === undefined ? {} : { name: name.text() }),
    ...(scope === undefined ? {} : { scope: scope.text() }),
    ...(tag === undefined ? {} : { tag: tag.text() }),
  };
}

function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^(#|$)/.test(line.trim()));
}
