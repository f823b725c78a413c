import { evaluate } from '../engine/evaluate.ts';
import type { Rule } from '../engine/rule.ts';
import type { Finding } from '../findings/finding.ts';
import { suppress, type Waiver } from '../findings/suppress.ts';
import { buildGraph } from '../graph/build-graph.ts';
import { findPaths } from '../graph/find-paths.ts';
import { withPoolTrusts } from '../graph/gcp/pool-trusts.ts';
import { withGithubSubjects } from '../graph/github/subject-forms.ts';
import type { Path } from '../graph/graph.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { ActionUniverse } from '../permissions/aws/action-universe.ts';
import { AwsPermissions } from '../permissions/aws/aws-permissions.ts';
import { DocumentOutlines } from '../permissions/aws/document-outlines.ts';
import { withoutEndedTrusts } from '../permissions/aws/ended-trusts.ts';
import { AzurePermissions } from '../permissions/azure/azure-permissions.ts';
import { withoutEndedGrants } from '../permissions/ended-grants.ts';
import { EntraPermissions } from '../permissions/entra/entra-permissions.ts';
import { GcpPermissions } from '../permissions/gcp/gcp-permissions.ts';
import { GithubPermissions } from '../permissions/github/github-permissions.ts';
import { KubernetesPermissions } from '../permissions/kubernetes/kubernetes-permissions.ts';
import { PlanePermissions } from '../permissions/plane-permissions.ts';
import { VaultPermissions } from '../permissions/vault/vault-permissions.ts';
import { withOutsiders } from '../posture/outsiders.ts';
import type { PostureSettings } from '../posture/settings.ts';
import { subjects } from '../posture/subjects.ts';
import { withThirdParties } from '../posture/third-parties.ts';
import { makeWorld, type World } from '../posture/world.ts';
import type { Report, RuleOutcome } from '../reporters/report.ts';
import { readActionTable } from './action-table.ts';
import { assembleReport } from './assemble-report.ts';

export interface Analysis {
  readonly world: World;
  readonly report: Report;
  readonly findings: readonly Finding[];
  /** Notes for a person about waivers: expired, unused. */
  readonly notes: readonly string[];
}

export interface AnalysisInput {
  readonly inventory: Inventory;
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  readonly settings: PostureSettings;
  readonly now: Date;
  readonly startedAt: Date;
  /** Constant where the run is to be repeatable. */
  readonly finishedAt: () => Date;
  readonly version: string;
  /** Of the policy documents, where they were taken down while they were read. */
  readonly outlines?: DocumentOutlines;
}

/** What follows from an inventory: permissions, graph, posture, findings, the report. No I/O but the action table. */
export function analyse(input: AnalysisInput): Analysis {
  const current = withoutEndedGrants(input.inventory, input.now);
  const inventory = withOutsiders(
    withThirdParties(withGithubSubjects(withPoolTrusts(current)), input.settings.knownAccounts),
    input.settings,
  );
  const world = buildWorld(inventory, input.settings, input.now, input.outlines ?? newOutlines());
  const paths = findPaths(world.graph, inventory);
  const judged = judge(world, input.rules, paths);
  const waived = suppress(judged.findings, input.waivers, input.now.toISOString(), (id) => world.graph.nameOf(id));
  const report = assembleReport(world, waived.findings, paths, {
    version: input.version,
    startedAt: input.startedAt.toISOString(),
    finishedAt: input.finishedAt().toISOString(),
    now: input.now.toISOString(),
    rules: judged.rules,
    unknownCounted: judged.unknownCounted,
  });
  return { world, report, findings: waived.findings, notes: waived.notes };
}

/** For the documents of AWS: its actions are in a table of their own. */
export function newOutlines(): DocumentOutlines {
  return new DocumentOutlines(() => new ActionUniverse(readActionTable()));
}

function buildWorld(inventory: Inventory, settings: PostureSettings, now: Date, outlines: DocumentOutlines): World {
  const aws = new AwsPermissions(inventory, outlines.universe, now, outlines);
  const gcp = new GcpPermissions(inventory, now.getTime());
  const kubernetes = new KubernetesPermissions(inventory);
  const azure = new AzurePermissions(inventory);
  const entra = new EntraPermissions(inventory);
  const vault = new VaultPermissions(inventory);
  const github = new GithubPermissions(inventory);
  const permissions = new PlanePermissions({ aws, gcp, kubernetes, azure, entra, vault, github });
  const graph = buildGraph(withoutEndedTrusts(inventory, now), permissions);
  return makeWorld(inventory, permissions, graph, settings);
}

function judge(
  world: World,
  rules: readonly Rule[],
  paths: readonly Path[],
): { readonly findings: readonly Finding[]; readonly rules: readonly RuleOutcome[]; readonly unknownCounted: number } {
  const kinds = new Set(rules.filter((r) => r.enabled).map((r) => r.subject));
  const { findings, counts } = evaluate(rules, subjects(world, kinds, paths));
  const outcomes = rules.flatMap(({ id, title, severity, frameworks }): RuleOutcome[] => {
    const of = counts.get(id);
    return of === undefined
      ? []
      : [{ id, title, severity, ...of, frameworks: frameworks.map((f) => ({ framework: f.framework, id: f.id })) }];
  });
  const unknown = outcomes.reduce((n, c) => n + c.unknown, 0);
  return { findings, rules: outcomes, unknownCounted: unknown - findings.filter((f) => f.status === 'unknown').length };
}
