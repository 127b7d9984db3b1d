export interface BackoffOptions {
  /** First ceiling, milliseconds. */
  readonly baseMs: number;
  /** Highest ceiling, milliseconds. */
  readonly capMs: number;
}

/**
 * Exponential backoff with full jitter: a wait between 0 and `min(capMs, baseMs · 2^retry)`.
 * @param retry - 0 for the first retry
 * @example fullJitterMs(0, { baseMs: 500, capMs: 8_000 }, clock.random) // 0 to 500
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitterMs(retry: number, { baseMs, capMs }: BackoffOptions, random: () => number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(retry, 50));
  return Math.floor(random() * ceiling);
}
