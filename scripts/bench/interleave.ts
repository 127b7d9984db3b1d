/** Medians of several ways to do one thing, measured in turn, so that a machine that slows down slows all of them. */
export interface Measured {
  readonly name: string;
  /** Microseconds of one run. */
  readonly us: number;
  /** Bytes allocated by one run; undefined where the collector ran in between. */
  readonly bytes: number | undefined;
}

export async function interleave(
  ways: Readonly<Record<string, () => Promise<unknown>>>,
  { rounds = 15, runs = 400 }: { rounds?: number; runs?: number } = {},
): Promise<Measured[]> {
  const times = new Map<string, number[]>();
  const sizes = new Map<string, number[]>();
  for (let round = -3; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      globalThis.gc?.();
      const heap = process.memoryUsage().heapUsed;
      const cpu = process.cpuUsage();
      for (let run = 0; run < runs; run++) await way();
      const { user, system } = process.cpuUsage(cpu);
      const grown = process.memoryUsage().heapUsed - heap;
      if (round < 0) continue; // warm-up
      times.set(name, [...(times.get(name) ?? []), (user + system) / runs]);
      if (grown > 0) sizes.set(name, [...(sizes.get(name) ?? []), grown / runs]);
    }
  }
  return Object.keys(ways).map((name) => ({
    name,
    us: median(times.get(name) ?? []) ?? 0,
    bytes: median(sizes.get(name) ?? []),
  }));
}

export function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
