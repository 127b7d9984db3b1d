import type { CallResult, ClientOptions } from '@leadwire/core';
import { seededRandom } from '@leadwire/core/testing';
import {
  createSimulators,
  type FaultName,
  type ProviderName,
  type SimulatedLead,
  type SimulatorsOptions,
} from '@leadwire/simulators';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROVIDERS as REGISTRY } from '../providers.ts';
import { emailsOf, wayOf } from './import-ways.ts';
import { type StormPerson, stormClient } from './storm-clients.ts';

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
  /** Ids that were given for another person. */
  wrongPerson: number;
  /** Refused, though no lead that is there has the person's e-mail address. */
  refusedInVain: number;
  kinds: Record<string, number>;
}

type Claim = 'there' | 'none' | 'open';

function claimOf(outcome: CallResult<unknown>): Claim {
  const effect = outcome.ok ? 'applied' : outcome.error.effect;
  return ({ applied: 'there', none: 'none', unknown: 'open' } as const)[effect];
}

/** Two by two, leads are couples with one e-mail address; one of them writes the phone as at home. */
function personOf(row: number): StormPerson {
  const local = String(2_000_000 + row * 3);
  const phone = `+1415${local}`;
  return {
    phone,
    written: row % 2 === 0 ? phone : `(415) ${local.slice(0, 3)}-${local.slice(3)}`,
    name: `Row ${row}`,
    email: `couple-${Math.floor(row / 2)}@example.com`,
  };
}

/** The id in a result, by the names that providers have for it. */
function idIn(value: unknown): string | undefined {
  const { data, id, lead_id } = (value ?? {}) as { data?: { id?: unknown }; id?: unknown; lead_id?: unknown };
  const found = id ?? lead_id ?? data?.id;
  return found === undefined ? undefined : String(found);
}

interface StormOptions {
  readonly simulators?: SimulatorsOptions;
  readonly fetch?: ClientOptions['fetch'];
  readonly creates?: number;
  readonly atOnce?: number;
  readonly timeoutMs?: number;
}

