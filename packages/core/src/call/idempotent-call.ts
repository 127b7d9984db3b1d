import { LeadwireError } from '../errors.ts';
import type { OperationMeta } from '../operation.ts';
import type { CallResult } from '../result.ts';
import { withDeadline } from '../transport/with-deadline.ts';
import type { CallContext } from './call-context.ts';
import { canonical, sha256Base64Url } from './idempotency-key.ts';
import type { IdempotencyStore, KnownKey } from './idempotency-store.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { type Go, mismatch, refused, resume } from './resume.ts';

/** More keys than this are not remembered by one client: the oldest go first. */
export const MAX_KEYS = 10_000;

/**
 * One effect for one idempotency key. A call without a key, and one that only reads, passes through.
 *
 * - The key belongs to its first payload (operation, path, query, body): with another it is `idempotency-mismatch`, and nothing is sent.
 * - Where the provider takes the key as a header, a repeat is sent again with it: the provider answers as it did before.
 * - Elsewhere the key stays here. A repeat of a success is not sent, its value is given again (`meta.replayed`).
 * - After a failure without effect the key is free. After one whose effect is not known a repeat asks the provider's look-up first, and is sent
 *   only where that found nothing or where repeating is safe by itself; otherwise the earlier failure stands.
 * - With a `ledger` the same holds across crashes and machines, in its terms: see `withLedger`. Without one a client remembers its
 *   last 10,000 keys.
 */
export function once(frame: CallContext, ready: PreparedRequest, go: Go): Promise<CallResult<unknown>> {
  const key = frame.input.options.idempotencyKey;
  return key === undefined || frame.operation.effect === 'read' ? go(frame, ready) : onceByKey(frame, ready, key, go);
}

async function onceByKey(
  frame: CallContext,
  ready: PreparedRequest,
  key: string,
  go: Go,
): Promise<CallResult<unknown>> {
  const { operation, provider } = frame;
  const fingerprint = await provider.idempotencyStore.inTurn(fingerprintOf(operation, ready));
  const { ledger } = provider.options;
  if (ledger && !operation.idempotencyHeader) {
    // Loaded where there is a ledger: most programs have none.
    const { withLedger } = await import('./with-ledger.ts');
    return withLedger(frame, ready, { ledger, key, fingerprint }, go);
  }
  const known = provider.idempotencyStore.get(key);
  if (known !== undefined && known.fingerprint !== fingerprint) return mismatch(frame);
  if (known?.flying !== undefined) return joinFlying(frame, known.flying);
  if (known?.outcome?.ok === true && !operation.idempotencyHeader) return replayed(known.outcome);
  return remember(
    provider.idempotencyStore,
    key,
    known ?? { fingerprint, firstSentAt: provider.options.clock.now() },
    () =>
      known?.outcome?.ok === false
        ? resume(frame, ready, known.outcome.error, known.firstSentAt, go)
        : go(frame, ready),
  );
}

async function remember(
  keys: IdempotencyStore,
  key: string,
  known: KnownKey,
  run: () => Promise<CallResult<unknown>>,
): Promise<CallResult<unknown>> {
  keys.set(key, known);
  if (keys.size > MAX_KEYS) forgetOldest(keys);
  try {
    known.flying = run();
    const outcome = await known.flying;
    if (outcome.ok || outcome.error.effect !== 'none') known.outcome = outcome;
    else if (known.outcome === undefined) keys.delete(key);
    return outcome;
  } catch (error) {
    if (known.outcome === undefined) keys.delete(key);
    throw error;
  } finally {
    known.flying = undefined;
  }
}

/** The oldest that has ended; a success before a failure whose effect is not known. */
function forgetOldest(keys: IdempotencyStore): void {
  let oldest: string | undefined;
  for (const [key, { flying, outcome }] of keys) {
    if (flying !== undefined) continue;
    oldest ??= key;
    if (outcome?.ok !== true) continue;
    oldest = key;
    break;
  }
  if (oldest !== undefined) keys.delete(oldest);
}

async function joinFlying(frame: CallContext, flying: Promise<CallResult<unknown>>): Promise<CallResult<unknown>> {
  const { deadlineAt, input, operation, provider } = frame;
  const waited = await withDeadline(flying, {
    clock: provider.options.clock,
    signal: input.options.signal,
    deadlineAt,
  });
  if ('value' in waited) return waited.value;
  const { failure, reason } = waited.stopped;
  return refused(
    frame,
    new LeadwireError(
      failure,
      `${provider.name} ${operation.id} stopped waiting for the call that holds its key: ${reason}`,
      {
        provider: provider.name,
        operationId: operation.id,
        effect: 'unknown',
        hint: 'The other call goes on: make this one again to see what came of it.',
      },
    ),
  );
}

const replayed = (outcome: CallResult<unknown> & { ok: true }): CallResult<unknown> => ({
  ...outcome,
  meta: { ...outcome.meta, replayed: true },
});

/** What is sent, as a hash: nothing of it can be read back. */
function fingerprintOf({ id }: OperationMeta, { body, path, query }: PreparedRequest): Promise<string> {
  const content = body instanceof FormData ? [...body].map(([name, value]) => [name, ...describePart(value)]) : body;
  return sha256Base64Url(canonical([id, path, query ?? null, content ?? null]));
}

const describePart = (value: FormDataEntryValue): unknown[] =>
  typeof value === 'string' ? [value] : [value.name, value.type, value.size];
