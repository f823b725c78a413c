import { githubIssuer, subjectWithIds, subjectWithoutIds } from '../github-subject.ts';
import { issuerOfProvider } from '../graph/federates.ts';
import type { Facts } from '../inventory/fact-types.ts';
import type { Trust } from '../inventory/trust.ts';
import { parseOperator } from '../permissions/aws/conditions.ts';
import { coversUnknown } from '../unknown-parts.ts';
import { type Binding, conditionsOf } from './trust-bindings.ts';

/** How one provider says who asks. */
interface Provider {
  readonly issuer: RegExp;
  /** Sets of claims that, all bound, say who asks as well as the subject does. */
  readonly instead: readonly (readonly string[])[];
  /** Claims that, bound to one value, narrow a broad subject: to one repository, to one branch or environment. */
  readonly narrowsWhere?: readonly string[];
  readonly narrowsWhen?: readonly string[];
  /** Claims that say whose a repository is, and leave open which. */
  readonly owners?: readonly string[];
  /** Claims that hold names which may be taken over by others, and ids that make up for it. */
  readonly names?: readonly string[];
  readonly ids?: readonly string[];
  /** New repositories have ids beside the names in the subject. */
  readonly idsInSubject?: true;
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 * GitHub's `environment`, `ref` and `workflow` are names that every repository may use: alone they bind nobody.
 */
const providers: readonly Provider[] = [
  {
    issuer: githubIssuer,
    instead: [['repository'], ['repository_id'], ['job_workflow_ref'], ['repository_owner'], ['repository_owner_id'], ['enterprise_id']],
    narrowsWhere: ['repository', 'repository_id'],
    owners: ['repository_owner', 'repository_owner_id', 'enterprise_id'],
    narrowsWhen: ['ref', 'environment', 'job_workflow_ref', 'workflow_ref'],
    names: ['sub', 'repository', 'repository_owner', 'job_workflow_ref', 'actor'],
    ids: ['repository_id', 'repository_owner_id', 'enterprise_id'],
    idsInSubject: true,
  },
  {
    issuer: /^gitlab\./,
    instead: [['project_id'], ['project_path'], ['namespace_id'], ['namespace_path']],
    narrowsWhere: ['project_id', 'project_path'],
    narrowsWhen: ['ref', 'environment'],
    owners: ['namespace_id', 'namespace_path'],
    names: ['sub', 'project_path', 'namespace_path'],
    ids: ['project_id', 'namespace_id'],
  },
  { issuer: /^accounts\.google\.com$/, instead: [['aud'], ['azp'], ['email']] },
  { issuer: /^cognito-identity\.amazonaws\.com$/, instead: [['aud', 'amr']] },
  { issuer: /^(graph\.facebook|www\.amazon)\.com$/, instead: [['app_id']] },
  { issuer: /^oidc\.circleci\.com\//, instead: [['oidc.circleci.com/project-id']] },
];

const other: Provider = { issuer: /^/, instead: [] };

type OidcFacts = Pick<
  Facts<'Trust'>,
  | 'issuer'
  | 'subjects'
  | 'subject_bound'
  | 'audience_bound'
  | 'subject_broad'
  | 'mutable_claims'
  | 'recyclable'
  | 'stops_matching'
  | 'never_matches'
>;

/** A statement's provider, and the claims of its tokens that conditions bind. */
interface BoundClaims {
  readonly issuer: string;
  readonly provider: Provider;
  readonly claims: readonly Binding[];
}

function readClaims({ principal }: Trust, bindings: readonly Binding[]): BoundClaims {
  const issuer = issuerOfProvider(principal);
  const provider = providers.find((p) => p.issuer.test(issuer)) ?? other;
  const claims: Binding[] = [];
  for (const { key, values, like } of bindings)
    if (key.startsWith(issuer) && key[issuer.length] === ':') claims.push({ key: key.slice(issuer.length + 1), values, like });
  return { issuer, provider, claims };
}

function isBound({ claims }: BoundClaims, claim: string): boolean {
  return claims.some((b) => b.key === claim);
}

/** Of all that is told of a statement only whether it names the subjects whose tokens it takes. */
type SubjectFacts = Pick<OidcFacts, 'issuer' | 'subject_bound' | 'subject_broad'>;

export function subjectFacts(trust: Trust, bindings: readonly Binding[]): SubjectFacts {
  return subjectsOf(readClaims(trust, bindings));
}

function subjectsOf(bound: BoundClaims): SubjectFacts {
  const { issuer, provider, claims } = bound;
  const isBySubject = isBound(bound, 'sub');
  const instead = provider.instead.find((set) => set.every((claim) => isBound(bound, claim)));
  return {
    issuer,
    subject_bound: isBySubject || instead !== undefined,
    subject_broad: findBroad(provider, claims, isBySubject ? ['sub'] : (instead ?? [])),
  };
}

/** Facts of a statement that trusts an OIDC provider: whose tokens it lets in. */
export function oidcFacts(trust: Trust, bindings: readonly Binding[]): OidcFacts {
  const bound = readClaims(trust, bindings);
  const { issuer, provider, claims } = bound;
  const { subject_bound, subject_broad } = subjectsOf(bound);
  const subjects = claims.filter((b) => b.key === 'sub');
  const anchored = claims.some((b) => provider.ids?.includes(b.key));
  return {
    issuer,
    subjects: [...new Set(subjects.flatMap((b) => b.values))],
    subject_bound,
    audience_bound: ['aud', 'oaud', 'azp'].some((claim) => isBound(bound, claim)),
    subject_broad,
    mutable_claims: findMutable(provider, trust, claims, issuer),
    recyclable: provider.names === undefined || anchored ? [] : [...new Set(subjects.flatMap((b) => b.values.filter(isByName)))],
    stops_matching: provider.idsInSubject === true && !issuer.endsWith('/_services/token') ? subjects.flatMap(withoutIds) : [],
    never_matches: [...new Set(subjects.flatMap(literalWildcards))],
  };
}

/** Whether a subject says who asks by names that can be given up and registered by somebody else. */
function isByName(subject: string): boolean {
  return /^(?:repo|project_path):/.test(subject) && !/^repo:[^/:]+@\d+\/[^/:]+@\d+(:|$)/.test(subject);
}

/**
 * The subjects of a condition that only tokens without ids have, where no other of its values takes the same token with
 * ids: the trust no longer lets it in once the repository is renamed, or its owner turns the new form on.
 * (https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/)
 */
function withoutIds({ values, like }: Binding): readonly string[] {
  return values.filter((value) => {
    const withIds = subjectWithIds(value);
    if (withIds === undefined) return false;
    return !values.some((other) => {
      const byName = subjectWithoutIds(other);
      if (byName !== other && (like ? coversUnknown(byName, value) : byName === value)) return true;
      return like && coversUnknown(other, withIds);
    });
  });
}

/**
 * The subjects with a wildcard that is compared as it stands, as StringEquals does: no repository, branch or environment has one in
 * its name (https://git-scm.com/docs/git-check-ref-format), so no token matches.
 */
function literalWildcards({ values, like }: Binding): readonly string[] {
  return like ? [] : values.filter((value) => /^(?:repo|project_path|organization):.*[*?]/.test(value));
}

/** The patterns that let in more than one repository, branch or environment. */
function findBroad(provider: Provider, claims: readonly Binding[], deciding: readonly string[]): string[] {
  const exact = (names: readonly string[] | undefined): boolean =>
    claims.some((b) => names?.includes(b.key) === true && !(b.like && b.values.some((v) => /[*?]/.test(v))));
  const where = exact(provider.narrowsWhere);
  const when = exact(provider.narrowsWhen);
  const out = claims.flatMap((b) => {
    if (!deciding.includes(b.key)) return [];
    if (b.key !== 'sub') {
      const isOpen = (provider.owners?.includes(b.key) === true && !where) || (provider.narrowsWhere?.includes(b.key) === true && !when);
      return b.values.filter((v) => isOpen || (b.like && /[*?]/.test(v))).map((v) => `${b.key}=${v}`);
    }
    return b.values.filter((v) => {
      const width = widthOf(v, b.like);
      return (width.where && !where) || (width.when && !when);
    });
  });
  return [...new Set(out)];
}

/** Whether a subject leaves open where a token comes from (repository, project, account), and when (branch, environment). */
export function widthOf(subject: string, like: boolean): { readonly where: boolean; readonly when: boolean } {
  const open = (part: string | undefined): boolean => like && part !== undefined && /[*?]/.test(part);
  const github = /^repo:([^:]*)(?::(.*))?$/.exec(subject);
  if (github) {
    const [, repository = '', rest] = github;
    // A wildcard in the repository part may run on over the rest.
    const where = open(repository) || !repository.includes('/');
    const tag = rest?.startsWith('ref:refs/tags/') === true;
    return { where, when: rest === 'pull_request' || (open(rest) && !tag) || (rest === undefined && open(repository)) };
  }
  const gitlab = /^project_path:([^:]*)(?::(.*))?$/.exec(subject);
  if (gitlab) {
    const rest = gitlab[2];
    return {
      where: open(gitlab[1]),
      when: (open(rest) && rest?.startsWith('ref_type:tag:') !== true) || (rest === undefined && open(gitlab[1])),
    };
  }
  const terraform = /^organization:([^:]*)(?::(.*))?$/.exec(subject);
  if (terraform) {
    // Workspace names are unique in an organization, so the project and the phase may stay open.
    const workspace = /(?:^|:)workspace:([^:]*)/.exec(terraform[2] ?? '')?.[1];
    return { where: open(terraform[1]) || workspace === undefined || open(workspace), when: false };
  }
  // `org/<id>/project/<id>/user/<id>`: who set it off may stay open (https://circleci.com/docs/openid-connect-tokens/).
  const circle = /^org\/([^/]*)(?:\/project\/([^/]*))?/.exec(subject);
  if (circle) return { where: open(circle[1]) || circle[2] === undefined || open(circle[2]), when: false };
  // `{repository}:{environment}:{step}`, the environment only where there is one; a star behind the repository is its documented form
  // (https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/).
  const bitbucket = /^(\{[^}:]*\}?)\*?(?::(.*))?$/.exec(subject);
  if (bitbucket)
    return { where: open(bitbucket[1]), when: bitbucket[2] === undefined ? open(subject) : open(bitbucket[2].split(':', 1)[0]) };
  // Every pod that names no account runs as the default one of its namespace.
  if (/^system:serviceaccount:[^:]+:default$/.test(subject)) return { where: true, when: false };
  return { where: open(subject), when: false };
}

/** Claims that a rename or a missing value turns against the trust. */
function findMutable(provider: Provider, trust: Trust, claims: readonly Binding[], issuer: string): string[] {
  const out = new Set<string>();
  const anchored = claims.some((b) => provider.ids?.includes(b.key));
  for (const b of claims) {
    if (anchored || provider.names?.includes(b.key) !== true) continue;
    // `repo:owner@1/name@2` holds ids that are never given away again.
    if (b.key === 'sub' && !b.values.some(isByName)) continue;
    out.add(b.key);
  }
  for (const { operator, key } of conditionsOf(trust)) {
    const { set, ifExists } = parseOperator(operator);
    if (key.startsWith(`${issuer}:`) && (set === 'all' || ifExists)) out.add(`${operator} ${key.slice(issuer.length + 1)}`);
  }
  return [...out].sort();
}
