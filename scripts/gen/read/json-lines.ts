/** Where each member of an object or a list begins, by its key or index: the key itself, and its value. */
type Members = ReadonlyMap<string, { readonly at: number; readonly value: number }>;

/**
 * Finds lines in a JSON text. Only the objects on the way to what is asked for are looked into: a syntax tree of a large document takes ten
 * times its memory.
 */
export class JsonLines {
  readonly #text: string;
  readonly #known = new Map<number, Members>();
  readonly #lineEnds: number[] = [];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineEnds.push(at);
  }

  /** The line of what these keys lead to, as far as they lead. */
  of(keys: readonly string[]): number {
    let [at, value] = [0, skipBlank(this.#text, 0)];
    for (const key of keys) {
      const members = this.#known.get(value) ?? membersAt(this.#text, value);
      this.#known.set(value, members);
      const found = members.get(key);
      if (found === undefined) break;
      ({ at, value } = found);
    }
    const line = this.#lineEnds.findIndex((end) => end >= at);
    return (line < 0 ? this.#lineEnds.length : line) + 1;
  }
}

function membersAt(text: string, start: number): Members {
  const members = new Map<string, { at: number; value: number }>();
  const isObject = text[start] === '{';
  if (!isObject && text[start] !== '[') return members;
  let at = skipBlank(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index++) {
    const end = isObject ? stringEnd(text, at) : at;
    const value = isObject ? skipBlank(text, text.indexOf(':', end) + 1) : at;
    members.set(isObject ? (JSON.parse(text.slice(at, end)) as string) : String(index), { at, value });
    at = skipBlank(text, valueEnd(text, value));
    if (text[at] === ',') at = skipBlank(text, at + 1);
  }
  return members;
}

const BLANK = /\s*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
/** Up to the next quotation mark, bracket or comma. */
const PLAIN = /[^"{}[\],]*/y;

const endOf = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at + 1;
};
const skipBlank = (text: string, at: number): number => endOf(BLANK, text, at);
const stringEnd = (text: string, at: number): number => endOf(STRING, text, at);

function valueEnd(text: string, start: number): number {
  let [at, depth] = [start, 0];
  do {
    const char = text[at] ?? '';
    if (char === '"') at = stringEnd(text, at);
    else {
      if ('{['.includes(char)) depth++;
      if ('}]'.includes(char)) depth--;
      at = endOf(PLAIN, text, at + 1);
    }
  } while (depth > 0 && at < text.length);
  return at;
}
