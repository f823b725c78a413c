/** Access levels as the Service Authorization Reference names them, in the order in which the table keeps actions. */
export const accessLevels = ['List', 'Read', 'Write', 'Tagging', 'Permissions management'] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** The actions of one service: how many there are of each access level, and their names in that order, parted by spaces. */
export interface ServiceActions {
  readonly service: string;
  readonly counts: readonly number[];
  readonly names: string;
}

/**
 * Every known AWS action with its access level, generated at build time
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
export interface ActionTable {
  readonly format: 1;
  /** Version of the data it was made from. */
  readonly data: string;
  readonly services: readonly ServiceActions[];
}
