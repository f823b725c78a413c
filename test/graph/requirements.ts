import type { Technique } from '../../src/graph/aws/techniques/technique.ts';

/** Everything that a technique asks for, by the names that the case files use. For each there has to be a near miss. */
export function requirementsOf(technique: Technique): readonly string[] {
  const { needs, removes } = technique;
  const on = (...where: readonly string[]) => needs.some((n) => where.includes(n.on));
  const actions = needs.map((n) => n.action);
  const has = (pattern: RegExp) => actions.some((a) => pattern.test(a));
  const names = [
    ...actions,
    // What is taken away would allow everything, wherever it is allowed.
    ...(removes === undefined ? actions.map((a) => `${a} there`) : ['removable']),
    ...(isOnOneThing(technique) ? ['one thing'] : []),
    ...(on('passed-role') ? ['trust', 'iam:PassedToService'] : []),
    ...(on('passed-role') && needs.some((n) => n.on === 'made' && n.resource !== '*') ? ['iam:AssociatedResourceArn'] : []),
    ...(on('passed-role') && technique.service === 'ec2.amazonaws.com' ? ['instance profile'] : []),
    ...(on('saml-provider') ? ['trust', 'SAML:aud', 'provider'] : []),
    ...(on('oidc-provider') ? ['trust', 'provider', ...(technique.audience === undefined ? [] : ['aud'])] : []),
    ...(technique.missing === undefined ? [] : ['providers listed'].filter(() => technique.unseen === undefined)),
    ...(technique.ends === undefined ? [] : ['management', ...endsOf[technique.ends]]),
    ...(technique.delegate === undefined ? [] : ['delegation']),
    ...(on('assumable-role') ? ['trust'] : []),
    ...(on('own-policy', 'own-policy-version', 'policy-of-role') ? ['policy'] : []),
    ...(on('own-policy-version') ? ['other version', 'other versions listed'] : []),
    ...(on('own-group') ? ['membership'] : []),
    ...(on('stronger-group') ? ['admin group'] : []),
    ...(has(/^iam:Attach/) ? ['iam:PolicyARN'] : []),
    ...(has(/^iam:(Attach|Put)(User|Role)Policy$/) ? ['iam:PermissionsBoundary'] : []),
    ...(removes === undefined && (technique.ends === undefined || technique.ends === 'sso-role') ? ['gain'] : []),
    ...(technique.start === undefined ? [] : ['start']),
    ...(technique.target === undefined ? [] : ['target']),
    ...(technique.through === undefined ? [] : ['stack-set role']),
    ...(technique.alsoPasses === undefined ? [] : ['second role']),
    ...(technique.role === undefined ? [] : ['role permissions']),
    ...(technique.workloads === undefined ? [] : ['workload', 'listing']),
    ...(technique.doubtedBy === undefined ? [] : [technique.doubtedBy.setting]),
    ...(technique.setting === undefined ? [] : ['setting', 'known setting']),
    ...(technique.exists === undefined ? [] : ['existing', 'existing listing']),
  ];
  return [...new Set(names)].sort();
}

const endsOf = {
  account: ['no second factor'],
  'held-role': ['would be administrator', 'held back'],
  'sso-role': ['role of Identity Center'],
  'sso-admin': ['role of Identity Center'],
  'stack-set-account': ['trusted access'],
} as const satisfies Record<NonNullable<Technique['ends']>, readonly string[]>;

/** Whether two actions have to be allowed on one and the same thing, whose name the identity can tell. */
function isOnOneThing({ needs }: Technique): boolean {
  const things = needs.flatMap((n) =>
    n.on === 'made' ? [n.resource ?? '*'].flat().map((r) => ({ action: n.action, thing: r })) : [{ action: n.action, thing: n.on }],
  );
  const shared = (thing: string) => new Set(things.filter((t) => t.thing === thing).map((t) => t.action)).size > 1;
  return things.some(
    ({ thing }) => !/^(self|own-|passed-|assumable-|policy-of)/.test(thing) && !/^\*$|\{id\}$/.test(thing) && shared(thing),
  );
}
