import { callError } from '../../errors.ts';
import type { OperationMeta } from '../../operation.ts';
import type { CallResult } from '../../result.ts';
import { withDeadline } from '../../transport/with-deadline.ts';
import type { CallContext } from '../context.ts';
import type { PreparedRequest } from '../request/prepare-request.ts';
import { changeMeta, failed } from '../to-result.ts';
import { claimInLedger, type KeyClaim, keyMismatch } from './claim-in-ledger.ts';
import { canonical, sha256Base64Url } from './idempotency-key.ts';

/**
 * What is known under a call's idempotency key before it is sent: one effect for one key, which belongs to its first payload.
 *
 * - Where the provider takes the key as a header, a repeat is sent again with it: the provider responds as it did before.
 * - Elsewhere a repeat of a success is not sent: its value is given again (`meta.replayed`).
 * - After a failure of unknown effect the provider's look-up is asked first; after one without effect the key is free.
 */
export async function claimKey(call: CallContext, request: PreparedRequest): Promise<KeyClaim> {
  const { clock, input, operation, provider } = call;
  const key = input.options.idempotencyKey ?? '';
  const store = provider.idempotencyStore;
  const fingerprint = await store.inTurn(fingerprintOf(operation, request));
  const { ledger } = provider.options;
  if (ledger && !operation.idempotencyHeader) return claimInLedger(call, { ledger, key, fingerprint });
  const known = store.get(key);
  if (known !== undefined && known.fingerprint !== fingerprint) return { result: keyMismatch(call) };
  if (known?.running !== undefined) return { result: await followKey(call, known.running) };
  if (known?.result?.ok === true && !operation.idempotencyHeader) return { result: replayed(known.result) };
  const remembered = known ?? { fingerprint, firstSentAt: clock.now() };
  store.start(key, remembered);
  return {
    call,
    earlier: known?.result?.ok === false ? { error: known.result.error, firstSentAt: known.firstSentAt } : undefined,
    record: (result) => store.end(key, remembered, result),
  };
}

async function followKey(call: CallContext, running: Promise<CallResult<unknown>>): Promise<CallResult<unknown>> {
  const waited = await withDeadline(running, call);
  if ('value' in waited) return waited.value;
  const { failure, reason } = waited.stopped;
  const what = `stopped waiting for the call that holds its key: ${reason}`;
  const hint = 'The other call goes on: make this one again to see its result.';
  return failed(call, callError(call, failure, what, { effect: 'unknown', hint }));
}

const replayed = (result: CallResult<unknown> & { ok: true }): CallResult<unknown> => ({
  ...result,
  meta: changeMeta(result.meta, { replayed: true }),
});

/** What is sent, as a hash: nothing of it can be read back. */
function fingerprintOf({ id }: OperationMeta, { body, path, query }: PreparedRequest): Promise<string> {
  const content = body instanceof FormData ? [...body].map(([name, value]) => [name, ...describePart(value)]) : body;
  return sha256Base64Url(canonical([id, path, query ?? null, content ?? null]));
}

const describePart = (value: FormDataEntryValue): unknown[] =>
  typeof value === 'string' ? [value] : [value.name, value.type, value.size];
