/** What stands before a project in a resource's name (https://cloud.google.com/apis/design/resource_names). */
export const projectsPart = 'projects/';

/** Where the number of a project begins in a name; less than 0 where it has none. */
export function projectNumberAt(name: string): number {
  for (let at = name.indexOf(projectsPart); at >= 0; at = name.indexOf(projectsPart, at + 1)) {
    if (at > 0 && name[at - 1] !== '/') continue;
    const first = at + projectsPart.length;
    const end = endOfNumber(name, first);
    if (end > first && (end === name.length || name[end] === '/')) return first;
  }
  return -1;
}

/** Where it ends. */
export function endOfNumber(name: string, first: number): number {
  let end = first;
  for (let code = name.charCodeAt(end); code >= 0x30 && code <= 0x39; code = name.charCodeAt(end)) end++;
  return end;
}

/** The project that a name says; some names leave it open. */
export function projectIn(text: string | undefined): string | undefined {
  if (text?.includes(projectsPart) !== true) return undefined;
  // As ancestors are written.
  const isAlone = text.startsWith(projectsPart) && text.length > projectsPart.length && !text.includes('/', projectsPart.length);
  const project = isAlone ? text.slice(projectsPart.length) : /(?:^|\/)projects\/([^/]+)/.exec(text)?.[1];
  return project === '-' || project === '_' ? undefined : project;
}
