/**
 * What a directory role or an application permission lets one do, in letters:
 * `z` everything; `p` gives directory roles, `a` gives applications permissions, `c` puts credentials on any application, `o` on
 * those that it owns, `b` on agent blueprints, `m` changes who is in groups that may hold directory roles, `n` who is in other
 * groups, `u` proves itself as any user, `v` as users without a role, `f` changes whose tokens and certificates the directory
 * takes, `k` consents for others, `e` gives access packages, `x` runs code on managed devices; `l` takes away what protects
 * sign-ins, `s` reads secrets of devices, `d` reads or changes data of everybody, `w` changes something else, `r` reads.
 */
export type Ability = 'z' | 'p' | 'a' | 'c' | 'o' | 'b' | 'm' | 'n' | 'u' | 'v' | 'f' | 'k' | 'e' | 'x' | 'l' | 's' | 'd' | 'w' | 'r';

/** Abilities by which one becomes somebody else, or gives power. */
export const waysOn: readonly Ability[] = ['p', 'a', 'c', 'b', 'm', 'n', 'u', 'v', 'f', 'k', 'e', 'x'];

/** Makes a set of letters that a table holds. */
export function readAbilities(letters: string): ReadonlySet<Ability> {
  return new Set(letters as Iterable<Ability>);
}

/** Actions of a role that make an ability. Any other is told from its verb. */
const patterns: readonly (readonly [RegExp, Ability])[] = [
  [/^(?:role(?:assignments|definitions)|directoryroles|scopedrolememberships)\/(?:allproperties\/(?:alltasks|update)|create)$/, 'p'],
  [/^serviceprincipals\/managepermissiongrantsforall\.microsoft-company-admin$/, 'a'],
  [
    /^(?:applications(?:\.myorganization)?|serviceprincipals)\/(?:(?:credentials|owners|allproperties)\/update|allproperties\/alltasks)$/,
    'c',
  ],
  [/^agentidentityblueprints\/(?:(?:credentials|owners|allproperties)\/update|allproperties\/alltasks)$/, 'b'],
  [/^groupsassignabletoroles\/(?:(?:members|owners|allproperties)\/update|allproperties\/alltasks)$/, 'm'],
  [/^groups(?:\.\w+)?\/(?:(?:members|owners|dynamicmembershiprule|allproperties)\/update|allproperties\/alltasks)$/, 'n'],
  [/^users\/(?:password\/update|authenticationmethods\/(?:create|basic\/update)|allproperties\/alltasks)$/, 'v'],
  [/^domains\/(?:federation\/update|federationconfiguration\/(?:create|basic\/update)|allproperties\/(?:alltasks|update))$/, 'f'],
  [/^oauth2permissiongrants\/(?:create|basic\/update|allproperties\/(?:alltasks|update))$/, 'k'],
  [/^permissiongrantpolicies\/(?:create|(?:basic|allproperties)\/update)$|^serviceprincipals\/managepermissiongrantsforall\./, 'k'],
  [/^entitlementmanagement\/allproperties\/(?:alltasks|update)$/, 'e'],
  [/^conditionalaccesspolicies\/(?:create|delete|basic\/update|allproperties\/(?:alltasks|update))$/, 'l'],
  [/^(?:authorizationpolicy|crosstenantaccesspolicy)\/(?:basic\/update|allproperties\/(?:alltasks|update))$/, 'l'],
  [/^bitlockerkeys\/key\/read$|^devicelocalcredentials\/password\/read$/, 's'],
];

const elsewhere: readonly (readonly [RegExp, Ability])[] = [
  [/^microsoft\.intune\/allentities\/alltasks$/, 'x'],
  [/^microsoft\.office365\.(?:exchange|sharepoint)\/allentities\/(?:basic\/)?alltasks$/, 'd'],
];

/**
 * What a list of actions lets one do, as in the definition of a role
 * (https://learn.microsoft.com/entra/identity/role-based-access-control/custom-overview).
 */
export function abilitiesOfActions(actions: readonly string[]): ReadonlySet<Ability> {
  const out = new Set<Ability>();
  for (const written of actions) {
    const action = written.toLowerCase();
    const inDirectory = action.startsWith('microsoft.directory/');
    const name = inDirectory ? action.slice('microsoft.directory/'.length) : action;
    for (const [pattern, ability] of inDirectory ? patterns : elsewhere) if (pattern.test(name)) out.add(ability);
    out.add(/read$/.test(action) ? 'r' : 'w');
  }
  return out;
}
