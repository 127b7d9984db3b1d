import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const LIST = 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42';
const KNOWN = '+14155552671';
const NEW = '+442071838750';
const phoneOf = (index: number) => `+1415${String(5_000_000 + index)}`;

test('merge adds stamped notes and tags to known leads and makes the new ones', async () => {
  const { call, simulators } = await checked('topcalls');
  simulators.topcalls.addLead({ phone_number: KNOWN, name: 'Jane', notes: 'old', tags: ['a'] });
  const leads = [
    { phone_number: KNOWN, name: 'Other', notes: 'new', tags: ['a', 'b'] },
    { phone_number: NEW, name: 'John' },
    { phone_number: NEW, tags: ['c'] },
  ];
  const { body } = await call('POST /v1/leads/bulk', { body: { list_id: LIST, leads } });
  expect(body).toMatchObject({ success: true, inserted: 1, updated: 1, duplicates: 1, total_processed: 3 });
  expect(simulators.topcalls.leads.byPhone(KNOWN)).toMatchObject({
    name: 'Jane',
    notes: 'old\n[2026-01-15T09:30:00.000Z] new',
    tags: ['a', 'b'],
    list_ids: [LIST],
  });
  expect(simulators.topcalls.leads.byPhone(NEW)).toMatchObject({ name: 'John', tags: ['c'] });
});

test('skip leaves known leads as they are', async () => {
  const { call, simulators } = await checked('topcalls');
  const before = simulators.topcalls.addLead({ phone_number: KNOWN, name: 'Jane' });
  const leads = [{ phone_number: KNOWN, notes: 'new' }, { phone_number: NEW }];
  const { body } = await call('POST /v1/leads/bulk', { body: { list_id: LIST, mode: 'skip', leads } });
  expect(body).toMatchObject({ inserted: 1, updated: 0, duplicates: 1, total_processed: 2 });
  expect(simulators.topcalls.leads.byPhone(KNOWN)).toEqual(before);
});

test('one bad row refuses them all and is named', async () => {
  const { call, simulators } = await checked('topcalls');
  const leads = [{ phone_number: NEW }, { phone_number: '+99912345678' }];
  const { status, body } = await call('POST /v1/leads/bulk', { body: { list_id: LIST, leads } });
  expect([status, body.errors]).toEqual([400, [{ path: 'leads.1.phone_number', message: 'is not a dialable number' }]]);
  expect(simulators.topcalls.leads).toHaveLength(0);
  expect(simulators.effects).toEqual([]);
});

test.each([true, false])('2,000 leads are taken and 2,001 are not, strict or not (%s)', async (strict) => {
  const { call, simulators } = await checked('topcalls', { strict });
  const leads = Array.from({ length: 2_001 }, (_, index) => ({ phone_number: phoneOf(index) }));
  const send = async (count: number) =>
    (await call('POST /v1/leads/bulk', { body: { list_id: LIST, leads: leads.slice(0, count) } })).status;
  expect(await send(2_001)).toBe(400);
  expect(await send(2_000)).toBe(200);
  expect(simulators.effects).toHaveLength(2_000);
});

test('deleting by ids happens at once and names unknown ids; calls lose their lead', async () => {
  const { call, simulators } = await checked('topcalls');
  const { id } = simulators.topcalls.addLead({ phone_number: KNOWN });
  const order = await call('POST /v1/calls', { body: { phone_number: KNOWN, task: 'Ask how they are' } });
  const callId = order.body.call_id;
  expect(simulators.topcalls.calls.get(callId)?.lead_id).toBe(id);
  const missing = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
  const { status, body } = await call('POST /v1/leads/bulk-delete', { body: { ids: [id, missing] } });
  const skipped_payload = [{ lead_id: missing, reason: 'not_found' }];
  expect([status, body]).toEqual([200, { kind: 'sync', deleted: 1, skipped: 1, skipped_payload }]);
  expect(simulators.topcalls.calls.get(callId)?.lead_id).toBeNull();
});

test('deleting by filter happens at once up to 500 leads, and by a job beyond', async () => {
  const { call, simulators } = await checked('topcalls');
  const { leads } = simulators.topcalls;
  for (let index = 0; index < 1_501; index += 1) {
    simulators.topcalls.addLead({
      phone_number: phoneOf(index),
      list_id: LIST,
      status: index < 500 ? 'Contacted' : 'New',
    });
  }
  const remove = (filter: object) => call('POST /v1/leads/bulk-delete', { body: { filter } });
  expect(await remove({ status: 'Contacted' })).toMatchObject({ status: 200, body: { kind: 'sync', deleted: 500 } });
  const { status, body } = await remove({ list_id: LIST });
  expect([status, body]).toMatchObject([
    202,
    { kind: 'async', status: 'pending', total_leads: 1_001, chunks_total: 2 },
  ]);
  expect(leads).toHaveLength(1_001);
  await simulators.clock.advance(5_000);
  expect(leads).toHaveLength(0);
  expect(simulators.effects.at(-1)).toMatchObject({ kind: 'deleted', operationId: 'leads.bulkDelete', request: 1 });
  expect((await remove({})).status).toBe(400);
});
