// Kept beside stream-json: it ends at the first broken object, and gives no line to find it by.

import { FileError } from '../errors.ts';

/** The text of one object, and where it begins. */
export interface JsonText {
  readonly text: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** Of an array or of objects over several lines: which of them it is, from 1. */
  readonly place: number;
}

/** Longer than any lead: a bracket or a quote is not closed. */
const MAX_CHARACTERS = 1024 * 1024;

/** One object a line; a broken line costs itself only. */
export class LineCutter {
  #carry = '';
  #line = 0;

  push(text: string, final = false): JsonText[] {
    const lines = (this.#carry + text).split('\n');
    this.#carry = final ? '' : (lines.pop() ?? '');
    if (this.#carry.length > MAX_CHARACTERS) throw tooLong(this.#line + lines.length + 1);
    return lines.flatMap((each) => {
      this.#line++;
      return each.trim() === '' ? [] : [{ text: each, line: this.#line, place: this.#line }];
    });
  }
}

/** The objects of an array up to its end, or one after the other, over as many lines as they like. */
export class ObjectCutter {
  #text = '';
  #at = 0;
  #start = -1;
  #depth = 0;
  #isInString = false;
  #line = 1;
  #startLine = 1;
  #place = 0;
  #isInArray = false;
  #isOver = false;

  /** @param line - of the file, where the text begins */
  constructor(line = 1) {
    this.#line = line;
    this.#startLine = line;
  }

  push(text: string, final = false): JsonText[] {
    if (this.#isOver) return [];
    this.#text += text;
    const found: JsonText[] = [];
    for (; this.#at < this.#text.length && !this.#isOver; this.#at++) {
      const character = this.#text[this.#at];
      if (character === '\n') this.#line++;
      if (this.#isInString) this.#inString(character);
      else this.#outside(character, found);
    }
    const kept = this.#start === -1 ? this.#at : this.#start;
    this.#text = this.#text.slice(kept);
    this.#at -= kept;
    if (this.#start !== -1) this.#start = 0;
    if (this.#text.length > MAX_CHARACTERS) throw tooLong(this.#startLine);
    if (final && this.#start !== -1)
      throw new FileError(`the file ends inside the object that begins on line ${this.#startLine}.`, {
        hints: ['It is not complete: export it again.'],
      });
    if (final && this.#isInArray && !this.#isOver)
      throw new FileError(`the file ends on line ${this.#line} before its array is closed by ].`, {
        hints: ['It is not complete: export it again.'],
      });
    return found;
  }

  #inString(character: string | undefined): void {
    if (character === '\\') this.#at++;
    else if (character === '"') this.#isInString = false;
  }

  #outside(character: string | undefined, found: JsonText[]): void {
    if (character === '"') this.#isInString = true;
    else if (character === '{') {
      if (this.#depth++ > 0) return;
      this.#start = this.#at;
      this.#startLine = this.#line;
    } else if (character === '[' && this.#depth === 0) this.#isInArray = true;
    else if (character === ']' && this.#depth === 0) this.#isOver = true;
    else if (character === '}' && this.#depth > 0 && --this.#depth === 0) {
      const text = this.#text.slice(this.#start, this.#at + 1);
      found.push({ text, line: this.#startLine, place: ++this.#place });
      this.#start = -1;
    }
  }
}

const tooLong = (line: number): FileError =>
  new FileError(`what begins on line ${line} is longer than a megabyte.`, {
    hints: [
      'A bracket or a quote is not closed there. Correct it and run it again: rows that were sent are not sent again.',
    ],
  });
