import type { Readable } from 'node:stream';
import type {
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
} from './api.ts';

/** How the columns of the file are to be read. */
export interface ReadChoice {
  /** What one column fills from now on; empty: nothing. */
  readonly column?: { readonly index: number; readonly use: string } | undefined;
  /** ISO 3166-1 alpha-2; empty for none. */
  readonly country?: string | undefined;
}

/** A file to download. */
export interface Download {
  readonly name: string;
  readonly body: Readable;
}

/**
 * One import at a time, as the page drives it. The command implements it on the reader, registry and ledger that `leadwire import` uses.
 * What a method throws is shown as `explain` says it.
 */
export interface Importer {
  state(): ConsoleState;
  /** Called whenever `state()` may have changed; returns the function that ends it. */
  onChange(listener: () => void): () => void;
  /** What is wrong and what to do; undefined for a bug, which is not shown. */
  explain(error: unknown): Problem | undefined;
  files(): Promise<readonly LocalFile[]>;
  /** Opens a file of the folder that the command was started in; refuses any other. */
  choose(path: string): Promise<void>;
  upload(name: string, bytes: Readable): Promise<void>;
  /** Forgets the file, what was changed in it, and the copy of an upload. */
  discard(): Promise<void>;
  sample(reveal: boolean): Promise<readonly SampleRow[]>;
  read(choice: ReadChoice): Promise<void>;
  answer(doubt: number, answer: number): Promise<void>;
  rows(query: RowQuery): RowPage;
  /** All cells of one row, unmasked. */
  cells(row: number): readonly string[];
  edit(row: number, change: RowChange): Promise<void>;
  destinations(): readonly DestinationView[];
  /** Credentials that were typed, by the name of their variable: kept in memory. */
  remember(credentials: Readonly<Record<string, string>>): void;
  /** Keeps where the leads are to go. */
  chooseDestination(destination: DestinationChoice): void;
  choices(to: string, baseUrl: string | undefined): Promise<ChoicesView>;
  send(destination: DestinationChoice): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Records what was found out about parked rows. */
  settle(rows: readonly number[], finding: Finding): Promise<void>;
  download(what: 'report' | 'rejected'): Promise<Download>;
  history(): Promise<readonly PastImport[]>;
  /** Removes what an import created, where the provider can; resolves to what was done, in words. */
  undo(id: string): Promise<string>;
  close(): Promise<void>;
}
