import type { Workbook } from './workbook.ts';
import { type Attributes, createXmlReader } from './xml.ts';

export interface SheetRow {
  /** As the sheet counts, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** More than a sheet can have. */
const MAX_COLUMNS = 16_384;

/** The rows of a sheet that hold anything, as many at a time as one piece of its text gives. */
export async function* readSheetRows(
  texts: AsyncIterable<string>,
  workbook: Workbook,
): AsyncGenerator<readonly SheetRow[]> {
  let rows: SheetRow[] = [];
  const collector = new RowCollector(workbook, (row) => rows.push(row));
  const reader = createXmlReader(collector);
  for await (const text of texts) {
    reader.write(text);
    if (rows.length > 0) yield rows;
    rows = [];
  }
  reader.end();
  if (rows.length > 0) yield rows;
}

/** Gathers cells into rows while the XML of a sheet is read. */
class RowCollector {
  readonly #workbook: Workbook;
  readonly #onRow: (row: SheetRow) => void;
  #row = 0;
  #cells: string[] = [];
  #column = -1;
  #type = 'n';
  #style = 0;
  #value = '';
  #isValue = false;
  #isPhonetic = false;

  constructor(workbook: Workbook, onRow: (row: SheetRow) => void) {
    this.#workbook = workbook;
    this.#onRow = onRow;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v' || (name === 't' && !this.#isPhonetic)) this.#isValue = true;
    else if (name === 'rPh') this.#isPhonetic = true;
    else if (name === 'row') {
      this.#row = attributes.r === undefined ? this.#row + 1 : Number(attributes.r);
      this.#cells = [];
      this.#column = -1;
    }
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'rPh') this.#isPhonetic = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row' && this.#cells.some((cell) => cell !== ''))
      this.#onRow({ row: this.#row, cells: this.#cells });
  }

  #openCell({ r, t = 'n', s }: Attributes): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    this.#type = t;
    this.#style = s === undefined ? 0 : Number(s);
    this.#value = '';
  }

  #closeCell(): void {
    if (this.#value === '' || this.#column >= MAX_COLUMNS) return;
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = this.#shown().trim();
  }

  #shown(): string {
    const { strings, numberText } = this.#workbook;
    switch (this.#type) {
      case 's':
        return strings.get(Number(this.#value));
      case 'b':
        return this.#value === '1' ? 'TRUE' : 'FALSE';
      case 'n': {
        const number = Number(this.#value);
        return Number.isFinite(number) ? numberText(number, this.#style) : this.#value;
      }
      default:
        return this.#value.replace(/_x([0-9A-F]{4})_/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
    }
  }
}

/** `AB12` is in the 28th column, which is 27 from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}
