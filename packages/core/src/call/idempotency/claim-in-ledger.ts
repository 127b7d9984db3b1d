import { elapsedMs, MAX_TIMER_MS } from '../../clock.ts';
import { callError, type LeadwireError, type LeadwireErrorFields } from '../../errors.ts';
import { arrivalIn, type Ledger, type LedgerRow } from '../../lead/ledger.ts';
import type { OutcomeKind } from '../../lead/outcome.ts';
import type { OperationMeta } from '../../operation.ts';
import type { CallResult } from '../../result.ts';
import { withDeadline } from '../../transport/with-deadline.ts';
import { stoppedError } from '../classify-error.ts';
import type { CallContext, Provider } from '../context.ts';
import type { EarlierSend } from '../reconcile.ts';
import { failed, remoteIdOf } from '../to-result.ts';

/** What is known under a call's idempotency key before it is sent: its result, or how it is to be sent. */
export type KeyClaim = { readonly result: CallResult<unknown> } | ClaimedCall;

interface ClaimedCall {
  readonly call: CallContext;
  /** An earlier send under this key whose effect is not known. */
  readonly earlier?: EarlierSend | undefined;
  /** Records the result under the key. */
  record(result: CallResult<unknown>): Promise<void> | void;
}

export const keyMismatch = (call: CallContext): CallResult<unknown> =>
  failed(
    call,
    callError(call, 'idempotency-mismatch', 'was given an idempotencyKey that belongs to another request', {
      issues: [{ path: 'idempotencyKey', message: 'was given with another payload', code: 'idempotency-mismatch' }],
      hint: 'Give each request its own key. Nothing was sent.',
    }),
  );

export interface LedgerKey {
  readonly ledger: Ledger;
  readonly key: string;
  readonly fingerprint: string;
}

/** A lease outlives its call by this much: then no other worker takes the row from a call that is just ending. */
const LEASE_MARGIN_MS = 5_000;

/** Claims the ledger row that a call's idempotency key names: the intent is committed before the first byte may leave. */
export async function claimInLedger(call: CallContext, { ledger, key, fingerprint }: LedgerKey): Promise<KeyClaim> {
  const { clock, deadlineAt, provider } = call;
  const now = clock.now();
  const leaseMs = Math.min(deadlineAt - elapsedMs(clock) + LEASE_MARGIN_MS, MAX_TIMER_MS);
  const claiming = accountOf(provider).then((account) =>
    ledger.claim([{ provider: provider.name, account, key, fingerprint }], { now, leaseMs, dedupe: false }),
  );
  const waited = await withDeadline(claiming, call);
  if ('stopped' in waited) return { result: failed(call, stoppedError(call, waited.stopped, 'none')) };
  const [claim] = waited.value;
  if (claim === undefined) throw new Error('the ledger gave no answer to a claim');
  const { row } = claim;
  switch (claim.kind) {
    case 'mismatch':
      return { result: keyMismatch(call) };
    case 'done':
    case 'duplicate':
    case 'accepted':
      return { result: finished(call, row) };
    case 'busy': {
      const hint = 'Call it again when the other worker has ended. Nothing was sent.';
      const retryAfterMs = Math.max(0, (row.leaseUntil ?? now) - now);
      return {
        result: failure(call, 'duplicate', 'is being sent by another worker', { retryable: true, retryAfterMs, hint }),
      };
    }
    case 'leased':
      return held(call, ledger, row);
    case 'sent-before': {
      const arrival = arrivalIn(row);
      if (arrival === undefined)
        return {
          ...held(call, ledger, row),
          earlier: {
            error: notKnown(call, row),
            unsettled: sentBefore(call, row),
            firstSentAt: row.firstSentAt ?? now,
          },
        };
      const { outcome, remoteId } = arrival;
      const completion = { state: 'confirmed', outcome, remoteId } as const;
      // It has arrived, kept or not: a ledger that is silent now is not waited for.
      await withDeadline(
        ledger.complete([{ row, completion }], now).catch(() => undefined),
        call,
      );
      return { result: finished(call, { ...row, state: 'confirmed', remoteId }) };
    }
    default:
      return claim satisfies never;
  }
}

