import type { Grant } from '../../inventory/grant.ts';
import type { Ability } from './roles.ts';

/** A role that an identity of Google Cloud holds, with what it lets it do. */
export interface HeldRole {
  readonly grant: Grant;
  /** Undefined where what the role allows is not known. */
  readonly abilities: ReadonlySet<Ability> | undefined;
  /** It holds on a project, folder or organization, and so on all below it. */
  readonly broad: boolean;
}
