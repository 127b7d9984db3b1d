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
  #last: { readonly session: Session; readonly sending: Sending; readonly plan: Plan } | undefined;

  constructor(context: PageContext, file: FileReading) {
    this.#context = context;
    this.#file = file;
  }

  get isRunning(): boolean {
    return this.#last !== undefined && !this.#last.sending.isOver;
  }

  /** The last run, unless something of what it sent was changed since: another one sends that. */
  get #sending(): Sending | undefined {
    const { session } = this.#file;
    if (session === undefined || this.#last === undefined) return undefined;
    const { sending, plan } = this.#last;
    return PLAN.every((part) => session[part] === plan[part]) ? sending : undefined;
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
    const before = session.destination;
    if (JSON.stringify(before) !== JSON.stringify(destination)) {
      const goesOn = session.progress === 'sending' && before !== undefined && isSamePlace(before, destination);
      Object.assign(session, { destination, progress: goesOn ? 'sending' : 'preparing' });
    }
    this.#context.store.save(session);
    this.#context.changed();
  }

  /**
   * Sends what the page shows.
   * @param version - of the state that the page shows
   * @throws Fault where it is not the state that there is, or the file is not the one that was read
   */
  send(version: number): void {
    const said = this.notices();
    const { session } = this.#file.unchanged();
    const { destination } = session;
    if (destination === undefined || this.#file.check?.state !== 'done')
      throw new Fault('There is nothing to send yet.', {
        hints: ['Wait until every row is read, and choose where they go.'],
      });
    if (version !== this.#context.version)
      throw new Fault('What is to be sent was changed meanwhile, in another window perhaps. Nothing was sent.', {
        hints: ['Look at it as it is now, and press the button again.'],
      });
    // Whoever presses Send once more has seen what was rejected, and corrected it here or at the provider.
    const retryRejected = session.progress === 'sending' || this.#last?.session === session;
    const options = { ...toImportOptions(session, destination, this.#context.options), retryRejected };
    session.progress = 'sending';
    this.#context.store.save(session);
    const { table } = this.#file;
    table.clearOutcomes();
    const onChange = (): void => this.#context.changed();
    const onReady = (): unknown => this.#file.unchanged();
    const given = { path: session.path, options, table, onChange, onReady, said };
    const sending = new Sending({ ...given, context: this.#context.forImport() });
    this.#last = { session, sending, plan: { ...session } };
    this.#context.problem = undefined;
    void this.#runToEnd(sending, session).catch((error: unknown) => this.#context.fail(error)); // a full disk must not end the page
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

/** What a run sends, and where: each is replaced where it changes. */
const PLAN = ['path', 'read', 'edits', 'destination'] as const;
type Plan = Pick<Session, (typeof PLAN)[number]>;

const isSamePlace = (one: DestinationChoice, other: DestinationChoice): boolean =>
  [one, other]
    .map(({ to, options, account, baseUrl }) => JSON.stringify([to, options, account ?? 'default', baseUrl]))
    .every((place, _, [first]) => place === first);

const REGIONS = new Intl.DisplayNames('en', { type: 'region' });

const inWords = (regions: readonly string[]): string =>
  new Intl.ListFormat('en').format(regions.map((region) => REGIONS.of(region) ?? region));

const SAID: Readonly<Record<Finding, string>> = {
  arrived: 'A person found that it arrived.',
  'not-there': 'A person found that it is not there: Resume sends it.',
  'look-again': 'Looked up again.',
};
