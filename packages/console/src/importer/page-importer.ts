import { describeError, Fault } from '@leadwire/importer/errors';
import type { ChoicesView, DestinationChoice, DestinationView } from '../api/destination.ts';
import type { LocalFile, SampleRow } from '../api/file.ts';
import type { Problem } from '../api/problem.ts';
import type { RowChange, RowPage, RowQuery } from '../api/rows.ts';
import type { Finding } from '../api/send.ts';
import type { ConsoleState, PastImport } from '../api/state.ts';
import { destinationViews, readChoices } from './destination-views.ts';
import { FileReading, type ReadChoice } from './file-reading.ts';
import { type DroppedFile, findDropped } from './find-dropped.ts';
import { ImportRun } from './import-run.ts';
import { fileInside, listFiles } from './local-files.ts';
import { PageContext, type PageImporterOptions } from './page-context.ts';
import { pastImports, undoPast } from './past-imports.ts';
import { problemOf } from './problem.ts';
import { type Download, rowDownload } from './row-download.ts';

/** The import that the page drives. It is kept on disk between starts, its rows in memory. */
export class PageImporter {
  readonly #context: PageContext;
  readonly #file: FileReading;
  readonly #run: ImportRun;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(options: PageImporterOptions) {
    this.#context = new PageContext(options);
    this.#file = new FileReading(this.#context);
    this.#run = new ImportRun(this.#context, this.#file);
  }

  /** Takes up what an earlier start left. */
  async restore(): Promise<void> {
    try {
      const session = this.#context.store.load();
      if (session !== undefined) await this.#file.open(session);
    } catch (error) {
      this.#context.fail(error);
    }
  }

  state(): ConsoleState {
    const { options, problem, version } = this.#context;
    const file = this.#file.view();
    return {
      folder: options.folder,
      file,
      check: this.#file.check,
      destination: this.#file.session?.destination,
      send: file && this.#run.view(),
      beforeSending: this.#run.notices(),
      problem,
      rowsVersion: version,
    };
  }

  onChange(listener: () => void): () => void {
    return this.#context.onChange(listener);
  }

  explain(error: unknown): Problem | undefined {
    return describeError(error) && problemOf(error);
  }

  files(): Promise<readonly LocalFile[]> {
    return listFiles(this.#context.options.folder);
  }

  choose(path: string): Promise<void> {
    return this.#inOrder(async () => this.#begin(await fileInside(this.#context.options.folder, path)));
  }

  /** Opens a file that was dropped, where it lies. */
  drop(dropped: DroppedFile): Promise<void> {
    return this.#inOrder(async () => this.#begin(await findDropped(dropped, this.#context.options)));
  }

  discard(): Promise<void> {
    return this.#inOrder(async () => {
      this.#file.forget();
      this.#context.problem = undefined;
      this.#context.changed();
    });
  }

  sample(reveal: boolean): readonly SampleRow[] {
    return this.#file.sample(reveal);
  }

  read(choice: ReadChoice): Promise<void> {
    return this.#inOrder(() => this.#file.read(choice));
  }

  answer(doubt: number, answer: number): Promise<void> {
    return this.#inOrder(() => this.#file.answer(doubt, answer));
  }

  rows(query: RowQuery): RowPage {
    return this.#file.table.page(query);
  }

  cells(row: number): readonly string[] {
    return this.#file.table.cells(row);
  }

  edit(row: number, change: RowChange): Promise<void> {
    return this.#inOrder(() => this.#file.edit(row, change));
  }

  destinations(): readonly DestinationView[] {
    const { env, options } = this.#context;
    return destinationViews(options.registry, env, options.baseUrls ?? {});
  }

  /** Credentials that were typed are kept in memory from then on. */
  choices(
    to: string,
    baseUrl: string | undefined,
    credentials: Readonly<Record<string, string>>,
  ): Promise<ChoicesView> {
    this.#context.remember(credentials);
    const { env, options } = this.#context;
    return readChoices({ registry: options.registry, to, baseUrl: baseUrl ?? options.baseUrls?.[to], env });
  }

  chooseDestination(destination: DestinationChoice): Promise<void> {
    return this.#inOrder(async () => this.#run.choose(destination));
  }

  /** @param version - of the state that the page shows */
  send(version: number): Promise<void> {
    return this.#inOrder(async () => this.#run.send(version));
  }

  pause(): void {
    this.#run.pause();
  }

  resume(): void {
    this.#run.resume();
  }

  stop(): void {
    this.#run.stop();
  }

  settle(rows: readonly number[], finding: Finding): Promise<void> {
    return this.#inOrder(() => this.#run.settle(rows, finding));
  }

  download(what: 'report' | 'rejected'): Download {
    return rowDownload(what, this.#file.required().file, this.#file.table);
  }

  history(): Promise<readonly PastImport[]> {
    return pastImports(this.#context.forImport());
  }

  async undo(id: string): Promise<string> {
    let said = '';
    await this.#inOrder(async () => {
      said = await undoPast(id, this.#context.forImport());
    });
    return said;
  }

  async close(): Promise<void> {
    await this.#run.close();
    this.#file.close();
    this.#context.close();
  }

  async #begin(path: string): Promise<void> {
    await this.#file.begin(path);
    this.#context.problem = undefined;
  }

  /** One change at a time, each after the last one is done, and none while the import is being sent. */
  async #inOrder(change: () => Promise<void>): Promise<void> {
    const mine = this.#lastChange.then(async () => {
      if (this.#run.isRunning)
        throw new Fault('The import is being sent.', { hints: ['Stop it first; Resume goes on later.'] });
      await change();
    });
    this.#lastChange = mine.catch(() => undefined);
    await mine;
  }
}
