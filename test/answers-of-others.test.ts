import type { LeadOutcome } from '@leadwire/core';
import { fakeClock } from '@leadwire/core/testing';
import { createSimulators, type ProviderName } from '@leadwire/simulators';
import { createLeadwire, memoryLedger } from 'leadwire';
import { expect, test } from 'vitest';
import { DESTINATIONS, openDestination } from './open-destination.ts';

// A success that is about another person claims nothing of our lead.

const LEADS = ['+14155552671', '+14155552672', '+14155552673'].map((phone) => ({ phone, name: 'Jane Doe' }));
const ARRIVED: readonly LeadOutcome['outcome'][] = ['created', 'existed', 'updated', 'partial'];
/** These show the phone in the response to a create. */
const SHOWING: readonly ProviderName[] = ['topcalls', 'autocalls', 'pulsecrm'];

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
    const simulators = createSimulators({ now: Date.UTC(2026, 10, 21, 5) });
    const clock = fakeClock({ now: Date.UTC(2026, 10, 21, 5) });
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
