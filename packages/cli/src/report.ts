import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Fault } from './fault.ts';
import { type Cell, cellText } from './table.ts';

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
  readonly #stream: WriteStream;
  readonly #delimiter: string;
  readonly #columns: number;
  #held = '';
  #failure: Error | undefined;

  private constructor(stream: WriteStream, options: ReportOptions) {
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
    if (resolve(path) === resolve(options.input)) throw new Fault('--report would overwrite the file that is read.');
    const stream = createWriteStream(path);
    try {
      await once(stream, 'open');
    } catch (cause) {
      throw new Fault(
        `The report ${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
        {
          hints: ['Nothing was sent. Name another place: --report FILE'],
          cause,
        },
      );
    }
    return new Report(stream, options);
  }

  /** Adds a line; answers a promise where the disk must catch up first. */
  add(line: ReportLine): Promise<void> | undefined {
    const cells = Array.from({ length: this.#columns }, (_, index) => cellText(line.cells[index]));
    this.#held += this.#record([String(line.row), line.outcome, line.id ?? '', line.reason, ...cells]);
    return this.#held.length >= FLUSH_CHARACTERS ? this.#flush() : undefined;
  }

  async close(): Promise<void> {
    await this.#flush();
    if (this.#failure) throw this.#asFault(this.#failure);
    const finished = once(this.#stream, 'close');
    this.#stream.end();
    await finished;
    if (this.#failure) throw this.#asFault(this.#failure);
  }

  async #flush(): Promise<void> {
    if (this.#failure) throw this.#asFault(this.#failure);
    const text = this.#held;
    this.#held = '';
    if (text !== '' && !this.#stream.write(text))
      await Promise.race([once(this.#stream, 'drain'), once(this.#stream, 'close')]);
  }

  #asFault(cause: Error): Fault {
    return new Fault(`The report cannot be written on (${(cause as NodeJS.ErrnoException).code ?? cause.message}).`, {
      hints: ['What was sent is in the ledger. Make room or name another place with --report, and run it again.'],
      exitCode: 3,
      cause,
    });
  }

  #record(cells: readonly string[]): string {
    return `${cells.map((cell) => quoted(harmless(cell), this.#delimiter)).join(this.#delimiter)}\r\n`;
  }
}

/**
 * A spreadsheet runs a cell that begins like a formula: an apostrophe in front makes it text.
 * A plain number or phone number, `+91 98765 43210`, has nothing to run and stays as it is.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function harmless(cell: string): string {
  if (!/^[=+\-@\t\r\n]/.test(cell) || /^[+-]?\d[\d ().-]*$/.test(cell)) return cell;
  return `'${cell}`;
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes('"') || cell.includes('\n') || cell.includes('\r') || cell.includes(delimiter)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}
