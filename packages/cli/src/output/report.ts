import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type Cell, cellText } from '@leadwire/files';
import { reasonOf } from '@leadwire/files/errors';
import { EXIT } from '../exit-codes.ts';
import { Fault } from './fault.ts';

export interface ReportLine {
  readonly row: number;
  readonly outcome: string;
  readonly id: string | undefined;
  readonly reason: string;
  readonly cells: readonly Cell[];
}

const OWN_COLUMNS = ['row', 'outcome', 'id', 'reason'] as const;
const FLUSH_CHARACTERS = 64 * 1024;

export interface ReportOptions {
  /** Of the file that was read: its columns follow ours. */
  readonly columns: readonly string[];
  /** Written as the file was, so that the same spreadsheet opens both. */
  readonly delimiter: string;
  readonly byteOrderMark: boolean;
  /** The file that is read, which the report must not overwrite. */
  readonly input: string;
}

/** A CSV of what became of each row, its original cells beside it. */
export class Report {
  readonly #path: string;
  readonly #stream: WriteStream;
  readonly #delimiter: string;
  readonly #columns: number;
  #held = '';
  #failure: Error | undefined;

  private constructor(path: string, stream: WriteStream, options: ReportOptions) {
    this.#path = path;
    this.#stream = stream;
    this.#delimiter = options.delimiter;
    this.#columns = options.columns.length;
    stream.on('error', (error) => (this.#failure = error));
    const original = options.columns.map((column) =>
      (OWN_COLUMNS as readonly string[]).includes(column.toLowerCase()) ? `${column} (file)` : column,
    );
    this.#held = (options.byteOrderMark ? '\ufeff' : '') + this.#record([...OWN_COLUMNS, ...original]);
  }

  static async open(path: string, options: ReportOptions): Promise<Report> {
    await refuseToOverwrite(path, options.input);
    const stream = createWriteStream(path);
    try {
      await once(stream, 'open');
    } catch (cause) {
      throw new Fault(`The report ${path || '""'} cannot be written: ${reasonOf(cause)}.`, {
        hints: [ELSEWHERE],
        cause,
      });
    }
    return new Report(path, stream, options);
  }

  /** Adds a line; answers a promise where the disk must catch up first. */
  add(line: ReportLine): Promise<void> | undefined {
    const cells = Array.from({ length: this.#columns }, (_, index) => cellText(line.cells[index]));
    this.#held += this.#record([String(line.row), line.outcome, line.id ?? '', line.reason, ...cells]);
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
    if (text !== '' && !this.#stream.write(text)) await this.#until('drain');
    else await this.#until();
  }

  /** Waits for the stream, and throws what it has failed with. */
  async #until(event?: 'drain' | 'close'): Promise<void> {
    if (event !== undefined && !this.#stream.closed) await firstOf(this.#stream, [event, 'close', 'error']);
    if (this.#failure === undefined) return;
    throw new Fault(`The report ${this.#path} cannot be written on: ${reasonOf(this.#failure)}.`, {
      hints: ['Make room or name another place with --report, and run it again: what was sent is not sent again.'],
      exitCode: EXIT.stopped,
      cause: this.#failure,
    });
  }

  #record(cells: readonly string[]): string {
    return `${cells.map((cell) => quoted(harmless(cell), this.#delimiter)).join(this.#delimiter)}\r\n`;
  }
}

function firstOf(stream: WriteStream, events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      for (const event of events) stream.off(event, go);
      resolve();
    };
    for (const event of events) stream.on(event, go);
  });
}

const ELSEWHERE = 'Nothing was sent. Name another place: --report out.csv';

/** A report replaces the one of an earlier run, and nothing else: a link to the leads or to a ledger is seen through. */
async function refuseToOverwrite(path: string, input: string): Promise<void> {
  if (path === '-') throw new Fault('--report needs a file: standard output is taken.', { hints: [ELSEWHERE] });
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) return;
  const read = await stat(input).catch(() => undefined);
  if (read?.ino === there.ino && read.dev === there.dev)
    throw new Fault(`--report ${path} would overwrite the file that is read.`, { hints: [ELSEWHERE] });
  if (there.isFile() && (await beginning(path)) === LEDGER)
    throw new Fault(`--report ${path} would overwrite a ledger.`, { hints: [ELSEWHERE] });
}

const LEDGER = 'SQLite format 3\0';

async function beginning(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(LEDGER.length), 0, LEDGER.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * A spreadsheet runs a cell that begins like a formula: an apostrophe in front makes it text.
 * A plain number or a phone number, `+91 98765 43210`, stays as it is, unless it is also a sum, `+1-415-555-2671`.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function harmless(cell: string): string {
  if (!/^[=+\-@\t\r\n＝＋－＠]/.test(cell)) return cell;
  const isPlain = /^[+-]?\d[\d ().-]*$/.test(cell) && !/^[+-][\d.]+(-[\d.]+)+$/.test(cell);
  return isPlain ? cell : `'${cell}`;
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes('"') || cell.includes('\n') || cell.includes('\r') || cell.includes(delimiter)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}
