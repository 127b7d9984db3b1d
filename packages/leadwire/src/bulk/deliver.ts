import type { OutcomeKind } from '@leadwire/core';
import type { SendContext, TargetContext } from '../send/target-context.ts';
import { createBatcher } from './batcher.ts';
import { lookUpParked, sendRows } from './send-rows.ts';

/** How many leads ended with each outcome. */
export type OutcomeCounts = Readonly<Record<OutcomeKind, number>>;

export interface DeliveryOptions {
  readonly concurrency: number;
  readonly importId: string | undefined;
}

const BATCH_SIZE = 500;

const NONE: OutcomeCounts = {
  created: 0,
  existed: 0,
  updated: 0,
  partial: 0,
  accepted: 0,
  duplicate: 0,
  rejected: 0,
  parked: 0,
};

/** Sends what the ledger holds for one target: accepted leads, and those that an earlier worker left open. */
export async function deliverTo(
  context: TargetContext,
  sendContext: SendContext & { readonly halt: AbortController },
  { concurrency, importId }: DeliveryOptions,
): Promise<OutcomeCounts> {
  await lookUpParked(context, sendContext, sendContext.halt);
  const { provider, account } = context.target;
  const rows = context.ledger.list({ provider, account, importId, states: ['ready', 'leased', 'sent'] });
  const batcher = createBatcher(context, { sendContext, concurrency, batchSize: BATCH_SIZE });
  const counts: Record<OutcomeKind, number> = { ...NONE };
  const results = sendRows(rows, {
    size: Math.max(concurrency * 2, BATCH_SIZE * 2),
    halt: sendContext.halt,
    send: batcher.send,
    onEnd: batcher.flush,
  });
  for await (const { outcome } of results) {
    counts[outcome.outcome]++;
    context.emit({ type: 'lead.end', outcome: outcome.outcome, replayed: outcome.replayed === true });
  }
  return counts;
}
