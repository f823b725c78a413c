import { stackGroup } from '../../../../../inventory/azure-id.ts';
import type { Evidence } from '../../../../../inventory/evidence.ts';
import { get, knownText, scalar, unknown, type Value } from '../../value.ts';
import type { Target } from '../azure-stack.ts';
import type { DeploymentScope } from './template-code.ts';

/** Where a template goes that nobody else deploys, as far as it tells. */
export function rootTarget(stack: string, scope: DeploymentScope): Target {
  switch (scope) {
    case 'resourceGroup':
      return groupTarget({ stack, subscription: stack }, stackGroup(stack));
    case 'subscription':
      return { stack, subscription: stack, scope: `/subscriptions/${stack}` };
    case 'managementGroup':
      return { stack, subscription: stack, scope: `/providers/microsoft.management/managementgroups/${stack}` };
    case 'tenant':
      return { stack, subscription: stack, scope: '/' };
  }
}

function groupTarget({ stack, subscription }: Target, group: string): Target {
  return { stack, subscription, group, scope: `/subscriptions/${subscription}/resourcegroups/${group}` };
}

/**
 * Where a module goes, or where a resource of another deployment lies: what `scope` says, or `resourceGroup` and
 * `subscriptionId`. Undefined where it says neither a group, subscription nor management group.
 */
export function targetOf(
  scope: Value | undefined,
  from: Target,
  group?: Value,
  subscription?: Value,
  asked?: DeploymentScope,
): Target | undefined {
  const sub = knownText(subscription)?.toLowerCase() ?? from.subscription;
  const there = { ...from, subscription: sub };
  if (group !== undefined) return groupTarget(there, knownText(group)?.toLowerCase() ?? stackGroup(from.stack));
  if (scope === undefined) {
    if (subscription !== undefined) return { stack: from.stack, subscription: sub, scope: `/subscriptions/${sub}` };
    return asked === 'subscription' && from.group !== undefined
      ? { stack: from.stack, subscription: sub, scope: `/subscriptions/${sub}` }
      : undefined;
  }
  const id = knownText(get(scope.kind === 'object' ? scope : undefined, 'id'));
  if (id === undefined) {
    // A reference to a resource group whose name is not known, where a module can only mean one.
    return asked === 'resourceGroup' ? groupTarget(there, stackGroup(from.stack)) : undefined;
  }
  const found = /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?$/i.exec(id);
  if (found === null) return { stack: from.stack, subscription: from.subscription, scope: id.toLowerCase() };
  const at = { ...from, subscription: (found[1] ?? from.subscription).toLowerCase() };
  if (found[2] !== undefined) return groupTarget(at, found[2].toLowerCase());
  return { stack: from.stack, subscription: at.subscription, scope: `/subscriptions/${at.subscription}` };
}

/** `resourceGroup('name')`, `subscription('id')` and the like: what the functions for scopes give. */
export function placeOfScope(name: string, args: readonly Value[], target: Target, at: Evidence): Value {
  const first = knownText(args[0])?.toLowerCase();
  const object = (entries: Readonly<Record<string, string>>): Value => ({
    kind: 'object',
    entries: Object.entries(entries).map(([key, value]) => ({ key, value: scalar(value, at) })),
    at,
    open: 'it is known only once it is deployed',
  });
  switch (name) {
    case 'resourcegroup': {
      // With two arguments the first is the subscription.
      const last = args.at(-1);
      const group = last === undefined ? target.group : knownText(last)?.toLowerCase();
      if (group === undefined) return unknown('resourceGroup(…)', 'its name is not known', at);
      const subscription = args.length > 1 ? (first ?? target.subscription) : target.subscription;
      return object({ name: group, id: `/subscriptions/${subscription}/resourcegroups/${group}` });
    }
    case 'subscription': {
      if (args.length > 0 && first === undefined) return unknown('subscription(…)', 'its id is not known', at);
      const subscription = first ?? target.subscription;
      return object({ subscriptionId: subscription, id: `/subscriptions/${subscription}` });
    }
    case 'managementgroup': {
      if (args.length > 0 && first === undefined) return unknown('managementGroup(…)', 'its name is not known', at);
      const group = first ?? target.stack;
      return object({ name: group, id: `/providers/microsoft.management/managementgroups/${group}` });
    }
    case 'environment':
      return publicCloud(at);
    default:
      return object({ id: '/' });
  }
}

/** What `environment()` tells in Azure's public cloud, which code is mostly for. */
function publicCloud(at: Evidence): Value {
  const object = (entries: readonly (readonly [string, Value])[]): Value => ({
    kind: 'object',
    entries: entries.map(([key, value]) => ({ key, value })),
    at,
    open: 'it is known only once it is deployed',
  });
  const text = (value: string): Value => scalar(value, at);
  return object([
    ['name', text('AzureCloud')],
    ['resourceManager', text('https://management.azure.com/')],
    ['authentication', object([['loginEndpoint', text('https://login.microsoftonline.com/')]])],
    [
      'suffixes',
      object([
        ['storage', text('core.windows.net')],
        ['keyvaultDns', text('.vault.azure.net')],
      ]),
    ],
  ]);
}
