import type { OperationMeta } from '../operation.ts';
import type { CallResult } from '../result.ts';
import { withDeadline } from '../transport/with-deadline.ts';
import { type CallContext, type CallInput, createCallContext } from './call-context.ts';
import { claimKey } from './idempotent-call.ts';
import type { KeyClaim } from './key-claim.ts';
import { type PreparedRequest, prepareRequest } from './prepare-request.ts';
import type { Provider } from './provider-definition.ts';
import { resume, sendAndReconcile } from './reconcile.ts';
import { flightName, followFlight, startFlight } from './single-flight.ts';
import { callbackError, failed } from './to-result.ts';

/**
 * Runs one API call: finds every fault of the request, joins an identical call in flight, honours its idempotency key, sends it with its retries,
 * and finds out what happened where the response was lost. Never rejects.
 */
export async function runCall(
  provider: Provider,
  operation: OperationMeta,
  input: CallInput,
): Promise<CallResult<unknown>> {
  const call = createCallContext(provider, operation, input);
  call.observe?.({ type: 'call.start' });
  const result = await settle(call).catch((fault) => failed(call, callbackError(call, fault)));
  tellEnd(call, result);
  return result;
}

async function settle(call: CallContext): Promise<CallResult<unknown>> {
  const request = await prepareRequest(call);
  if (!request.ok) return failed(call, request.error);
  const name = flightName(call, request.value);
  if (name === undefined) return sendOnce(call, request.value);
  const { flights } = call.provider;
  for (let leader = flights.get(name); leader !== undefined; leader = flights.get(name)) {
    const result = await followFlight(call, request.value, leader);
    if (result !== undefined) return result;
  }
  return startFlight(flights, name, sendOnce(call, request.value));
}

async function sendOnce(call: CallContext, request: PreparedRequest): Promise<CallResult<unknown>> {
  const claim = await claimKey(call, request);
  if (claim.result !== undefined) return claim.result;
  const beforeSend = beforeSendOf(call, claim.beforeSend);
  const keyed = withOthers(call, claim.confirmedElsewhere);
  const result =
    claim.earlier === undefined
      ? await sendAndReconcile(keyed, request, beforeSend)
      : await resume(keyed, request, claim.earlier, beforeSend);
  await keep(call, claim.settle?.(result));
  return result;
}

/** A look-up of this call asks the ledger which records are those of other keys, unless the caller knows. */
function withOthers(call: CallContext, confirmedElsewhere: KeyClaim['confirmedElsewhere']): CallContext {
  const { options } = call.input;
  if (confirmedElsewhere === undefined || options.confirmedElsewhere !== undefined) return call;
  return { ...call, input: { ...call.input, options: { ...options, confirmedElsewhere } } };
}

/** The ledger's own step comes first: a call that may not be sent is not announced to the caller. */
function beforeSendOf(
  { input }: CallContext,
  commit: (() => Promise<void>) | undefined,
): (() => Promise<void>) | undefined {
  const { beforeSend } = input.options;
  if (commit === undefined || beforeSend === undefined) return commit ?? beforeSend;
  return async () => {
    await commit();
    await beforeSend();
  };
}

/** What came of a call is there already: neither its deadline nor its caller waits for it to be kept. */
async function keep({ deadlineAt, input, provider }: CallContext, keeping: Promise<void> | void): Promise<void> {
  if (!(keeping instanceof Promise)) return;
  await withDeadline(keeping, { clock: provider.options.clock, signal: input.options.signal, deadlineAt });
}

function tellEnd({ observe, provider, startedAt }: CallContext, result: CallResult<unknown>): void {
  if (observe === undefined) return;
  const durationMs = provider.options.clock.now() - startedAt;
  const { attempts, status } = result.meta;
  const failure = result.ok ? {} : { kind: result.error.kind, effect: result.error.effect };
  observe({ type: 'call.end', durationMs, attempts: attempts.length, ok: result.ok, status, ...failure });
}
