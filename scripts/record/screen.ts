/** Text of one look; `look` names CSS classes of the SVG, and is empty for plain text. */
export interface Span {
  readonly text: string;
  readonly look: string;
}

interface Cell {
  readonly char: string;
  readonly look: string;
}

const ESCAPE = '\u001b';
const BLANK: Cell = { char: ' ', look: '' };

/**
 * What a terminal would show of what a command wrote to it: the few sequences that line-by-line tools use.
 * It has no bottom, so nothing scrolls away; every character is one column wide; a sequence it does not know is an error.
 */
export class Screen {
  readonly #columns: number;
  readonly #rows: Cell[][] = [[]];
  #row = 0;
  #column = 0;
  #saved = { row: 0, column: 0 };
  #wraps = true;
  #looks = new Set<string>();
  /** The start of a sequence whose rest has not come yet. */
  #pending = '';

  constructor(columns: number) {
    this.#columns = columns;
  }

  write(text: string): void {
    let rest = this.#pending + text;
    this.#pending = '';
    while (rest !== '') {
      if (rest.startsWith(ESCAPE)) {
        const length = this.#sequence(rest);
        if (length === 0) {
          this.#pending = rest;
          return;
        }
        rest = rest.slice(length);
      } else {
        const end = rest.indexOf(ESCAPE);
        for (const char of end < 0 ? rest : rest.slice(0, end)) this.#character(char);
        rest = end < 0 ? '' : rest.slice(end);
      }
    }
  }

  /** The rows from the top, without trailing blanks and without empty rows at the end. */
  rows(): Span[][] {
    const rows = this.#rows.map(spansOf);
    while (rows.at(-1)?.length === 0) rows.pop();
    return rows;
  }

  #character(char: string): void {
    if (char === '\r') this.#column = 0;
    else if (char === '\n') this.#row++;
    else if (char === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (char < ' ')
      throw new Error(`a control character that the recorder does not know: ${JSON.stringify(char)}`);
    else this.#print(char);
  }

  #print(char: string): void {
    if (this.#column >= this.#columns) {
      if (this.#wraps) {
        this.#row++;
        this.#column = 0;
      } else this.#column = this.#columns - 1;
    }
    const cells = this.#cells();
    while (cells.length < this.#column) cells.push(BLANK);
    cells[this.#column++] = { char, look: [...this.#looks].join(' ') };
  }

  #cells(): Cell[] {
    while (this.#rows.length <= this.#row) this.#rows.push([]);
    return this.#rows[this.#row] ?? [];
  }

  /** How long the sequence at the start of the text is; 0 while it is incomplete. */
  #sequence(text: string): number {
    const next = text[1];
    if (next === '7') this.#saved = { row: this.#row, column: this.#column };
    else if (next === '8') ({ row: this.#row, column: this.#column } = this.#saved);
    if (next === '7' || next === '8') return 2;

    const [all, mark, numbers, command] = /^\[(\??)([\d;]*)([A-Za-z])/.exec(text.slice(1)) ?? [];
    if (all === undefined || mark === undefined || numbers === undefined || command === undefined) {
      if (/^(\[\??[\d;]*)?$/.test(text.slice(1))) return 0;
      throw unknown(text.slice(0, 12));
    }
    if (mark === '?') this.#mode(numbers, command);
    else this.#control(numbers === '' ? [] : numbers.split(';').map(Number), command);
    return all.length + 1;
  }

  #mode(number: string, command: string): void {
    if (number === '7') this.#wraps = command === 'h';
    // The cursor, shown or hidden, is not drawn; neither is bracketed paste.
    else if (number !== '25' && number !== '2004') throw unknown(`${ESCAPE}[?${number}${command}`);
  }

  #control(numbers: readonly number[], command: string): void {
    const steps = numbers[0] || 1;
    if (command === 'A') this.#row = Math.max(0, this.#row - steps);
    else if (command === 'B') this.#row += steps;
    else if (command === 'C') this.#column = Math.min(this.#columns - 1, this.#column + steps);
    else if (command === 'D') this.#column = Math.max(0, this.#column - steps);
    else if (command === 'G') this.#column = steps - 1;
    else if (command === 'K') this.#eraseLine(numbers[0] ?? 0);
    else if (command === 'J' && (numbers[0] ?? 0) === 0) this.#eraseBelow();
    else if (command === 'm') for (const number of numbers.length === 0 ? [0] : numbers) this.#colour(number);
    else throw unknown(`${ESCAPE}[${numbers.join(';')}${command}`);
  }

  #eraseLine(how: number): void {
    const cells = this.#cells();
    if (how !== 1) cells.length = how === 2 ? 0 : Math.min(cells.length, this.#column);
    else cells.fill(BLANK, 0, this.#column + 1);
  }

  #eraseBelow(): void {
    this.#eraseLine(0);
    this.#rows.length = this.#row + 1;
  }

  #colour(number: number): void {
    const isColour = (look: string) => look.startsWith('c');
    const drop = (match: (look: string) => boolean) => {
      this.#looks = new Set([...this.#looks].filter((look) => !match(look)));
    };
    if (number === 0) this.#looks.clear();
    else if (number === 1) this.#looks.add('bold');
    else if (number === 2) this.#looks.add('dim');
    else if (number === 22) drop((look) => !isColour(look));
    else if (number === 39) drop(isColour);
    else if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97)) {
      drop(isColour);
      this.#looks.add(`c${number % 10}`);
    } else throw unknown(`${ESCAPE}[${number}m`);
  }
}

function spansOf(cells: readonly Cell[]): Span[] {
  const end = cells.findLastIndex(({ char }) => char !== ' ') + 1;
  const spans: { text: string; look: string }[] = [];
  for (const { char, look } of cells.slice(0, end)) {
    const last = spans.at(-1);
    if (last?.look === look) last.text += char;
    else spans.push({ text: char, look });
  }
  return spans;
}

const unknown = (sequence: string) =>
  new Error(`a terminal sequence that the recorder does not know: ${JSON.stringify(sequence)}`);
