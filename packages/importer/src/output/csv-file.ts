import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { encodeText } from '@leadwire/files';
import { reasonOf } from '@leadwire/files/errors';
import { Fault } from '../fault.ts';

const FLUSH_CHARACTERS = 64 * 1024;

/** How a CSV is written: as Excel opens it, unless it takes the form of another file. */
export interface CsvForm {
  readonly encoding: string;
  readonly hasBom: boolean;
  readonly lineEnd: string;
  /** Every cell is in quotes. */
  readonly quotesAll: boolean;
}

const EXCEL: CsvForm = { encoding: 'utf-8', hasBom: true, lineEnd: '\r\n', quotesAll: false };

export interface CsvFileOptions<Item> {
  /** The flag that named it: `--report`. */
  readonly flag: string;
  /** Separator of the file that was read. */
  readonly delimiter: string;
  /** The file that is read, which must not be overwritten. */
  readonly input: string;
  /** @default a byte order mark, and no tabs in a `.csv` */
  readonly form?: CsvForm | undefined;
  readonly header?: readonly string[] | undefined;
  /** The cells of a row, or its line as it is. */
  readonly toRow: (item: Item) => readonly string[] | string;
}

/** What takes the bytes of a file. */
export interface ByteSink {
  appendFile(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** A CSV file that only its owner may read. */
export class CsvFile<Item> {
  readonly #file: ByteSink;
  readonly #name: string;
  readonly #flag: string;
  readonly #delimiter: string;
  readonly #form: CsvForm;
  readonly #toRow: CsvFileOptions<Item>['toRow'];
  #held: string;
  #written: Promise<void> = Promise.resolve();
  #failure: Fault | undefined;

  private constructor(path: string, file: ByteSink, options: CsvFileOptions<Item>) {
    const { delimiter, form, flag, header, toRow } = options;
    this.#file = file;
    this.#name = `${flag} ${path}`;
    this.#flag = flag;
    this.#form = form ?? EXCEL;
    this.#toRow = toRow;
    const hidesTabs = form === undefined && delimiter === '\t' && extname(path).toLowerCase() === '.csv';
    this.#delimiter = hidesTabs ? ',' : delimiter;
    this.#held = this.#form.hasBom ? '\ufeff' : '';
    if (header !== undefined) this.#held += this.#line(header);
  }

  /** @param path - or what takes the bytes in place of a file */
  static async open<Item>(path: string | ByteSink, options: CsvFileOptions<Item>): Promise<CsvFile<Item>> {
    if (typeof path !== 'string') return new CsvFile('', path, options);
    await refuseToOverwrite(path, options);
    try {
      const file = await open(path, 'w', 0o600);
      if ((await file.stat()).isFile()) await file.chmod(0o600); // one of an earlier run may be open to others
      return new CsvFile(path, file, options);
    } catch (cause) {
      throw new Fault(`${options.flag} ${path || '""'} cannot be written: ${reasonOf(cause)}.`, {
        hints: [elsewhere(options.flag)],
        cause,
      });
    }
  }

  /** Returns a promise where the disk must catch up first. */
  add(item: Item): Promise<void> | undefined {
    this.#held += this.#line(this.#toRow(item));
    return this.#held.length >= FLUSH_CHARACTERS ? this.#flush() : undefined;
  }

  #line(row: readonly string[] | string): string {
    const { lineEnd, quotesAll } = this.#form;
    if (typeof row === 'string') return row + lineEnd;
    return row.map((cell) => quoted(cell, this.#delimiter, quotesAll)).join(this.#delimiter) + lineEnd;
  }

  /** False where not all of it could be written. */
  get isWhole(): boolean {
    return this.#failure === undefined;
  }

  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await this.#file.close();
    }
  }

  /** Writes what is held behind what is being written, and throws what either has failed with. */
  async #flush(): Promise<void> {
    const bytes = encodeText(this.#held, this.#form.encoding);
    this.#held = '';
    this.#written = this.#written.then(() => this.#write(bytes));
    await this.#written;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #write(bytes: Buffer): Promise<void> {
    try {
      if (this.#failure === undefined) await this.#file.appendFile(bytes);
    } catch (cause) {
      this.#failure = new Fault(`${this.#name} cannot be written: ${reasonOf(cause)}.`, {
        hints: [
          `Make room or name another file with ${this.#flag}, and run it again: what was sent is not sent again.`,
        ],
        kind: 'stopped',
        cause,
      });
    }
  }
}

const elsewhere = (flag: string): string => `Nothing was sent. Name another file: ${flag} out.csv`;

/** The file replaces that of an earlier run, and nothing else: links to the leads or to a ledger are followed. */
async function refuseToOverwrite(path: string, { flag, input }: { flag: string; input: string }): Promise<void> {
  const hints = [elsewhere(flag)];
  if (path === '-') throw new Fault(`${flag} needs a file: standard output is in use.`, { hints });
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) return;
  const read = await stat(input).catch(() => undefined);
  if (read?.ino === there.ino && read.dev === there.dev)
    throw new Fault(`${flag} ${path} would overwrite the file that is read.`, { hints });
  if (there.isFile() && (await isSqliteFile(path)))
    throw new Fault(`${flag} ${path} would overwrite a ledger.`, { hints });
}

const SQLITE = 'SQLite format 3\0';

/** A ledger is one; what cannot be read is none. */
export async function isSqliteFile(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(SQLITE.length), 0, SQLITE.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === SQLITE;
  } finally {
    await file.close();
  }
}

function quoted(cell: string, delimiter: string, always: boolean): string {
  return always || cell.includes('"') || cell.includes('\n') || cell.includes('\r') || cell.includes(delimiter)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}
