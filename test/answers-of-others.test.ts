import type { LeadOutcome } from '@leadwire/core';
import type { Destination } from '@leadwire/core/provider';
import { fakeClock } from '@leadwire/core/testing';
import { createSimulators, leadsByPhone, type ProviderName } from '@leadwire/simulators';
import { createLeadwire, memoryLedger } from 'leadwire';
import { expect, test } from 'vitest';
import { DESTINATIONS, openDestination } from './open-destination.ts';

// A response that is about another person, or says nothing of what was done, claims nothing of our lead.

const NOW = Date.UTC(2026, 10, 21, 5);

const LEADS = ['+14155552671', '+14155552672', '+14155552673'].map((phone) => ({ phone, name: 'Jane Doe' }));
const ARRIVED: readonly LeadOutcome['outcome'][] = ['created', 'existed', 'updated', 'partial'];
/** These show the phone in the response to a create. */
const SHOWING: readonly ProviderName[] = ['topcalls', 'autocalls', 'pulsecrm', 'hubspot'];

/** Remembers the first response to a create and gives it for every later one, which it does not send: a wrapper that caches by address. */
function memoising(send: typeof globalThis.fetch) {
  let first: { readonly text: string; readonly status: number } | undefined;
  return async (url: string, init?: RequestInit): Promise<Response> => {
    if (init?.method !== 'POST') return send(url, init);
    if (first === undefined) {
      const response = await send(url, init);
      first = { text: await response.text(), status: response.status };
    }
    return new Response(first.text, { status: first.status, headers: { 'content-type': 'application/json' } });
  };
}

test.each(SHOWING)(
  'where a wrapper answers every create at %s with the first one, only the lead that is there is said to be',
  async (name) => {
    const simulators = createSimulators({ now: NOW });
    const clock = fakeClock({ now: NOW });
    const client = { fetch: memoising(simulators.fetch), clock, limits: false, retry: false, account: 'a' } as const;
    const destination = DESTINATIONS.get(name);
    if (destination === undefined) throw new Error(`no destination ${name}`);
    const { target } = await openDestination(destination, { client });
    const leadwire = createLeadwire({ targets: { target }, ledger: memoryLedger(), clock, retry: { maxAttempts: 1 } });
    const claimed: string[] = [];
    for (const lead of LEADS) {
      const { target: outcome } = await leadwire.send(lead, { to: 'target' });
      if (ARRIVED.includes(outcome.outcome)) claimed.push(lead.phone);
    }
    expect(claimed).toEqual(['+14155552671']);
    expect([...(simulators[name].leads as Iterable<unknown>)].length).toBe(1);
  },
);

test.each([...DESTINATIONS.keys()].filter((name) => !name.endsWith('-async')))(
  'a success at %s whose id is empty, blank or no id claims nothing',
  async (name) => {
    for (const id of ['', ' ', null, false, {}, 0]) {
      const simulators = createSimulators();
      const fetch = async (url: string, init?: RequestInit): Promise<Response> => {
        const isCreate = init?.method === 'POST' && !url.includes('search');
        if (!isCreate) return simulators.fetch(url, init);
        return Response.json({ id, lead_id: id, data: { id } }, { status: 201 });
      };
      const client = { fetch, clock: fakeClock(), limits: false, retry: false, account: 'a' } as const;
      const destination = DESTINATIONS.get(name);
      if (destination === undefined) throw new Error(`no destination ${name}`);
      const { target } = await openDestination(destination, { client });
      const sent = await target.send({ phone: '+14155552671', name: 'Jane Doe', email: 'jane@example.com' });
      expect(sent.ok ? ARRIVED.includes(sent.value.outcome) : false, JSON.stringify(id)).toBe(false);
    }
  },
);

/** Statuses that say nothing of what was done, and a response that a fetch got elsewhere by following a redirect. */
const SAYING_NOTHING: Readonly<Record<string, () => Response>> = {
  300: () => new Response(null, { status: 300 }),
  304: () => new Response(null, { status: 304 }),
  406: () => new Response('{"message":"Not Acceptable"}', { status: 406 }),
  499: () => new Response('<html></html>', { status: 499 }),
  followed: () => Object.defineProperty(Response.json({ id: 1, lead_id: '1' }), 'redirected', { value: true }),
};

test.each([...DESTINATIONS.keys()])(
  'a response from %s that says nothing of what was done neither loses nor doubles the lead, done or not',
  async (name) => {
    const [provider] = name.split('-') as [ProviderName];
    for (const [what, answer] of Object.entries(SAYING_NOTHING)) {
      for (const isDone of [true, false]) {
        const simulators = createSimulators({ now: NOW });
        let creates = 0;
        const fetch = async (url: string, init?: RequestInit): Promise<Response> => {
          const isFirst = init?.method === 'POST' && !url.includes('search') && creates++ === 0;
          if (!isFirst) return simulators.fetch(url, init);
          if (isDone) await simulators.fetch(url, init);
          return answer();
        };
        const clock = fakeClock({ now: NOW });
        const client = { fetch, clock, limits: false, account: 'a' } as const;
        const { target } = await openDestination(DESTINATIONS.get(name) as Destination, { client });
        const leadwire = createLeadwire({ targets: { target }, ledger: memoryLedger(), clock });
        const { target: outcome } = await leadwire.send({ phone: '+14155552671', name: 'Jane Doe' }, { to: 'target' });
        const there = (await leadsByPhone(simulators, provider)).get('14155552671')?.length ?? 0;
        const isClaimed = [...ARRIVED, 'accepted'].includes(outcome.outcome);
        expect([isClaimed ? 1 : 0, outcome.outcome], `${what}, ${isDone}`).toEqual([
          there,
          there === 1 ? expect.stringMatching(/created|accepted/) : 'parked',
        ]);
      }
    }
  },
);
