import { setTimeout as sleep } from 'node:timers/promises';
import { isLeadwireError, type Lead, type LeadOutcome, type LeadTarget } from '@leadwire/core';
import type { Destination } from '@leadwire/core/provider';
import { seededRandom } from '@leadwire/core/testing';
import { createSimulators, type ProviderName, type Simulators } from '@leadwire/simulators';
import { startPostgres, type TestPostgres } from '@leadwire/testing';
import { createLeadwire } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDestination } from '../open-destination.ts';
import { PROVIDERS } from '../providers.ts';
import { startSilentProxy } from './silent-proxy.ts';

const LEADS = Number(process.env.LEADWIRE_STORM_LEADS ?? 3_000);
const SEED = Number(process.env.LEADWIRE_STORM_SEED ?? 1);
/** Longest time for one statement; a silence that is longer breaks its connections. */
const TIMEOUT_MS = 500;
/** Waits of one lead for the ledger; a silence that is longer ends the run. */
const PATIENCE_MS = 3_000;
const MOST_RUNS = 20;

type Trouble = 'restart' | 'crash' | 'short silence' | 'long silence';
const TROUBLES: readonly Trouble[] = ['short silence', 'restart', 'long silence', 'crash', 'short silence', 'restart'];

/** Two by two, leads are couples with one e-mail address. */
const leadOf = (index: number): Lead & { readonly phone: string } => ({
  phone: `+1415${2_000_000 + index * 3}`,
  name: `Lead ${index}`,
  email: `couple-${Math.floor(index / 2)}@example.com`,
});

/** What a storm leaves behind. */
interface Aftermath {
  /** What each lead was said to be at last. */
  readonly outcomes: ReadonlyMap<string, LeadOutcome>;
  /** Error kinds of the runs that did not come to their end. */
  readonly stops: readonly string[];
  /** How often each phone is at the provider. */
  readonly there: ReadonlyMap<string, number>;
  /** Ledger rows that no run would have to take up any more. */
  readonly open: number;
}

const started = await startPostgres();

describe.skipIf('missing' in started)('an import whose ledger is a PostgreSQL that falls silent and restarts', () => {
  const postgres = started as TestPostgres;
  afterAll(() => postgres.stop());

  async function targetOf(provider: ProviderName, simulators: Simulators): Promise<LeadTarget> {
    const [first] = Object.values<Destination>(PROVIDERS[provider].destinations);
    const client = { limits: false, fetch: simulators.fetch, account: 'storm' } as const;
    return (await openDestination(first as Destination, { client, options: { skipTeamAndSource: true } })).target;
  }

  async function storm(provider: ProviderName): Promise<Aftermath> {
    const random = seededRandom(SEED);
    const simulators = createSimulators({ strict: false, recordLimit: 0, latencyMs: [0, 4] });
    const proxy = await startSilentProxy(postgres.connectionString);
    const target = await targetOf(provider, simulators);
    const open = () => {
      const { connectionString } = proxy;
      return postgresLedger({ connectionString, schema: `storm_${provider}`, timeoutMs: TIMEOUT_MS });
    };
    const strike: Record<Trouble, () => Promise<unknown>> = {
      restart: () => postgres.restart('fast'),
      crash: () => postgres.restart('immediate'),
      'short silence': () => silence(proxy, TIMEOUT_MS * (0.5 + 2 * random())),
      'long silence': () => silence(proxy, 3 * PATIENCE_MS),
    };
    const outcomes = new Map<string, LeadOutcome>();
    const stops: string[] = [];
    const troubles = [...TROUBLES];
    let struck = Promise.resolve<unknown>(undefined);
    const strikeAt = () => LEADS * ((TROUBLES.length - troubles.length + 0.5 + random() * 0.3) / (TROUBLES.length + 1));
    let next = strikeAt();
    for (let run = 0; run < MOST_RUNS; run++) {
      await struck;
      const ledger = open();
      const leadwire = createLeadwire({
        targets: { crm: target },
        ledger,
        retry: { baseMs: 20, capMs: 200 },
        deadlineMs: PATIENCE_MS,
      });
      try {
        const leads = Array.from({ length: LEADS }, (_, index) => leadOf(index));
        for await (const { index, outcome } of leadwire.sendMany(leads, { to: 'crm', concurrency: 25 })) {
          outcomes.set(leadOf(index).phone, outcome);
          const trouble = outcomes.size >= next ? troubles.shift() : undefined;
          if (trouble === undefined) continue;
          struck = struck.then(strike[trouble]);
          struck.catch(() => undefined); // told where it is awaited
          next = strikeAt();
        }
        break;
      } catch (error) {
        if (!isLeadwireError(error)) throw error;
        stops.push(error.kind);
      } finally {
        await leadwire.close();
      }
    }
    await struck;
    const ledger = open();
    const { leased, ready, sent } = await ledger.counts();
    await ledger.close();
    await proxy.close();
    await simulators.close();
    return { outcomes, stops, there: leadsThere(provider, simulators), open: ready + leased + sent };
  }

  describe.each(['topcalls', 'autocalls', 'telecrm', 'pulsecrm'] as const)('into %s', (provider) => {
    let after: Aftermath;
    beforeAll(async () => {
      after = await storm(provider);
      const { outcomes, stops, there, open } = after;
      const tally: Record<string, number> = {};
      for (const { outcome } of outcomes.values()) tally[outcome] = (tally[outcome] ?? 0) + 1;
      console.log(provider, JSON.stringify({ seed: SEED, leads: LEADS, stops, open, there: there.size, ...tally }));
    });

    test('every lead comes to an outcome, and the ledger holds nothing that is open', () => {
      expect(after.outcomes.size).toBe(LEADS);
      expect(after.open).toBe(0);
    });

    test('a run that ends early says that its ledger is unavailable, and nothing else', () => {
      expect(after.stops.filter((kind) => kind !== 'ledger-unavailable')).toEqual([]);
      expect(after.stops.length).toBeGreaterThan(0);
    });

    test('no lead is there twice', () => {
      expect([...after.there].filter(([, count]) => count > 1)).toEqual([]);
    });

    test('no lead is lost: what is said to be there is there, and a parked one is not', () => {
      const isWrong = ([phone, { outcome }]: [string, LeadOutcome]) =>
        after.there.has(phone.slice(1)) === (outcome === 'parked') || ['rejected', 'accepted'].includes(outcome);
      expect([...after.outcomes].filter(isWrong).map(([phone, { outcome }]) => `${phone} ${outcome}`)).toEqual([]);
    });
  });
});

async function silence(proxy: { fallSilent(): void; speak(): void }, ms: number): Promise<void> {
  proxy.fallSilent();
  await sleep(ms);
  proxy.speak();
}

function leadsThere(provider: ProviderName, simulators: Simulators): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const lead of simulators[provider].leads as Iterable<object>) {
    const shown = lead as { phone_number?: string; phone?: string; fields?: { phone?: string } };
    const digits = String(shown.phone_number ?? shown.phone ?? shown.fields?.phone).replace(/\D/g, '');
    counts.set(digits, (counts.get(digits) ?? 0) + 1);
  }
  return counts;
}
