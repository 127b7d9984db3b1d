// Kept beside csv-parse: for it a quote that is not closed is one cell to the end of the file, or an error without a way on.

/** A record longer than this is most likely a quote that was never closed. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_LINES = 500;

/** The text of one record, cut out of a CSV without its line end. */
export interface RecordText {
  readonly text: string;
  /** Line of the file where it begins, from 1. */
  readonly line: number;
  /** Why it cannot be read. */
  readonly fault?: 'quote-not-closed' | 'text-after-quote';
  /** It stands behind a quote that was never closed, and may be the inside of a cell: it counts only as a full row. */
  readonly afterFault?: boolean;
}

type Found =
  | { readonly kind: 'whole'; readonly end: number }
  | { readonly kind: 'more' }
  | { readonly kind: 'bad'; readonly fault: 'quote-not-closed' | 'text-after-quote'; readonly at: number };

/**
 * Cuts text into records at line ends outside quotes. A quote that is wrong costs its own line: reading goes on at the next,
 * where a parser would take the rest of the file for one cell.
 */
export class RecordSplitter {
  #text = '';
  #line = 1;
  #doubtUntil = 0;
  readonly #delimiter: string;

  constructor(delimiter: string, firstLine = 1) {
    this.#delimiter = delimiter;
    this.#line = firstLine;
  }

  /** The records that are whole by now. With `final`, what is left is the last one. */
  push(text: string, final = false): RecordText[] {
    this.#text += text;
    const records: RecordText[] = [];
    let start = 0;
    while (start < this.#text.length) {
      const found = this.#endOf(start, final);
      if (found.kind === 'more') break;
      if (found.kind === 'bad')
        this.#doubtUntil = Math.max(this.#doubtUntil, this.#line + lineEnds(this.#text, start, found.at));
      const end = found.kind === 'bad' ? lineEnd(this.#text, start) : found.end;
      const afterFault = this.#line <= this.#doubtUntil;
      const fault = found.kind === 'bad' ? { fault: found.fault } : {};
      records.push({
        text: this.#text.slice(start, end),
        line: this.#line,
        ...fault,
        ...(afterFault && { afterFault }),
      });
      this.#line += lineEnds(this.#text, start, end) + 1;
      start = behindLineEnd(this.#text, end);
    }
    this.#text = this.#text.slice(start);
    return records;
  }

  #endOf(start: number, final: boolean): Found {
    const end = lineEnd(this.#text, start);
    const quote = this.#text.indexOf('"', start);
    if (quote === -1 || quote > end) return this.#whole(end, final);
    const found = endOutsideQuotes(this.#text, start, this.#delimiter);
    if (found.kind === 'whole') return this.#whole(found.end, final);
    if (found.kind === 'bad') return found;
    const tooLong =
      this.#text.length - start > MAX_CHARACTERS || lineEnds(this.#text, start, this.#text.length) > MAX_LINES;
    return final || tooLong ? { kind: 'bad', fault: 'quote-not-closed', at: this.#text.length } : { kind: 'more' };
  }

  /** A record that ends with the text so far may go on in the next piece; so may a line end that is only half there. */
  #whole(end: number, final: boolean): Found {
    const isCut = end >= this.#text.length - (this.#text[end] === '\r' ? 1 : 0);
    return isCut && !final ? { kind: 'more' } : { kind: 'whole', end };
  }
}

/** Walks the cells of a record to the line end behind the last. */
function endOutsideQuotes(text: string, start: number, delimiter: string): Found {
  let at = start;
  for (;;) {
    const cell = endOfCell(text, at, delimiter);
    if (cell.kind !== 'whole' || text[cell.end] !== delimiter) return cell;
    at = cell.end + 1;
  }
}

/** A quote counts only where a cell begins, and two of them inside a cell are one. */
function endOfCell(text: string, start: number, delimiter: string): Found {
  let at = behindBlanks(text, start, delimiter);
  if (text[at] !== '"') {
    while (at < text.length && !endsCell(text[at], delimiter)) at++;
    return { kind: 'whole', end: at };
  }
  const closing = closingQuote(text, at);
  if (closing === -1) return { kind: 'more' };
  at = behindBlanks(text, closing + 1, delimiter);
  const isEnd = at >= text.length || endsCell(text[at], delimiter);
  return isEnd ? { kind: 'whole', end: at } : { kind: 'bad', fault: 'text-after-quote', at };
}

const endsCell = (character: string | undefined, delimiter: string): boolean =>
  character === delimiter || character === '\n' || character === '\r';

function behindBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at++;
  return at;
}

function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

const behindLineEnd = (text: string, end: number): number => end + (text.startsWith('\r\n', end) ? 2 : 1);

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count++;
  }
  return count;
}
