import { Readable } from 'node:stream';
import {
  applyAnswer,
  type FileSource,
  type OpenedFile,
  openFile,
  type ReadOptions,
  type RowEdit,
} from '@leadwire/files';
import type { Environment, ImportContext } from '@leadwire/importer';
import { describeError, Fault } from '@leadwire/importer/errors';
import type {
  CheckView,
  ChoicesView,
  ConsoleState,
  DestinationChoice,
  DestinationView,
  Finding,
  LocalFile,
  PastImport,
  Problem,
  RowChange,
  RowPage,
  RowQuery,
  SampleRow,
} from '../api.ts';
import { destinationViews, readChoices } from './destination-views.ts';
import { sampleRows, toFileView, toReadOptions } from './file-view.ts';
import { type SendingDefaults, toImportOptions } from './import-options.ts';
import { fileInside, listFiles } from './local-files.ts';
import { inPageWords } from './page-words.ts';
import { pastImports, undoPast } from './past-imports.ts';
import { readRows } from './read-rows.ts';
import { type Download, rowDownload } from './row-download.ts';
import { RowTable } from './row-table.ts';
import { problemOf, Sending } from './sending.ts';
import { type Session, SessionStore } from './session-store.ts';
import { settleParked } from './settle-parked.ts';

export interface PageImporterOptions extends SendingDefaults {
  /** Files may be chosen in it. */
  readonly folder: string;
  /** Where the ledgers lie, and the import that is open. */
  readonly ledgerFolder: string;
  readonly env: Environment;
}

/** How the columns of the file are to be read. */
export interface ReadChoice {
  /** What one column fills from now on; empty: nothing. */
  readonly column?: { readonly index: number; readonly use: string } | undefined;
  /** ISO 3166-1 alpha-2; empty for none. */
  readonly country?: string | undefined;
}

interface Opened {
  readonly session: Session;
  readonly file: OpenedFile;
  /** The file as it was read first. */
  readonly guess: OpenedFile;
  readonly notices: readonly string[];
}

