import { answering, fakeClock } from '@leadwire/core/testing';
import { createPulsecrm } from '@leadwire/pulsecrm';
import { memoryLedger } from 'leadwire';
import { expect, test } from 'vitest';

/** A Pulse CRM whose login names the account `2311`. */
function pulseServer() {
  return answering(({ path }) =>
    path === '/auth/login'
      ? Response.json({ id: 1, email: 'j@example.com', token: 't', primaryAccount: { accountId: '2311' } })
      : Response.json({ id: 7, firstName: 'Jane', lastName: 'Doe' }),
  );
}

const jane = { firstName: 'Jane', lastName: 'Doe', phone: '+14155552671' };
const row = { idempotencyKey: 'row-00017', query: { skipTeamAndSourceRequirement: true } };

test('a Pulse CRM client with a ledger keeps its keys under the account that its login names, so a rotated key sends nothing again', async () => {
  const ledger = memoryLedger();
  const fetch = pulseServer();
  const clientWith = (apiKey: string) =>
    createPulsecrm({ apiKey, apiSecret: 'secret', ledger, fetch, limits: false, clock: fakeClock() });
  await clientWith('the key of last year').leads.create(jane, row);
  const again = await clientWith('the rotated key').leads.create(jane, row).safe();
  expect(again).toMatchObject({ ok: false, error: { kind: 'duplicate', effect: 'none', lookup: { id: '7' } } });
  expect(fetch.requests.filter(({ path }) => path === '/leads').length).toBe(1);
});

test('the account that a login names and the same accountId are one account in the ledger', async () => {
  const ledger = memoryLedger();
  const fetch = pulseServer();
  const common = { ledger, fetch, limits: false, clock: fakeClock() } as const;
  await createPulsecrm({ ...common, apiKey: 'key', apiSecret: 'secret' }).leads.create(jane, row);
  const byToken = createPulsecrm({ ...common, token: 'token', accountId: '2311' });
  expect(await byToken.leads.create(jane, row).safe()).toMatchObject({ ok: false, error: { kind: 'duplicate' } });
});

test('a login that fails before the ledger was asked leaves the key free and sends no lead', async () => {
  const ledger = memoryLedger();
  const fetch = answering(() => Response.json({ error: 'no such key' }, { status: 401 }));
  const client = createPulsecrm({ apiKey: 'k', apiSecret: 's', ledger, fetch, limits: false, clock: fakeClock() });
  expect(await client.leads.create(jane, row).safe()).toMatchObject({
    ok: false,
    error: { kind: 'unauthorized', operationId: 'auth.login', effect: 'none' },
  });
  expect(fetch.requests.map(({ path }) => path)).toEqual(['/auth/login']);
  expect(await ledger.counts()).toMatchObject({ ready: 0, leased: 0, sent: 0, confirmed: 0, parked: 0 });
});
