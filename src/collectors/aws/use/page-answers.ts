import type { Evidence } from '../../../inventory/evidence.ts';
import type { AwsRecord } from '../records.ts';

/** An answer whose parts stand side by side at its top, put together again. */
type AnswerKind = Extract<AwsRecord['kind'], 'trail-event' | 'last-accessed' | 'analyzer-finding'>;

/** The key that tells what an answer is, and the others that are read of it. */
const answers: readonly { readonly kind: AnswerKind; readonly mark: string; readonly keys: readonly string[] }[] = [
  {
    kind: 'trail-event',
    mark: 'eventName',
    keys: [
      'eventID',
      'eventSource',
      'eventTime',
      'eventType',
      'eventCategory',
      'awsRegion',
      'sourceIPAddress',
      'userAgent',
      'errorCode',
      'readOnly',
      'recipientAccountId',
      'userIdentity',
      'sessionCredentialFromConsole',
    ],
  },
  { kind: 'last-accessed', mark: 'ServicesLastAccessed', keys: ['Arn', 'JobType', 'JobStatus', 'JobCompletionDate', 'IsTruncated'] },
  { kind: 'last-accessed', mark: 'EntityDetailsList', keys: ['ServiceNamespace', 'JobCompletionDate', 'IsTruncated'] },
  // A job that is not done yet has no lists.
  { kind: 'last-accessed', mark: 'JobStatus', keys: [] },
  {
    kind: 'analyzer-finding',
    mark: 'findingDetails',
    keys: ['findingType', 'resource', 'resourceType', 'status', 'analyzedAt', 'resourceOwnerAccount'],
  },
];

/** Keys that one of these answers has at its top; they may be large. */
export const answerKeys: ReadonlySet<string> = new Set(answers.flatMap(({ mark, keys }) => [mark, ...keys]));

/** Puts the members of one page together and hands them over as a record when the page ends. */
export class PageAnswers {
  readonly #give: (record: AwsRecord) => void;
  #page = -1;
  #parts = new Map<string, unknown>();
  #at: Evidence | undefined;

  constructor(give: (record: AwsRecord) => void) {
    this.#give = give;
  }

  /** Takes a member of a page; false where it is not one of these answers'. `at`: where it stands. */
  take(key: string, value: unknown, page: number, at: Evidence): boolean {
    if (page !== this.#page) this.flush();
    this.#page = page;
    if (!answerKeys.has(key)) return false;
    this.#parts.set(key, value);
    this.#at ??= at;
    return true;
  }

  /** Hands over the page at hand. */
  flush(): void {
    const parts = this.#parts;
    const at = this.#at;
    this.#parts = new Map();
    this.#at = undefined;
    const answer = answers.find(({ mark }) => parts.has(mark));
    if (answer !== undefined && at !== undefined) this.#give({ kind: answer.kind, raw: Object.fromEntries(parts), at });
  }
}
