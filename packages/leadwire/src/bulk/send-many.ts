import type { Lead, LeadOutcome } from '@leadwire/core';
import { readLead } from '@leadwire/core/provider';
import { createFirstResponses } from '../control/first-responses.ts';
import { createInFlightTracker, type InFlightTracker } from '../control/in-flight-tracker.ts';
import { followSignal, throwIfStopped } from '../control/stop.ts';
import type { LeadItem, LeadSource, SendManyOptions } from '../options.ts';
import { fanOut, type NamesIn, type Report } from '../send/fan-out.ts';
import { type LeadRequest, prepareLead } from '../send/prepare-lead.ts';
import { endLead, type SendResult } from '../send/send-lead.ts';
import type { SendContext, TargetContext } from '../send/target-context.ts';
import { BATCH_SIZE, type Batcher, CONCURRENT_BATCHES, createBatcher } from './batcher.ts';
import { boundedMap } from './bounded-map.ts';
import { lookUpParked } from './send-rows.ts';

/** The outcome of one lead of a source. */
export interface SendLine<To extends string | readonly string[] = string | readonly string[]> {
  /** Its position in the source, from 0. Lines come in the order in which leads are done. */
  readonly index: number;
  /** The key that was given, or derived; with several targets and none given, that of the first. */
  readonly key: string;
  readonly ref: string | undefined;
  readonly report: Report<NamesIn<To>>;
  /** The outcome, where `to` names one target. */
  readonly outcome: To extends string ? LeadOutcome : undefined;
}

interface RunOptions extends SendManyOptions {
  readonly concurrency: number;
  readonly tracker: InFlightTracker;
  readonly beforeRun: () => Promise<void>;
}

/** Sends the leads of a source to one or several targets: one line for each, in constant memory. */
export async function* sendMany(
  contexts: readonly TargetContext[],
  source: LeadSource,
  options: RunOptions,
): AsyncGenerator<SendLine, void, undefined> {
  const { signal, concurrency, chunkSize: batchSize = BATCH_SIZE, onExisting, resendOnMiss } = options;
  const { halt, unfollow } = followSignal(signal);
  const firstResponses = createFirstResponses();
  const sendContext: SendContext = { priority: 'bulk', signal, halt, onExisting, resendOnMiss, firstResponses };
  const targetRuns: readonly TargetRun[] = contexts.map((context) => ({
    name: context.name,
    context,
    batcher: createBatcher(context, { sendContext, concurrency, batchSize }),
  }));
  const flush = () => {
    for (const { batcher } of targetRuns) batcher.flush();
  };
  halt.signal.addEventListener('abort', flush); // leads that wait for a batch are not sent any more, and end with the reason
  const preparing = createInFlightTracker(() => new Error('the source has ended'));
  const { tracker, importId, to } = options;
  const run: Run = {
    targetRuns,
    sendContext,
    preparing,
    tracker,
    importId,
    onlyTarget: typeof to === 'string' ? to : undefined,
  };
  try {
    await tracker.track(options.beforeRun);
    for (const context of contexts) await tracker.track(() => lookUpParked(context, sendContext, halt));
    yield* boundedMap(source, {
      size: windowSize(contexts, concurrency, batchSize),
      work: (item, index) => toLine(run, item, index),
      onEnd: () => void preparing.drain().then(flush),
      halt,
    });
  } finally {
    unfollow();
  }
}

/** Enough that no target waits for the source, and few enough that memory stays small. */
function windowSize(contexts: readonly TargetContext[], concurrency: number, batchSize: number): number {
  const batches = contexts.map(
    ({ target }) => Math.min(batchSize, target.bulk?.maxItems ?? 0) * (CONCURRENT_BATCHES + 1),
  );
  return Math.max(concurrency * 2, ...batches);
}

/** A lead of a source. */
export interface SourceRequest extends LeadRequest {
  /** The reference that was given; in the ledger, the position in the source stands in for a missing one. */
  readonly givenRef: string | undefined;
}

/** A lead by itself may have its key among its fields. */
export function toRequest(item: Lead | LeadItem, index: number, importId: string | undefined): SourceRequest {
  const { lead, key, ref } = toItem(item);
  const read = readLead(lead);
  const givenRef = ref ?? read.lead.ref;
  return { read, key, ref: givenRef ?? String(index), importId, givenRef };
}

function toItem(item: Lead | LeadItem): LeadItem {
  if (typeof item !== 'object' || item === null) return { lead: item };
  if ('lead' in item) return item;
  const { key, ...lead } = item as Lead & { readonly key?: string | undefined };
  return { lead, key };
}

interface TargetRun {
  readonly name: string;
  readonly context: TargetContext;
  readonly batcher: Batcher;
}

/** What all leads of one source share. */
interface Run {
  readonly targetRuns: readonly TargetRun[];
  readonly sendContext: SendContext;
  readonly preparing: InFlightTracker;
  readonly tracker: InFlightTracker;
  /** The name of the target, where `to` names one. */
  readonly onlyTarget: string | undefined;
  readonly importId: string | undefined;
}

function toLine(run: Run, item: Lead | LeadItem, index: number): Promise<SendLine> {
  return run.tracker.track(async () => {
    const request = toRequest(item, index, run.importId);
    const { report, stop, key } = await fanOut(run.targetRuns, (targetRun) => sendTo(targetRun, request, run));
    if (stop !== undefined) throw stop;
    const outcome = run.onlyTarget === undefined ? undefined : report[run.onlyTarget];
    return { index, key, ref: request.givenRef, report, outcome };
  });
}

/** Checks one lead for one target, then hands it to the batcher. */
async function sendTo(
  { context, batcher }: TargetRun,
  request: SourceRequest,
  { sendContext, preparing }: Run,
): Promise<SendResult & { readonly key: string }> {
  const { preparation, sending } = await preparing.track(async () => {
    const preparation = await prepareLead(context.target, request);
    throwIfStopped(sendContext);
    const sending = preparation.ok ? batcher.send(preparation.prepared) : { outcome: preparation.outcome };
    return { preparation, sending };
  });
  const { outcome, stop } = endLead(context, await sending, request);
  return { outcome, stop, key: preparation.key };
}
