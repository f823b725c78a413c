import type { NeededPermission } from '../collector.ts';
import { awsCalls } from './calls.ts';
import { serviceCalls } from './services/service-calls.ts';

/** What a scan of an account asks for, in the order of the calls. */
export const permissions: readonly NeededPermission[] = Object.entries({ ...awsCalls, ...serviceCalls }).map(
  ([permission, { serves, required }]) => ({
    permission,
    serves,
    required,
  }),
);

/**
 * A policy document with just those actions, one statement a service. None of the actions can be limited to resources usefully: the
 * scan reads the whole account.
 */
export function permissionDocument(): string {
  const services = [...new Set(permissions.map((p) => serviceOf(p.permission)))];
  const Statement = services.map((service) => ({
    Sid: `NhiReads${service.charAt(0).toUpperCase()}${service.slice(1).replace(/-/g, '')}`,
    Effect: 'Allow',
    Action: permissions.map((p) => p.permission).filter((p) => serviceOf(p) === service),
    Resource: '*',
  }));
  return `${JSON.stringify({ Version: '2012-10-17', Statement }, null, 2)}\n`;
}

function serviceOf(permission: string): string {
  return permission.slice(0, permission.indexOf(':'));
}
