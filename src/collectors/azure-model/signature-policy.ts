import type { Facts } from '../../inventory/fact-types.ts';

/** What a storage account says of signatures made with its keys, and of the keys. */
export interface SignaturePolicy {
  /** `[D.]HH:MM:SS`; undefined where there is none. */
  readonly period: string | undefined;
  /** `Log` or `Block`. */
  readonly action: string | undefined;
  /** Days after which a key is due to be renewed. */
  readonly due: unknown;
}

/**
 * What a storage account asks of its keys and of signatures made with them
 * (https://learn.microsoft.com/azure/storage/common/sas-expiration-policy,
 * https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage#create-a-key-expiration-policy).
 */
export function signatureFacts({ period = '', action = '', due }: SignaturePolicy): Facts<'AzureCredential'> {
  const [, days, hours = '', minutes = '', seconds = ''] = /^(?:(\d{1,6})\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})/.exec(period) ?? [];
  const lasts = hours === '' ? undefined : Number(days ?? 0) + (Number(hours) + (Number(minutes) + Number(seconds) / 60) / 60) / 24;
  return {
    sas_limited: lasts !== undefined,
    ...(lasts === undefined ? {} : { sas_days: lasts, sas_refused: /^block$/i.test(action) }),
    // 0 stands for none.
    ...(typeof due === 'number' && due > 0 ? { key_days: due } : {}),
  };
}
