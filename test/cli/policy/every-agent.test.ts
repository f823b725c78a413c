import { expect, test } from 'vitest';
import { allowListOf } from '../../../src/cli/policy/allow-list.ts';
import { renderCedar } from '../../../src/cli/policy/cedar.ts';
import { renderRego } from '../../../src/cli/policy/rego.ts';
import { agentProfile } from '../../../src/posture/agent-profile.ts';
import { plantedSecrets } from '../../planted-secrets.ts';
import { World } from '../../world-of.ts';
import { cedarProblems } from './cedar-engine.ts';

test.each(['everything-wrong', 'nothing-wrong'])('every agent and MCP server of %s has a policy that its engine reads', async (name) => {
  const { world } = await new World(name).analyse();
  const agents = [...world.inventory.identities.values()].filter((i) => agentProfile(world, i) !== undefined);
  expect(agents.length).toBeGreaterThan(0);
  for (const agent of agents) {
    const list = allowListOf(world, agent);
    const [cedar, rego] = [renderCedar(list), renderRego(list)];
    expect(cedarProblems(cedar), agent.id).toEqual([]);
    for (const secret of Object.values(plantedSecrets)) expect(cedar + rego).not.toContain(secret);
  }
});
