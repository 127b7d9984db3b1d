import { MAX_TIMER_MS } from '../clock.ts';
import { LeadwireError, type LeadwireErrorFields } from '../errors.ts';
import type { Ledger, LedgerRow } from '../lead/ledger.ts';
import { arrivalIn } from '../lead/ledger.ts';
import type { OutcomeKind } from '../lead/outcome.ts';
import type { OperationMeta } from '../operation.ts';
import type { CallResult } from '../result.ts';
import type { CallContext } from './call-context.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { type Go, mismatch, refused, resume } from './resume.ts';

export interface LedgerKey {
  readonly ledger: Ledger;
  readonly key: string;
  readonly fingerprint: string;
}

/** A lease outlives its call by this much: then no other worker takes the row from a call that is just ending. */
const LEASE_MARGIN_MS = 5_000;

/**
 * A call whose idempotency key names a row of the ledger. The intent is committed before the first byte may leave; then
 *
 * - a key that is new, or whose last call had no effect, is sent;
 * - one that is finished is `duplicate`, with the remote id in `error.lookup`, and nothing is sent; one that was refused stays `rejected`, and
 *   one that waits for a person stays `parked`;
 * - one that was sent, to an end that nobody knows, is `duplicate` where another worker saw it arrive; else it is looked up, and sent again only where that is safe; elsewhere it is `parked`;
 * - one that another worker holds is `duplicate` with `retryAfterMs`, when its lease runs out;
 * - one with another payload is `idempotency-mismatch`.
 */
export async function withLedger(
  frame: CallContext,
  ready: PreparedRequest,
  { ledger, key, fingerprint }: LedgerKey,
  go: Go,
): Promise<CallResult<unknown>> {
  const { account, name, options } = frame.provider;
  const now = options.clock.now();
  const leaseMs = Math.min(frame.deadlineAt - now + LEASE_MARGIN_MS, MAX_TIMER_MS);
  const entry = { provider: name, account, key, fingerprint };
  const [claim] = await ledger.claim([entry], { now, leaseMs, dedupe: false });
  if (claim === undefined) throw new Error('the ledger gave no answer to a claim');
  const { row } = claim;
  switch (claim.kind) {
    case 'mismatch':
      return mismatch(frame);
    case 'done':
      return finished(frame, row);
    case 'duplicate':
    case 'accepted':
      return finished(frame, row);
    case 'busy':
      return failure(frame, 'duplicate', 'is being sent by another worker', {
        retryable: true,
        retryAfterMs: Math.max(0, (row.leaseUntil ?? now) - now),
        hint: 'Call it again when the other worker has ended. Nothing was sent.',
      });
    case 'leased':
      return record(frame, ledger, row, () => go(guarded(frame, ledger, row), ready));
    case 'sent-before': {
      const arrival = arrivalIn(row);
      if (arrival !== undefined) {
        const { outcome, remoteId } = arrival;
        const completion = { state: 'confirmed', outcome, remoteId } as const;
        await ledger.complete([{ row, completion }], now).catch(() => undefined); // it has arrived, kept or not
        return finished(frame, { ...row, state: 'confirmed', remoteId });
      }
      const before = sentBefore(frame, row);
      const firstSentAt = row.firstSentAt ?? now;
      return record(frame, ledger, row, () => resume(guarded(frame, ledger, row), ready, before, firstSentAt, go));
    }
    default:
      return claim satisfies never;
  }
}

/** The same call, which writes down that its request is about to leave. */
function guarded(frame: CallContext, ledger: Ledger, row: LedgerRow): CallContext {
  const { beforeSend } = frame.input.options;
  const markSent = async (): Promise<void> => {
    const [held] = await ledger.markSent([row], frame.provider.options.clock.now());
    if (held !== true)
      throw errorOf(frame, 'duplicate', 'is held by another worker now', { hint: 'Nothing was sent.' });
    await beforeSend?.();
  };
  return { ...frame, input: { ...frame.input, options: { ...frame.input.options, beforeSend: markSent } } };
}

