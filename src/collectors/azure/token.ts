import { UserError } from '../../user-error.ts';
import { endpointOf } from '../rest/endpoint.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Azure Resource Manager answers, unless NHI_AZURE_ENDPOINT names another cloud's (https://learn.microsoft.com/azure/developer/identity/cloud-environments). */
export function azureEndpoint(environment: Environment): string {
  return endpointOf(environment, 'NHI_AZURE_ENDPOINT', 'https://management.azure.com');
}

/** Tokens for an API: AZURE_ACCESS_TOKEN where it is set, else what the default credentials of Azure give. */
export function azureTokens(environment: Environment, endpoint: string): (again: boolean) => Promise<string> {
  const ready = environment.AZURE_ACCESS_TOKEN;
  if (ready !== undefined && ready !== '') {
    return async (again) => {
      if (again)
        throw new UserError('AZURE_ACCESS_TOKEN was not accepted; it may have expired: az account get-access-token gives a new one');
      return ready;
    };
  }
  let credential: Promise<{ getToken(scope: string): Promise<{ readonly token: string } | null> }> | undefined;
  return async () => {
    credential ??= import('@azure/identity').then(({ DefaultAzureCredential }) => new DefaultAzureCredential());
    try {
      const answer = await (await credential).getToken(`${endpoint}/.default`);
      if (answer === null) throw new UserError(noCredentials);
      return answer.token;
    } catch (error) {
      if (error instanceof UserError) throw error;
      // The library tells of every way that it tried, over many lines.
      throw new UserError(noCredentials);
    }
  };
}

const noCredentials =
  'no credentials of Azure were found; log in with az login, set AZURE_CLIENT_ID, AZURE_TENANT_ID and a secret or certificate, or set AZURE_ACCESS_TOKEN';
