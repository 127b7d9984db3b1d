import type { LedgerRow, OutcomeKind } from '@leadwire/core';
import type { SendContext, TargetContext } from '../send/target-context.ts';
import { BATCH_SIZE, createBatcher } from './batcher.ts';
import { lookUpParked, sendRows } from './send-rows.ts';

/** How many leads ended with each outcome. */
export type OutcomeCounts = Readonly<Record<OutcomeKind, number>>;

const NO_OUTCOMES = {
  created: 0,
  existed: 0,
  updated: 0,
  partial: 0,
  accepted: 0,
  duplicate: 0,
  rejected: 0,
  parked: 0,
};

export interface DeliveryOptions {
  readonly concurrency: number;
  readonly importId: string | undefined;
  readonly keys: readonly string[] | undefined;
}

const OPEN = ['ready', 'leased', 'sent'] as const;

async function* rowsOf({ ledger, target }: TargetContext, keys: readonly string[]): AsyncGenerator<LedgerRow> {
  const { provider, account } = target;
  const rows = await Promise.all(keys.map((key) => ledger.get({ provider, account, key })));
  for (const row of rows) if (row !== undefined) yield row;
}

/** Sends what the ledger holds for one target: accepted leads, and those that an earlier worker left open. */
export async function deliverTo(
  context: TargetContext,
  sendContext: SendContext & { readonly halt: AbortController },
  { concurrency, importId, keys }: DeliveryOptions,
): Promise<OutcomeCounts> {
  const { provider, account } = context.target;
  if (keys === undefined) await lookUpParked(context, sendContext, sendContext.halt);
  const rows =
    keys === undefined ? context.ledger.list({ provider, account, importId, states: OPEN }) : rowsOf(context, keys);
  const batcher = createBatcher(context, { sendContext, concurrency, batchSize: BATCH_SIZE });
  const counts: Record<OutcomeKind, number> = { ...NO_OUTCOMES };
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
