import type { LeadTarget } from '@leadwire/core';
import type { Destination } from '@leadwire/core/provider';
import { type FakeClock, fakeClock } from '@leadwire/core/testing';
import { createSimulators, leadsByPhone, type ProviderName, type Simulators } from '@leadwire/simulators';
import { openDestination } from '../open-destination.ts';
import { PROVIDERS } from '../providers.ts';

/** One provider with a script of faults, the vendor's clock off by some minutes and its search behind, and the target that leads are sent to. */
export interface ModelWorld {
  readonly target: LeadTarget;
  readonly clock: FakeClock;
  /** The leads that are there, by the digits of their phones. */
  leadsByPhone(): ReturnType<typeof leadsByPhone>;
}

/** What the network adds to the faults of the provider itself. */
const LOSSES = ['proxy-refused', 'tls-after-commit', 'says-nothing'] as const;

/** What a provider makes of one request, drawn by seed. The end is `ok`, so that every lead has its chance. */
const STEPS = [
  '429',
  '500',
  '500-after-commit',
  '503',
  'cut-before',
  'cut-after-commit',
  'truncated',
  'html-502',
  'html-502-after-commit',
  'html-200',
  'no-id',
  'empty-204',
  'redirect',
  'ok',
  'ok',
  'ok',
];

export async function createModelWorld(
  provider: ProviderName,
  random: () => number,
  calls: number,
): Promise<ModelWorld> {
  const clock = fakeClock({ random: { seed: Math.floor(random() * 2 ** 31) } });
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const simulators = createSimulators({
    clock: { now: clock.now },
    strict: false,
    recordLimit: 0,
    vendorClockOffsetMs: pick([-300_000, 0, 300_000]),
    searchLagMs: pick([0, 10_000]),
    listedPhones: pick(['stored', 'national']),
  });
  simulators.script(provider, undefined, Array.from({ length: calls * 3 }, () => pick(STEPS)).join(' then '));
  const fetch = lossy(simulators, random);
  const common = {
    limits: false,
    clock,
    fetch,
    retry: { baseMs: 1, capMs: 8 },
    defaultCountry: 'US',
    account: 'model',
  } as const;
  return {
    target: await targetOf(provider, common),
    clock,
    leadsByPhone: () => leadsByPhone(simulators, provider),
  };
}

/**
 * One request in twelve is refused by a proxy before it leaves, meets a TLS error after it was carried out, or is answered by something in between
 * with a status that says nothing, carried out or not.
 */
function lossy(simulators: Simulators, random: () => number): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const loss = random() < 1 / 12 ? LOSSES[Math.floor(random() * LOSSES.length)] : undefined;
    if (loss === 'proxy-refused') throw failed('UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling');
    const saysNothing = new Response(null, { status: random() < 0.5 ? 304 : 499 });
    if (loss === 'says-nothing' && random() < 0.5) return saysNothing;
    const response = await simulators.fetch(url, init);
    if (loss === undefined) return response;
    if (loss === 'says-nothing') return saysNothing;
    throw random() < 0.5
      ? failed('EPROTO', 'write EPROTO')
      : failed('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'decryption failed or bad record mac');
  };
}

const failed = (code: string, message: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

interface Common {
  readonly limits: false;
  readonly clock: FakeClock;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly retry: { readonly baseMs: number; readonly capMs: number };
  readonly defaultCountry: string;
  readonly account: string;
}

async function targetOf(provider: ProviderName, client: Common): Promise<LeadTarget> {
  const [first] = Object.values<Destination>(PROVIDERS[provider].destinations);
  return (await openDestination(first as Destination, { client })).target;
}
