import type { Inventory } from '../../inventory/inventory.ts';
import type { Workload } from '../../inventory/workload.ts';
import { withoutPartition } from '../../permissions/aws/partition.ts';
import type { PermissionEngine } from '../../permissions/power.ts';
import { weakest } from '../certainty.ts';
import type { Certainty } from '../graph.ts';
import type { AwsIndex } from './aws-index.ts';
import { createPopulation, type Member, type Population } from './population.ts';
import { decideAll } from './select.ts';
import type { Technique } from './techniques/technique.ts';
import { placeOfWorkload, suppliesKind } from './workload-arn.ts';

/** The roles that techniques of services end at. Populations are made once and remembered. */
export interface Targets {
  /** Roles that may be handed to a technique's service. */
  passable(account: string, technique: Technique): Population;
  /** What runs as a role already: members are the roles, under the ARNs of the workloads. */
  running(account: string, technique: Technique): Population;
  /** Whether a source listed all workloads of these kinds in an account. */
  listed(account: string, kinds: readonly string[]): boolean;
  /** ARNs of the workloads of some kinds in an account. */
  arnsOf(account: string, kinds: readonly string[]): readonly string[];
}

export function createTargets(inventory: Inventory, index: AwsIndex, engine: PermissionEngine): Targets {
  const workloads = groupWorkloads(inventory);
  const known = new Map<string, Population>();
  const remember = (node: string, members: () => readonly Member[]): Population => {
    let population = known.get(node);
    if (population === undefined) {
      population = createPopulation(node, members());
      known.set(node, population);
    }
    return population;
  };
  const ofKinds = (account: string, kinds: readonly string[]): readonly Placed[] =>
    kinds.flatMap((k) => workloads.get(`${account} ${k}`) ?? []);

  /** The members whose role may do what the service needs of it. */
  const suited = (members: readonly Member[], needed: readonly string[]): Member[] =>
    members.flatMap((m): Member[] => {
      const { certainty } = decideAll(engine, m.id, needed, undefined);
      return certainty === undefined ? [] : [{ ...m, certainty: weakest(m.certainty, certainty) }];
    });

  return {
    passable(account, { id, service, role, through }) {
      if (service === undefined) return createPopulation('', []);
      const roles = index.passable(account, service);
      if (through === 'stack-set') return remember(`class:stack-set/${account}`, () => throughStackSets(index, engine, account, roles));
      return role === undefined ? roles : remember(`class:fit/${account}/${service}/${id}`, () => suited(roles.members, role));
    },
    running(account, { id, workloads: kinds = [], role, doubtedBy, setting }) {
      const [kind = ''] = kinds;
      const whole = role === undefined && doubtedBy === undefined && setting === undefined;
      return remember(`class:running/${account}/${kind}${whole ? '' : `/${id}`}`, () => {
        const members = ofKinds(account, kinds).flatMap(({ workload, arn, role: runsAs }): Member[] => {
          const principal = index.principals.get(runsAs ?? '');
          const has = setting === undefined ? true : workload.settings?.[setting];
          if (principal?.type !== 'role' || has === false) return [];
          const doubted = doubtedBy !== undefined && workload.settings?.[doubtedBy.setting] === true;
          const reason = `${workload.name} runs as ${principal.name}${doubted ? `, and ${doubtedBy.because}` : ''}`;
          const certainty: Certainty = doubted || has === undefined ? 'possible' : 'confirmed';
          const rank = index.rankOf(principal.id);
          return [{ id: principal.id, arn: withoutPartition(arn), account, certainty, reason, evidence: workload.evidence, rank }];
        });
        return role === undefined ? members : suited(members, role);
      });
    },
    listed(account, kinds) {
      const supplies = inventory.scopes.get(`aws:account/${account}`)?.supplies ?? [];
      return kinds.every((kind) => suppliesKind(supplies, kind));
    },
    arnsOf: (account, kinds) => ofKinds(account, kinds).map(({ arn }) => arn),
  };
}

interface Placed {
  readonly workload: Workload;
  readonly arn: string;
  readonly role: string | undefined;
}

/** The role that a workload runs as, which an instance has through its instance profile. */
function roleOf(inventory: Inventory, workload: Workload): string | undefined {
  const { identity, through }: { readonly identity?: string; readonly through?: string } = workload;
  return identity ?? (through === undefined ? undefined : inventory.workloads.get(through)?.identity);
}

function groupWorkloads(inventory: Inventory): ReadonlyMap<string, readonly Placed[]> {
  const out = new Map<string, Placed[]>();
  for (const workload of inventory.workloads.values()) {
    const place = placeOfWorkload(workload);
    if (place === undefined) continue;
    const key = `${place.account} ${workload.kind}`;
    const placed = { workload, arn: place.arn, role: roleOf(inventory, workload) };
    const list = out.get(key);
    if (list) list.push(placed);
    else out.set(key, [placed]);
  }
  return out;
}

/**
 * A stack set works with two roles: the one that is passed, and one in each account that this one assumes and that does
 * the work (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html). Members are
 * the latter, under the ARNs of the former, which have to be passed.
 */
function throughStackSets(index: AwsIndex, engine: PermissionEngine, account: string, passable: Population): Member[] {
  return passable.members.flatMap((administration) => {
    const byAccount = index.assumable(account).members;
    const named = index.namedBy(administration.id).map((p): Member => {
      return { id: p.id, arn: p.arn, account: p.account, certainty: 'confirmed', reason: '', evidence: [], rank: index.rankOf(p.id) };
    });
    return [...named, ...byAccount].flatMap((execution): Member[] => {
      if (execution.id === administration.id) return [];
      const { certainty, statements } = decideAll(engine, administration.id, ['sts:AssumeRole'], execution.arn);
      if (certainty === undefined) return [];
      return [
        {
          ...execution,
          arn: administration.arn,
          certainty: weakest(weakest(certainty, execution.certainty), administration.certainty),
          reason: `${nameIn(administration.arn)} may assume it for a stack set`,
          evidence: [...administration.evidence, ...statements.flatMap((s) => s.evidence), ...execution.evidence],
        },
      ];
    });
  });
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
