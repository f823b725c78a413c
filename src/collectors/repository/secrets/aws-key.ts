/** An access key id, long-term (AKIA) or temporary (ASIA). */
export const accessKeyId = /^(?:AKIA|ASIA)[A-Z2-7]{16}$/;

/** The long-term access key ids in a text. */
export const longTermKeyIds = /\bAKIA[A-Z2-7]{16}\b/g;
