import { median } from './interleave.ts';

export interface OverLoopback {
  readonly name: string;
  readonly perSecondAt50: number;
  readonly msOneAtATime: number;
}

type Ways = Readonly<Record<string, (index: number) => Promise<unknown>>>;

/** Requests a second with 50 at once, and the time of one at a time; each way in turn. */
export async function overLoopback(
  ways: Ways,
  { requests, rounds }: { readonly requests: number; readonly rounds: number },
): Promise<OverLoopback[]> {
  const rates = new Map<string, number[]>();
  const latencies = new Map<string, number[]>();
  for (let round = -1; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const rate = await ratePerSecond(way, requests, 50);
      const single = 1_000 / (await ratePerSecond(way, Math.ceil(requests / 7), 1));
      if (round < 0) continue; // until then code is still being compiled
      rates.set(name, [...(rates.get(name) ?? []), rate]);
      latencies.set(name, [...(latencies.get(name) ?? []), single]);
    }
  }
  return Object.keys(ways).map((name) => ({
    name,
    perSecondAt50: Math.round(median(rates.get(name) ?? []) ?? 0),
    msOneAtATime: Number((median(latencies.get(name) ?? []) ?? 0).toFixed(3)),
  }));
}

async function ratePerSecond(way: Ways[string], requests: number, atOnce: number): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  const worker = async () => {
    while (next < requests) await way(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (requests / (performance.now() - startedAt)) * 1_000;
}
