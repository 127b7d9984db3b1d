import { inTurn, median, type Ways } from '../interleave.ts';

export interface OverLoopback {
  readonly name: string;
  readonly perSecondAt50: number;
  readonly msOneAtATime: number;
}

/** Requests a second with 50 at once, and the time of one at a time; each way in turn. */
export async function overLoopback(
  ways: Ways,
  { requests, rounds }: { readonly requests: number; readonly rounds: number },
): Promise<OverLoopback[]> {
  const readings = await inTurn(ways, { rounds, warmUp: 1 }, async (way) => ({
    rate: await ratePerSecond(way, requests, 50),
    ms: 1_000 / (await ratePerSecond(way, Math.ceil(requests / 7), 1)),
  }));
  return [...readings].map(([name, each]) => ({
    name,
    perSecondAt50: Math.round(median(each.map(({ rate }) => rate))),
    msOneAtATime: Number(median(each.map(({ ms }) => ms)).toFixed(3)),
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
