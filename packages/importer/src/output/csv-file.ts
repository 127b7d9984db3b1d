import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { chmod, open, stat } from 'node:fs/promises';
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

export interface CsvFileOptions {
  /** The flag that named it: `--report`. */
  readonly flag: string;
  /** Separator of the file that was read. */
  readonly delimiter: string;
  /** The file that is read, which must not be overwritten. */
  readonly input: string;
  /** @default a byte order mark, and no tabs in a `.csv` */
  readonly form?: CsvForm | undefined;
}

/** A CSV file that only its owner may read. */
export class CsvFile {
  readonly #path: string;
  readonly #flag: string;
  readonly #stream: WriteStream;
  readonly #delimiter: string;
  readonly #form: CsvForm;
  #held: string;
  #failure: Error | undefined;

  private constructor(path: string, stream: WriteStream, { delimiter, flag, form }: CsvFileOptions) {
    this.#path = path;
    this.#flag = flag;
    this.#stream = stream;
    this.#form = form ?? EXCEL;
    this.#held = this.#form.hasBom ? '\ufeff' : '';
    const hidesTabs = form === undefined && delimiter === '\t' && extname(path).toLowerCase() === '.csv';
    this.#delimiter = hidesTabs ? ',' : delimiter;
    stream.on('error', (error) => (this.#failure = error));
  }

  static async open(path: string, options: CsvFileOptions): Promise<CsvFile> {
    await refuseToOverwrite(path, options);
    const stream = createWriteStream(path, { mode: 0o600 });
    try {
      await once(stream, 'open');
      if ((await stat(path)).isFile()) await chmod(path, 0o600); // one of an earlier run may be open to others
    } catch (cause) {
      throw new Fault(`${options.flag} ${path || '""'} cannot be written: ${reasonOf(cause)}.`, {
        hints: [elsewhere(options.flag)],
        cause,
      });
    }
    return new CsvFile(path, stream, options);
  }

  /** Adds a row; returns a promise where the disk must catch up first. */
  add(cells: readonly string[]): Promise<void> | undefined {
    const { quotesAll } = this.#form;
    return this.addLine(cells.map((cell) => quoted(cell, this.#delimiter, quotesAll)).join(this.#delimiter));
  }

  /** Adds a line as it is. */
  addLine(text: string): Promise<void> | undefined {
    this.#held += text + this.#form.lineEnd;
    return this.#held.length >= FLUSH_CHARACTERS ? this.#flush() : undefined;
  }

  /** False where not all of it could be written. */
  get isWhole(): boolean {
    return this.#failure === undefined;
  }

  async close(): Promise<void> {
    await this.#flush();
    this.#stream.end();
    await this.#until('close');
  }

  async #flush(): Promise<void> {
    const text = this.#held;
    this.#held = '';
    if (text !== '' && !this.#stream.write(encodeText(text, this.#form.encoding))) await this.#until('drain');
    else await this.#until();
  }

  /** Waits for the stream, and throws what it has failed with. */
  async #until(event?: 'drain' | 'close'): Promise<void> {
    const isOver = this.#stream.closed || this.#failure !== undefined;
    if (event !== undefined && !isOver) await once(this.#stream, event).catch(() => undefined);
    if (this.#failure === undefined) return;
    throw new Fault(`${this.#flag} ${this.#path} cannot be written: ${reasonOf(this.#failure)}.`, {
      hints: [`Make room or name another file with ${this.#flag}, and run it again: what was sent is not sent again.`],
      kind: 'stopped',
      cause: this.#failure,
    });
  }
}

const elsewhere = (flag: string): string => `Nothing was sent. Name another file: ${flag} out.csv`;

/** The file replaces that of an earlier run, and nothing else: links to the leads or to a ledger are followed. */
async function refuseToOverwrite(path: string, { flag, input }: CsvFileOptions): Promise<void> {
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
