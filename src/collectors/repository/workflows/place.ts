/** Where a workflow file stands. */
export interface Place {
  /** The source as the user named it. */
  readonly source: string;
  /** Path relative to the source. */
  readonly file: string;
  /** `owner/name` where known, otherwise the bare name of the directory. */
  readonly repository: string;
  /** Host and full path of the remote: GitLab's projects may stand in groups of groups. */
  readonly remote?: { readonly host: string; readonly path: string };
  /** Git tracks the file; absent outside a git checkout. */
  readonly committed?: boolean;
}
