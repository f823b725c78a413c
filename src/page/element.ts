/** An element with text and attributes. Text is only ever set as text: what was scanned is never read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A word with the colour that it has everywhere in the report. */
export function mark(kind: 'severity' | 'state', word: string, text = word): HTMLElement {
  return element('span', { class: `${kind} ${word.replace(' ', '-')}` }, text);
}
