/** The directory of a path with `/`; empty for the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The path of what stands in a directory. */
export function below(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
