import { expect, test, vi } from 'vitest';
import { microsoftToken } from '../../../src/collectors/azure-model/microsoft-token.ts';

const said = vi.hoisted(() => ({ message: '' }));
vi.mock('@azure/identity', () => ({
  DefaultAzureCredential: class {
    getToken(): Promise<never> {
      return Promise.reject(new Error(said.message));
    }
  },
}));

test.each([
  [
    'ChainedTokenCredential authentication failed.\nCredentialUnavailableError: EnvironmentCredential is unavailable.',
    'no sign-in was found',
  ],
  ['ClientSecretCredential: AADSTS7000215: Invalid client secret provided.', 'the sign-in was refused (AADSTS7000215)'],
])('%s', async (message, detail) => {
  said.message = message;
  const token = microsoftToken({ environment: {}, variable: 'AZURE_ACCESS_TOKEN', scope: 's' });
  await expect(token(false)).rejects.toMatchObject({ detail });
});
