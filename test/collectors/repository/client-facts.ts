import type { Identity } from '../../../src/inventory/identity.ts';

const settings = [
  'bypass',
  'shell_rules',
  'broad_allows',
  'sandbox_off',
  'auto_approved_servers',
  'subagents_inherit',
  'project_mcp_auto',
  'egress',
] as const;
const servers = ['disabled', 'unpinned', 'tool_allowlist', 'auto_approve_all', 'filesystem_root'] as const;

/** What an agent or a server of it may do, one line a fact that says something. */
export function shown(identity: Identity): readonly string[] {
  const facts = [
    ...settings.map((name) => [name, identity.settings?.[name]] as const),
    ...servers.map((name) => [name, identity.mcp?.[name]] as const),
  ];
  return facts.flatMap(([name, value]) => {
    const says = Array.isArray(value) ? value.length > 0 : value === true;
    return says ? [`${identity.name}: ${name}${Array.isArray(value) ? ` ${value.join(', ')}` : ''}`] : [];
  });
}
