import type { DecisionPoint } from '../../../inventory/decision-point.ts';
import type { Evidence } from '../../../inventory/evidence.ts';
import type { DecidingFilter } from '../../policy-engines/envoy-config.ts';
import type { Gathering } from '../gathering.ts';

/** A service of a Compose file, as far as it says who decides about requests to it. */
export interface ComposeService {
  readonly workload: string;
  readonly name: string;
  /** The folder of its file. */
  readonly directory: string;
  /** Its ports are open beside any proxy: requests need not pass it. */
  readonly published: boolean;
  /** The policy engine that it is. */
  readonly engine?: string;
  /** That engine says yes to everything. */
  readonly dryRun: boolean;
  /** Words that name other services: what it depends on, addresses in its variables. */
  readonly names: readonly string[];
  readonly place: Evidence;
}

export interface PlacedFilter {
  readonly filter: DecidingFilter;
  readonly place: Evidence;
}

/** Says which services of Compose files stand behind a proxy that asks about their requests, or know a policy engine. */
export function concludeDecisions(out: Gathering): void {
  for (const service of out.composeServices) {
    if (service.engine !== undefined) continue;
    const beside = out.composeServices.filter((s) => s.directory === service.directory);
    const engines = beside.filter((s) => s.engine !== undefined);
    const points = [...behindProxy(out.decidingFilters, service, beside), ...namedEngines(service, engines)];
    for (const [i, point] of points.entries()) {
      const value: DecisionPoint = { id: `${service.workload}#decides/${i}`, decides: 'requests', covers: [service.workload], ...point };
      out.emit({ type: 'decision-point', value });
    }
  }
}

type Judged = Omit<DecisionPoint, 'id' | 'decides' | 'covers'>;

function behindProxy(filters: readonly PlacedFilter[], service: ComposeService, beside: readonly ComposeService[]): readonly Judged[] {
  const mine = filters.filter(({ filter, place }) => filter.hosts.includes(service.name) && isBelow(place, service.directory));
  return mine.map(({ filter, place }) => {
    const { enforcement, because, asked } = filter;
    const engine = beside.find((s) => s.engine !== undefined && asked.includes(s.name));
    const name = engine?.engine ?? 'Envoy';
    if (engine?.dryRun === true)
      return {
        engine: name,
        enforcement: 'watching',
        because: `${because}, which runs in a dry run and lets everything through`,
        evidence: [engine.place, place],
      };
    if (enforcement === 'enforced' && service.published)
      return {
        engine: name,
        enforcement: 'unproven',
        because: `${because}, but its own ports are open beside that`,
        evidence: [place, service.place],
      };
    return { engine: name, enforcement, because, evidence: [place] };
  });
}

/** A configuration further up or down than the Compose file may be another system's. */
function isBelow({ file = '' }: Evidence, directory: string): boolean {
  return directory === '' || file.startsWith(`${directory}/`);
}

function namedEngines({ names, place }: ComposeService, engines: readonly ComposeService[]): readonly Judged[] {
  const named = engines.find((e) => names.includes(e.name));
  if (named?.engine === undefined) return [];
  const because = `it knows ${named.engine} (${named.name}), and nothing seen shows what it asks it about`;
  return [{ engine: named.engine, enforcement: 'unproven', because, evidence: [place, named.place] }];
}
