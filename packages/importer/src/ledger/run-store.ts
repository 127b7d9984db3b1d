import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ReadOptions } from '@leadwire/files';
import type { DestinationValues } from '../destinations.ts';
import type { RowOutcome } from '../rows/tally.ts';
import { findRuns, openRuns } from './runs-database.ts';
import { SeenCredentials } from './seen-credentials.ts';

/** Made when the first run ends: keys are hashes, so each new row would change another page. */
const KEY_INDEX = 'create index if not exists run_row_key on run_row (key) where key is not null';

/** Rows are written when so many are held, or at the first one after so long: a crash loses them from this record, never from the ledger. */
const BATCH_ROWS = 5_000;
const BATCH_MS = 1_000;

/** Runs of the same file to the same destination as the run that is bound to `:run`. */
const SIBLINGS = `select other.id from run this join run other on other.provider = this.provider and other.account = this.account
  and (other.file_hash = this.file_hash or (other.file_hash is null and this.file_hash is null and other.id = this.id))
  where this.id = :run`;

const SELECT_RUN =
  'select id, file_hash as fileHash, file_path as filePath, provider, account, destination, started_at as startedAt from';

/** One run of an import. */
export interface Run {
  readonly id: number;
  readonly fileHash: string | undefined;
  readonly filePath: string;
  readonly provider: string;
  readonly account: string;
  /** Where it went, so that it can be undone. */
  readonly destination: RunDestination;
  readonly startedAt: number;
}

/** The flags that open a destination again; credentials come from the environment. */
export interface RunDestination {
  readonly to: string;
  readonly account: string;
  readonly options: DestinationValues;
  readonly baseUrl?: string | undefined;
  readonly allowInsecureHttp?: boolean | undefined;
  /** How the file was read, so that a lead can be found by its row again. */
  readonly reading?: Omit<ReadOptions, 'onNotice' | 'edits'> | undefined;
}

export interface RunRow {
  readonly row: number;
  /** In the ledger; undefined for a row that cannot be sent. */
  readonly key: string | undefined;
  /** `open` until it is known. */
  readonly outcome: RowOutcome;
  /** Its outcome was recorded by an earlier run: this one sent nothing. */
  readonly replayed: boolean;
  /** When the outcome was recorded: what the ledger has changed since is newer. */
  readonly settledAt: number;
}

/** A row that a run of a file may have created. */
export interface SentRow {
  readonly run: number;
  readonly startedAt: number;
  readonly row: number;
  readonly key: string;
  readonly isOpen: boolean;
}

/**
 * What the ledger does not hold: which rows of which file each run sent, so that a file can be asked for by name, and a keyed
 * hash of each credential that was used, to notice a change. It may be lost: the ledger alone decides what is sent.
 */
export class RunStore {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  /** Hashes of the credentials that were used with this ledger. */
  readonly credentials: SeenCredentials;
  readonly #isReadOnly: boolean;
  #held: [run: number, row: number, key: string | null, outcome: string, replayed: number, settledAt: number][] = [];
  #flushedAt = performance.now();

