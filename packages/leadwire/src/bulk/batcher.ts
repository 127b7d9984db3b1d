import type { Claim } from '@leadwire/core';
import { runAfter } from '@leadwire/core/provider';
import { createPrioritySemaphore, withPermit } from '../control/priority-semaphore.ts';
import type { PreparedLead } from '../send/prepare-lead.ts';
import { type SendResult, sendPrepared } from '../send/send-lead.ts';
import type { SendContext, TargetContext } from '../send/target-context.ts';
import { type BatchContext, type BatchItem, sendBatch } from './send-batch.ts';

/** Sends the leads of one run to one target: in batches where the target accepts them, else one by one. */
export interface Batcher {
  send(prepared: PreparedLead): Promise<SendResult>;
  /** Sends the batch that is being filled. */
  flush(): void;
}

export interface BatcherOptions {
  readonly sendContext: SendContext;
  readonly concurrency: number;
  readonly batchSize: number;
}

/** Leads in one request where neither the caller nor the target says less. */
export const BATCH_SIZE = 500;

/** Batches in flight at once: enough to keep a provider busy while the ledger works. */
export const CONCURRENT_BATCHES = 3;

export function createBatcher(
  context: TargetContext,
  { sendContext, concurrency, batchSize }: BatcherOptions,
): Batcher {
  const permits = createPrioritySemaphore(concurrency);
  const sendOne = (prepared: PreparedLead, claimed?: Claim): Promise<SendResult> =>
    withPermit(permits, () => sendPrepared(context, prepared, sendContext, claimed));
  const { bulk } = context.target;
  // A bulk request cannot update leads that exist.
  if (bulk === undefined || sendContext.onExisting === 'update') return { send: sendOne, flush: () => undefined };
  const batches = collectBatches({ context, bulk, sendContext, sendOne }, Math.min(batchSize, bulk.maxItems));
  return {
    send: (prepared) => (bulk.accepts(prepared.lead) ? batches.add(prepared) : sendOne(prepared)),
    flush: batches.flush,
  };
}

/** How long a batch waits for more leads, in milliseconds, and how often it waits again while more arrive. */
const LINGER_MS = 50;
const MAX_LINGERS = 5;

/** Collects leads until a batch is full, or the source pauses. */
function collectBatches(
  batch: Omit<BatchContext, 'retries'>,
  size: number,
): Pick<Batcher, 'flush'> & {
  add(prepared: PreparedLead): Promise<SendResult>;
} {
  const permits = createPrioritySemaphore(CONCURRENT_BATCHES);
  let waiting: BatchItem[] = [];
  let stopLingering = (): void => undefined;
  const flush = (): void => {
    const items = waiting;
    waiting = [];
    stopLingering();
    if (items.length === 0) return;
    const sending = withPermit(permits, () => sendBatch({ ...batch, retries: batch.context.retryPolicy() }, items));
    sending.catch((error: unknown) => {
      for (const { reject } of items) reject(error);
    });
  };
  const linger = (rounds: number): void => {
    const before = waiting.length;
    stopLingering = runAfter(batch.context.clock, LINGER_MS, () => {
      if (waiting.length > before && rounds > 1) linger(rounds - 1);
      else flush();
    });
  };
  return {
    flush,
    add: (prepared) =>
      new Promise((resolve, reject) => {
        waiting.push({ prepared, resolve, reject });
        if (waiting.length >= size) flush();
        else if (waiting.length === 1) linger(MAX_LINGERS);
      }),
  };
}
