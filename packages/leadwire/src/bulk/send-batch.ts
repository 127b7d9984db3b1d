import type { BulkTarget, Claim, EffectClass, LeadOutcome, LeadwireError, PriorSend, Result } from '@leadwire/core';
import { mayResend } from '@leadwire/core/provider';
import type { Retries } from '../control/retry-policy.ts';
import { pause, throwIfStopped } from '../control/stop.ts';
import { acquirePermit, callTarget } from '../send/call-target.ts';
import {
  FATAL_KINDS,
  isFinalRefusal,
  isTransient,
  rejected,
  releaseReason,
  stillOpen,
} from '../send/classify-error.ts';
import { claimAll, isLeasedToUs, releaseRows, tryRelease } from '../send/lease.ts';
import type { PreparedLead } from '../send/prepare-lead.ts';
import { outcomeInEvidence } from '../send/recorded-outcome.ts';
import type { SendResult } from '../send/send-lead.ts';
import { storeOutcomes } from '../send/store-outcome.ts';
import type { SendContext, TargetContext } from '../send/target-context.ts';

/** One lead of a batch, and the caller that waits for its outcome. */
export interface BatchItem {
  readonly prepared: PreparedLead;
  readonly resolve: (result: SendResult | Promise<SendResult>) => void;
  readonly reject: (reason: unknown) => void;
}

interface ClaimedItem extends BatchItem {
  readonly claim: Claim;
}

/** What all steps of one batch share. */
export interface BatchContext {
  readonly context: TargetContext;
  readonly bulk: BulkTarget;
  readonly sendContext: SendContext;
  readonly retries: Retries;
  /** Sends a lead that cannot go in the batch. */
  readonly sendOne: (prepared: PreparedLead, claimed?: Claim) => Promise<SendResult>;
}

const rowsOf = (items: readonly ClaimedItem[]) => items.map(({ claim }) => claim.row);

/** Sends many leads in one request, each with its own outcome. A batch that is refused is bisected down to its bad leads. */
export async function sendBatch(batch: BatchContext, items: readonly BatchItem[]): Promise<void> {
  const { context } = batch;
  throwIfStopped(batch.sendContext);
  const entries = items.map(({ prepared }) => prepared.entry);
  const claims = await claimAll(context, entries, batch.sendContext);
  const together: ClaimedItem[] = [];
  const apart: ClaimedItem[] = [];
  items.forEach((item, index) => {
    const claim = claims[index];
    if (claim === undefined) throw new Error('the ledger returned fewer claims than entries');
    if (!isLeasedToUs(claim)) item.resolve(batch.sendOne(item.prepared, claim.kind === 'done' ? claim : undefined));
    else (mayGoInBatch(claim, context.target.effect) ? together : apart).push({ ...item, claim });
  });
  await sendApart(batch, apart);
  const stopHolding = together.map(({ claim }) => context.activeRows.hold(claim.row));
  try {
    // Apart: what was sent before is looked for from its first send on, and a new lead must not be taken for one of those.
    for (const kind of ['leased', 'sent-before']) {
      const alike = together.filter(({ claim }) => claim.kind === kind);
      await deliver(batch, alike);
    }
  } finally {
    for (const stop of stopHolding) stop();
  }
}

/** A lead that was sent before may be sent again if the provider folds repeats, unless a worker saw it arrive. */
const mayGoInBatch = ({ kind, row }: Claim, effect: EffectClass): boolean =>
  kind === 'leased' || (foldsRepeats(effect) && outcomeInEvidence(row) === undefined);

const foldsRepeats = (effect: EffectClass): boolean => mayResend(effect, 2);

/** These may wait for a permit for longer than a lease: each is claimed again when its turn comes. */
async function sendApart(batch: BatchContext, items: readonly ClaimedItem[]): Promise<void> {
  if (items.length === 0) return;
  await releaseRows(batch.context, rowsOf(items), 'no-attempt');
  sendEach(batch, items);
}

const sendEach = ({ sendOne }: BatchContext, items: readonly BatchItem[]): void => {
  for (const { prepared, resolve } of items) resolve(sendOne(prepared));
};

async function deliver(batch: BatchContext, items: readonly ClaimedItem[]): Promise<void> {
  if (items.length === 0) return;
  const { bulk, context, sendContext } = batch;
  const rows = rowsOf(items);
  const leads = items.map(({ prepared }) => prepared.lead);
  const releasePermit = await acquirePermit(context, rows, sendContext);
  context.emit({ type: 'chunk.send', leads: leads.length });
  const { lost, result } = await callTarget({ context, sendContext, rows, releasePermit }, (options) =>
    bulk.send(leads, { ...options, ...earliestSend(items) }),
  );
  if (lost.length > 0) {
    const isLost = ({ claim }: ClaimedItem): boolean => lost.includes(claim.row);
    sendEach(batch, items.filter(isLost));
    return deliver(
      batch,
      items.filter((item) => !isLost(item)),
    );
  }
  if (result.ok && result.value.length !== leads.length) {
    await tryRelease(context, rows, 'unknown');
    throw new Error(`${context.target.name} returned ${result.value.length} outcomes for ${leads.length} leads`);
  }
  if (result.ok) {
    for (const value of result.value) observe(batch, { ok: true, value });
    return conclude(batch, items, result.value);
  }
  if (isFinalRefusal(result.error)) return refuse(batch, items, result.error);
  return retryLater(batch, items, result.error, observe(batch, result));
}

