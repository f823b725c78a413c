import type { Expression } from '../../../../hcl/syntax.ts';
import { scalar } from '../../value.ts';
import type { WrittenSecret } from '../declarations.ts';
import type { TemplateCode } from './template-code.ts';

/**
 * Values of parameters and variables that stand in a template, those it hands to modules, and those that take the place of a
 * variable of the environment: some are secrets.
 */
export function writtenIn(code: TemplateCode, source: string): readonly WrittenSecret[] {
  const of = (what: string, name: string, value: Expression | undefined): readonly WrittenSecret[] => {
    if (value?.kind === 'call' && /^(?:sys\.)?readEnvironmentVariable$/.test(value.name)) return of(what, name, value.args[1]);
    if (value?.kind !== 'literal' || typeof value.value !== 'string') return [];
    const at = { source, file: code.path, line: value.line, column: value.column };
    return [{ kind: 'secret', address: `${what} ${name} in ${code.path}`, at, key: name, value: scalar(value.value, at) }];
  };
  return [
    ...[...code.parameters.values()].flatMap(({ written, value }) => of('parameter', written, value)),
    ...[...code.variables.values()].flatMap(({ written, value }) => of('variable', written, value)),
    ...code.modules.flatMap(({ symbol, parameters, inline }) => [
      ...(parameters?.kind === 'object' ? parameters.entries : []).flatMap((e) =>
        e.key.kind === 'literal' ? of(`${symbol} parameter`, String(e.key.value), e.value) : [],
      ),
      ...(inline === undefined ? [] : writtenIn(inline, source)),
    ]),
  ];
}
