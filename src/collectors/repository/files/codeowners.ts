import { matchSegments } from './path-pattern.ts';

/**
 * Where GitHub looks for the file, in its order
 * (https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners).
 */
export const codeownersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

export interface OwnerRule {
  readonly pattern: readonly string[];
  readonly owned: boolean;
  readonly line: number;
}

export function readCodeowners(text: string): readonly OwnerRule[] {
  return text.split('\n').flatMap((raw, i) => {
    const words = raw
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    const [written, ...owners] = words;
    if (written === undefined || written === '' || written.length > 1024) return [];
    const anchored = written.slice(0, -1).includes('/');
    const parts = written.split('/').filter((part) => part !== '');
    const pattern = anchored ? parts : ['**', ...parts];
    return [
      // `docs/*` is the files of docs only; everything else also covers what lies below it.
      { pattern: parts.at(-1) === '*' && anchored ? pattern : [...pattern, '**'], owned: owners.some((o) => /[@]/.test(o)), line: i + 1 },
    ];
  });
}

/** The rule that decides for a path: the last that matches. */
export function ruleFor(rules: readonly OwnerRule[], path: string): OwnerRule | undefined {
  const segments = path.split('/');
  return rules.findLast((rule) => matchSegments(rule.pattern, segments));
}
