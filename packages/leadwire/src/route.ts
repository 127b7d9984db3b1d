import type { Claim, Clock } from '@leadwire/core';
import { type Member, sendChunk, type Trip } from './chunk.ts';
import type { How, Lane } from './lane.ts';
import { createLimit } from './limit.ts';
import type { Prepared } from './prepare.ts';
import { type Sent, sendPrepared } from './send.ts';

/** The way of many leads to one target: in chunks where it takes them, else one by one. */
export interface Route {
  send(prepared: Prepared): Promise<Sent>;
  /** Sends what waits for its chunk to fill up. */
  flush(): void;
}

export interface RouteOptions {
  readonly how: How;
  readonly concurrency: number;
  readonly chunkSize: number;
}

/** Chunks under way at once: enough to keep a provider busy while the ledger works. */
export const CHUNKS_AT_ONCE = 3;

export function createRoute(lane: Lane, { how, concurrency, chunkSize }: RouteOptions): Route {
  const limit = createLimit(concurrency);
  const alone = (prepared: Prepared, claimed?: Claim): Promise<Sent> =>
    limit(() => sendPrepared(lane, prepared, how, claimed));
  const { bulk } = lane.target;
  // A bulk request has no way to update what was there.
  if (bulk === undefined || how.onExisting === 'update') return { send: alone, flush: () => undefined };
  const chunks = createChunks({ lane, bulk, how, alone }, Math.min(chunkSize, bulk.maxItems));
  return {
    send: (prepared) => (bulk.accepts(prepared.lead) ? chunks.add(prepared) : alone(prepared)),
    flush: chunks.flush,
  };
}

/** How long a chunk waits for more leads while none come, and how often while some do; milliseconds. */
const LINGER_MS = 50;
const LINGERS = 5;

/** Gathers leads until a chunk is full, or the source has nothing more for now. */
function createChunks(trip: Omit<Trip, 'tries'>, size: number) {
  const limit = createLimit(CHUNKS_AT_ONCE);
  let waiting: Member[] = [];
  let stopLingering = (): void => undefined;
  const flush = (): void => {
    const members = waiting;
    waiting = [];
    stopLingering();
    if (members.length === 0) return;
    const sending = limit(() => sendChunk({ ...trip, tries: trip.lane.patience() }, members));
    sending.catch((error: unknown) => {
      for (const { reject } of members) reject(error);
    });
  };
  const linger = (rounds: number): void => {
    const before = waiting.length;
    stopLingering = runAfter(trip.lane.clock, LINGER_MS, () => {
      if (waiting.length > before && rounds > 1) linger(rounds - 1);
      else flush();
    });
  };
  return {
    flush,
    add: (prepared: Prepared): Promise<Sent> =>
      new Promise((resolve, reject) => {
        waiting.push({ prepared, resolve, reject });
        if (waiting.length >= size) flush();
        else if (waiting.length === 1) linger(LINGERS);
      }),
  };
}

function runAfter(clock: Clock, ms: number, run: () => void): () => void {
  if (clock.after !== undefined) return clock.after(ms, run);
  const stop = new AbortController();
  clock.sleep(ms, stop.signal).then(run, () => undefined);
  return () => stop.abort();
}
