import type { VaultRule } from '../../inventory/policy.ts';
import { parseHcl } from '../hcl/parse.ts';
import type { Block, Expression } from '../hcl/syntax.ts';
import { isAnswer } from './vault-api.ts';

export interface PolicyText {
  readonly rules: readonly VaultRule[];
  /** Everything in it was understood. */
  readonly whole: boolean;
}

/** What old policies wrote in place of capabilities (https://developer.hashicorp.com/vault/docs/concepts/policies). */
const old: Readonly<Record<string, readonly string[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

/** What asks for more of a request than its path. */
const limits = [
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'control_group',
  'mfa_methods',
];

/** Reads the text of a policy, in HCL or JSON. */
export function readPolicyText(text: string): PolicyText {
  const json = jsonIn(text);
  return json === undefined ? fromHcl(text) : fromJson(json);
}

function fromHcl(text: string): PolicyText {
  const { body, broken } = parseHcl(text);
  const rules: VaultRule[] = [];
  let whole = broken.length === 0 && !body.damaged;
  for (const block of body.blocks) {
    const rule = block.type === 'path' ? ruleOf(block) : undefined;
    if (rule === undefined) whole = false;
    else rules.push(rule);
  }
  return { rules, whole };
}

function ruleOf({ labels: [path], body }: Block): VaultRule | undefined {
  const given = (name: string): Expression | undefined => body.attributes.get(name)?.value;
  const capabilities = textsOf(given('capabilities')) ?? old[textOf(given('policy')) ?? ''];
  if (path === undefined || capabilities === undefined) return undefined;
  const limited = limits.some((name) => body.attributes.has(name) || body.blocks.some((b) => b.type === name));
  return placed(path, capabilities, limited);
}

/** What a template in a path stands for depends on who asks: any one segment then, and more is asked for than the path. */
function placed(path: string, capabilities: readonly string[], limited: boolean): VaultRule {
  const open = path.replace(/[^/]*\{\{[^{}]*\}\}[^/]*/g, '+');
  return { path: open, capabilities, ...(limited || open !== path ? { limited: true } : {}) };
}

function textOf(value: Expression | undefined): string | undefined {
  if (value?.kind === 'literal') return typeof value.value === 'string' ? value.value : undefined;
  if (value?.kind !== 'template') return undefined;
  return value.parts.every((part) => typeof part === 'string') ? value.parts.join('') : undefined;
}

function textsOf(value: Expression | undefined): readonly string[] | undefined {
  if (value?.kind !== 'list') return undefined;
  const texts = value.items.map(textOf);
  return texts.every((t) => t !== undefined) ? texts : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function fromJson(json: unknown): PolicyText {
  const paths = isAnswer(json) && isAnswer(json.path) ? Object.entries(json.path) : undefined;
  if (paths === undefined) return { rules: [], whole: false };
  const rules = paths.map(([path, rule]): VaultRule | undefined => {
    const given = isAnswer(rule) ? rule : {};
    const listed = Array.isArray(given.capabilities) ? given.capabilities.filter((c): c is string => typeof c === 'string') : undefined;
    const capabilities = listed ?? (typeof given.policy === 'string' ? old[given.policy] : undefined);
    if (capabilities === undefined) return undefined;
    return placed(
      path,
      capabilities,
      limits.some((name) => name in given),
    );
  });
  return { rules: rules.filter((r) => r !== undefined), whole: rules.every((r) => r !== undefined) };
}
