/** One row of the file that the storm imports. */
export interface StormRow {
  /** Its number in the spreadsheet: the header is row 1. */
  readonly row: number;
  readonly cells: readonly [name: string, phone: string, email: string, notes: string];
  /** Digits of its phone in E.164; undefined where it has none that is usable. */
  readonly digits: string | undefined;
  /** Whether its phone has come before. */
  readonly again: boolean;
}

export const COLUMNS = ['Name', 'Mobile', 'Email', 'Notes'] as const;

/** Rows with all that a real file has: some phones that are none, some that come again, couples with one e-mail, and notes, which cannot go in bulk. */
export function stormRows(count: number, { notes }: { notes: boolean }): StormRow[] {
  const rows: StormRow[] = [];
  let last = '';
  for (let index = 0; index < count; index++) {
    const row = index + 2;
    const isBad = index % 97 === 50;
    const again = index % 89 === 70;
    const good = again ? last : `1415${2_000_000 + index * 3}`;
    const digits = isBad ? undefined : good;
    last = digits ?? last;
    const phone = digits === undefined ? '12345' : spelled(digits, index);
    const note = notes && index % 10 === 3 ? `note ${index}` : '';
    const email = `couple-${Math.floor(index / 2)}@example.com`;
    rows.push({ row, cells: [`Row ${row}`, phone, email, note], digits, again });
  }
  return rows;
}

export const toCsv = (rows: readonly StormRow[]): string =>
  [COLUMNS, ...rows.map(({ cells }) => cells)].map((cells) => `${cells.join(',')}\r\n`).join('');

/** As people write them: in E.164, and as at home. */
const spelled = (digits: string, index: number): string =>
  index % 2 === 0 ? `+${digits}` : `(${digits.slice(1, 4)}) ${digits.slice(4, 7)}-${digits.slice(7)}`;

/** Records of a CSV as the report writes it. */
export function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
