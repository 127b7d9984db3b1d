import { type Clock, runAfter } from '../clock.ts';
import type { TimeoutPhase } from '../errors.ts';
import type { AttemptFailure } from './response.ts';

/** What ends every wait of a call. */
export interface Bounds {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
}

export type Waited<Value> = { readonly value: Value } | { readonly stopped: AttemptFailure };

/**
 * Waits for something that knows nothing of the call's signal and deadline, such as a function that fetches a credential:
 * both end the wait, and leave no timer and no listener. Rejects only when what is waited for does.
 */
export function withDeadline<Value>(
  waited: Promise<Value>,
  { clock, deadlineAt, signal }: Bounds,
): Promise<Waited<Value>> {
  return new Promise((resolve, reject) => {
    const onAbort = () => stop(stoppedBy(signal));
    const cancel = runAfter(clock, deadlineAt - clock.now(), () => stop(outOfTime('wait')));
    const clear = () => {
      cancel();
      signal?.removeEventListener('abort', onAbort);
    };
    const stop = (stopped: AttemptFailure) => {
      clear();
      resolve({ stopped });
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    waited.finally(clear).then((value) => resolve({ value }), reject);
    if (signal?.aborted) onAbort();
  });
}

export const stoppedBy = (signal: AbortSignal | undefined): AttemptFailure => ({
  ok: false,
  failure: 'aborted',
  effect: 'none',
  reason: 'stopped by the caller',
  cause: signal?.reason,
});

export const outOfTime = (phase: Extract<TimeoutPhase, 'queue' | 'wait'>): AttemptFailure => ({
  ok: false,
  failure: 'timeout',
  phase,
  effect: 'none',
  reason: phase === 'queue' ? 'the deadline passed while waiting for its turn' : 'the deadline passed while waiting',
});

/** Waits, unless the caller stops: at once, whether or not the clock listens to the signal. */
export async function pause(
  ms: number,
  { clock, signal }: Pick<Bounds, 'clock' | 'signal'>,
): Promise<AttemptFailure | undefined> {
  if (signal?.aborted) return stoppedBy(signal);
  let stop: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      stop = () => reject(signal?.reason);
      signal?.addEventListener('abort', stop, { once: true });
      clock.sleep(ms, signal).then(resolve, reject);
    });
    return undefined;
  } catch {
    return stoppedBy(signal);
  } finally {
    if (stop) signal?.removeEventListener('abort', stop);
  }
}
