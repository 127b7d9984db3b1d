import type { Lead, Ledger } from '@leadwire/core';
import { fakeClock } from '@leadwire/core/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { type FakeTarget, fakeTarget } from '../testing/fake-target.ts';
import { faultScripts, LEADS } from '../testing/fault-scripts.ts';

const faults = faultScripts(40);

/** Process after process takes up the same leads, each until it hangs or ends; the last one meets no more faults. */
async function runAll(crm: FakeTarget, processes: number, isCalm: () => void): Promise<string[]> {
  const ledger = memoryLedger();
  const clock = fakeClock();
  let outcomes: string[] = [];
  for (let process = 0; process <= processes; process++) {
    if (process === processes) isCalm();
    outcomes = [];
    const leadwire = createLeadwire({ targets: { crm }, ledger, clock, deadlineMs: 10_000_000 });
    const run = (async () => {
      for await (const line of leadwire.sendMany(LEADS, { to: 'crm', concurrency: 3, chunkSize: 4 }))
        outcomes[line.index] = line.outcome.outcome;
    })();
    run.catch(() => undefined); // wrong credentials stop it; the next process goes on
    for (let turn = 0; turn < 25; turn++) await new Promise((resolve) => setImmediate(resolve));
    clock.elapse(10_000_000); // whoever hangs is dead now: its leases run out
  }
  return outcomes;
}

test.each([undefined, 4])(
  'whatever is lost, refused for now or dies on the way, each lead arrives exactly once (bulk: %s)',
  async (bulk) => {
    await fc.assert(
      fc.asyncProperty(faults, async (script) => {
        let calm = false;
        const crm = fakeTarget({ bulk, fault: ({ index }) => (calm ? undefined : script[index]) });
        const outcomes = await runAll(crm, 4, () => {
          calm = true;
        });
        expect(crm.received.map(({ name }) => name).sort()).toEqual(LEADS.map(({ name }) => name).sort());
        expect(outcomes.length).toBe(LEADS.length);
        for (const outcome of outcomes) expect(['created', 'existed']).toContain(outcome);
      }),
      { numRuns: 100 },
    );
  },
);

test.each([undefined, 4])(
  'where every request makes a lead, none is made twice; what cannot be known is parked (bulk: %s)',
  async (bulk) => {
    await fc.assert(
      fc.asyncProperty(faults, async (script) => {
        let calm = false;
        const lost = new Set<string | undefined>();
        const crm = fakeTarget({
          bulk,
          effect: 'unguarded',
          fault: ({ index }) => (calm ? undefined : script[index]),
          onRequest: ({ index, leads }) => {
            if (!calm && (script[index] === 'lose-before' || script[index] === 'hang-before'))
              for (const { name } of leads) lost.add(name);
          },
        });
        const outcomes = await runAll(crm, 4, () => {
          calm = true;
        });
        const names = crm.received.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        outcomes.forEach((outcome, index) => {
          const { name } = LEADS[index] as Lead;
          expect(outcome).toBe(names.includes(name) ? 'created' : 'parked');
          if (outcome === 'parked') expect(lost).toContain(name); // parked only where a response was lost
        });
        expect(outcomes.length).toBe(LEADS.length);
      }),
      { numRuns: 100 },
    );
  },
);

/** A ledger as a process sees it that dies at one of its calls, just before that is stored or just after; then it does nothing more. */
function dyingLedger(ledger: Ledger, callsLeft: number, isStored: boolean): Ledger {
  let left = callsLeft;
  const dying =
    <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      left--;
      if (left > 0 || (left === 0 && isStored)) {
        const answer = await call(...given);
        if (left > 0) return answer;
      }
      return new Promise(() => undefined);
    };
  return {
    ...ledger,
    claim: dying(ledger.claim),
    markSent: dying(ledger.markSent),
    complete: dying(ledger.complete),
    release: dying(ledger.release),
    get: dying(ledger.get),
  };
}

const deaths = fc.array(fc.record({ calls: fc.integer({ min: 1, max: 40 }), isStored: fc.boolean() }), {
  minLength: 3,
  maxLength: 3,
});

test.each([
  ['unguarded', undefined],
  ['unguarded', 4],
  ['natural-key', undefined],
  ['natural-key', 4],
] as const)(
  'a process may die before or after any write of its ledger: each lead arrives once (%s, bulk: %s)',
  async (effect, bulk) => {
    await fc.assert(
      fc.asyncProperty(faults, deaths, async (script, dies) => {
        const ledger = memoryLedger();
        const clock = fakeClock();
        let calm = false;
        const lost = new Set<string | undefined>();
        const crm = fakeTarget({
          bulk,
          effect,
          fault: ({ index }) => (calm ? undefined : script[index]),
          onRequest: ({ index, leads }) => {
            if (calm || !script[index]?.endsWith('-before')) return;
            for (const { name } of leads) lost.add(name);
          },
        });
        const run = async (seen: Ledger) => {
          const outcomes: string[] = [];
          const leadwire = createLeadwire({ targets: { crm }, ledger: seen, clock, deadlineMs: 10_000_000 });
          for await (const line of leadwire.sendMany(LEADS, { to: 'crm', concurrency: 3, chunkSize: 4 }))
            outcomes[line.index] = line.outcome.outcome;
          return outcomes;
        };
        const marked = new Set<string | undefined>();
        for (const { calls, isStored } of dies) {
          run(dyingLedger(ledger, calls, isStored)).catch(() => undefined);
          for (let turn = 0; turn < 25; turn++) await new Promise((resolve) => setImmediate(resolve));
          // What was written down and never left looks the same as what was lost.
          for await (const { payload = '{}' } of ledger.list({ states: ['sent'] }))
            marked.add(JSON.parse(payload).name);
          clock.elapse(10_000_000);
        }
        calm = true;
        const outcomes = await run(ledger);
        const names = crm.received.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        LEADS.forEach(({ name }, index) => {
          const isThere = names.includes(name);
          expect(isThere ? ['created', 'existed'] : ['parked']).toContain(outcomes[index]);
          if (!isThere) expect([effect, lost.has(name) || marked.has(name)]).toEqual(['unguarded', true]);
        });
      }),
      { numRuns: 60 },
    );
  },
);
