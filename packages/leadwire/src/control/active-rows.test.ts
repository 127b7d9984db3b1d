import type { Ledger } from '@leadwire/core';
import { fakeClock, settled } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { fakeTarget } from '../testing/fake-target.ts';

const jane = { phone: '+14155552671', name: 'Jane Doe' };

test('who is stopped while the ledger responds that another has the lead does not wait for that one', async () => {
  const memory = memoryLedger();
  const stop = new AbortController();
  let claims = 0;
  const ledger: Ledger = {
    ...memory,
    async claim(entries, options) {
      const found = await memory.claim(entries, options);
      if (++claims === 2) stop.abort();
      return found;
    },
  };
  const crm = fakeTarget({ fault: () => 'hang-before' });
  const leadwire = createLeadwire({ targets: { crm }, ledger, clock: fakeClock() });
  void leadwire.send(jane, { to: 'crm' });
  await settled();
  const stopped = leadwire.send(jane, { to: 'crm', signal: stop.signal });
  await expect(stopped).rejects.toMatchObject({ kind: 'aborted' });
});