/** The import that the page drives. It is kept on disk between starts, its rows in memory. */
export class PageImporter {
  readonly #options: PageImporterOptions;
  readonly #store: SessionStore;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #typed: Record<string, string> = {};
  #opened: Opened | undefined;
  #table = new RowTable();
  #check: CheckView | undefined;
  #reading: AbortController | undefined;
  #sending: Sending | undefined;
  #problem: Problem | undefined;
  #version = 0;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(options: PageImporterOptions) {
    this.#options = options;
    this.#store = new SessionStore(options.ledgerFolder);
  }

  /** Takes up what an earlier start left. */
  async restore(): Promise<void> {
    const session = this.#store.load();
    if (session !== undefined) await this.#open(session).catch((error: unknown) => this.#fail(error));
  }

  state(): ConsoleState {
    const { folder } = this.#options;
    const { session, file, guess, notices } = this.#opened ?? {};
    const rowsVersion = this.#version;
    const common = { folder, check: this.#check, problem: this.#problem, rowsVersion };
    if (session === undefined || file === undefined || guess === undefined)
      return { ...common, file: undefined, destination: undefined, send: undefined };
    const { name, isUpload, destination } = session;
    return {
      ...common,
      file: toFileView(file, { name, isUpload, guess, notices: notices ?? [] }),
      destination,
      send: this.#sending?.view(this.#table.count('all')) ?? this.#interrupted(session),
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  explain(error: unknown): Problem | undefined {
    return describeError(error) && problemOf(error);
  }

  files(): Promise<readonly LocalFile[]> {
    return listFiles(this.#options.folder);
  }

  async choose(path: string): Promise<void> {
    await this.#inOrder(async () =>
      this.#replace(this.#store.begin(await fileInside(this.#options.folder, path), false)),
    );
  }

  async upload(name: string, bytes: Readable): Promise<void> {
    this.#refuseWhileSending();
    const session = await this.#store.receive(name, bytes);
    await this.#inOrder(() => this.#replace(session));
  }

  async discard(): Promise<void> {
    this.#refuseWhileSending();
    this.#forget();
    this.#changed();
  }

  async sample(reveal: boolean): Promise<readonly SampleRow[]> {
    return sampleRows(this.#required().file, reveal);
  }

  async read({ column, country }: ReadChoice): Promise<void> {
    await this.#inOrder(async () => {
      const { session, file } = this.#required();
      const uses = file.columns.map(({ index, uses: [use = ''] }) => (index === column?.index ? column.use : use));
      const chosen = column === undefined ? {} : toReadOptions(file, uses);
      await this.#reopen({
        ...session.read,
        ...chosen,
        ...(country !== undefined && { country: country || undefined }),
      });
    });
  }

  async answer(doubt: number, answer: number): Promise<void> {
    await this.#inOrder(async () => {
      const { session, file } = this.#required();
      const found = file.doubts[doubt]?.answers[answer];
      if (found === undefined) throw new Fault('This question was answered already.');
      await this.#reopen(applyAnswer(session.read, found));
    });
  }

  rows(query: RowQuery): RowPage {
    return this.#table.page(query);
  }

  cells(row: number): readonly string[] {
    return this.#table.cells(row);
  }

  async edit(row: number, change: RowChange): Promise<void> {
    await this.#inOrder(async () => {
      this.#refuseWhileSending();
      const { session } = this.#required();
      const edits = new Map(session.edits);
      edits.set(row, merged(edits.get(row), change));
      session.edits = [...edits];
      this.#store.save(session);
      await this.#readRows();
    });
  }

  destinations(): readonly DestinationView[] {
    return destinationViews(this.#options.registry, this.#env(), this.#options.baseUrls ?? {});
  }

  remember(credentials: Readonly<Record<string, string>>): void {
    for (const [variable, value] of Object.entries(credentials)) if (value !== '') this.#typed[variable] = value.trim();
  }

  chooseDestination(destination: DestinationChoice): void {
    this.#refuseWhileSending();
    const { session } = this.#required();
    toImportOptions(session, destination, this.#options);
    session.destination = destination;
    this.#store.save(session);
    this.#changed();
  }

  choices(to: string, baseUrl: string | undefined): Promise<ChoicesView> {
    const { registry, baseUrls } = this.#options;
    return readChoices({ registry, to, baseUrl: baseUrl ?? baseUrls?.[to], env: this.#env() });
  }

  async send(destination: DestinationChoice): Promise<void> {
    this.#refuseWhileSending();
    const { session } = this.#required();
    const options = toImportOptions(session, destination, this.#options);
    session.destination = destination;
    session.progress = 'sending';
    this.#store.save(session);
    this.#table.clearOutcomes();
    const given = { path: session.path, options, context: this.#context(), table: this.#table };
    const sending = new Sending({ ...given, onChange: () => this.#changed() });
    this.#sending = sending;
    this.#problem = undefined;
    void sending
      .run()
      .then(() => {
        if (!sending.isComplete) return;
        session.progress = 'finished';
        this.#store.save(session);
      })
      .catch((error: unknown) => this.#fail(error)); // a full disk must not end the page
  }

  pause(): void {
    this.#sending?.pause();
  }

  resume(): void {
    this.#sending?.resume();
  }

  stop(): void {
    this.#sending?.stop();
  }

  async settle(rows: readonly number[], finding: Finding): Promise<void> {
    this.#refuseWhileSending();
    const { session } = this.#required();
    const sentTo = this.#sending?.sentTo;
    if (sentTo === undefined || session.destination === undefined) throw new Fault('Nothing was sent yet.');
    const keys = new Map(rows.flatMap((row) => [[this.#table.keyOf(row) ?? '', row] as const]));
    const options = toImportOptions(session, session.destination, this.#options);
    const context = this.#context();
    try {
      const settled = await settleParked({ keys: new Set(keys.keys()), finding, sentTo, options, context });
      for (const { key, outcome, id } of settled)
        this.#table.settle({ row: keys.get(key) ?? 0, outcome, id, reason: SAID[finding] });
    } finally {
      this.#changed();
    }
  }

  async download(what: 'report' | 'rejected'): Promise<Download> {
    const { session, file } = this.#required();
    return rowDownload(what, { folder: this.#store.folder, name: session.name, file, table: this.#table });
  }

  history(): Promise<readonly PastImport[]> {
    return pastImports(this.#context());
  }

  undo(id: string): Promise<string> {
    this.#refuseWhileSending();
    return undoPast(id, this.#context());
  }

  async close(): Promise<void> {
    this.#reading?.abort();
    if (this.#sending !== undefined && !this.#sending.isOver) {
      this.#sending.stop();
      await new Promise<void>((resolve) => this.onChange(() => this.#sending?.isOver && resolve()));
    }
    if (this.#opened?.session.progress === 'finished') this.#store.discard(this.#opened.session);
    this.#closing.abort();
    this.#table.close();
  }

  #env(): Environment {
    return { ...this.#options.env, ...this.#typed };
  }

  /** There is no person at a terminal to ask: what is in doubt is answered in the page before anything is sent. */
  #context(): ImportContext {
    const { registry, ledgerFolder } = this.#options;
    const { signal } = this.#closing;
    return { registry, ledgerFolder, env: this.#env(), stdin: Readable.from([]), signal, onNotice: () => undefined };
  }

  /** The sending of an earlier start was ended before its last row. */
  #interrupted({ progress }: Session): ConsoleState['send'] {
    if (progress !== 'sending') return undefined;
    const total = this.#table.count('all');
    const nothing = { done: 0, counts: {}, rate: 0, secondsLeft: undefined, notices: [], problem: undefined };
    return { state: 'interrupted', total, ...nothing };
  }

  /** One change of the file at a time: each begins with what the last one left. */
  async #inOrder(change: () => Promise<void>): Promise<void> {
    const before = this.#lastChange;
    const mine = before.then(change);
    this.#lastChange = mine.catch(() => undefined);
    await mine;
  }

  async #replace(session: Session): Promise<void> {
    this.#refuseWhileSending();
    this.#forget();
    await this.#open(session).catch((error: unknown) => {
      this.#store.discard(session);
      throw error;
    });
  }

  #forget(): void {
    this.#reading?.abort();
    this.#store.discard(this.#opened?.session);
    this.#opened = undefined;
    this.#sending = undefined;
    this.#check = undefined;
    this.#problem = undefined;
  }

  async #reopen(read: ReadOptions): Promise<void> {
    this.#refuseWhileSending();
    const { session } = this.#required();
    const { edits: _edits, onNotice: _onNotice, profile: _profile, ...kept } = read;
    const before = session.read;
    session.read = kept;
    await this.#open(session).catch((error: unknown) => {
      session.read = before;
      throw error;
    });
  }

  async #open(session: Session): Promise<void> {
    this.#reading?.abort();
    const notices: string[] = [];
    const onNotice = (text: string): void => void notices.push(text);
    const file = await openFile(this.#source(session), { ...this.#readOptions(session), onNotice });
    file.close();
    const guess = this.#opened?.session.path === session.path ? this.#opened.guess : await this.#guess(session, file);
    this.#opened = { session, file, guess, notices };
    this.#sending = undefined;
    this.#store.save(session);
    const rows = this.#table;
    this.#table = new RowTable();
    rows.close();
    await this.#readRows();
  }

  /** What would be guessed without anything that was chosen. */
  async #guess({ read, path }: Session, file: OpenedFile): Promise<OpenedFile> {
    if (read.map === undefined) return file;
    const { sheet, encoding, delimiter, skipLines } = read;
    const guess = await openFile(this.#source({ path }), { sheet, encoding, delimiter, skipLines });
    guess.close();
    return guess;
  }

  /** Reads every row behind the page's back, for the counts and the table; what was read before stays until it is read anew. */
  async #readRows(): Promise<void> {
    const { session } = this.#required();
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const file = await openFile(this.#source(session, reading.signal), this.#readOptions(session));
    const rows = { file, table: this.#table, edits: new Map(session.edits), signal: reading.signal };
    void readRows(rows, (check) => {
      this.#check = check;
      this.#changed();
    }).catch((error: unknown) => this.#fail(error));
  }

  #source({ path }: Pick<Session, 'path'>, signal: AbortSignal = this.#closing.signal): FileSource {
    return { path, stdin: Readable.from([]), signal };
  }

  #readOptions(session: Session): ReadOptions {
    return { ...session.read, edits: new Map(session.edits) };
  }

  #required(): Opened {
    if (this.#opened === undefined) throw new Fault('No file is open.', { hints: ['Choose one first.'] });
    return this.#opened;
  }

  #refuseWhileSending(): void {
    if (this.#sending !== undefined && !this.#sending.isOver)
      throw new Fault('The import is being sent.', { hints: ['Stop it first; Resume goes on later.'] });
  }

  #fail(error: unknown): void {
    this.#problem = problemOf(error);
    this.#changed();
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

const SAID: Readonly<Record<Finding, string>> = {
  arrived: 'A person found that it arrived.',
  'not-there': inPageWords('A person found that it is not there: Resume sends it.'),
  'look-again': 'Looked up again.',
};

function merged(before: RowEdit = {}, { cells, leaveOut }: RowChange): RowEdit {
  const all = cells === undefined ? before.cells : { ...before.cells, ...cells };
  return { ...(all !== undefined && { cells: all }), leaveOut: leaveOut ?? before.leaveOut };
}
