import { findTarget } from '../../collectors/target-file.ts';
import { few } from '../../posture/few.ts';
import { count } from '../../reporters/count.ts';
import { plain } from '../../reporters/escape.ts';
import { UserError } from '../../user-error.ts';
import type { CommonOptions } from '../common-options.ts';
import { findIdentity } from '../find-identity.ts';
import { type Io, writeAll } from '../io.ts';
import { readOneOf } from '../one-of.ts';
import { type AllowList, allowListOf } from '../policy/allow-list.ts';
import { asciiJson } from '../policy/ascii.ts';
import { cedarSchema, renderCedar } from '../policy/cedar.ts';
import { checkCedar } from '../policy/check-cedar.ts';
import { renderRego } from '../policy/rego.ts';
import { readAndAnalyse } from '../prepare.ts';
import { writeFileWhole } from '../write-file.ts';

export interface PolicyOptions extends CommonOptions {
  readonly engine?: string;
  readonly out?: string;
}

interface Written {
  readonly policy: string;
  readonly schema?: string;
  /** Whether the engine itself looked at it, for a person. */
  readonly checked: string;
}

/** `nhi policy AGENT [SOURCE...] --engine opa|cedar`: a first allow-list for what decides about an agent's calls. */
export async function policy(wanted: string, words: readonly string[], options: PolicyOptions, io: Io): Promise<number> {
  // What was written is checked before anything is read.
  const engine = readOneOf(options.engine ?? '', ['opa', 'cedar'] as const, '--engine');
  const format = readOneOf(options.format ?? 'text', ['text', 'json'] as const, '--format');
  const targets = options.out === undefined ? [] : [options.out, ...(engine === 'cedar' ? [schemaFile(options.out)] : [])].map(findTarget);
  const { world, report } = await readAndAnalyse(words, options, io);
  const identity = world.inventory.identities.get(findIdentity(report.identities, wanted).id);
  if (identity === undefined) throw new UserError(`no identity ${wanted} in what was read`);
  const list = allowListOf(world, identity);
  const written = engine === 'cedar' ? await inCedar(list) : inRego(list);
  for (const [i, target] of targets.entries()) writeFileWhole(target, [i === 0 ? written.policy : (written.schema ?? '')]);
  if (format === 'json') {
    const { policy: text, schema } = written;
    const record = {
      engine,
      agent: identity.id,
      ...list,
      policy: text,
      ...(schema === undefined ? {} : { schema }),
      checked: written.checked,
    };
    await writeAll(io.stdout, [`${asciiJson(record)}\n`]);
  } else if (options.out === undefined) await writeAll(io.stdout, [written.policy]);
  if (options.quiet !== true) io.stderr.write(`nhi: ${plain(summary(list))}; ${plain(written.checked)}\n`);
  return 0;
}

/** `agent.cedar` has its schema in `agent.cedarschema`. */
function schemaFile(policies: string): string {
  return `${policies.replace(/\.cedar$/, '')}.cedarschema`;
}

function inRego(list: AllowList): Written {
  return { policy: renderRego(list), checked: 'check it with: opa check --strict' };
}

async function inCedar(list: AllowList): Promise<Written> {
  const text = renderCedar(list);
  const check = await checkCedar(text);
  if (check.checked && check.problems.length > 0) throw new Error(`Cedar refuses the policies that were made: ${check.problems[0]}`);
  const checked = check.checked
    ? `parsed and validated by Cedar ${check.version}${check.warnings.length === 0 ? '' : `, which warns: ${few(check.warnings, 3)}`}`
    : 'not checked by Cedar: its package @cedar-policy/cedar-wasm is not installed beside nhi';
  return { policy: text, schema: cedarSchema, checked };
}

function summary({ name, tools, permissions, notes }: AllowList): string {
  const approvals = tools.filter((t) => t.approval).length;
  const asked = approvals === 0 ? '' : ` (${approvals} of them once a person approves)`;
  const left = notes.length === 0 ? '' : `; ${count(notes.length, 'note')} on what it does not know`;
  return `${name}: ${count(tools.length, 'tool')}${asked} and ${count(permissions.length, 'permission')}${left}`;
}
