/**
 * Readings of several ways to do one thing, taken in turn, so that a machine that slows down slows all of them. Another way begins each round:
 * what comes after the heaviest finds its garbage, and would pay for it each time.
 */
export async function inTurn<Way, Reading>(
  ways: Readonly<Record<string, Way>>,
  { rounds, warmUp = 0 }: { readonly rounds: number; readonly warmUp?: number },
  read: (way: Way, round: number) => Reading | Promise<Reading>,
): Promise<ReadonlyMap<string, readonly Reading[]>> {
  const readings = new Map<string, Reading[]>(Object.keys(ways).map((name) => [name, []]));
  const all = Object.entries(ways);
  for (let round = -warmUp; round < rounds; round++) {
    const first = (round + warmUp) % all.length;
    for (const [name, way] of [...all.slice(first), ...all.slice(0, first)]) {
      const reading = await read(way, round);
      if (round >= 0) readings.get(name)?.push(reading); // until then code is still being compiled
    }
  }
  return readings;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Medians of one run of one way. */
export interface Measured {
  readonly name: string;
  /** Microseconds on the clock. */
  readonly wallUs: number;
  /** Microseconds on the processor. */
  readonly cpuUs: number;
  /** Bytes allocated; NaN where the collector always ran in between. */
  readonly bytes: number;
}

export type Ways = Readonly<Record<string, (index: number) => Promise<unknown>>>;

interface Size {
  readonly rounds?: number;
  readonly runs?: number;
  readonly warmUp?: number;
  /** Called before the clock starts. */
  readonly prepare?: (runs: number) => void;
}

/** What one run of each way takes, over an in-memory transport. */
export async function interleave(
  ways: Ways,
  { prepare, rounds = 21, runs = 400, warmUp = 12 }: Size = {},
): Promise<Measured[]> {
  const readRuns = (count: number) => async (way: Ways[string]) => {
    prepare?.(count);
    globalThis.gc?.();
    const heap = process.memoryUsage().heapUsed;
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    for (let run = 0; run < count; run++) await way(run);
    const wallMs = performance.now() - startedAt;
    const { system, user } = process.cpuUsage(cpu);
    const bytes = (process.memoryUsage().heapUsed - heap) / count;
    return { wallUs: (wallMs * 1_000) / count, cpuUs: (system + user) / count, bytes };
  };
  const times = await inTurn(ways, { rounds, warmUp }, readRuns(runs));
  // So few runs that the young generation holds all they leave behind.
  const sizes = await inTurn(ways, { rounds: 21 }, readRuns(Math.min(30, runs)));
  return [...times].map(([name, readings]) => ({
    name,
    wallUs: median(readings.map(({ wallUs }) => wallUs)),
    cpuUs: median(readings.map(({ cpuUs }) => cpuUs)),
    bytes: median((sizes.get(name) ?? []).map(({ bytes }) => bytes).filter((bytes) => bytes > 0)),
  }));
}
