import { findHiddenText } from '../instructions/hidden-text.ts';

/**
 * Phrases by which a description steers a model behind a person's back. Each is one that has no business in a description of
 * what a tool does: secrecy from the user, other instructions set aside, credential files read for an argument, the
 * conversation handed over.
 */
const phrases: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'secrecy from the user',
    /\b(?:do not|don't|never|without|avoid)\s{1,4}(?:tell|telling|inform|informing|notify|notifying|alert|alerting)\s{1,4}(?:the\s{1,4}|this\s{1,4}to\s{1,4}the\s{1,4})?(?:user|human|person)\b|\b(?:do not|don't|never)\s{1,4}(?:mention|reveal|disclose)\s{1,4}(?:this|that|these|it|the existence)\b[^.\n]{0,60}\b(?:to|user)\b|\bkeep\s{1,4}(?:this|it)\s{1,4}(?:secret|hidden)\s{1,4}from\b/i,
  ],
  [
    'sets other instructions aside',
    /\b(?:ignore|disregard|forget|override)\s{1,4}(?:(?:all|any|the|your|of)\s{1,4}){0,3}(?:previous|prior|above|earlier|preceding|existing|system|safety|other)\s{1,4}(?:\w{1,20}\s{1,4})?(?:instructions?|prompts?|rules?|directions?|guidelines?|guardrails?)\b/i,
  ],
  [
    'reads credential files',
    /\b(?:read|open|cat|load|include|pass|send|attach|upload|copy)\b[^.\n]{0,100}(?:~|\$HOME|\/home\/\w{1,40}|\/root)\/\.(?:ssh|aws|cursor|claude|codex|kube|gnupg|netrc|npmrc|config\/gh|docker\/config)|\b(?:read|open|cat|load|include|pass|send|attach|upload|copy)\b[^.\n]{0,100}\b(?:id_rsa|id_ed25519|\/etc\/shadow)\b/i,
  ],
  [
    'hands the conversation over',
    /\b(?:pass|send|include|attach|forward|append|put|provide)\b[^.\n]{0,60}\b(?:entire|full|whole|complete|all(?: of)?(?: the)?)\s{1,4}(?:\w{1,20}\s{1,4})?(?:conversation|chat|dialogue|message)(?:\s{1,4}history)?\b|\b(?:your|the)\s{1,4}system\s{1,4}prompt\b[^.\n]{0,60}\b(?:as|in|into|to)\b/i,
  ],
  ['a block of instructions for the model', /<(important|system|secret|hidden|critical|instructions)>[^<]{20,4000}<\/\1>/i],
];

/** Kinds of hidden instructions in a text. Holds nothing of the text itself. */
export function hiddenInstructions(text: string): readonly string[] {
  const part = text.slice(0, 20_000);
  return [
    ...findHiddenText(part).map((h) => h.what),
    ...phrases.filter(([, pattern]) => pattern.test(part)).map(([what]) => what),
    ...(holdsComment(part) ? ['a comment that is not shown'] : []),
  ];
}

/** Whether words stand in a comment of HTML, which a page that shows the description leaves out. */
function holdsComment(text: string): boolean {
  const start = text.indexOf('<!--');
  const end = start < 0 ? -1 : text.indexOf('-->', start);
  return end - start > 24;
}

/** Words that make a mention of another tool an order. */
const orders = /\b(?:must|always|never|instead of|do not use|don't use|before|whenever|every time|prefer|first)\b/i;

/** The tools of other servers that a description gives orders about: names that are no common words. */
export function ordersAbout(text: string, others: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  for (const sentence of text.slice(0, 20_000).split(/[.\n;]/)) {
    if (!orders.test(sentence)) continue;
    for (const [word] of sentence.matchAll(/[A-Za-z][\w-]{5,80}/g)) if (others.has(word)) found.add(word);
  }
  return [...found].sort();
}

/** Whether a tool's name is one that no sentence has by chance. */
export function isOwnName(name: string): boolean {
  return name.length >= 6 && /[_-]|[a-z][A-Z]/.test(name);
}
