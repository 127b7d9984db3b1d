import type { Ledger, LedgerEntry, LedgerRow } from '@leadwire/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** One step of one worker; what it does depends on how far that worker has come with its lead. */
interface Step {
  readonly worker: 0 | 1;
  /** Which lead it takes up next, when it has none. */
  readonly lead: number;
  readonly event: 'go' | 'crash' | 'refuse' | 'lose-answer' | 'wait';
}

const steps = fc.array(
  fc.record({
    worker: fc.constantFrom(0 as const, 1 as const),
    lead: fc.nat(3),
    event: fc.oneof(
      { weight: 6, arbitrary: fc.constant('go' as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('crash' as const, 'refuse' as const, 'lose-answer' as const, 'wait' as const),
      },
    ),
  }),
  { minLength: 10, maxLength: 80, size: 'max' },
);

/** Four leads of three people: the last two share one. */
const entryOf = (lead: number): LedgerEntry => ({
  provider: 'p',
  account: 'a',
  key: `key-${lead}`,
  fingerprint: `print-${lead}`,
  dedupeKey: `person-${Math.min(lead, 2)}`,
  payload: '{}',
});

const LEASE_MS = 10;

/** A worker as a process has it: what it holds in memory is gone with a crash. */
interface Worker {
  row?: LedgerRow;
  lead?: number;
  resumed?: boolean;
  /** When its request is cut. */
  until?: number;
  stage: 'idle' | 'claimed' | 'marked' | 'sent';
}

/**
 * The law of the ledger: no interleaving of two workers, with crashes, refusals and lost responses at any point, loses a lead,
 * or sends one a second time without reconcile having looked first.
 */
export function describeInterleavings(
  makeLedger: () => Promise<{ readonly ledger: Ledger; remove?: (() => Promise<void>) | undefined }>,
  runs: number,
): void {
  test('no interleaving of two workers with crashes loses a lead or sends it twice without reconcile', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const { ledger, remove } = await makeLedger();
        try {
          const world = createWorld(ledger);
          for (const step of script) await world.take(step);
          await world.finish();
          world.judge();
        } finally {
          await ledger.close();
          await remove?.();
        }
      }),
      { numRuns: runs },
    );
  }, 120_000);
}

function createWorld(ledger: Ledger) {
  const workers: [Worker, Worker] = [{ stage: 'idle' }, { stage: 'idle' }];
  /** What the provider holds: how often each person was put in, and how often a blind send went out. */
  const arrived = new Map<string, number>();
  const blind = new Map<string, number>();
  const settled = new Set<number>();
  let now = 0;

  const personOf = (lead: number): string => entryOf(lead).dedupeKey ?? '';
  const forget = (worker: Worker): void => {
    delete worker.row;
    worker.stage = 'idle';
  };

  const claim = async (worker: Worker, lead: number): Promise<void> => {
    const [found] = await ledger.claim([entryOf(lead)], { now, leaseMs: LEASE_MS });
    if (found === undefined) throw new Error('no claim');
    if (found.kind === 'done' || (found.kind === 'duplicate' && found.row.state === 'confirmed')) settled.add(lead);
    if (found.kind !== 'leased' && found.kind !== 'sent-before') return;
    Object.assign(worker, { row: found.row, lead, resumed: found.kind === 'sent-before', stage: 'claimed' });
  };

  const arrive = (lead: number, resumed: boolean): void => {
    const person = personOf(lead);
    if (resumed && arrived.has(person)) return; // reconcile looked first, and found it
    if (!resumed) blind.set(person, (blind.get(person) ?? 0) + 1);
    arrived.set(person, (arrived.get(person) ?? 0) + 1);
  };

  /** Whether the response came. A request is bounded by its deadline, and a lease is longer: what has not arrived by then was cut. */
  const deliver = (worker: Worker, lead: number, step: Step): boolean => {
    if (now >= (worker.until ?? 0)) return false;
    arrive(lead, worker.resumed ?? false);
    worker.stage = 'sent';
    return step.event !== 'lose-answer';
  };

  const go = async (worker: Worker, step: Step): Promise<void> => {
    const { row, lead } = worker;
    if (row === undefined || lead === undefined) return claim(worker, step.lead);
    if (worker.stage === 'claimed') {
      const [mine] = await ledger.markSent([row], now, LEASE_MS);
      if (!mine) return forget(worker);
      worker.stage = 'marked';
      worker.until = now + LEASE_MS;
      return;
    }
    if (step.event === 'refuse') {
      await ledger.release([row], now, { after: 'failure' });
      return forget(worker);
    }
    if (worker.stage === 'marked') {
      if (deliver(worker, lead, step)) return;
      await ledger.release([row], now, { after: 'unknown' });
      return forget(worker);
    }
    await ledger.complete(
      [{ row, completion: { state: 'confirmed', outcome: 'created', remoteId: personOf(lead) } }],
      now,
    );
    forget(worker);
  };

  return {
    async take(step: Step): Promise<void> {
      const worker = workers[step.worker];
      now += 1;
      if (step.event === 'wait') now += LEASE_MS;
      else if (step.event === 'crash') forget(worker);
      else if (worker.stage === 'sent' && step.event === 'refuse')
        return; // what has arrived is not refused
      else await go(worker, step);
    },
    /** Two more processes come, with time enough, and no more crashes. */
    async finish(): Promise<void> {
      for (const worker of workers) forget(worker);
      for (let round = 0; round < 3; round++) {
        for (let lead = 0; lead < 4; lead++) {
          now += LEASE_MS + 1;
          const worker: Worker = { stage: 'idle' };
          for (let step = 0; step < 4; step++) await go(worker, { worker: 0, lead, event: 'go' });
        }
      }
    },
    judge(): void {
      expect([...settled].sort()).toEqual([0, 1, 2, 3]);
      for (const lead of [0, 1, 2, 3]) expect(arrived.get(personOf(lead))).toBe(1);
      for (const count of blind.values()) expect(count).toBeLessThanOrEqual(1);
    },
  };
}
