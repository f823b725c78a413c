/** The directory of a path with `/`; empty for the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The path of what stands in a directory. */
export function below(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** Judges directories; the answer for the last one is kept, because files are asked about neighbour by neighbour. */
export function judgingDirectories<T>(judge: (directory: string) => T): (path: string) => T {
  let last: { readonly directory: string; readonly answer: T } | undefined;
  return (path) => {
    const directory = directoryOf(path);
    if (last?.directory !== directory) last = { directory, answer: judge(directory) };
    return last.answer;
  };
}
