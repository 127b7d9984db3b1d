import { setTimeout as sleep } from 'node:timers/promises';
import { isLeadwireError, type Lead, type LeadOutcome, type LeadTarget } from '@leadwire/core';
import type { Destination } from '@leadwire/core/provider';
import { seededRandom } from '@leadwire/core/testing';
import { createSimulators, leadsByPhone, type ProviderName, type Simulators } from '@leadwire/simulators';
import { startPostgres, type TestPostgres } from '@leadwire/testing';
import { createLeadwire } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDestination } from '../open-destination.ts';
import { PROVIDERS } from '../providers.ts';
import { emailsOf } from './import-ways.ts';
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
const leadOf = (index: number): Lead & { readonly phone: string; readonly email: string } => ({
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
  /** Addresses of the leads that are there. */
  readonly emails: ReadonlySet<string>;
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
    return (await openDestination(first as Destination, { client })).target;
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
    const strikeWhenDue = (): void => {
      const trouble = outcomes.size >= next ? troubles.shift() : undefined;
      if (trouble === undefined) return;
      struck = struck.then(strike[trouble]);
      struck.catch(() => undefined); // told where it is awaited
      next = strikeAt();
    };
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
          strikeWhenDue();
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
    const leads = await leadsByPhone(simulators, provider);
    await simulators.close();
    const there = new Map([...leads].map(([phone, each]) => [phone, each.length]));
    return { outcomes, stops, there, emails: emailsOf([...leads.values()].flat()), open: ready + leased + sent };
  }

  describe.each(Object.keys(PROVIDERS) as ProviderName[])('into %s', (provider) => {
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

    test('no lead is lost: what is said to be there is there, and what is parked or refused for an e-mail address that is taken is not', () => {
      const wrong = Array.from({ length: LEADS }, (_, index) => leadOf(index)).filter(({ phone, email }) => {
        const { outcome } = after.outcomes.get(phone) ?? { outcome: 'missing' };
        const isThere = after.there.has(phone.slice(1));
        if (outcome === 'parked') return isThere;
        return outcome === 'rejected' ? isThere || !after.emails.has(email) : !isThere || outcome === 'accepted';
      });
      expect(wrong.map(({ phone }) => `${phone} ${after.outcomes.get(phone)?.outcome}`)).toEqual([]);
    });
  });
});

async function silence(proxy: { fallSilent(): void; speak(): void }, ms: number): Promise<void> {
  proxy.fallSilent();
  await sleep(ms);
  proxy.speak();
}
