import {
  callingTime,
  type ImportContext,
  type ImportOptions,
  type OpenedImport,
  openImport,
  RowLog,
  readAhead,
  sendRows,
} from '@leadwire/importer';
import type { Problem } from '../api/problem.ts';
import type { SendView } from '../api/send.ts';
import { inPageWords, WORDING } from './page-words.ts';
import { Pause } from './pause.ts';
import { problemOf, whyEnded } from './problem.ts';
import type { RowTable, SettledView } from './row-table.ts';
import { SendRate } from './send-rate.ts';

/** Where rows of a finished run are looked up again. */
export interface SentTo {
  readonly ledger: string;
  readonly provider: string;
  readonly account: string;
}

export interface SendingOptions {
  readonly path: string;
  readonly options: ImportOptions;
  readonly context: ImportContext;
  readonly table: RowTable;
  readonly onChange: () => void;
  /** Called before the first row is sent; throws where nothing may be sent. */
  readonly onReady: () => unknown;
  /** Notices that were read before Send was pressed: they are not repeated. */
  readonly said: readonly string[];
}

/** One run of the import, with a pause. The ledger makes it safe to end it at any moment and to start another. */
export class Sending {
  readonly #given: SendingOptions;
  readonly #stop = new AbortController();
  readonly #rate = new SendRate();
  #pause: Pause | undefined;
  #state: SendView['state'] = 'opening';
  #done = 0;
  #notices: string[] = [];
  #problem: Problem | undefined;
  #sentTo: SentTo | undefined;
  /** Every row has an outcome. */
  isComplete = false;

  constructor(given: SendingOptions) {
    this.#given = given;
  }

  get sentTo(): SentTo | undefined {
    return this.#sentTo;
  }

  get isOver(): boolean {
    return this.#state === 'ended';
  }

  view(total: number): SendView {
    const rate = this.#state === 'running' ? this.#rate.perSecond(this.#done) : 0;
    return {
      state: this.#state,
      total,
      done: Math.min(this.#done, total),
      counts: this.#given.table.outcomes(),
      rate,
      secondsLeft: rate > 0 ? Math.max(0, total - this.#done) / rate : undefined,
      notices: this.#notices,
      problem: this.#problem,
    };
  }

  /** Never rejects: what went wrong is in the view. */
  async run(): Promise<void> {
    try {
      const opened = await this.#open();
      await this.#send(opened);
    } catch (error) {
      this.#problem = problemOf(error);
    }
    this.#change('ended');
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#pause?.begin();
    this.#change('paused');
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#pause?.end();
    this.#change('running');
  }

  stop(): void {
    if (this.#state === 'ended') return;
    this.#stop.abort();
    this.resume();
    this.#change('stopping');
  }

  #change(state: SendView['state']): void {
    this.#state = state;
    this.#given.onChange();
  }

  async #open(): Promise<OpenedImport> {
    const { path, options } = this.#given;
    const onNotice = (text: string): void => {
      if (this.#given.said.includes(text)) return;
      this.#notices = [...this.#notices, inPageWords(text)];
      this.#given.onChange();
    };
    const context = { ...this.#given.context, signal: this.#stop.signal, onNotice };
    const opened = await openImport(path, options, context);
    const { ledgerPath, connection } = opened;
    const { provider, account } = connection.target;
    this.#sentTo = { ledger: ledgerPath, provider, account };
    try {
      const survey = await readAhead({ path, opened, context });
      const time = await callingTime(context.registry, { to: options.to, connection, survey, at: Date.now() });
      this.#given.onReady();
      for (const line of [...(survey?.warnings.lines('') ?? []), ...(time?.notes ?? [])]) onNotice(line);
      return opened;
    } catch (error) {
      await opened.abandon();
      throw error;
    }
  }

  async #send(opened: OpenedImport): Promise<void> {
    const { options, table } = this.#given;
    const json = { json: (row: unknown) => this.#settle(row as SettledView), ready: () => undefined };
    const log = new RowLog({
      json,
      onRow: (row) => {
        opened.record.settle(row);
        if (row.key !== undefined && row.outcome === 'parked') table.setKey(row.row, row.key);
      },
    });
    this.#pause = new Pause(opened.connection.target);
    if (this.#state === 'opening') this.#change('running');
    try {
      const { concurrency, onExisting } = options;
      const ended = await sendRows({
        file: opened.leads.file,
        target: this.#pause.target,
        ledger: opened.ledger,
        log,
        signal: this.#stop.signal,
        concurrency,
        onExisting,
        wording: WORDING,
      });
      this.#problem = whyEnded(ended);
      this.isComplete = this.#problem === undefined && log.tally.open === 0;
    } finally {
      await opened.close();
    }
  }

  #settle(row: SettledView): void {
    this.#given.table.settle(row);
    this.#done++;
    this.#rate.note(this.#done);
    this.#given.onChange();
  }
}
