import { expect, test } from 'vitest';
import { fakeTarget } from '../testing.ts';
import { stoppable } from './stoppable.ts';

test('a send whose own signal was aborted before it began is not sent', async () => {
  const crm = fakeTarget();
  const target = stoppable(crm, new AbortController().signal);
  const result = await target.send({ phone: '+14155550101' }, { signal: AbortSignal.abort() });
  expect([result.ok, crm.received]).toEqual([false, []]);
});
