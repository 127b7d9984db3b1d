import { type Lead, type LeadOutcome, readLead } from '@leadwire/core';
import type { Door } from './door.ts';
import { fanOut, type NamesIn, type Report } from './fan-out.ts';
import type { How, Lane } from './lane.ts';
import type { LeadItem, LeadSource, SendManyOptions } from './options.ts';
import { type Preparation, prepare, type Wanted } from './prepare.ts';
import { CHUNKS_AT_ONCE, createRoute, type Route } from './route.ts';
import { type Sent, tell } from './send.ts';
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

const DEFAULT_CHUNK = 500;

/** Leads of a source to one or several targets, with one line each, in constant memory. */
export async function* sendMany(
  lanes: readonly Lane[],
  source: LeadSource,
  options: SendManyOptions & { readonly door: Door },
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
  const ways: readonly Way[] = lanes.map((lane) => ({
    name: lane.name,
    lane,
    route: createRoute(lane, { how, concurrency, chunkSize }),
  }));
  const flush = () => {
    for (const { route } of ways) route.flush();
  };
  halt.signal.addEventListener('abort', flush); // what waits for its chunk is not sent any more, and says so
  const preparing = createCountdown(flush);
  const { door, importId, to } = options;
  const run: Run = { ways, how, preparing, door, importId, alone: typeof to === 'string' ? to : undefined };
  try {
    yield* throughWindow(source, {
      size: windowSize(lanes, concurrency, chunkSize),
      work: (given, index) => toLine(run, given, index),
      onEnd: preparing.close,
      halt,
    });
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Enough that no target waits for the source, and few enough that memory stays small. */
function windowSize(lanes: readonly Lane[], concurrency: number, chunkSize: number): number {
  const chunks = lanes.map(({ target }) => Math.min(chunkSize, target.bulk?.maxItems ?? 0) * (CHUNKS_AT_ONCE + 1));
  return Math.max(concurrency * 2, ...chunks);
}

interface Item extends Wanted {
  /** The reference that was given: a place in the source only stands in for it in the ledger. */
  readonly givenRef: string | undefined;
}

function toWanted(given: Lead | LeadItem, index: number, importId: string | undefined): Item {
  const { lead, key, ref } = isItem(given) ? given : aloneItem(given);
  const read = readLead(lead);
  const givenRef = ref ?? read.lead.ref;
  return { given: read, key, ref: givenRef ?? String(index), importId, givenRef };
}

const isItem = (given: unknown): given is LeadItem => typeof given === 'object' && given !== null && 'lead' in given;

/** A lead by itself may have its key among its fields. */
function aloneItem(given: Lead & { readonly key?: string | undefined }): LeadItem {
  if (typeof given !== 'object' || given === null) return { lead: given };
  const { key, ...lead } = given;
  return { lead, key };
}

interface Way {
  readonly name: string;
  readonly lane: Lane;
  readonly route: Route;
}

/** What all leads of one source share. */
interface Run {
  readonly ways: readonly Way[];
  readonly how: How;
  readonly preparing: Countdown;
  readonly door: Door;
  /** Its name, where `to` names one target. */
  readonly alone: string | undefined;
  readonly importId: string | undefined;
}

async function toLine(run: Run, given: Lead | LeadItem, index: number): Promise<SendLine> {
  run.door.enter();
  try {
    const item = toWanted(given, index, run.importId);
    const { report, stop, key } = await fanOut(run.ways, (way) => sendOn(way, item, run));
    if (stop !== undefined) throw stop;
    return { index, key, ref: item.givenRef, report, outcome: run.alone === undefined ? undefined : report[run.alone] };
  } finally {
    run.door.leave();
  }
}

/** One lead to one target: judged, then handed to its route. */
async function sendOn(
  { lane, route }: Way,
  item: Item,
  { how, preparing }: Run,
): Promise<Sent & { readonly key: string }> {
  preparing.begin();
  let preparation: Preparation;
  let sending: Sent | Promise<Sent>;
  try {
    preparation = await prepare(lane.target, item);
    throwIfStopped(how);
    sending = preparation.ok ? route.send(preparation.prepared) : { outcome: preparation.outcome };
  } finally {
    preparing.end();
  }
  const { outcome, stop } = tell(lane, await sending, item);
  return { outcome, stop, key: preparation.key };
}

interface Countdown {
  begin(): void;
  end(): void;
  /** No more will come. */
  close(): void;
}

/** Calls back when no more will come, and all that came is through. */
function createCountdown(onZero: () => void): Countdown {
  let count = 0;
  let closed = false;
  return {
    begin() {
      count++;
    },
    end() {
      count--;
      if (closed && count === 0) queueMicrotask(onZero);
    },
    close() {
      closed = true;
      if (count === 0) onZero();
    },
  };
}
