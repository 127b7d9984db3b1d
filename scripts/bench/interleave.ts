/** Medians of several ways to do one thing, measured in turn, so that a machine that slows down slows all of them. */
export interface Measured {
  readonly name: string;
  /** Microseconds of one run. */
  readonly us: number;
  /** Bytes allocated by one run; undefined where the collector ran in between. */
  readonly bytes: number | undefined;
}

type Ways = Readonly<Record<string, () => Promise<unknown>>>;

export async function interleave(ways: Ways, size?: Partial<RoundSize>): Promise<Measured[]> {
  const times = await inTurn(ways, { rounds: 21, runs: 1_000, warmUp: 12, ...size }, cpuOf);
  // So few runs that the young generation holds all they leave behind.
  const sizes = await inTurn(ways, { rounds: 21, runs: 30, warmUp: 0 }, bytesOf);
  return Object.keys(ways).map((name) => ({
    name,
    us: median(times.get(name) ?? []) ?? 0,
    bytes: median((sizes.get(name) ?? []).filter((bytes) => bytes > 0)),
  }));
}

interface RoundSize {
  readonly rounds: number;
  readonly runs: number;
  /** Rounds before the first that counts: until then code is still being compiled. */
  readonly warmUp: number;
}

type Gauge = () => () => number;

const cpuOf: Gauge = () => {
  const before = process.cpuUsage();
  return () => {
    const { system, user } = process.cpuUsage(before);
    return system + user;
  };
};

const bytesOf: Gauge = () => {
  const before = process.memoryUsage().heapUsed;
  return () => process.memoryUsage().heapUsed - before;
};

async function inTurn(ways: Ways, { rounds, runs, warmUp }: RoundSize, gauge: Gauge): Promise<Map<string, number[]>> {
  const figures = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      globalThis.gc?.();
      const read = gauge();
      for (let run = 0; run < runs; run++) await way();
      const figure = read() / runs;
      if (round >= 0) figures.get(name)?.push(figure);
    }
  }
  return figures;
}

export function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