/** Never the credential's: a row must be found again when the key was rotated. */
const accountOf = async ({ account, readAccount }: Provider): Promise<string> => (await readAccount?.()) ?? account;

/** A row that is this call's to send. The result of the call stands, even where it cannot be recorded: the row then looks `sent`. */
function held(call: CallContext, ledger: Ledger, row: LedgerRow): ClaimedCall {
  const { clock, input } = call;
  const { options } = input;
  const beforeSend = async (): Promise<void> => {
    const [isHeld] = await ledger.markSent([row], clock.now());
    if (isHeld !== true)
      throw callError(call, 'duplicate', 'is held by another worker now', { hint: 'Nothing was sent.' });
    // After the ledger: a call that may not be sent is not announced to the caller.
    await options.beforeSend?.();
  };
  // A look-up of this call asks the ledger which records are those of other keys, unless the caller knows.
  const confirmedElsewhere =
    options.confirmedElsewhere ?? ((ids: readonly string[]) => ledger.confirmedElsewhere(row, ids));
  return {
    call: { ...call, input: { ...input, options: { ...options, beforeSend, confirmedElsewhere } } },
    // Neither the deadline nor the caller waits for it.
    async record(result) {
      await withDeadline(
        keep(call, ledger, row, result).catch(() => undefined),
        call,
      );
    },
  };
}

async function keep(
  { clock, operation }: CallContext,
  ledger: Ledger,
  row: LedgerRow,
  result: CallResult<unknown>,
): Promise<void> {
  const now = clock.now();
  if (result.ok) {
    const remoteId = remoteIdOf(operation, result.value);
    const completion = { state: 'confirmed', outcome: outcomeOf(operation), remoteId } as const;
    await ledger.complete([{ row, completion }], now);
    return;
  }
  const { error } = result;
  if (error.kind === 'parked') {
    await ledger.complete([{ row, completion: { state: 'parked', outcome: 'parked', unknowns: 1 } }], now);
    return;
  }
  await ledger.release([row], now, { after: lastStepOf(error) });
}

/** A 429 does not count as an attempt. */
function lastStepOf({ attempts, effect }: LeadwireError): 'unknown' | 'failure' | 'no-attempt' {
  if (effect !== 'none') return 'unknown';
  return attempts.some(({ status }) => status !== 429) ? 'failure' : 'no-attempt';
}

function outcomeOf({ effect, verb }: OperationMeta): OutcomeKind {
  if (effect === 'queued-upsert') return 'accepted';
  return verb === 'POST' ? 'created' : 'updated';
}

function finished(call: CallContext, row: LedgerRow): CallResult<unknown> {
  const lookup = row.remoteId === undefined ? undefined : { id: row.remoteId };
  if (row.state === 'parked') return failed(call, sentBefore(call, row));
  if (row.state === 'rejected') {
    return failure(call, 'rejected', 'was refused before under this idempotencyKey', {
      hint: 'Correct the request, or give it another key. Nothing was sent.',
    });
  }
  return failure(call, 'duplicate', 'was sent before under this idempotencyKey', {
    lookup,
    hint: 'error.lookup has the id it got. Nothing was sent.',
  });
}

const sentBefore = (call: CallContext, row: LedgerRow): LeadwireError =>
  callError(call, 'parked', 'needs a person: an earlier send under this idempotencyKey may have done it', {
    effect: 'unknown',
    lookup: { idempotencyKey: row.key, ...(row.remoteId !== undefined && { id: row.remoteId }) },
    hint: 'Look it up at the provider; send it again, under another key, only if it is not there.',
  });

/** A look-up that fails leaves it so: only one that answered can park it. */
const notKnown = (call: CallContext, row: LedgerRow): LeadwireError =>
  callError(call, 'network', 'was sent before under this idempotencyKey, and what it did is not known', {
    effect: 'unknown',
    retryable: true,
    lookup: { idempotencyKey: row.key },
  });

const failure = (call: CallContext, kind: LeadwireError['kind'], what: string, fields: LeadwireErrorFields) =>
  failed(call, callError(call, kind, what, fields));
