import { emptyFolderNotice, ledgersIn, nightRegions } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import type { DestinationChoice } from '../api/destination.ts';
import type { Finding, SendView } from '../api/send.ts';
import type { FileReading } from './file-reading.ts';
import { toImportOptions } from './import-options.ts';
import type { PageContext } from './page-context.ts';
import { Sending } from './sending.ts';
import type { Session } from './session-store.ts';
import { settleParked } from './settle-parked.ts';

/** The sending of the file that is open, and what follows it. */
export class ImportRun {
  readonly #context: PageContext;
  readonly #file: FileReading;
  #sending: Sending | undefined;

  constructor(context: PageContext, file: FileReading) {
    this.#context = context;
    this.#file = file;
  }

  get isRunning(): boolean {
    return this.#sending !== undefined && !this.#sending.isOver;
  }

  view(): SendView | undefined {
    return this.#sending?.view(this.#file.table.count('all')) ?? this.#interrupted(this.#file.session);
  }

  /** What to know before Send is pressed: nothing of it can be taken back afterwards. */
  notices(): readonly string[] {
    const destination = this.#file.session?.destination;
    if (destination === undefined || this.#sending !== undefined) return [];
    const { registry, ledgerFolder, env } = this.#context.options;
    const { to } = destination;
    const regions = registry[to]?.callsAtOnce === true ? (this.#file.check?.regions ?? []) : [];
    const night = nightRegions(new Map(regions.map((region) => [region, 1])), Date.now());
    return [
      ...(ledgersIn(ledgerFolder).length === 0 ? [emptyFolderNotice(env, ledgerFolder)] : []),
      ...(night.length === 0 ? [] : [`It is night for people in ${inWords(night)}, and ${to} may call at once.`]),
    ];
  }

  /** @throws Fault where there is no such destination, or an option of it is not valid */
  choose(destination: DestinationChoice): void {
    const { session } = this.#file.required();
    toImportOptions(session, destination, this.#context.options);
    session.destination = destination;
    this.#context.store.save(session);
    this.#context.changed();
  }

  send(destination: DestinationChoice): void {
    const said = this.notices();
    const { session } = this.#file.required();
    const options = toImportOptions(session, destination, this.#context.options);
    session.destination = destination;
    session.progress = 'sending';
    this.#context.store.save(session);
    const { table } = this.#file;
    table.clearOutcomes();
    const onChange = (): void => this.#context.changed();
    const given = { path: session.path, options, table, onChange, said };
    this.#sending = new Sending({ ...given, context: this.#context.forImport() });
    this.#context.problem = undefined;
    void this.#runToEnd(this.#sending, session).catch((error: unknown) => this.#context.fail(error)); // a full disk must not end the page
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
    const { session } = this.#file.required();
    const { table } = this.#file;
    const sentTo = this.#sending?.sentTo;
    if (sentTo === undefined || session.destination === undefined) throw new Fault('Nothing was sent yet.');
    const keys = new Map(rows.flatMap((row) => [[table.keyOf(row) ?? '', row] as const]));
    const options = toImportOptions(session, session.destination, this.#context.options);
    const context = this.#context.forImport();
    try {
      const settled = await settleParked({ keys: new Set(keys.keys()), finding, sentTo, options, context });
      for (const { key, outcome, id } of settled)
        table.settle({ row: keys.get(key) ?? 0, outcome, id, reason: SAID[finding] });
    } finally {
      this.#context.changed();
    }
  }

  forget(): void {
    this.#sending = undefined;
    this.#context.problem = undefined;
  }

  /** Stops in good order, and waits for what is in flight. */
  async close(): Promise<void> {
    if (!this.isRunning) return;
    const ended = new Promise<void>((resolve) => this.#context.onChange(() => this.isRunning || resolve()));
    this.stop();
    await ended;
  }

  async #runToEnd(sending: Sending, session: Session): Promise<void> {
    await sending.run();
    if (!sending.isComplete) return;
    session.progress = 'finished';
    this.#context.store.save(session);
  }

  /** The sending of an earlier start was ended before its last row. */
  #interrupted(session: Session | undefined): SendView | undefined {
    if (session?.progress !== 'sending') return undefined;
    const total = this.#file.table.count('all');
    const nothing = { done: 0, counts: {}, rate: 0, secondsLeft: undefined, notices: [], problem: undefined };
    return { state: 'interrupted', total, ...nothing };
  }
}

const REGIONS = new Intl.DisplayNames('en', { type: 'region' });

const inWords = (regions: readonly string[]): string =>
  new Intl.ListFormat('en').format(regions.map((region) => REGIONS.of(region) ?? region));

const SAID: Readonly<Record<Finding, string>> = {
  arrived: 'A person found that it arrived.',
  'not-there': 'A person found that it is not there: Resume sends it.',
  'look-again': 'Looked up again.',
};
