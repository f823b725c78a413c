import type { Failure } from './live-failure.ts';

/**
 * What to do where no credentials could be found. The SDK's own words are only read, not shown: they may carry the command line and the
 * output of a credential process.
 */
export function credentialAdvice(error: unknown, profile: string | undefined): string {
  const words = error instanceof Error ? `${error.name} ${error.message}` : '';
  const named = profile === undefined ? '' : ` --profile ${profile}`;
  if (/\bsso\b/i.test(words)) return `the SSO session is missing or has expired: run "aws sso login${named}"`;
  if (/login/i.test(words) && /session|expired|token/i.test(words)) return `the login session has expired: run "aws login${named}"`;
  if (/multi-factor|MFA/i.test(words)) {
    return 'the profile asks for an MFA code, which this tool does not read: get session credentials first and pass them in the environment';
  }
  if (/credential_process|external process|Command failed/i.test(words)) {
    return 'the credential process of the profile failed: run it by hand to see why';
  }
  if (profile === undefined) {
    return 'no AWS credentials were found: set AWS_PROFILE, run "aws configure" or "aws sso login", or name a profile (aws:PROFILE)';
  }
  return `the profile ${JSON.stringify(profile)} gives no credentials: check its name and content ("aws configure list-profiles", ~/.aws/config)`;
}

/** What to do where AWS does not accept the credentials. */
export function refusedAdvice(failure: Failure, profile: string | undefined): string {
  const which = profile === undefined ? 'the credentials' : `the credentials of the profile ${JSON.stringify(profile)}`;
  if (/expired|TokenRefreshRequired/i.test(failure.code)) {
    return failure.code === 'RequestExpired'
      ? 'AWS says that the request is too old (RequestExpired): set the clock of this machine'
      : `${which} have expired (${failure.code}): sign in again`;
  }
  if (/Signature/.test(failure.code)) {
    return `AWS does not accept the signature of ${which} (${failure.code}): check the secret access key, and the clock of this machine`;
  }
  return `AWS does not accept ${which} (${failure.code || failure.detail}): the key may be deleted, inactive, or of another partition (set AWS_REGION)`;
}

/** What to do where the named role cannot be taken. */
export function roleAdvice(failure: Failure, roleArn: string, by: string | undefined): string {
  if (failure.why === 'unreachable' || failure.why === 'throttled') {
    return `cannot assume ${roleArn}: ${failure.detail}: check the network, AWS_REGION and AWS_ENDPOINT_URL, and try again`;
  }
  const caller = by ?? 'the base identity';
  const reason = failure.code === '' ? failure.detail : failure.code;
  return `cannot assume ${roleArn} (${reason}): its trust policy must name ${caller}, and ${caller} needs sts:AssumeRole on it`;
}

/** What to do where the role of an account of the organization cannot be taken. */
export function memberAdvice(failure: Failure, roleArn: string, by: string | undefined): string {
  return failure.why === 'denied' ? `${roleAdvice(failure, roleArn, by)}; --org-role names another role` : roleAdvice(failure, roleArn, by);
}

/** What to do where the accounts of the organization cannot be listed. */
export function organizationAdvice(failure: Failure | undefined): string {
  if (failure === undefined) return 'the organization lists no accounts';
  if (failure.code === 'AWSOrganizationsNotInUseException') return 'the account is not in an organization: name aws to read it by itself';
  if (failure.why !== 'denied') return `cannot list the accounts of the organization: ${failure.detail}`;
  return `cannot list the accounts of the organization (${failure.code}): use the management account or a delegated administrator, allowed organizations:ListAccounts`;
}
