/** Medians of several ways to do one thing, measured in turn, so that a machine that slows down slows all of them. */
export interface Measured {
  readonly name: string;
  /** Microseconds of one run on the clock. */
  readonly wallUs: number;
  /** Microseconds of one run on the processor. */
  readonly cpuUs: number;
  /** Bytes allocated by one run; undefined where the collector ran in between. */
  readonly bytes: number | undefined;
}

export type Ways = Readonly<Record<string, (index: number) => Promise<unknown>>>;

interface RoundSize {
  readonly rounds: number;
  readonly runs: number;
  /** Rounds before the first that counts: until then code is still being compiled. */
  readonly warmUp: number;
  /** Called before the clock starts. */
  readonly prepare?: (runs: number) => void;
}

interface Reading {
  readonly wallUs: number;
  readonly cpuUs: number;
  readonly bytes: number;
}

export async function interleave(ways: Ways, size?: Partial<RoundSize>): Promise<Measured[]> {
  const times = await inTurn(ways, { rounds: 21, runs: 400, warmUp: 12, ...size });
  // So few runs that the young generation holds all they leave behind.
  const sizes = await inTurn(ways, { ...size, rounds: 21, runs: Math.min(30, size?.runs ?? 30), warmUp: 0 });
  return Object.keys(ways).map((name) => {
    const readings = times.get(name) ?? [];
    return {
      name,
      wallUs: median(readings.map(({ wallUs }) => wallUs)) ?? Number.NaN,
      cpuUs: median(readings.map(({ cpuUs }) => cpuUs)) ?? Number.NaN,
      bytes: median((sizes.get(name) ?? []).map(({ bytes }) => bytes).filter((bytes) => bytes > 0)),
    };
  });
}

async function inTurn(ways: Ways, { rounds, runs, warmUp, prepare }: RoundSize): Promise<Map<string, Reading[]>> {
  const readings = new Map<string, Reading[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      prepare?.(runs);
      globalThis.gc?.();
      const heap = process.memoryUsage().heapUsed;
      const cpu = process.cpuUsage();
      const startedAt = performance.now();
      for (let run = 0; run < runs; run++) await way(run);
      const wallMs = performance.now() - startedAt;
      const { system, user } = process.cpuUsage(cpu);
      const bytes = (process.memoryUsage().heapUsed - heap) / runs;
      if (round >= 0)
        readings.get(name)?.push({ wallUs: (wallMs * 1_000) / runs, cpuUs: (system + user) / runs, bytes });
    }
  }
  return readings;
}

export function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