/** Creates, a quarter of all requests failing; judged by what the provider holds, not by what was called. */
async function storm(
  provider: ProviderName,
  { atOnce = AT_ONCE, creates = CREATES, fetch, simulators: more, timeoutMs = 400 }: StormOptions = {},
): Promise<Tally> {
  const common = { seed: 11, faultRate: 0.25, faultMix: TEN_WAYS, strict: false, recordLimit: 0 };
  const simulators = createSimulators({ ...common, ...more });
  const server = await simulators.listen(0);
  const tally: Tally = { sent: 0, twice: 0, missing: 0, hidden: 0, wrongPerson: 0, refusedInVain: 0, kinds: {} };
  try {
    const client = await stormClient(provider, server.urls, simulators, {
      deadlineMs: 40_000,
      timeoutMs,
      ...(fetch && { fetch }),
    });
    const claims = new Map<string, Claim>();
    const ids = new Map<string, string>();
    const refused: StormPerson[] = [];
    let next = 0;
    const create = async (person: StormPerson): Promise<void> => {
      const outcome = await client.create(person);
      tally.sent++;
      const kind = outcome.ok ? outcome.meta.certainty : `${outcome.error.kind} ${outcome.error.effect}`;
      tally.kinds[kind] = (tally.kinds[kind] ?? 0) + 1;
      claims.set(person.phone, claimOf(outcome));
      const id = outcome.ok ? idIn(outcome.value) : undefined;
      if (id !== undefined) ids.set(person.phone, id);
      if (!outcome.ok && outcome.error.kind === 'rejected') refused.push(person);
    };
    const worker = async () => {
      while (next < creates) await create(personOf(next++));
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const there = await client.there();
    const emails = emailsOf([...there.values()].flat());
    tally.refusedInVain = refused.filter(({ email }) => !emails.has(email)).length;
    for (const [phone, claim] of claims) judge(tally, claim, there.get(phone.slice(1)) ?? [], ids.get(phone));
  } finally {
    await server.close();
    await simulators.close();
  }
  return tally;
}

/** Compares what the client said of a lead with those of its phone that are there. */
function judge(tally: Tally, claim: Claim, held: readonly SimulatedLead[], id: string | undefined): void {
  if (id !== undefined && !held.some((lead) => String(lead.id) === id)) tally.wrongPerson++;
  if (held.length > 1) tally.twice++;
  if (claim === 'there' && held.length === 0) tally.missing++;
  if (claim === 'none' && held.length > 0) tally.hidden++;
}

/** One request in twelve is refused by a proxy before it leaves, or meets a TLS error after it was carried out. */
function lossy(seed: number): NonNullable<ClientOptions['fetch']> {
  const random = seededRandom(seed);
  const failed = (code: string, message: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
  return async (url: string, init?: RequestInit) => {
    const drawn = random();
    if (drawn < 1 / 24) throw failed('UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling');
    const response = await globalThis.fetch(url, init);
    if (drawn > 1 / 12) return response;
    await response.body?.cancel();
    throw failed('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'decryption failed or bad record mac');
  };
}

/** A client that trusts no response and sends everything again: the mistake that leadwire exists to prevent. */
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

const PROVIDERS = Object.keys(REGISTRY) as ProviderName[];

describe.each(PROVIDERS)('%s under a storm', (provider) => {
  let tally: Tally;
  beforeAll(async () => {
    tally = await storm(provider);
    console.log(provider, JSON.stringify(tally));
  });

  test('every create comes to an end', () => expect(tally.sent).toBe(CREATES));
  test('no lead is there twice', () => expect(tally.twice).toBe(0));
  test('no lead that is reported as there is missing', () => expect(tally.missing).toBe(0));
  test('no lead that is reported as untouched is there', () => expect(tally.hidden).toBe(0));
  test('no id is that of another person', () => expect(tally.wrongPerson).toBe(0));
  test('no lead is refused but for an e-mail address that another lead has', () => expect(tally.refusedInVain).toBe(0));
});

const LAGGING_CREATES = 450;
const LAGGING_AT_ONCE = 150;

// A lost response waits for the search, so many are under way at once.
describe.each(
  PROVIDERS.flatMap((provider) =>
    [300_000, -300_000].map((vendorClockOffsetMs) => ({ provider, vendorClockOffsetMs })),
  ),
)(
  '$provider whose search lags 10 s, whose clock is off by $vendorClockOffsetMs ms, and whose answers may prove nothing',
  ({ provider, vendorClockOffsetMs }) => {
    let tally: Tally;
    beforeAll(async () => {
      tally = await storm(provider, {
        creates: LAGGING_CREATES,
        atOnce: LAGGING_AT_ONCE,
        timeoutMs: 20_000,
        fetch: lossy(vendorClockOffsetMs > 0 ? 1 : 2),
        simulators: {
          faultMix: [...TEN_WAYS.filter((fault) => !fault.startsWith('stall')), 'no-id', 'empty-204', 'html-200'],
          searchLagMs: 10_000,
          vendorClockOffsetMs,
          listedPhones: 'national',
        },
      });
      console.log(provider, vendorClockOffsetMs, JSON.stringify(tally));
    });

    test('every create comes to an end, and most get through', () => {
      expect(tally.sent).toBe(LAGGING_CREATES);
      const { certain = 0, 'rejected none': refused = 0 } = tally.kinds;
      expect(certain + refused).toBeGreaterThan(LAGGING_CREATES / 3);
    });
    test('no lead is lost, there twice, or hidden, and no id is that of another person', () => {
      const { hidden, missing, refusedInVain, twice, wrongPerson } = tally;
      expect([hidden, missing, refusedInVain, twice, wrongPerson]).toEqual([0, 0, 0, 0, 0]);
    });
  },
);

describe('the same storm over a client that sends everything again', () => {
  let tally: Tally;
  beforeAll(async () => {
    tally = await storm(wayOf('unguarded').provider, { fetch: retriesEverything });
  });
  afterAll(() => console.log('retries everything', JSON.stringify(tally)));

  test('makes leads twice, so the storm would notice', () => expect(tally.twice).toBeGreaterThan(0));
});
