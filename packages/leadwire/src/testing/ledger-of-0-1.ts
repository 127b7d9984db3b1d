import type { Ledger } from '@leadwire/core';
import { expect } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { fakeTarget } from './fake-target.ts';

/** What the fixtures of leadwire 0.1 hold, once a writer has opened them: a lease of a killed process is over. */
export const COUNTS_OF_0_1 = {
  ready: 3,
  leased: 0,
  sent: 4,
  confirmed: 5,
  rejected: 2,
  duplicate: 0,
  parked: 1,
};

/** A lead that 0.1 sent is replayed, one of unknown effect is reconciled, and one that never left is sent: each for another account. */
export async function expectLedgerOf01(ledger: Ledger): Promise<void> {
  const dialler = fakeTarget({ provider: 'topcalls', account: 'api.topcalls.example/list-1' });
  const crm = fakeTarget({ provider: 'pulsecrm', account: 'crm.example/acme', effect: 'unguarded' });
  const leadwire = createLeadwire({ targets: { dialler, crm }, ledger });
  const send = (index: number) =>
    leadwire.send(
      { phone: `+1415555010${index}`, name: `Invented ${index}`, ref: `row ${index + 2}` },
      { to: ['dialler', 'crm'] },
    );
  const sent = await send(0);
  expect([sent.dialler.outcome, sent.dialler.replayed]).toEqual(['created', true]);
  expect([sent.crm.outcome, sent.crm.replayed]).toEqual(['created', true]);
  const unknown = await send(4);
  expect([unknown.dialler.outcome, unknown.crm.outcome]).toEqual(['created', 'parked']);
  expect(crm.requests).toEqual([]);
  const unsent = await send(3);
  expect([unsent.dialler.outcome, unsent.crm.outcome]).toEqual(['created', 'created']);
}
