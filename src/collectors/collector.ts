import type { BindingSink } from '../inventory/binding.ts';
import type { Fragment, SourceStatus } from '../inventory/fragment.ts';
import type { Plane } from '../inventory/plane.ts';

/** A permission that a source needs, with what stays unseen without it. */
export interface NeededPermission {
  /** As the provider spells it: `iam:GetAccountAuthorizationDetails`. */
  readonly permission: string;
  /** What it lets the tool see. */
  readonly serves: string;
  /** Without it nothing useful can be said about the source. */
  readonly required: boolean;
}

/** What a collector may use of the outside world. Everything is passed in, so that tests decide it. */
export interface CollectContext {
  /** Hands over one record. Gaps are records too. `isBare`: what it was read from was looked through for known secrets and holds none. */
  readonly emit: (fragment: Fragment, isBare?: boolean) => void;
  /** Takes roles that are given to several at once, in place of a grant for each; absent where every record is wanted by itself. */
  readonly bindings?: BindingSink;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Progress for a person; a no-op when nobody watches. */
  readonly progress: (message: string) => void;
  /** Keyed hash of a secret value, see fingerprint.ts. */
  readonly fingerprint: (secret: string) => string;
  /** AWS access key ids found by sources read before this one and not yet matched to a user. */
  readonly foundAccessKeyIds: () => readonly string[];
  /**
   * `--use`: whose recorded use is to be asked for, by identity id, the most powerful first. To be called when everything
   * else of a source was handed over. Absent where nobody's is.
   */
  readonly whoseUse?: () => readonly string[];
  /** `--blame`: directories ask git who last committed what has no other owner. */
  readonly blame?: boolean;
  /** `--role-arn`: a role to assume before reading AWS. */
  readonly roleArn?: string;
  /** `--history`: directories are also read as git's history has them. */
  readonly history?: boolean;
  /** A line for a person that stays; a no-op when nobody wants it. */
  readonly note?: (message: string) => void;
  /** How sources that read all accounts of an organization go about it. */
  readonly organization?: OrganizationSettings;
  /**
   * `--region`: the regions in which services are read; `all` stands for every region that the account has enabled, an
   * empty list for none. Absent: the region of the credentials, and the others are a gap.
   */
  readonly regions?: readonly string[];
  /** `--list-tools`: the MCP servers that are to be asked for their tools. Without it none is started or contacted. */
  readonly listTools?: ToolListing;
}

/** Which MCP servers are asked for their tools, and under which conditions. */
export interface ToolListing {
  /** The names under which they are declared. */
  readonly servers: readonly string[];
  /** Names of variables that they are given; nothing else of the environment but PATH. */
  readonly variables: readonly string[];
  /** How long each may take. */
  readonly seconds: number;
  /** The version of this tool, which servers are told. */
  readonly version: string;
  /** Whether a person lets it happen; asked before anything is started or contacted. */
  readonly consent: (question: ToolQuestion) => Promise<boolean>;
  /** Takes a lock of the tools that were listed, as a file. */
  readonly onLock?: (text: string) => void;
}

export interface ToolQuestion {
  readonly server: string;
  /** `file:line` of its declaration. */
  readonly where: string;
  /** What would happen, as a clause: `start npx ... in an empty directory`. */
  readonly does: string;
  /** Only a person at a terminal may say yes: something outside this machine would be contacted. */
  readonly needsPerson: boolean;
}

/** Settings of sources that read all accounts of an organization; what is absent is the source's to choose. */
export interface OrganizationSettings {
  /** `--org-role`: the name of the role to assume in each account, with its path where it has one. */
  readonly role?: string;
  /** `--concurrency`: accounts read at a time. */
  readonly concurrency?: number;
  /** `--accounts`: the ids to read; with `exclude`, the ids to leave out. */
  readonly accounts?: { readonly ids: readonly string[]; readonly exclude: boolean };
  /** A directory in which accounts are kept once they are read, so that a run that was interrupted can go on. */
  readonly keepIn?: string;
  /** The version of this tool: what another one kept is not taken over. */
  readonly tool: string;
}

