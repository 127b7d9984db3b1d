import { firstDigits } from './first-digits.ts';

/**
 * A regular expression of the metadata over digits, compiled when it is first needed: there are some 2,500, and a list of leads meets
 * a few dozen. Running one costs more than all else that is done with a number, so a look at the first digit comes before.
 */
export class Pattern {
  readonly #source: string;
  readonly #beginning: string;
  #compiled: RegExp | undefined;
  #first = 0;

  private constructor(source: string, beginning: string) {
    this.#source = source;
    this.#beginning = beginning;
  }

  /** Matches a whole text that both expressions match; the first is the one that fewer do. */
  static whole(source: string, also = ''): Pattern {
    return new Pattern(also === '' ? `^(?:${source})$` : `^(?=(?:${source})$)(?:${also})$`, source);
  }

  /** Matches how a text begins. */
  static start(source: string): Pattern {
    return new Pattern(`^(?:${source})`, source);
  }

  test(digits: string): boolean {
    const { expression } = this;
    return this.#mayBegin(digits) && expression.test(digits);
  }

  exec(digits: string): RegExpExecArray | null {
    const { expression } = this;
    return this.#mayBegin(digits) ? expression.exec(digits) : null;
  }

  get expression(): RegExp {
    if (this.#compiled === undefined) {
      this.#compiled = new RegExp(this.#source);
      this.#first = firstDigits(this.#beginning);
    }
    return this.#compiled;
  }

  #mayBegin(digits: string): boolean {
    return (this.#first & (1 << (digits.charCodeAt(0) - 48))) !== 0;
  }
}