/** Runs the call and keeps what came of it. What came of it stands, even where it cannot be kept: the row then looks `sent`. */
async function record(
  frame: CallContext,
  ledger: Ledger,
  row: LedgerRow,
  run: () => Promise<CallResult<unknown>>,
): Promise<CallResult<unknown>> {
  const { clock } = frame.provider.options;
  const give = (outcome: CallResult<unknown>) => keep(frame, ledger, row, outcome, clock.now()).catch(() => undefined);
  try {
    const outcome = await run();
    await give(outcome);
    return outcome;
  } catch (error) {
    if (error instanceof LeadwireError) await give(refused(frame, error));
    else await ledger.release([row], clock.now()).catch(() => undefined);
    throw error;
  }
}

async function keep(
  { operation }: CallContext,
  ledger: Ledger,
  row: LedgerRow,
  outcome: CallResult<unknown>,
  now: number,
): Promise<void> {
  if (outcome.ok) {
    const remoteId = remoteIdOf(operation, outcome.value);
    const completion = { state: 'confirmed', outcome: outcomeOf(operation), remoteId } as const;
    await ledger.complete([{ row, completion }], now);
    return;
  }
  const { error } = outcome;
  if (error.kind === 'parked') {
    await ledger.complete([{ row, completion: { state: 'parked', outcome: 'parked', unknowns: 1 } }], now);
    return;
  }
  const counts = error.attempts.some(({ status }) => status !== 429);
  const after = error.effect !== 'none' ? 'unknown' : counts ? 'failure' : 'no-attempt';
  await ledger.release([row], now, { after });
}

function outcomeOf({ effect, verb }: OperationMeta): OutcomeKind {
  if (effect === 'queued-upsert') return 'accepted';
  return verb === 'POST' ? 'created' : 'updated';
}

/** `id`, or the name of the thing and `_id`; on top or under `data`. */
function remoteIdOf({ id: operationId }: OperationMeta, value: unknown): string | undefined {
  const [resource = ''] = operationId.split('.');
  const name = `${resource.replace(/s$/, '')}_id`;
  for (const holder of [value, (value as { data?: unknown } | null | undefined)?.data]) {
    const fields = (holder ?? {}) as Record<string, unknown>;
    const id = fields.id ?? fields[name];
    if (typeof id === 'string' || typeof id === 'number') return String(id);
  }
  return undefined;
}

function finished(frame: CallContext, row: LedgerRow): CallResult<unknown> {
  const lookup = row.remoteId === undefined ? undefined : { id: row.remoteId };
  if (row.state === 'parked') return refused(frame, sentBefore(frame, row));
  if (row.state === 'rejected') {
    return failure(frame, 'rejected', 'was refused before under this idempotencyKey', {
      hint: 'Correct the request, or give it another key. Nothing was sent.',
    });
  }
  return failure(frame, 'duplicate', 'was sent before under this idempotencyKey', {
    lookup,
    hint: 'error.lookup has the id it got. Nothing was sent.',
  });
}

const sentBefore = (frame: CallContext, row: LedgerRow): LeadwireError =>
  errorOf(frame, 'parked', 'needs a person: an earlier send under this idempotencyKey may have done it', {
    effect: 'unknown',
    lookup: { idempotencyKey: row.key, ...(row.remoteId !== undefined && { id: row.remoteId }) },
    hint: 'Look it up at the provider; send it again, under another key, only if it is not there.',
  });

const failure = (frame: CallContext, kind: LeadwireError['kind'], what: string, fields: LeadwireErrorFields) =>
  refused(frame, errorOf(frame, kind, what, fields));

const errorOf = (
  { operation, provider }: CallContext,
  kind: LeadwireError['kind'],
  what: string,
  fields: LeadwireErrorFields,
): LeadwireError =>
  new LeadwireError(kind, `${provider.name} ${operation.id} ${what}`, {
    provider: provider.name,
    operationId: operation.id,
    effect: 'none',
    ...fields,
  });
