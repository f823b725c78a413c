import { UserError } from '../../user-error.ts';

/** What a source word of AWS asks for. */
export interface AwsSource {
  /** All accounts of the organization: `aws:org`, `aws:org:PROFILE`. */
  readonly organization: boolean;
  /** A profile of ~/.aws/config; the default credentials where there is none. */
  readonly profile?: string;
}

/** Reads `aws`, `aws:PROFILE`, `aws:org` and `aws:org:PROFILE`. A profile that is called `org` is named through AWS_PROFILE. */
export function readAwsSource(source: string): AwsSource {
  if (source === 'aws') return { organization: false };
  const rest = source.slice('aws:'.length);
  if (rest === 'org') return { organization: true };
  const organization = rest.startsWith('org:');
  const profile = organization ? rest.slice('org:'.length) : rest;
  if (profile !== '') return { organization, profile };
  const word = organization ? 'aws:org' : 'aws';
  throw new UserError(`${source} names no profile: write ${word} for the default credentials, or ${word}:PROFILE`);
}

/** Whether a source word asks for a whole organization. */
export function asksForOrganization(source: string): boolean {
  return source === 'aws:org' || source.startsWith('aws:org:');
}
