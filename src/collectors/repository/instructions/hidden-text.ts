/** A run of characters that a person does not see and a model reads. */
export interface Hidden {
  readonly what: 'tag characters' | 'bidirectional controls' | 'zero-width characters' | 'variation selectors';
  readonly line: number;
  readonly column: number;
}

const suspects = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/u;

/** The first run of each kind of hidden character in a text. Emoji sequences and joiners that a script needs are no hiding. */
export function findHiddenText(text: string): readonly Hidden[] {
  if (!suspects.test(text)) return [];
  const found = new Map<Hidden['what'], Hidden>();
  text.split('\n').forEach((line, i) => {
    if (!suspects.test(line)) return;
    const note = (what: Hidden['what'], offset: number): void => {
      if (!found.has(what)) found.set(what, { what, line: i + 1, column: offset + 1 });
    };
    for (const { 0: run, index } of line.matchAll(/[\u{e0000}-\u{e007f}]+/gu)) {
      if (!isFlag(line.slice(0, index), run)) note('tag characters', index);
    }
    for (const { index } of line.matchAll(/[\u{e0100}-\u{e01ef}]{4,}/gu)) note('variation selectors', index);
    for (const { index } of line.matchAll(/[\u202a-\u202e\u2066-\u2069]/gu)) note('bidirectional controls', index);
    for (const { 0: mark, index } of line.matchAll(/[\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\u180e]/gu)) {
      const before = [...line.slice(Math.max(0, index - 4), index)].at(-1) ?? '';
      const after = [...line.slice(index + mark.length, index + mark.length + 4)][0] ?? '';
      const isStart = mark === '\ufeff' && i === 0 && index === 0;
      if (!isStart && !joins(mark, before, after)) note('zero-width characters', index);
    }
  });
  return [...found.values()];
}

/** The flags of England, Scotland and Wales are a black flag, tag letters and an end. */
function isFlag(before: string, run: string): boolean {
  return before.endsWith('\u{1f3f4}') && run.endsWith('\u{e007f}') && run.length <= 16;
}

/** Whether a zero-width mark does its work: joining emoji, shaping Arabic or Indic letters, breaking Thai or Khmer words. */
function joins(mark: string, before: string, after: string): boolean {
  const emoji = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
  if (mark === '\u200d' && emoji.test(before) && emoji.test(after)) return true;
  const shaped =
    /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Mongolian}]/u;
  return shaped.test(before) || shaped.test(after);
}
