import { Readable } from 'node:stream';
import type { Environment, ImportContext } from '@leadwire/importer';
import type { Problem } from '../api/problem.ts';
import type { SendingDefaults } from './import-options.ts';
import { problemOf } from './problem.ts';
import { SessionStore } from './session-store.ts';

export interface PageImporterOptions extends SendingDefaults {
  /** Files may be chosen in it. */
  readonly folder: string;
  /** Where the ledgers lie, and the import that is open. */
  readonly ledgerFolder: string;
  readonly env: Environment;
}

/** What the parts of the page's import share: where things lie, credentials that were typed, and who is told of changes. */
export class PageContext {
  readonly options: PageImporterOptions;
  readonly store: SessionStore;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #typed: Record<string, string> = {};
  /** What went wrong behind the page's back. */
  problem: Problem | undefined;
  /** Changes when rows have changed. */
  version = 0;

  constructor(options: PageImporterOptions) {
    this.options = options;
    this.store = new SessionStore(options.ledgerFolder);
  }

  /** Aborted when the page is closed. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  get env(): Environment {
    return { ...this.options.env, ...this.#typed };
  }

  /** Keeps credentials in memory. */
  remember(credentials: Readonly<Record<string, string>>): void {
    for (const [variable, value] of Object.entries(credentials)) if (value !== '') this.#typed[variable] = value.trim();
  }

  /** There is no person at a terminal to ask: what is in doubt is answered in the page before anything is sent. */
  forImport(): ImportContext {
    const { registry, ledgerFolder } = this.options;
    const { env, signal } = this;
    return { registry, ledgerFolder, env, stdin: Readable.from([]), signal, onNotice: () => undefined };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    this.version++;
    for (const listener of this.#listeners) listener();
  }

  fail(error: unknown): void {
    this.problem = problemOf(error);
    this.changed();
  }

  close(): void {
    this.#closing.abort();
  }
}
