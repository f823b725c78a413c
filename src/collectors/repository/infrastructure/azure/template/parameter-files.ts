import { unknown, type Value } from '../../value.ts';
import type { Target } from '../azure-stack.ts';
import { Deployment } from './deployment.ts';
import type { Surroundings } from './surroundings.ts';
import type { TemplateCode } from './template-code.ts';

/** Files that one file of parameters may add to, one above the other. */
const deepestBases = 10;

/**
 * What files of parameters give a template (https://learn.microsoft.com/azure/azure-resource-manager/bicep/parameter-files). Of
 * several, each is another deployment: what they do not all give alike is not known.
 */
export function parametersFrom(
  files: readonly TemplateCode[],
  around: Surroundings,
  target: Target,
  baseOf: (file: TemplateCode) => TemplateCode | undefined,
): (name: string) => Value | undefined {
  const given = files.map((file) => {
    const chain = chainOf(file, baseOf).map((code) => new Deployment(code, around, target));
    return (name: string): Value | undefined => chain.map((one) => one.parameter(name)).find((value) => value !== undefined);
  });
  return (name) => {
    const values = given.map((value) => value(name));
    const present = values.find((value) => value !== undefined);
    if (present === undefined || values.every((value) => value !== undefined && isSame(value, present))) return present;
    return unknown(name, 'files of parameters do not give it alike', present.at);
  };
}

/** A file of parameters and those it adds to, the nearest first. */
export function chainOf(file: TemplateCode, baseOf: (file: TemplateCode) => TemplateCode | undefined): readonly TemplateCode[] {
  const chain: TemplateCode[] = [];
  for (let here: TemplateCode | undefined = file; here !== undefined && chain.length < deepestBases; here = baseOf(here)) {
    if (chain.includes(here)) break;
    chain.push(here);
  }
  return chain;
}

/** Whether two values are the same, wherever they are written. */
function isSame(one: Value, other: Value): boolean {
  const plain = (value: Value): string =>
    JSON.stringify(value, (key, part: unknown) => (key === 'at' || key === 'line' ? undefined : part));
  return one === other || plain(one) === plain(other);
}
