import { clients } from './clients/clients.ts';
import { concludeDecisions } from './decisions/conclude-decisions.ts';
import { ownershipOf } from './files/codeowners.ts';
import type { AgentSheet, Gathering, ServerSheet } from './gathering.ts';
import { findHiddenText } from './instructions/hidden-text.ts';
import { evidenceIn } from './open-file.ts';
import type { Codeowners } from './owners/assign-owners.ts';
import { abilityOf, isDestructive } from './servers/facets.ts';

/** Says what all files together say: hands over servers, agents, and what runs where. */
export function conclude(out: Gathering, codeowners: Codeowners | undefined): void {
  for (const client of out.unread.flatMap((u) => u.settings)) {
    const agent = out.agents.get(client);
    if (agent !== undefined) agent.damaged = true;
  }
  readInstructions(out);
  for (const approval of out.approvals) {
    for (const server of out.servers.values()) {
      if (!server.clients.has(approval.client) || (approval.server !== '*' && approval.server !== server.name)) continue;
      const { sheet } = server;
      sheet.append('auto_approved', approval.tool.slice(0, 120), approval.evidence);
      if (approval.tool === '*') sheet.raise('auto_approve_all', approval.evidence);
      const facets = sheet.get('facets');
      const able = Array.isArray(facets) && (facets.includes('write') || facets.includes('execute'));
      if (approval.tool === '*' ? able : isDestructive(approval.tool) || server.destructive.has(approval.tool)) {
        sheet.append('destructive_auto_approved', approval.tool.slice(0, 120), approval.evidence);
      }
    }
  }
  concludeDecisions(out);
  for (const server of out.servers.values()) emitServer(out, server);
  for (const agent of out.agents.values()) emitAgent(out, agent, codeowners);
}

function emitServer(out: Gathering, server: ServerSheet): void {
  const { sheet } = server;
  // Who may call it unasked stands in the settings of its clients as well.
  if (![...server.clients].some((client) => out.agents.get(client)?.damaged === true)) {
    sheet.settle('auto_approved', 'destructive_auto_approved');
    sheet.deny('auto_approve_all');
  }
  out.emit({
    type: 'identity',
    value: {
      id: server.id,
      plane: 'agent',
      kind: 'mcp-server',
      name: server.name,
      scope: out.repository,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      enabled: sheet.get('disabled') !== true,
      mcp: sheet.facts(),
      evidence: server.places,
      factEvidence: sheet.factEvidence(),
    },
  });
  if (server.local === undefined) return;
  out.emit({
    type: 'workload',
    value: {
      id: `agent:mcp-process/${out.repository}/${server.name}`,
      kind: 'mcp-process',
      name: server.name,
      identity: server.id,
      evidence: [server.local],
    },
  });
}

function emitAgent(out: Gathering, agent: AgentSheet, codeowners: Codeowners | undefined): void {
  const { sheet } = agent;
  const place = agent.places[0];
  if (place === undefined) return;
  sheet.tell('client', agent.client, place);
  sheet.tell('scope', out.scope, place);
  if (agent.depth === 'deep' && !agent.damaged) {
    sheet.settle(
      'bypass',
      'shell_rules',
      'broad_allows',
      'auto_approved_servers',
      'sandbox_off',
      'hooks',
      'helpers',
      'subagents_inherit',
      'plugins_unpinned',
    );
    sheet.deny('project_mcp_auto');
    sheet.deny('hooks_download');
  }
  if (!out.unread.some((u) => u.instructions.includes(agent.client))) sheet.settle('hidden_text');
  sheet.settle('world_writable');
  let unknownServer = false;
  for (const server of out.servers.values()) {
    if (!server.clients.has(agent.client) || server.sheet.get('disabled') === true) continue;
    const names = [server.sheet.get('package'), server.sheet.get('url_host'), server.name].map((n) =>
      typeof n === 'string' ? n : undefined,
    );
    const ability = abilityOf(names, false);
    const evidence = server.places[0];
    if (ability === undefined) unknownServer = true;
    if (ability === undefined || evidence === undefined) continue;
    if (ability.untrusted) sheet.raise('untrusted_input', evidence);
    if (ability.privateData) sheet.raise('private_data', evidence);
    if (ability.facets.includes('egress')) sheet.raise('egress', evidence);
  }
  if (!unknownServer && asksFirst(agent)) for (const key of ['untrusted_input', 'private_data', 'egress'] as const) sheet.deny(key);
  if (codeowners !== undefined) tellOwner(agent, codeowners);
  out.emit({
    type: 'identity',
    value: {
      id: agent.id,
      plane: 'agent',
      kind: 'agent',
      name: agent.name,
      scope: out.repository,
      nature: 'agent',
      agent: true,
      standing: 'declared',
      settings: sheet.facts(),
      evidence: agent.places,
      factEvidence: sheet.factEvidence(),
    },
  });
}

/** Whether it is known that nothing of the agent's own runs unasked: what comes in or goes out otherwise, a person lets. */
function asksFirst({ depth, damaged, sheet }: AgentSheet): boolean {
  const isEmpty = (key: 'bypass' | 'shell_rules'): boolean => sheet.get(key)?.toString() === '';
  return depth === 'deep' && !damaged && isEmpty('bypass') && isEmpty('shell_rules');
}

function tellOwner({ sheet, files, places }: AgentSheet, { file, rules }: Codeowners): void {
  for (const path of files) {
    const ownership = ownershipOf(rules, path);
    const place = places.find((p) => p.file === path);
    const evidence = ownership !== undefined && file !== undefined ? evidenceIn(file, { line: ownership.line }) : place;
    if (evidence !== undefined) sheet.vote('codeowner', (ownership?.owners.length ?? 0) > 0, evidence);
  }
}

/** Hidden text counts against every agent here that reads the file; where there is none, against the first that would. */
function readInstructions(out: Gathering): void {
  for (const { file, clients: readers } of out.instructions) {
    const hidden = findHiddenText(file.text);
    const present = readers.filter((id) => out.agents.has(id));
    const addressed = present.length > 0 || hidden.length === 0 ? present : readers.slice(0, 1);
    for (const id of addressed) {
      const client = clients.find((c) => c.id === id);
      if (client === undefined) continue;
      const agent = out.agents.get(id) ?? out.agent(id, client.name, file, client.depth);
      agent.files.add(file.path);
      if (file.worldWritable) agent.sheet.append('world_writable', file.path, evidenceIn(file));
      for (const { what, line, column } of hidden) agent.sheet.append('hidden_text', file.path, evidenceIn(file, { line, column }, what));
    }
  }
}
