import { isObject } from '../../plain-object.ts';
import { microsoftToken } from '../azure-model/microsoft-token.ts';
import type { CollectContext } from '../collector.ts';
import type { GapCounter } from '../gap-counter.ts';
import { endpointOf } from '../rest/endpoint.ts';
import { RestClient } from '../rest/rest-client.ts';
import { RestFailure } from '../rest/rest-failure.ts';
import type { Directory } from './directory.ts';
import { GraphObject } from './graph-object.ts';

/** Where Azure keeps what logs of the directory are exported. */
const path = '/providers/microsoft.aadiam/diagnosticSettings?api-version=2017-04-01';

/** Reads which logs are exported. They stand in Azure, not in Graph: another token, and a role that few give. */
export async function readDiagnosticSettings(
  directory: Directory,
  {
    source,
    context,
    gaps,
    wait,
  }: {
    readonly source: string;
    readonly context: CollectContext;
    readonly gaps: GapCounter;
    readonly wait?: (milliseconds: number) => Promise<unknown>;
  },
): Promise<void> {
  const base = endpointOf(context.environment, 'NHI_AZURE_ENDPOINT', 'https://management.azure.com');
  const { MS_GRAPH_ACCESS_TOKEN: graph = '', AZURE_ACCESS_TOKEN: azure = '' } = context.environment;
  const missing = (detail: string): void =>
    gaps.add('diagnostic settings', {
      source,
      what: 'which logs of sign-ins are exported',
      why: 'not-given',
      detail,
      permission: 'microsoft.aadiam/diagnosticsettings/read (Azure)',
      partial: false,
    });
  // A ready token for Graph says that no other sign-in is to be looked for.
  if (graph !== '' && azure === '') return missing('they are read from Azure, and AZURE_ACCESS_TOKEN is not set');
  const client = new RestClient({
    token: microsoftToken({ environment: context.environment, variable: 'AZURE_ACCESS_TOKEN', scope: `${base}/.default` }),
    ...(wait === undefined ? {} : { wait }),
  });
  try {
    const answer = await client.json({ url: `${base}${path}` });
    const settings = isObject(answer) && Array.isArray(answer.value) ? (answer.value as unknown[]).filter(isObject) : undefined;
    if (settings === undefined) return missing('the answer holds no list');
    directory.exported ??= { logs: new Set(), at: { source, pointer: '/providers/microsoft.aadiam/diagnosticSettings' } };
    for (const [i, one] of settings.entries())
      directory.take(
        'diagnostic-setting',
        new GraphObject(one, { source, pointer: `/providers/microsoft.aadiam/diagnosticSettings/${i}` }, gaps),
      );
  } catch (error) {
    if (!(error instanceof RestFailure)) throw error;
    missing(error.detail);
  }
}
