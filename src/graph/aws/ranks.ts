import { levels } from '../../permissions/power.ts';

/** Places in `levels`. */
export const adminRank = levels.indexOf('admin');
export const readRank = levels.indexOf('read');
