import { parseAllDocuments } from 'yaml';
import { ClusterReading } from '../../../src/collectors/kubernetes/cluster-reading.ts';
import type { WholeLists } from '../../../src/collectors/kubernetes/whole-lists.ts';
import type { Fragment } from '../../../src/inventory/fragment.ts';

const everything: WholeLists = {
  accounts: true,
  bindings: true,
  roles: true,
  workloads: true,
  namespaces: true,
  admission: true,
  entrances: true,
  walls: true,
};
const nothing = Object.fromEntries(Object.keys(everything).map((key) => [key, false])) as unknown as WholeLists;

/** What a cluster called `test` hands over that holds some YAML documents; `whole`: that is all it holds. */
export function readCluster(text: string, whole = true) {
  const fragments: Fragment[] = [];
  const reading = new ClusterReading('test', {
    emit: (fragment) => fragments.push(fragment),
    fingerprint: (secret) => `print-${secret.length}`,
  });
  for (const document of parseAllDocuments(text)) {
    const object: unknown = document.toJS();
    if (object !== null) reading.take(object as Record<string, unknown>, { source: 'test', pointer: '' });
  }
  reading.finish(whole ? everything : nothing);
  const of = <T extends Fragment['type']>(type: T) =>
    fragments.flatMap((f) => (f.type === type ? [f.value as Extract<Fragment, { readonly type: T }>['value']] : []));
  const settings = Object.assign({}, ...of('scope').map((s) => (s.id === 'kubernetes:cluster/test' ? s.settings : {}))) as Readonly<
    Record<string, readonly string[] | undefined>
  >;
  return { fragments, of, settings };
}
