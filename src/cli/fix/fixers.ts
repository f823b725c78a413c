import type { Identity } from '../../inventory/identity.ts';
import { ActionUniverse } from '../../permissions/aws/action-universe.ts';
import type { Need } from '../../permissions/aws/smaller-policy.ts';
import { readActionTable } from '../action-table.ts';
import type { Prepared } from '../prepare.ts';
import { planAzureFix } from './azure-fix.ts';
import { renderAzureFix } from './azure-output.ts';
import { type FixFormat, renderFix } from './fix-output.ts';
import { renderGoogleFix } from './google-fix-output.ts';
import { type FixWish, planFix } from './plan-fix.ts';
import { planGoogleFix } from './plan-google-fix.ts';
import { isGooglePermission } from './read-needs.ts';
import type { FixChange } from './what-if.ts';

/** What a fix comes to: what it changes, as a text in a format, and in one line. */
interface Fixed {
  readonly change: FixChange;
  readonly render: (format: FixFormat) => string;
  readonly summary: string;
}

/** Makes something smaller of what identities of one plane hold. */
interface Fixer {
  /** An action, as the plane writes it. */
  readonly like: string;
  readonly speaksOf: (need: Need) => boolean;
  /** @throws UserError where nothing smaller can be shown. */
  readonly fix: (analysis: Prepared, identity: Identity, wish: FixWish) => Fixed;
}

const aws: Fixer = {
  like: 's3:GetObject',
  speaksOf: ({ action }) => action.includes(':'),
  fix({ world }, identity, wish) {
    const plan = planFix(world, new ActionUniverse(readActionTable()), identity, wish);
    const { before, after, same } = plan;
    return {
      change: plan,
      render: (format) => renderFix(plan, format),
      summary:
        plan.statements.length === 0
          ? `${identity.name} used none of its ${before} known actions: no policy is left to give it`
          : `${identity.name}: ${before} known actions now, ${after} with this policy${unchanged(same)}`,
    };
  },
};

const google: Fixer = {
  like: 'storage.objects.get',
  speaksOf: ({ action }) => isGooglePermission(action),
  fix({ world }, identity, { needs, days }) {
    const plan = planGoogleFix(world, identity, { needs: needs.map(({ action }) => action), days });
    const { before, after, same } = plan;
    return {
      change: plan,
      render: (format) => renderGoogleFix(plan, format),
      summary: plan.roles.every((r) => r.role === undefined)
        ? `${identity.name} is not known to need anything of what its roles hold: no role is left to give it`
        : `${identity.name}: ${before} listed permissions now, ${after} with these roles${unchanged(same)}`,
    };
  },
};

const azure: Fixer = {
  like: 'Microsoft.Storage/storageAccounts/read',
  speaksOf: ({ action }) => /^Microsoft\./i.test(action),
  fix({ world }, identity, wish) {
    const plan = planAzureFix(world, identity, wish);
    return {
      change: plan,
      render: (format) => renderAzureFix(plan, format),
      summary: `${identity.name}: ${plan.before} known actions now, ${plan.after} with these roles${unchanged(plan.same)}`,
    };
  },
};

function unchanged(same: boolean): string {
  return same ? '; nothing was found that can be taken away' : '';
}

/** Who fixes identities of a plane. AWS also says of every other what cannot be fixed. */
export function fixerOf({ plane }: Identity): Fixer {
  if (plane === 'gcp') return google;
  return plane === 'azure' || plane === 'entra' ? azure : aws;
}
