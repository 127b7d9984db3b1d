import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

async function withLead() {
  const made = await checked('telecrm');
  const { leads, addLead } = made.simulators.telecrm;
  const { id } = addLead({ phone: '919999999999' });
  const base = `/enterprise/ent_1/lead/${id}/action`;
  const add = (...actions: object[]) => made.call(`POST ${base}`, { body: { actions } });
  return { ...made, leads, id, base, add };
}

const payment = { type: 'PAYMENT', status: 'PENDING', currency: 'INR', amount: '5000' };

test('each action is accepted or ignored by itself', async () => {
  const { add, simulators, leads, id } = await withLead();
  const note = { type: '1001', fields: { note: 'Visited', email: 'nonsense', unknown: 1 } };
  const { status, body } = await add(note, { type: '2002' }, payment, { ...payment, amount: '0' });
  expect(status).toBe(200);
  expect(
    body.actions.map((action: { status: string; action_id: string | null }) => [
      action.status,
      action.action_id === null,
    ]),
  ).toEqual([
    ['CREATED', false],
    ['IGNORED', true],
    ['CREATED', false],
    ['IGNORED', true],
  ]);
  expect(body.remarks.map(({ field }: { field: string }) => field)).toEqual([
    'actions[0].fields.email',
    'actions[1].type',
    'actions[3].amount',
  ]);
  expect(leads.get(id)?.actions.map(({ type }) => type)).toEqual(['PAYMENT', '1001']);
  expect(simulators.effects.map(({ kind, resource }) => [kind, resource])).toEqual([
    ['created', 'action'],
    ['created', 'action'],
  ]);
});

test.each(['OUTGOING_CALL', 'ACTION_1001'])('one type that cannot be written refuses all actions: %s', async (type) => {
  const { add, simulators } = await withLead();
  const { status, body } = await add({ type: '1001' }, { type });
  expect([status, body.error.message]).toEqual([400, 'Only custom actions and payment actions can be created']);
  expect(simulators.effects).toEqual([]);
});

test('a request without actions is refused, and so is an unknown lead', async () => {
  const { add, call } = await withLead();
  expect((await add()).status).toBe(400);
  const elsewhere = await call('POST /enterprise/ent_1/lead/62ab16e/action', { body: { actions: [payment] } });
  expect(elsewhere.body.error.code).toBe('LEAD_NOT_FOUND');
});

test('only the status of a payment can change', async () => {
  const { add, call, base } = await withLead();
  const { action_id } = (await add(payment)).body.actions[0];
  const update = (body: object) => call(`POST ${base}/${action_id}`, { body });
  expect((await update({ type: 'PAYMENT', status: 'COMPLETED' })).body).toEqual({ ...payment, status: 'COMPLETED' });
  expect((await update({ type: 'PAYMENT', amount: '6000' })).body.error.message).toBe(
    'Cannot update amount, currency, or paymentid fields for existing payment action.',
  );
  expect((await update({ type: '1001' })).status).toBe(400);
  expect((await update({ type: 'PAYMENT', status: 'LATE' })).status).toBe(400);
  expect((await call(`GET ${base}/${action_id}`)).body).toEqual({ ...payment, status: 'COMPLETED' });
});

test('an update changes the sent fields of a custom action', async () => {
  const { add, call, base } = await withLead();
  const { action_id } = (await add({ type: '1001', fields: { note: 'a', outcome: 'Interested' } })).body.actions[0];
  const { body } = await call(`POST ${base}/${action_id}`, { body: { type: '1001', fields: { note: 'b' } } });
  expect(body).toEqual({ type: '1001', fields: { note: 'b', outcome: 'Interested' } });
});

test('an action that telecrm recorded cannot be read by its id', async () => {
  const { call, base, simulators, id } = await withLead();
  const action = simulators.telecrm.addAction(id, { type: 'OUTGOING_CALL' });
  expect((await call(`GET ${base}/${action.id}`)).body.error).toEqual({
    code: 'BAD_REQUEST',
    message: 'Only custom actions and payment actions can be retrieved',
  });
  expect((await call(`GET ${base}/62ab16e`)).body.error.code).toBe('ACTION_NOT_FOUND');
});