export interface Collected {
  readonly plane: Plane;
  /** Account id, organization or repository name; empty when not learnt. */
  readonly scope: string;
  readonly requests: number;
  /** Where one source word stands for several accounts: how each was read, in place of one answer for all. */
  readonly parts?: readonly SourceStatus[];
  /** To be called once what was read has been put to use: what was kept for another try is no longer needed. */
  readonly used?: () => void;
}

/** How a file looks from outside: enough to say whose it is without reading it all. */
export interface FileHead {
  readonly path: string;
  /** Base name. */
  readonly name: string;
  /** The first 64 KiB, decoded; empty of a database. */
  readonly text: string;
  readonly format: 'json' | 'csv' | 'yaml' | 'text' | 'sqlite';
  /** For JSON: the keys of the first object (of the first element, where the file is an array) that the head shows. */
  readonly keys: readonly string[];
}

/**
 * One kind of source. Each folder under `collectors/` exports exactly one, named `collector`, from `collector.ts`; that
 * file imports little: an SDK, and what reads, it imports inside its functions.
 */
export interface Collector {
  readonly name: string;
  readonly plane: Plane;
  /** Planes of the identities that it finds or names. */
  readonly identityPlanes: readonly Plane[];
  /** For help texts: how a source is written and what it is. */
  readonly sources: readonly { readonly form: string; readonly summary: string }[];
  /** Whether a source word names this kind of live source (`aws`, `aws:prod`). Files and directories are not asked. */
  accepts(source: string): boolean;
  /** Reads a live source. Throws UserError where it cannot be read at all through a person's mistake. */
  collect(source: string, context: CollectContext): Promise<Collected>;
  /** Whether a file is a dump of this plane. */
  recognises?(head: FileHead): boolean | Promise<boolean>;
  /** What a file that it does not recognise, but that looks like one of its own, lacks: a clause for a person. */
  lacks?(head: FileHead): Promise<string | undefined>;
  /** Reads such a file. */
  collectFile?(path: string, context: CollectContext & { readonly source: string }): Promise<Collected>;
  /**
   * Reads the files of a run that it recognises together, where one of them describes what another names. The answer has a
   * status for each (`parts`). Without it, each file is read by itself.
   */
  collectTogether?(files: readonly { readonly path: string; readonly source: string }[], context: CollectContext): Promise<Collected>;
  /** The files of a directory tree that are one source together, as a trail's deliveries are: relative paths, sorted. */
  findTree?(path: string): Promise<readonly string[]>;
  /** Reads such files as one source. A file that cannot be read is a gap. */
  collectTree?(path: string, files: readonly string[], context: CollectContext & { readonly source: string }): Promise<Collected>;
  /** Whether it reads directories (the repository collector does). */
  collectDirectory?(path: string, context: CollectContext & { readonly source: string }): Promise<Collected>;
  /** Reads what AI agents keep in a person's home directory, and nothing else there (the repository collector does). */
  collectHome?(home: string, context: CollectContext & { readonly source: string }): Promise<Collected>;
  /** The least-privilege permissions a live source needs; empty for files. */
  readonly permissions: readonly NeededPermission[];
  /** A policy or role, ready to paste, that gives just those. `role`: the role that is assumed in the accounts of an organization. */
  permissionDocument?(source?: string, role?: string): string;
  /** The permissions of one form of source, where they differ from `permissions`. */
  permissionsOf?(source: string): readonly NeededPermission[];
  /** Checks whether a live source can be read: one line a check. */
  doctor?(source: string, context: CollectContext): Promise<readonly DoctorLine[]>;
}

export interface DoctorLine {
  readonly status: 'ok' | 'missing' | 'failed';
  readonly check: string;
  /** What to do about it. */
  readonly remedy?: string;
}
