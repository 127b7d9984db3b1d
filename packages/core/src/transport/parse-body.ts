/** A body as JSON, or why it is none. */
export type ParsedBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'html' }
  | { readonly kind: 'text' };

/** A number too long to be held exactly: an id, most likely. */
const MANY_DIGITS = /\d{16}/;
const LONG_NUMBER = /(?<=[[:,\s])-?\d{16,}(?=\s*[,\]}])/;

/** Reads a body as JSON; whole numbers above 2^53 stay text, so that ids keep every digit. */
export function parseBody(text: string): ParsedBody {
  if (text === '') return { kind: 'empty' };
  try {
    return {
      kind: 'json',
      value: MANY_DIGITS.test(text) && LONG_NUMBER.test(text) ? parseExactly(text) : JSON.parse(text),
    };
  } catch {
    const start = text.trimStart();
    if (start === '') return { kind: 'empty' };
    return { kind: start.startsWith('<') ? 'html' : 'text' };
  }
}

/** Texts, which may hold digits of their own, and long numbers. */
const TEXT_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<=[[:,\s])-?\d{16,}(?=\s*[,\]}])/g;

function parseExactly(text: string): unknown {
  const isExact = (part: string): boolean => part.startsWith('"') || Number.isSafeInteger(Number(part));
  return JSON.parse(text.replace(TEXT_OR_LONG_NUMBER, (part) => (isExact(part) ? part : `"${part}"`)));
}
