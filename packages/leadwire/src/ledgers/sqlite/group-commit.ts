import type { DatabaseSync } from 'node:sqlite';

/** Work that must survive a power cut before its promise settles, or only a crash of the process. */
type Durability = 'power-cut' | 'crash';

export interface GroupCommit {
  /** Runs `work` in the next transaction, together with everything else that is asked for until then. */
  run<Value>(durability: Durability, work: () => Value): Promise<Value>;
  /** Runs what is waiting, now. */
  flush(): void;
}

export interface CommitHooks {
  /** Throws when nothing may be written any more. */
  beforeCommit(): void;
  afterCommit(): void;
  describeFailure(error: unknown): unknown;
}

interface Job {
  readonly durability: Durability;
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** One transaction, and one sync of the disk, for everything that is asked for within one turn of the event loop: all of it, or nothing. */
export function createGroupCommit(database: DatabaseSync, hooks: CommitHooks): GroupCommit {
  let waiting: Job[] = [];
  let synchronous: Durability | undefined;

  const commit = (jobs: readonly Job[]): unknown[] => {
    const wanted = jobs.some((job) => job.durability === 'power-cut') ? 'power-cut' : 'crash';
    if (synchronous !== wanted) {
      database.exec(`pragma synchronous = ${wanted === 'power-cut' ? 'full' : 'normal'}`);
      synchronous = wanted;
    }
    hooks.beforeCommit();
    database.exec('begin immediate');
    try {
      const values = jobs.map((job) => job.work());
      database.exec('commit');
      return values;
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  };

  const flush = (): void => {
    const jobs = waiting;
    waiting = [];
    if (jobs.length === 0) return;
    try {
      const values = commit(jobs);
      hooks.afterCommit();
      jobs.forEach((job, index) => {
        job.resolve(values[index]);
      });
    } catch (error) {
      const reason = hooks.describeFailure(error);
      for (const job of jobs) job.reject(reason);
    }
  };

  return {
    run<Value>(durability: Durability, work: () => Value) {
      return new Promise<Value>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ durability, work, resolve: resolve as (value: unknown) => void, reject });
      });
    },
    flush,
  };
}
