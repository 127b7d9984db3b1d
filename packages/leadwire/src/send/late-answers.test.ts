import type { Lead } from '@leadwire/core';
import { fakeClock } from '@leadwire/core/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import type { Leadwire } from '../leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { type FakeFault, type FakeTarget, fakeTarget } from '../testing/fake-target.ts';
import { LEADS } from '../testing/fault-scripts.ts';

/** A request that is answered much later, `late`, when its lease may have moved on. */
const faults = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom('down' as const, 'slow-down' as const) },
    { weight: 2, arbitrary: fc.constantFrom('lose-before' as const, 'lose-after' as const) },
    { weight: 3, arbitrary: fc.constant('late' as const) },
  ),
  { minLength: 5, maxLength: 30, size: 'max' },
);
/** By how much clocks go on, or back, from one process to the next. */
const jumps = fc.array(fc.constantFrom(0, 10_000_000, 20_000_000, 100, -5_000, -50_000_000), {
  minLength: 6,
  maxLength: 6,
});
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const sendAll = async (leadwire: Leadwire<'crm'>, outcomes: string[]): Promise<void> => {
  for await (const { index, outcome } of leadwire.sendMany(LEADS, { to: 'crm', concurrency: 3, chunkSize: 3 }))
    outcomes[index] = outcome.outcome;
};

const delays = fc.array(fc.nat(4), { minLength: 30, maxLength: 30 });

test.each([
  ['unguarded', undefined],
  ['unguarded', 3],
  ['natural-key', undefined],
  ['natural-key', 3],
] as const)(
  'however late responses come, and wherever clocks jump, each lead arrives once and its line says so (%s, bulk: %s)',
  async (effect, bulk) => {
    await fc.assert(
      fc.asyncProperty(faults, jumps, delays, async (script, jump, delay) => {
        let process = 0;
        let calm = false;
        const held: { readonly until: number; readonly answer: () => void }[] = [];
        const lost = new Set<string | undefined>();
        const crm = fakeTarget({
          bulk,
          effect,
          fault: ({ index }) => (calm ? undefined : faultOf(script[index])),
          onRequest: ({ index, leads }) => {
            if (calm) return;
            if (script[index] === 'lose-before') for (const { name } of leads) lost.add(name);
            if (script[index] !== 'late') return;
            return new Promise((answer) => held.push({ until: process + (delay[index] ?? 0), answer }));
          },
        });
        const ledger = memoryLedger();
        const steady = fakeClock();
        let offset = 0;
        const clock = { ...steady, now: () => steady.now() + offset };
        let told: string[] = [];
        for (; process <= 6; process++) {
          calm = process === 6;
          for (const { answer } of held.filter(({ until }) => calm || until <= process)) answer();
          await turns();
          if (calm) offset += 1_000_000_000;
          const outcomes: string[] = [];
          told = outcomes;
          const leadwire = createLeadwire({ targets: { crm }, ledger, clock, deadlineMs: 10_000_000 });
          const run = sendAll(leadwire, outcomes);
          await (calm ? run : turns());
          offset += jump[process] ?? 0;
        }
        expectEachOnce(crm, told, lost);
      }),
      { numRuns: 40 },
    );
  },
  120_000,
);

/** What the provider does with a request: `onRequest` holds a late response. */
const faultOf = (step: FakeFault | 'late' | undefined): FakeFault | undefined => (step === 'late' ? undefined : step);

/** Each lead arrived once and its line says so; one that was lost on its way is parked. */
function expectEachOnce(crm: FakeTarget, outcomes: readonly string[], lost: ReadonlySet<string | undefined>): void {
  const names = crm.received.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(outcomes.length).toBe(LEADS.length);
  outcomes.forEach((outcome, index) => {
    const { name } = LEADS[index] as Lead;
    if (!names.includes(name)) expect([outcome, lost.has(name)]).toEqual(['parked', true]);
    else expect(['created', 'existed']).toContain(outcome);
  });
}
