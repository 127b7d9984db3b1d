import { Readable } from 'node:stream';
import {
  applyAnswer,
  type FileSource,
  type OpenedFile,
  openFile,
  type ReadOptions,
  type RowEdit,
} from '@leadwire/files';
import { Fault } from '@leadwire/importer/errors';
import type { FileView, SampleRow } from '../api/file.ts';
import type { CheckView, RowChange } from '../api/rows.ts';
import { sampleRows, toFileView, toReadOptions } from './file-view.ts';
import type { PageContext } from './page-context.ts';
import { readRows } from './read-rows.ts';
import { RowTable } from './row-table.ts';
import { beginSession, isAsChosen, type Session } from './session-store.ts';

/** How the columns of the file are to be read. */
export interface ReadChoice {
  /** What one column fills from now on; empty: nothing. */
  readonly column?: { readonly index: number; readonly use: string } | undefined;
  /** ISO 3166-1 alpha-2; empty for none. */
  readonly country?: string | undefined;
  /** Of a workbook. What was chosen and edited in another sheet is not taken along. */
  readonly sheet?: string | undefined;
  /** Lines above the header. What was chosen and edited below another one is not taken along. */
  readonly skipLines?: number | undefined;
}

interface Opened {
  readonly session: Session;
  readonly file: OpenedFile;
  /** The file as it was read first. */
  readonly guess: OpenedFile;
  readonly notices: readonly string[];
}

/** The file that is open: how it is read, and its rows. */
export class FileReading {
  readonly #context: PageContext;
  #opened: Opened | undefined;
  #table = new RowTable();
  #check: CheckView | undefined;
  #reading: AbortController | undefined;

  constructor(context: PageContext) {
    this.#context = context;
  }

  get session(): Session | undefined {
    return this.#opened?.session;
  }

  get table(): RowTable {
    return this.#table;
  }

  get check(): CheckView | undefined {
    return this.#check;
  }

  view(): FileView | undefined {
    return this.#opened && toFileView(this.#opened.file, { ...this.#opened, path: this.#opened.session.path });
  }

  /** @throws Fault where no file is open */
  required(): Opened {
    if (this.#opened === undefined) throw new Fault('No file is open.', { hints: ['Choose one first.'] });
    return this.#opened;
  }

  /**
   * The file that is open, as it was when it was chosen.
   * @throws Fault where it was changed since: what the page shows would not be what is sent
   */
  unchanged(): Opened {
    const opened = this.required();
    if (isAsChosen(opened.session)) return opened;
    throw new Fault(
      `${opened.session.path} was changed or moved after it was chosen, so the page shows another file.`,
      {
        hints: ['Choose it again under File: what was sent is recorded, and is not sent again.'],
      },
    );
  }

  sample(reveal: boolean): readonly SampleRow[] {
    return sampleRows(this.required().file, reveal);
  }

  /** Opens another file in place of the one that is open, which stays where the other cannot be read. */
  begin(path: string): Promise<void> {
    return this.open(beginSession(path));
  }

  /** Reads the file anew, as it is to be read from now on. */
  async read({ column, country, ...table }: ReadChoice): Promise<void> {
    const { session, file } = this.unchanged();
    if (table.sheet !== undefined || table.skipLines !== undefined) {
      const { sheet, encoding } = session.read;
      const read = { sheet, encoding, country: session.read.country, ...table };
      return this.open({ ...beginSession(session.path), read, destination: session.destination });
    }
    const uses = file.columns.map(({ index, uses: [use = ''] }) => (index === column?.index ? column.use : use));
    const chosen = column === undefined ? {} : toReadOptions(file, uses);
    await this.#reopen({ ...session.read, ...chosen, ...(country !== undefined && { country: country || undefined }) });
  }

  async answer(doubt: number, answer: number): Promise<void> {
    const { session, file } = this.unchanged();
    const found = file.doubts[doubt]?.answers[answer];
    if (found === undefined) throw new Fault('This question was answered already.');
    const { sheet } = found.options;
    if (sheet !== undefined) return this.read({ sheet });
    await this.#reopen(applyAnswer(session.read, found));
  }

  async edit(row: number, change: RowChange): Promise<void> {
    const { session } = this.unchanged();
    const edits = new Map(session.edits);
    edits.set(row, merged(edits.get(row), change));
    session.edits = [...edits];
    session.progress = goesOn(session);
    this.#context.store.save(session);
    await this.#readRows();
  }

  async open(session: Session): Promise<void> {
    const notices: string[] = [];
    const onNotice = (text: string): void => void notices.push(text);
    const file = await openFile(this.#source(session), { ...readOptionsOf(session), onNotice });
    file.close();
    const isOpen = this.#opened?.session === session;
    const guess = (isOpen && this.#opened?.guess) || (await this.#guess(session, file));
    if (!isOpen) this.#check = undefined;
    this.#opened = { session, file, guess, notices };
    this.#context.store.save(session);
    const rows = this.#table;
    this.#table = new RowTable();
    rows.close();
    await this.#readRows();
  }

  forget(): void {
    this.#reading?.abort();
    this.#context.store.discard();
    this.#opened = undefined;
    this.#check = undefined;
  }

  close(): void {
    this.#reading?.abort();
    if (this.session?.progress === 'finished') this.#context.store.discard();
    this.#table.close();
  }

  async #reopen(read: ReadOptions): Promise<void> {
    const { session } = this.required();
    const { edits: _edits, onNotice: _onNotice, profile: _profile, ...kept } = read;
    const before = { ...session };
    Object.assign(session, { read: kept, progress: goesOn(session) });
    await this.open(session).catch((error: unknown) => {
      Object.assign(session, before);
      throw error;
    });
  }

  /** What would be guessed without anything that was chosen. */
  async #guess(session: Session, file: OpenedFile): Promise<OpenedFile> {
    if (session.read.map === undefined) return file;
    const { sheet, encoding, delimiter, skipLines } = session.read;
    const guess = await openFile(this.#source(session), { sheet, encoding, delimiter, skipLines });
    guess.close();
    return guess;
  }

  /** Reads every row while the page goes on, for the counts and the table; what was read before stays until it is read anew. */
  async #readRows(): Promise<void> {
    const { session } = this.required();
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const file = await openFile(this.#source(session, reading.signal), readOptionsOf(session));
    const rows = { file, table: this.#table, edits: new Map(session.edits), signal: reading.signal };
    void readRows(rows, (check) => {
      this.#check = check;
      this.#context.changed();
    }).catch((error: unknown) => this.#context.fail(error));
  }

  #source({ path }: Session, signal: AbortSignal = this.#context.signal): FileSource {
    return { path, stdin: Readable.from([]), signal };
  }
}

/** What was finished is not, after a change. */
const goesOn = ({ progress }: Session): Session['progress'] => (progress === 'finished' ? 'preparing' : progress);

const readOptionsOf = (session: Session): ReadOptions => ({ ...session.read, edits: new Map(session.edits) });

function merged(before: RowEdit = {}, { cells, leaveOut }: RowChange): RowEdit {
  const all = cells === undefined ? before.cells : { ...before.cells, ...cells };
  return { ...(all !== undefined && { cells: all }), leaveOut: leaveOut ?? before.leaveOut };
}
