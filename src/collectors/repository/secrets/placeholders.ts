/** Words that people write where a real value is to go. */
const standIns =
  /change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|with|this)|place[-_ ]?holder|example|sample|dummy|fake|redacted|removed|\byour[-_ ]?|[-_ ]here\b|insert[-_ ]|fill[-_ ]?in|\btodo\b|xxxx|\*\*\*|\.\.\.|…|^<.*>$|<[a-z][\w -]*>|not[-_ ]?(?:a[-_ ])?(?:real|secret|set|used|needed|required|applicable|available)|lorem|foobar|super[-_ ]?secret|secret[-_ ]?(?:key|token|value)|(?:^|[-_ ])my[-_ ]?(?:api|token|secret|pass|key)|(?:api|access)[-_ ](?:key|token)$|hunter2/i;

const testWords =
  /^(?:test|tests|testing|dummy|mock|stub|demo|dev|development|local|localhost|ci|unit)(?:[-_ .]|\d|$)|[-_](?:test|mock|dummy)(?:[-_]|$)|[a-z]k_test_/i;

/** Values so common that they prove nothing. */
const commonplace = new Set(
  (
    'password passw0rd password1 password123 pass secret secrets root admin administrator postgres mysql mongo redis rabbitmq guest user username ' +
    'test none null nil undefined true false yes no on off default empty unset required optional string value token key apikey api_key ' +
    'disabled enabled auto basic bearer oauth oauth2 anonymous public private user_provided minioadmin letmein qwerty'
  ).split(' '),
);

/** Whether a value only marks the place where a real one belongs, or is a test's by convention. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return (
    commonplace.has(text.toLowerCase()) ||
    isPublished(text) ||
    standIns.test(text.slice(0, 300)) ||
    testWords.test(text.slice(0, 300)) ||
    /^(?:0?12345678?9?0?\d{0,4}|abc\d*|abcdefg?h?\w{0,4})$/i.test(text) ||
    isMonotonous(text) ||
    isEncodedStandIn(text)
  );
}

/** Secrets of Kubernetes hold their values in Base64, placeholders too. */
function isEncodedStandIn(text: string): boolean {
  if (text.length < 8 || text.length > 400 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return /^[\x20-\x7e]+\n?$/.test(decoded) && (commonplace.has(decoded.trim().toLowerCase()) || standIns.test(decoded));
}

/** Whether a value in a known format is one from the documentation: the words that a random value does not hold by chance. */
export function isSpecimen(value: string): boolean {
  return (
    /example|placeholder|your[-_]?|x{6,}|\*{3}|redacted|dummy|replace|changeme|[-_]here/i.test(value) ||
    isMonotonous(value.slice(-24)) ||
    /1234567890abcdef|abcdefghijkl/i.test(value) ||
    isPublished(value)
  );
}

/**
 * What everybody has: the keys of Azure's emulators (https://learn.microsoft.com/azure/storage/common/storage-connect-azurite,
 * https://learn.microsoft.com/azure/cosmos-db/emulator), keys that vendors make for clients to show (PostHog, Stripe, Clerk, Supabase),
 * and digits that somebody counted.
 */
function isPublished(value: string): boolean {
  return (
    /Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1|C2y6yDjf5\/R\+ob0N8A7Cgv30VRDJ/.test(value) ||
    /^(?:phc_|pk_(?:live|test)_|sb_publishable_)\w/.test(value) ||
    /12345678901234/.test(value)
  );
}

/** Words that throw-away service containers of a pipeline use as passwords, alone and in pairs. */
export function isThrowAway(value: string): boolean {
  const lower = value.toLowerCase();
  return (
    /^(postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbitmq|root|admin|user|guest|test|testing|local|localhost|default|minio|minioadmin|sa|ci|dev)?[-_]?(password|passwd|pass|secret|token|key|user|db|test|root|admin)?[-_]?\d{0,4}$/.test(
      lower,
    ) || /^(test|fake|mock|ci)[-_]/.test(lower)
  );
}

/** Few different characters: `aaaaaaaa`, `0000-0000`, `xxxxXXXX`. */
function isMonotonous(text: string): boolean {
  return text.length >= 4 && new Set(text.toLowerCase()).size <= Math.min(4, Math.ceil(text.length / 3));
}
