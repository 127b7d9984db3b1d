import { FileError } from '../../errors.ts';
import type { Workbook } from './workbook.ts';
import { type Attributes, createXmlReader } from './xml.ts';

export interface SheetRow {
  /** As the sheet counts, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly isHidden: boolean;
}

/** Cells further to the right are not read: no list of leads has so many columns, and a damaged sheet would fill the memory. */
const MAX_COLUMNS = 2_000;
/** More than a sheet can have. */
const MAX_ROWS = 1_048_576;

/** What is found beside the rows. */
export interface SheetEvents {
  /** Columns that are hidden, both ends included, from 0; told before the first row. */
  onHiddenColumns?(from: number, to: number): void;
  /** A formula whose result is not in the file. */
  onMissingResult?(row: number): void;
}

/** The rows of a sheet that hold anything, as many at a time as one piece of its text gives. */
export async function* readSheetRows(
  texts: AsyncIterable<string>,
  workbook: Workbook,
  events: SheetEvents = {},
): AsyncGenerator<readonly SheetRow[]> {
  let rows: SheetRow[] = [];
  const collector = new RowCollector(workbook, events, (row) => rows.push(row));
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
  readonly #events: SheetEvents;
  readonly #onRow: (row: SheetRow) => void;
  #row = 0;
  #isHidden = false;
  #isFormula = false;
  #cells: string[] = [];
  #column = -1;
  #type = 'n';
  #style = 0;
  #value = '';
  #isValue = false;
  #isPhonetic = false;

  constructor(workbook: Workbook, events: SheetEvents, onRow: (row: SheetRow) => void) {
    this.#workbook = workbook;
    this.#events = events;
    this.#onRow = onRow;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v' || (name === 't' && !this.#isPhonetic)) this.#isValue = true;
    else if (name === 'rPh') this.#isPhonetic = true;
    else if (name === 'f') this.#isFormula = true;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'col' && isTrue(attributes.hidden))
      this.#events.onHiddenColumns?.(Number(attributes.min) - 1, Number(attributes.max) - 1);
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'rPh') this.#isPhonetic = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row' && this.#cells.some((cell) => cell !== ''))
      this.#onRow({ row: this.#row, cells: this.#cells, isHidden: this.#isHidden });
  }

  #openRow({ r, hidden }: Attributes): void {
    this.#row = r === undefined ? this.#row + 1 : Number(r);
    if (this.#row > MAX_ROWS)
      throw new FileError('the sheet has more rows than Excel allows.', { hints: ['It is damaged: export it again.'] });
    this.#isHidden = isTrue(hidden);
    this.#cells = [];
    this.#column = -1;
  }

  #openCell({ r, t = 'n', s }: Attributes): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    this.#type = t;
    this.#style = s === undefined ? 0 : Number(s);
    this.#value = '';
    this.#isFormula = false;
  }

  #closeCell(): void {
    if (this.#value === '' && this.#isFormula && this.#type === 'n') this.#events.onMissingResult?.(this.#row);
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

const isTrue = (text = ''): boolean => text === '1' || text === 'true';

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
