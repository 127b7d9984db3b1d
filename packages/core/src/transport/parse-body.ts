/** A body as JSON, or why it is none. */
export type ParsedBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'html' }
  | { readonly kind: 'text' };

export const jsonOf = (body: ParsedBody): unknown => (body.kind === 'json' ? body.value : undefined);

/** Reads a body as JSON; whole numbers above 2^53 stay text, so that ids keep every digit. */
export function parseBody(text: string): ParsedBody {
  if (text === '') return { kind: 'empty' };
  try {
    const value: unknown = JSON.parse(text);
    // The patterns below are linear on JSON alone: a text that is cut off inside a string would be scanned again from each quote.
    const exactly = hasManyDigits(text) && LONG_NUMBER.test(text);
    return { kind: 'json', value: exactly ? parseExactly(text) : value };
  } catch {
    const start = text.trimStart();
    if (start === '') return { kind: 'empty' };
    return { kind: start.startsWith('<') ? 'html' : 'text' };
  }
}

/** A number too long to be held exactly: an id, most likely. */
const LONG_NUMBER = /(?<=[[:,\s])-?\d{16,}(?=\s*[,\]}])/;

const MANY = 16;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether sixteen digits follow each other anywhere: looked for at every sixteenth place, since answers are long and ids are short. */
function hasManyDigits(text: string): boolean {
  for (let at = MANY - 1; at < text.length; at += MANY) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let from = at;
    while (from > 0 && isDigit(text.charCodeAt(from - 1))) from--;
    let to = at + 1;
    while (to < text.length && isDigit(text.charCodeAt(to))) to++;
    if (to - from >= MANY) return true;
  }
  return false;
}

/** Texts, which may hold digits of their own, and long numbers. */
const TEXT_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<=[[:,\s])-?\d{16,}(?=\s*[,\]}])/g;

function parseExactly(text: string): unknown {
  const isExact = (part: string): boolean => part.startsWith('"') || Number.isSafeInteger(Number(part));
  return JSON.parse(text.replace(TEXT_OR_LONG_NUMBER, (part) => (isExact(part) ? part : `"${part}"`)));
}
