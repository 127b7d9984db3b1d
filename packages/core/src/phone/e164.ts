declare const e164: unique symbol;

/** A phone number proved to be E.164: `+14155552671`. No plain string fits. */
export type E164 = string & { readonly [e164]: true };

/**
 * True for text that is E.164 already: `+`, a digit that is not 0, at most 15 digits, nothing else. Says nothing of whether its country has such numbers.
 * @example isE164('+14155552671') // true
 * @see https://www.itu.int/rec/T-REC-E.164
 */
export const isE164 = (text: string): text is E164 => /^\+[1-9]\d{1,14}$/.test(text);
