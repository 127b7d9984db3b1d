import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';
import type { SimulatorsOptions } from '../simulators.ts';

async function queued(options: SimulatorsOptions['telecrm'] = {}) {
  const made = await checked('telecrm', { telecrm: options });
  const send = (body: object, token = 'my-async-token') =>
    made.call('POST https://next-api.telecrm.in/enterprise/ent_1/autoupdatelead', { token, body });
  return { ...made, send, telecrm: made.simulators.telecrm };
}

test('a lead is accepted now and applied later', async () => {
  const { send, telecrm, simulators } = await queued({ asyncDelayMs: 5_000 });
  expect(await send({ fields: { phone: '9999999999', name: 'Jane' } })).toMatchObject({
    status: 200,
    body: { status: 'QUEUED' },
  });
  expect([telecrm.leads.length, telecrm.waiting]).toEqual([0, 1]);
  await simulators.clock.advance(5_000);
  expect([telecrm.leads.length, telecrm.waiting]).toEqual([1, 0]);
  expect(telecrm.leads.byIdentifier('919999999999')?.fields).toMatchObject({ name: 'Jane', phone: '919999999999' });
  expect(simulators.effects).toMatchObject([{ kind: 'created', operationId: 'leads.upsertAsync', request: 0 }]);
});

test('a known lead gets the sent fields and keeps the others; actions are added each time', async () => {
  const { send, telecrm, simulators } = await queued();
  const { id } = telecrm.addLead({ phone: '919999999999', name: 'Jane', rating: 2 });
  const actions = [{ type: 'ACTION_1001', fields: { note: 'x' } }, { type: '1001' }];
  await send({ fields: { phone: '+919999999999', rating: 4, status: 'Nonsense' }, actions });
  await send({ fields: { phone: '+919999999999' }, actions });
  await simulators.clock.advance(1_000);
  expect(telecrm.leads).toHaveLength(1);
  expect(telecrm.leads.get(id)).toMatchObject({
    fields: { name: 'Jane', rating: 4 },
    actions: [{ type: '1001' }, { type: '1001' }],
  });
  expect(telecrm.leads.get(id)?.fields).not.toHaveProperty('status');
});

test.each([
  [{ fields: { name: 'Jane' } }, 'no identifier'],
  [{ fields: { phone: '99999' } }, 'invalid identifier'],
  [{ name: 'Jane' }, 'no fields'],
])('%j gets a 200 and is dropped: %s', async (body, reason) => {
  const { send, telecrm, simulators } = await queued();
  expect((await send(body)).body).toEqual({ status: 'QUEUED' });
  await simulators.clock.advance(1_000);
  expect(telecrm.leads).toHaveLength(0);
  expect(telecrm.dropped).toMatchObject([{ reason, body }]);
  expect(simulators.effects).toEqual([]);
});

test('each token has a limit an hour if that option is set', async () => {
  const { send, simulators } = await queued({ asyncPerHour: 2 });
  const status = async (token?: string) => (await send({ fields: { phone: '919999999999' } }, token)).status;
  expect([await status(), await status(), await status(), await status('other-async')]).toEqual([200, 200, 429, 200]);
  const refused = await send({ fields: {} });
  expect(refused.headers.get('retry-after')).toBe('1800');
  await simulators.clock.advance(1_800_000);
  expect(await status()).toBe(200);
});

test('reset forgets queued leads', async () => {
  const { send, telecrm, simulators } = await queued();
  await send({ fields: { phone: '919999999999' } });
  simulators.reset();
  await simulators.clock.advance(10_000);
  expect([telecrm.leads.length, telecrm.waiting, simulators.requests.length]).toEqual([0, 0, 0]);
});