const observe = (
  { context, sendContext }: BatchContext,
  result: Result<LeadOutcome, LeadwireError>,
): LeadwireError | undefined => sendContext.firstResponses?.observe(context.name, context.target, result);

/** When the first of the leads that may already be there was sent. */
function earliestSend(items: readonly ClaimedItem[]): Partial<PriorSend> {
  const times = items.flatMap(({ claim: { kind, row } }) =>
    kind === 'sent-before' ? [row.firstSentAt ?? row.updatedAt] : [],
  );
  return times.length === 0 ? {} : { firstSentAt: Math.min(...times) };
}

async function conclude(
  batch: BatchContext,
  items: readonly ClaimedItem[],
  outcomes: readonly LeadOutcome[],
): Promise<void> {
  const pairs = items.map((item, index) => ({ item, outcome: outcomes[index] as LeadOutcome }));
  // A refusal of a resumed send settles nothing: the lead is reconciled by itself.
  const isOpen = ({ item, outcome }: (typeof pairs)[number]): boolean =>
    isTransient(outcome) || (outcome.outcome === 'rejected' && item.claim.kind === 'sent-before');
  const transient = pairs.filter(isOpen);
  for (const { item, outcome } of transient) {
    if (outcome.outcome === 'rejected')
      await releaseRows(batch.context, [item.claim.row], releaseReason(outcome.error));
    item.resolve(batch.sendOne(item.prepared));
  }
  const settled = transient.length === 0 ? pairs : pairs.filter((pair) => !transient.includes(pair));
  const stored = await storeOutcomes(
    batch.context,
    settled.map(({ item, outcome }) => ({
      row: item.claim.row,
      prepared: item.prepared,
      outcome: afterEarlierSend(item, outcome),
    })),
  );
  settled.forEach(({ item, outcome }, index) => {
    item.resolve({ outcome: stored[index] ?? outcome });
  });
}

/** A lead that existed may exist because of our own earlier send. */
const afterEarlierSend = ({ claim }: ClaimedItem, outcome: LeadOutcome): LeadOutcome =>
  claim.kind === 'sent-before' && outcome.outcome === 'existed' ? { ...outcome, certainty: 'probable' } : outcome;

/** One refusal for the whole batch: halves find out which lead it is about, unless it is not about a lead at all. */
async function refuse(batch: BatchContext, items: readonly ClaimedItem[], error: LeadwireError): Promise<void> {
  const { kind } = error;
  const isAboutLeads =
    kind === 'rejected' || kind === 'invalid-input' || kind === 'invalid-phone' || kind === 'already-exists';
  if (items.length > 1 && isAboutLeads) {
    batch.context.emit({ type: 'chunk.split', leads: items.length, kind });
    // None of them arrived: after a crash they must not look as if they had.
    await releaseRows(batch.context, rowsOf(items), 'failure');
    const half = items.length >> 1;
    await sendBatch(batch, items.slice(0, half));
    return sendBatch(batch, items.slice(half));
  }
  await conclude(
    batch,
    items,
    items.map(({ prepared }) => rejected(error, prepared.unsupported)),
  );
}

async function retryLater(
  batch: BatchContext,
  items: readonly ClaimedItem[],
  error: LeadwireError,
  missingIds: LeadwireError | undefined,
): Promise<void> {
  const { context, sendContext, retries } = batch;
  await releaseRows(context, rowsOf(items), releaseReason(error));
  throwIfStopped(sendContext);
  const stop = FATAL_KINDS.includes(error.kind) ? error : missingIds;
  if (stop !== undefined) sendContext.halt?.abort(stop);
  if (stop === undefined && error.effect !== 'none' && !foldsRepeats(context.target.effect)) {
    sendEach(batch, items);
    return;
  }
  const waitMs = stop === undefined ? retries.nextWaitMs(error) : undefined;
  if (waitMs === undefined) {
    for (const { prepared, resolve } of items) resolve({ outcome: stillOpen(error, prepared), stop });
    return;
  }
  context.emit({ type: 'chunk.retry', leads: items.length, waitMs, kind: error.kind });
  await pause(context, waitMs, sendContext);
  return sendBatch(batch, items);
}