  private constructor(database: DatabaseSync, isReadOnly = false) {
    this.#database = database;
    this.#isReadOnly = isReadOnly;
    // A row that is there keeps its key, so that the index of keys is not written again.
    this.#insert = database.prepare(
      `insert into run_row (run, row, key, outcome, replayed, settled_at) values (?, ?, ?, ?, ?, ?)
       on conflict do update set outcome = excluded.outcome, replayed = excluded.replayed, settled_at = excluded.settled_at`,
    );
    this.credentials = new SeenCredentials(database);
  }

  /** Opens or makes it. */
  static open(ledger: string, onNotice?: (text: string) => void): RunStore {
    return new RunStore(openRuns(ledger, onNotice));
  }

  /** The runs of a ledger that has some; opening it changes nothing. */
  static openIfThere(ledger: string): RunStore | undefined {
    const found = findRuns(ledger);
    return found && new RunStore(found.database, found.isReadOnly);
  }

  /** Some run has taken down leads that it sent, or was about to send. */
  get hasSent(): boolean {
    const sql = "select 1 from run_row where key is not null and outcome <> 'rejected' and undone = 0 limit 1";
    return this.#database.prepare(sql).get() !== undefined;
  }

  begin(run: Omit<Run, 'id'>): number {
    const { fileHash, filePath, provider, account, destination, startedAt } = run;
    const to = JSON.stringify(destination);
    const sql =
      'insert into run (file_hash, file_path, provider, account, destination, started_at) values (?, ?, ?, ?, ?, ?)';
    const { lastInsertRowid } = this.#database
      .prepare(sql)
      .run(fileHash ?? null, filePath, provider, account, to, startedAt);
    return Number(lastInsertRowid);
  }

  add(run: number, { row, key, outcome, replayed, settledAt }: RunRow): void {
    this.#held.push([run, row, key ?? null, outcome, replayed ? 1 : 0, settledAt]);
    if (this.#held.length >= BATCH_ROWS || performance.now() - this.#flushedAt >= BATCH_MS) this.#flush();
  }

  /** Takes back a run that sent nothing. */
  discard(run: number): void {
    this.#held = [];
    this.#database.prepare('delete from run_row where run = ?').run(run);
    this.#database.prepare('delete from run where id = ?').run(run);
  }

  /** The newest run of a file to each destination: by what the file holds, or else by its path. */
  newestRuns(fileHash: string | undefined, filePath: string): Run[] {
    const sql = `${SELECT_RUN} (select *, row_number() over (partition by provider, account order by file_hash = :hash desc, id desc) as place
        from run where file_hash = :hash or file_path = :path)
      where place = 1 order by id desc`;
    const found = this.#database.prepare(sql).all({ hash: fileHash ?? '', path: filePath });
    return (found as unknown as StoredRun[]).map(toRun);
  }

  /** The newest runs, each with how many of its rows have which outcome. */
  history(limit: number): (Run & { readonly counts: Partial<Record<RowOutcome, number>> })[] {
    const count = this.#database.prepare(
      'select outcome, count(*) as count from run_row where run = ? and undone = 0 group by outcome',
    );
    const found = this.#database.prepare(`${SELECT_RUN} run order by id desc limit ?`).all(limit);
    return (found as unknown as StoredRun[]).map((run) => {
      const counted = count.all(run.id) as unknown as { outcome: RowOutcome; count: number }[];
      return { ...toRun(run), counts: Object.fromEntries(counted.map((each) => [each.outcome, each.count])) };
    });
  }

  /** Each row of a run's file once, with what the newest run of that file that settled it has recorded. */
  *rows({ id }: Pick<Run, 'id'>): Generator<RunRow> {
    const sql = `select row, key, outcome, replayed, settled_at as settledAt
      from (select *, row_number() over (partition by row order by outcome = 'open', run desc) as place
        from run_row where run in (${SIBLINGS}))
      where place = 1 order by row`;
    for (const found of this.#database.prepare(sql).iterate({ run: id })) {
      const { key, replayed } = found;
      yield { ...(found as unknown as RunRow), key: key === null ? undefined : String(key), replayed: replayed === 1 };
    }
  }

  /** The row of a run's file that has a key of the ledger. */
  rowOf({ id }: Pick<Run, 'id'>, key: string): number | undefined {
    const sql = `select row from run_row where key = :key and run in (${SIBLINGS}) order by run desc limit 1`;
    return (this.#database.prepare(sql).get({ key, run: id }) as { row: number } | undefined)?.row;
  }

  /** Rows that runs of the same file created and that are not undone, and those whose outcome a run that was killed did not record. */
  sentRows({ id }: Pick<Run, 'id'>): SentRow[] {
    const sql = `select run, started_at as startedAt, row, key, outcome = 'open' as isOpen
      from run_row join run on run.id = run_row.run
      where run in (${SIBLINGS}) and undone = 0 and key is not null
        and ((outcome = 'created' and replayed = 0) or outcome = 'open')
      order by outcome = 'open', run, row`;
    const found = this.#database.prepare(sql).all({ run: id });
    return found.map((row) => ({ ...(row as unknown as SentRow), isOpen: row.isOpen === 1 }));
  }

  /** Another file's run has recorded that it created this lead. */
  isCreatedElsewhere({ id }: Pick<Run, 'id'>, key: string): boolean {
    const sql = `select 1 from run_row where key = :key and outcome = 'created' and replayed = 0 and run not in (${SIBLINGS})`;
    return this.#database.prepare(sql).get({ key, run: id }) !== undefined;
  }

  markUndone(run: number, row: number): void {
    this.#database.prepare('update run_row set undone = 1 where run = ? and row = ?').run(run, row);
  }

  #flush(): void {
    const rows = this.#held;
    this.#held = [];
    this.#flushedAt = performance.now();
    if (rows.length === 0) return;
    this.#database.exec('begin');
    for (const row of rows) this.#insert.run(...row);
    this.#database.exec('commit');
  }

  close(): void {
    try {
      this.#flush();
      if (!this.#isReadOnly) this.#database.exec(KEY_INDEX);
    } finally {
      this.#database.close();
    }
  }
}

type StoredRun = Omit<Run, 'destination' | 'fileHash'> & {
  readonly destination: string;
  readonly fileHash: string | null;
};

const toRun = (run: StoredRun): Run => ({
  ...run,
  fileHash: run.fileHash ?? undefined,
  destination: JSON.parse(run.destination) as RunDestination,
});
