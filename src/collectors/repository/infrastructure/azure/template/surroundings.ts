import type { Evidence } from '../../../../../inventory/evidence.ts';
import type { Budget } from '../../worked-out-once.ts';
import type { TemplateCode } from './template-code.ts';

/** What all templates of one deployment share. */
export interface Surroundings {
  readonly source: string;
  readonly budget: Budget;
  /** The template that a module's source leads to, read from the checkout. */
  readonly load: (source: string, from: string) => TemplateCode | { readonly why: string };
  /** Told of a module that is not in the checkout. */
  readonly foreign: (name: string, source: string, why: string, at: Evidence) => void;
}
