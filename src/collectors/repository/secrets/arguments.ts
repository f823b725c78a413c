import type { Position } from '../../../inventory/credential.ts';
import type { Word } from '../commands/words.ts';
import type { Spot } from '../tree/tree.ts';
import { detect } from './detect.ts';
import { secretKind } from './key-names.ts';

/** A value that may be a secret, the name it stands under, and where. */
export interface Candidate {
  readonly key: string;
  readonly value: string;
  readonly spot: Spot;
  readonly position: Position;
}

/** Reads the candidates of a command line; also says which words are secret, so that no reader takes one for a name. */
export function candidatesIn(words: readonly Word[]): { readonly candidates: readonly Candidate[]; readonly secret: ReadonlySet<Word> } {
  const candidates: Candidate[] = [];
  const secret = new Set<Word>();
  const offer = (word: Word, key: string, value: string, position: Position): void => {
    candidates.push({ key, value, spot: word.spot, position });
    if (detect(key, value).length > 0) secret.add(word);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const next = words[i + 1];
    if (word === undefined) continue;
    const { text } = word;
    if (next !== undefined && /^(?:-H|--headers?)$/i.test(text)) {
      offerHeader(next, next.text, offer);
      i++;
    } else if (next !== undefined && /^(?:-e|--env|-E)$/.test(text)) {
      offerAssignment(next, next.text, 'env', offer);
      i++;
    } else if (next !== undefined && /^(?:-u|--user)$/.test(text) && next.text.includes(':')) {
      offer(next, 'password', next.text.slice(next.text.indexOf(':') + 1), 'argument');
      i++;
    } else if (next !== undefined && /^-{1,2}[A-Za-z]/.test(text) && !text.includes('=') && secretKind(text) !== undefined) {
      offer(next, text, next.text, 'argument');
      i++;
    } else if (/^--header=/i.test(text)) offerHeader(word, text.slice(text.indexOf('=') + 1), offer);
    else if (/^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(text)) offer(word, 'url', text, 'url');
    else if (/^(?:--?|\/p:)?[\w.:-]{1,120}=/.test(text)) {
      const isVariable = /^[A-Z_][A-Z0-9_]*=/.test(text);
      offerAssignment(word, text, isVariable ? 'env' : 'argument', offer);
    } else offer(word, '', text, 'argument');
  }
  return { candidates, secret };
}

type Offer = (word: Word, key: string, value: string, position: Position) => void;

function offerHeader(word: Word, text: string, offer: Offer): void {
  const match = /^([\w-]{1,100})\s*[:=]\s*(.*)$/s.exec(text);
  offer(word, match?.[1] ?? 'header', match?.[2] ?? text, 'header');
}

function offerAssignment(word: Word, text: string, position: Position, offer: Offer): void {
  const equals = text.indexOf('=');
  if (equals === -1) return;
  const value = text.slice(equals + 1);
  const isUrl = /^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(value);
  offer(word, text.slice(0, equals).replace(/^--env=/, ''), value, isUrl && position === 'argument' ? 'url' : position);
}
