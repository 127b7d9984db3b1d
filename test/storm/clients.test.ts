import type { CallResult, ClientOptions } from '@leadwire/core';
import { createSimulators, type FaultName } from '@leadwire/simulators';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StormProvider, stormClient } from './storm-clients.ts';

const CREATES = 2_000;
const AT_ONCE = 25;
const TEN_WAYS: readonly FaultName[] = [
  '429',
  '500',
  '503',
  'cut-before',
  'cut-after-commit',
  'stall-headers',
  'stall-body',
  'truncated',
  'html-502',
  'redirect',
];

interface Tally {
  sent: number;
  /** Leads that are there more than once. */
  twice: number;
  /** Reported as there, and not there. */
  missing: number;
  /** Reported as untouched, and there. */
  hidden: number;
  kinds: Record<string, number>;
}

type Claim = 'there' | 'none' | 'open';

function claimOf(outcome: CallResult<unknown>): Claim {
  const effect = outcome.ok ? 'applied' : outcome.error.effect;
  return ({ applied: 'there', none: 'none', unknown: 'open' } as const)[effect];
}

/** 2,000 creates, a quarter of all requests failing; judged by what the provider holds, not by what was called. */
async function storm(provider: StormProvider, fetch?: ClientOptions['fetch']): Promise<Tally> {
  const simulators = createSimulators({ seed: 11, faultRate: 0.25, faultMix: TEN_WAYS, strict: false, recordLimit: 0 });
  const server = await simulators.listen(0);
  const tally: Tally = { sent: 0, twice: 0, missing: 0, hidden: 0, kinds: {} };
  try {
    const client = stormClient(provider, server.urls, simulators, fetch);
    const claims = new Map<string, Claim>();
    let next = 0;
    const worker = async () => {
      while (next < CREATES) {
        const row = next++;
        const phone = `+1415${2_000_000 + row * 3}`;
        const outcome = await client.create(phone, `Row ${row}`);
        tally.sent++;
        const kind = outcome.ok ? outcome.meta.certainty : `${outcome.error.kind} ${outcome.error.effect}`;
        tally.kinds[kind] = (tally.kinds[kind] ?? 0) + 1;
        claims.set(phone, claimOf(outcome));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    for (const [phone, claim] of claims) {
      const count = client.count(phone);
      if (count > 1) tally.twice++;
      if (claim === 'there' && count === 0) tally.missing++;
      if (claim === 'none' && count > 0) tally.hidden++;
    }
  } finally {
    await server.close();
    await simulators.close();
  }
  return tally;
}

/** A client that trusts nobody and sends everything again: the mistake that leadwire exists to prevent. */
const retriesEverything = async (url: string, init?: RequestInit): Promise<Response> => {
  let last: unknown;
  for (let attempt = 0; attempt < 6; attempt++) {
    try {
      const response = await globalThis.fetch(url, { ...init, signal: AbortSignal.timeout(200) });
      const text = await response.text();
      if (response.status < 300)
        return new Response(JSON.stringify(JSON.parse(text)), { status: response.status, headers: response.headers });
      last = new Error(`status ${response.status}`);
    } catch (error) {
      last = error;
    }
  }
  throw last;
};

describe.each(['topcalls', 'autocalls', 'telecrm', 'pulsecrm'] as const)('%s under a storm', (provider) => {
  let tally: Tally;
  beforeAll(async () => {
    tally = await storm(provider);
    console.log(provider, JSON.stringify(tally));
  });

  test('every create comes to an end', () => expect(tally.sent).toBe(CREATES));
  test('no lead is there twice', () => expect(tally.twice).toBe(0));
  test('no lead that is reported as there is missing', () => expect(tally.missing).toBe(0));
  test('no lead that is reported as untouched is there', () => expect(tally.hidden).toBe(0));
});

describe('the same storm over a client that sends everything again', () => {
  let tally: Tally;
  beforeAll(async () => {
    tally = await storm('pulsecrm', retriesEverything);
  });
  afterAll(() => console.log('retries everything', JSON.stringify(tally)));

  test('makes leads twice, so the storm would notice', () => expect(tally.twice).toBeGreaterThan(0));
});
