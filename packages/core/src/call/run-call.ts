import { elapsedMs } from '../clock.ts';
import { createObserver, type EventFields } from '../events.ts';
import { loadPhoneParser } from '../phone/load-phones.ts';
import type { CallResult } from '../result.ts';
import { callbackError } from './classify-error.ts';
import type { CallContext, CallInput, Operation, Provider } from './context.ts';
import { execute } from './execute.ts';
import { followFlights } from './idempotency/follow-flights.ts';
import { explainRefusal, reconcile, resume, withEarlier } from './reconcile.ts';
import { draftOf, type PreparedRequest, prepareRequest } from './request/prepare-request.ts';
import { failed, toResult } from './to-result.ts';

/** Runs one API call, from the check of its request to the look-up after a lost response. Never rejects. */
export async function runCall(
  provider: Provider,
  operation: Operation,
  input: CallInput,
): Promise<CallResult<unknown>> {
  const { clock, deadlineMs, onEvent } = provider.options;
  const startedAt = elapsedMs(clock);
  const deadlineAt = startedAt + (input.options.deadlineMs ?? deadlineMs);
  const observe = onEvent && createObserver(onEvent, provider.name, operation.id, clock.now);
  const call: CallContext = { provider, operation, input, observe, clock, deadlineAt, signal: input.options.signal };
  observe?.({ type: 'call.start' });
  let result: CallResult<unknown>;
  try {
    const draft = draftOf(input);
    if (operation.phones.length > 0) provider.parsePhone ??= await loadPhoneParser(provider.options.phoneMetadata);
    const prepared = prepareRequest(call, draft);
    const hasKey = input.options.idempotencyKey !== undefined && operation.effect !== 'read';
    result = prepared.ok
      ? await singleFlight(call, prepared.value, hasKey ? sendUnderKey : sendAndReconcile)
      : failed(call, prepared.error);
  } catch (fault) {
    result = failed(call, callbackError(call, fault));
  }
  if (observe !== undefined) observe(endOf(result, elapsedMs(clock) - startedAt));
  return result;
}

type SendRequest = (call: CallContext, request: PreparedRequest) => Promise<CallResult<unknown>>;

/** Sends a request, unless an identical one of this client is in flight: then both have its result. */
function singleFlight(call: CallContext, request: PreparedRequest, send: SendRequest): Promise<CallResult<unknown>> {
  const { input, operation, provider } = call;
  // What only reads shares nothing, and two forms cannot be compared.
  if (operation.effect === 'read' || request.body instanceof FormData) return send(call, request);
  const { path, payload = '', query } = request;
  const name = `${operation.id} ${JSON.stringify([input.options.idempotencyKey, path, query])} ${payload}`;
  const { flights } = provider;
  if (flights.has(name))
    return followFlights(call, request, name).then((result) => result ?? singleFlight(call, request, send));
  const flight = send(call, request);
  const end = (): void => void flights.delete(name);
  flights.set(name, flight);
  flight.then(end, end);
  return flight;
}

/** One effect for one idempotency key: what is known under the key comes first, and the result is recorded. */
async function sendUnderKey(call: CallContext, request: PreparedRequest): Promise<CallResult<unknown>> {
  // Loaded with the first key: most programs give none.
  const { claimKey } = await import('./on-demand.ts');
  const claim = await claimKey(call, request);
  if ('result' in claim) return claim.result;
  const { earlier } = claim;
  const found = earlier && (await resume(claim.call, request, earlier));
  const result = found ?? withEarlier(earlier, await sendAndReconcile(claim.call, request));
  await claim.record(result);
  return result;
}

/** Sends a call with its retries, and finds out what happened where the response was lost. */
async function sendAndReconcile(call: CallContext, request: PreparedRequest): Promise<CallResult<unknown>> {
  const execution = await execute(call, request, call.input.options.beforeSend);
  const result = toResult(call, request, execution);
  if (result.ok) return result;
  const firstSentAt = execution.firstSentAt ?? call.clock.now();
  return explainRefusal(call, request, await reconcile(call, request, result, firstSentAt), firstSentAt);
}

function endOf(result: CallResult<unknown>, durationMs: number): EventFields {
  const { attempts, status } = result.meta;
  const failure = result.ok ? {} : { kind: result.error.kind, effect: result.error.effect };
  return { type: 'call.end', durationMs, attempts: attempts.length, ok: result.ok, status, ...failure };
}
