import type { Simulators } from '@leadwire/simulators';

const BEAT_MS = 2;

/** When this process was last free to see a request: one that it sees after a pause may have come at any time in it. */
export function watchTurns() {
  const beats: number[] = [];
  const timer = setInterval(() => beats.push(Date.now()), BEAT_MS);
  return {
    beats,
    stop: () => clearInterval(timer),
  };
}

export interface Window {
  readonly limit: number;
  readonly perMs: number;
}

/** The most requests that certainly arrived within any window of `perMs`, wherever it begins. */
export function mostInWindow(
  simulators: Simulators,
  beats: readonly number[],
  { perMs }: Pick<Window, 'perMs'>,
): number {
  const seen = simulators.requests.map(({ at }) => at).sort((a, b) => a - b);
  let beat = 0;
  const earliest = seen.map((at) => {
    while ((beats[beat + 1] ?? Number.POSITIVE_INFINITY) < at) beat++;
    return Math.min(at, beats[beat] ?? at);
  });
  let most = 0;
  for (let first = 0, last = 0; first < seen.length; first++) {
    while (last < seen.length && (seen[last] as number) - (earliest[first] as number) < perMs) last++;
    most = Math.max(most, last - first);
  }
  return most;
}
