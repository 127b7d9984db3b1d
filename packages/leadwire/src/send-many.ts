import { type Lead, type LeadOutcome, readLead } from '@leadwire/core';
import { fanOut, type NamesIn, type Report } from './fan-out.ts';
import type { How, Lane } from './lane.ts';
import type { LeadItem, LeadSource, SendManyOptions } from './options.ts';
import { prepare, type Wanted } from './prepare.ts';
import { CHUNKS_AT_ONCE, createRoute, type Route } from './route.ts';
import { tell } from './send.ts';
import { stopped, throwIfStopped } from './stopping.ts';
import { throughWindow } from './window.ts';

/** What became of one lead of a source. */
export interface SendLine<To extends string | readonly string[] = string | readonly string[]> {
  /** Its place in the source, from 0. Lines come in the order in which leads are done. */
  readonly index: number;
  /** The key that was given, or derived; with several targets and none given, that of the first. */
  readonly key: string;
  readonly ref: string | undefined;
  readonly report: Report<NamesIn<To>>;
  /** The outcome, where `to` names one target. */
  readonly outcome: To extends string ? LeadOutcome : undefined;
}

/** Work that is waited for when all is closed. */
type During = <Value>(work: () => Promise<Value>) => Promise<Value>;

const DEFAULT_CHUNK = 500;

/** Leads of a source to one or several targets, with one line each, in constant memory. */
export async function* sendMany(
  lanes: ReadonlyMap<string, Lane>,
  source: LeadSource,
  options: SendManyOptions & { readonly during: During },
): AsyncGenerator<SendLine, void, undefined> {
  const { signal, concurrency = 50, chunkSize = DEFAULT_CHUNK } = options;
  const halt = new AbortController();
  const onAbort = () => halt.abort(stopped(signal?.reason));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  const how: How = {
    priority: 'bulk',
    signal,
    halt,
    onExisting: options.onExisting,
    resendOnMiss: options.resendOnMiss,
  };
  const routes = [...lanes.values()].map((lane) => ({
    lane,
    route: createRoute(lane, { how, concurrency, chunkSize }),
  }));
  const flush = () => {
    for (const { route } of routes) route.flush();
  };
  halt.signal.addEventListener('abort', flush); // what waits for its chunk is not sent any more, and says so
  const preparing = createCountdown(flush);
  try {
    yield* throughWindow(source, {
      size: windowSize(lanes, concurrency, chunkSize),
      work: (item, index) =>
        options.during(() =>
          toLine(routes, toWanted(item, index, options), {
            how,
            index,
            preparing,
            alone: typeof options.to === 'string',
          }),
        ),
      onEnd: preparing.close,
      halt,
    });
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Enough that no target waits for the source, and few enough that memory stays small. */
function windowSize(lanes: ReadonlyMap<string, Lane>, concurrency: number, chunkSize: number): number {
  const chunks = [...lanes.values()].map(
    ({ target }) => Math.min(chunkSize, target.bulk?.maxItems ?? 0) * (CHUNKS_AT_ONCE + 1),
  );
  return Math.max(concurrency * 2, ...chunks);
}

interface Item extends Wanted {
  /** The reference that was given: a place in the source only stands in for it in the ledger. */
  readonly givenRef: string | undefined;
}

function toWanted(given: Lead | LeadItem, index: number, { importId }: SendManyOptions): Item {
  const isItem = typeof given === 'object' && given !== null && 'lead' in given;
  const { key, ...alone } = (given ?? {}) as Lead & { readonly key?: string };
  const item: Partial<LeadItem> = isItem ? given : { key };
  const read = readLead(isItem ? given.lead : typeof given === 'object' && given !== null ? alone : given);
  const givenRef = item.ref ?? read.lead.ref;
  return { given: read, key: item.key, ref: givenRef ?? String(index), importId, givenRef };
}

interface LineContext {
  readonly how: How;
  readonly index: number;
  readonly preparing: Countdown;
  readonly alone: boolean;
}

type Way = { readonly lane: Lane; readonly route: Route };

async function toLine(
  ways: readonly Way[],
  item: Item,
  { how, index, preparing, alone }: LineContext,
): Promise<SendLine> {
  const byName = new Map(ways.map((way) => [way.lane.name, way]));
  const { report, stop, key } = await fanOut(byName, async ({ lane, route }) => {
    const sending = preparing.during(async () => {
      const preparation = await prepare(lane.target, item);
      throwIfStopped(how);
      if (!preparation.ok) return { key: preparation.key, sent: { outcome: preparation.outcome } };
      return { key: preparation.key, sent: route.send(preparation.prepared) };
    });
    const { key, sent } = await sending;
    return { ...tell(lane, await sent, item), key };
  });
  if (stop !== undefined) throw stop;
  return { index, key, ref: item.givenRef, report, outcome: alone ? Object.values(report)[0] : undefined };
}

interface Countdown {
  during<Value>(work: () => Promise<Value>): Promise<Value>;
  /** No more will come. */
  close(): void;
}

/** Calls back when no more will come, and all that came is through. */
function createCountdown(onZero: () => void): Countdown {
  let count = 0;
  let closed = false;
  return {
    async during(work) {
      count++;
      try {
        return await work();
      } finally {
        count--;
        if (closed && count === 0) queueMicrotask(onZero);
      }
    },
    close() {
      closed = true;
      if (count === 0) onZero();
    },
  };
}
