const E164 = /^\+[1-9]\d{1,14}$/;

/** The number as the server stores it, or undefined where it is none. */
export function toE164(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (E164.test(text)) return text;
  // assumption: only separators are taken out; a number without its country is refused.
  const bare = text.replace(/[\s().-]/g, '');
  return E164.test(bare) ? bare : undefined;
}
