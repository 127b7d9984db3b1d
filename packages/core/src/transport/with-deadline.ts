import { elapsedMs, runAfter } from '../clock.ts';
import type { TimeoutPhase } from '../errors.ts';
import type { AttemptFailure, Bounds } from './execution.ts';

export type Waited<Value> = { readonly value: Value } | { readonly stopped: AttemptFailure };

/** Waits for a promise within the call's signal and deadline, leaving no timer and no listener. Rejects only when the promise does. */
export function withDeadline<Value>(
  waited: Promise<Value>,
  { clock, deadlineAt, signal }: Bounds,
): Promise<Waited<Value>> {
  return new Promise((resolve, reject) => {
    const onAbort = () => stop(stoppedBy(signal));
    const cancel = runAfter(clock, deadlineAt - elapsedMs(clock), () => stop(outOfTime('wait')));
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
  deadlinePassed: true,
});

/** Waits `ms`. Ends at once when the caller stops, whether or not the clock listens to the signal. */
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
