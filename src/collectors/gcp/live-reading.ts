import type { Gap } from '../../inventory/gap.ts';
import type { Answer } from './answer.ts';
import type { GoogleBook } from './book.ts';
import type { LiveAsker } from './live-asker.ts';
import type { GoogleNormaliser } from './normalise.ts';
import { AnswerReader } from './read-answer.ts';

/** What reading a part of Google Cloud shares. */
export class LiveReading {
  readonly source: string;
  readonly asker: LiveAsker;
  readonly normaliser: GoogleNormaliser;
  readonly #reader: AnswerReader;

  constructor(source: string, asker: LiveAsker, normaliser: GoogleNormaliser) {
    this.source = source;
    this.asker = asker;
    this.normaliser = normaliser;
    this.#reader = new AnswerReader(normaliser);
  }

  get book(): GoogleBook {
    return this.normaliser.book;
  }

  readonly gap = (group: string, gap: Omit<Gap, 'source'>): void => this.book.gap(group, gap);

  /** Takes an answer. `note`: what it is of, for evidence. */
  readonly take = (answer: Answer, note: string): void => {
    this.#reader.read(answer, { source: this.source, note }, {}, note);
  };

  /** To be called once everything was taken. */
  noteUnknown(): void {
    this.#reader.noteUnknown();
  }

  readonly takePolicy = (policy: Answer, name: string): void => {
    this.normaliser.add({ kind: 'allow-policy', raw: policy, at: { source: this.source, note: `policy of ${name}` }, name });
  };
}
