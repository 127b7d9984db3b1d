import { type Clock, elapsedMs } from '../clock.ts';
import type { Result } from '../result.ts';

/** A search may lag behind what was written: it is made again after each of these pauses, in milliseconds. */
const PAUSES_MS = [1_000, 3_000, 8_000];

export interface LookOptions {
  readonly clock: Clock;
  /** Of `elapsedMs`: no pause begins that would go beyond it. */
  readonly deadlineAt: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks for something that must be there, such as a lead that a refusal has just named: at once, and again after 1, 3 and 8 seconds.
 * @returns what was found, undefined where no look found anything, or the first look that failed
 * @throws the signal's reason when it aborts in a pause
 */
export async function lookUntilFound<Found extends Result<unknown>>(
  look: () => Promise<Found>,
  { clock, deadlineAt, signal }: LookOptions,
): Promise<Found> {
  let found = await look();
  for (const pause of PAUSES_MS) {
    if (!found.ok || found.value !== undefined || elapsedMs(clock) + pause >= deadlineAt) break;
    await clock.sleep(pause, signal);
    found = await look();
  }
  return found;
}
