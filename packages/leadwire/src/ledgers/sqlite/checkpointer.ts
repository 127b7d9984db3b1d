import type { DatabaseSync } from 'node:sqlite';

export interface Checkpointer {
  /** Moves what was committed into the main file, now or soon. */
  afterCommit(): void;
  stop(): void;
}

/** Shortest time between two checkpoints, in milliseconds. */
const MIN_INTERVAL_MS = 50;
/** A checkpoint may cost at most this share of the time. */
const MAX_SHARE = 0.05;

/** Checkpoints the journal regularly and at a bounded cost, so that a copy of the main file alone is nearly whole. */
export function createCheckpointer(database: DatabaseSync): Checkpointer {
  let dueAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const checkpoint = (): void => {
    timer = undefined;
    if (!database.isOpen) return;
    const startedAt = performance.now();
    try {
      database.exec('pragma wal_checkpoint(passive)');
    } catch {
      // the next commit fails on a full disk, too
    }
    const now = performance.now();
    dueAt = now + Math.max(MIN_INTERVAL_MS, (now - startedAt) / MAX_SHARE);
  };
  return {
    afterCommit() {
      if (timer !== undefined) return;
      const waitMs = dueAt - performance.now();
      if (waitMs <= 0) checkpoint();
      else timer = setTimeout(checkpoint, waitMs).unref();
    },
    stop: () => clearTimeout(timer),
  };
}
