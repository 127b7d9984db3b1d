import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const LIST = 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42';
const OTHER_LIST = '0e6c7a35-8b6d-4c3e-a1f2-5d9b8c7e6f10';
const UNKNOWN_ID = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const PHONE = '+14155552671';
const JANE = { name: 'Jane Doe', phone_number: PHONE, list_id: LIST };

test('a new number makes a lead; a known one is attached and keeps its values', async () => {
  const { call, simulators } = await checked('topcalls');
  const first = await call('POST /v1/leads', { body: { ...JANE, email: 'jane@example.com', tags: ['webinar'] } });
  expect(first).toMatchObject({ status: 201, body: { existed: false, list_ids: [LIST], status: 'New' } });
  const sent = {
    ...JANE,
    name: 'J. Doe',
    list_id: OTHER_LIST,
    email: 'other@example.com',
    notes: 'x',
    tags: ['y'],
    metadata: { z: 1 },
  };
  const second = await call('POST /v1/leads', { body: { ...sent, status: 'Contacted' } });
  expect(second).toMatchObject({ status: 200, body: { existed: true, list_ids: [LIST, OTHER_LIST] } });
  expect(second.body).toMatchObject({
    id: first.body.id,
    name: 'Jane Doe',
    email: 'jane@example.com',
    notes: null,
    status: 'New',
  });
  expect(simulators.topcalls.leads).toHaveLength(1);
  expect(simulators.topcalls.lists.get(OTHER_LIST)).toEqual({ id: OTHER_LIST, leads: 1 });
  expect(simulators.effects.map(({ kind, request }) => [kind, request])).toEqual([
    ['created', 0],
    ['attached', 1],
  ]);
});

test('the same create again changes nothing, unless it appends to the notes', async () => {
  const { call, simulators } = await checked('topcalls');
  await call('POST /v1/leads', { body: JANE });
  await call('POST /v1/leads', { body: JANE });
  expect(simulators.effects).toHaveLength(1);
  await call('POST /v1/leads', { body: { ...JANE, notes_append: 'rang' } });
  await call('POST /v1/leads', { body: { ...JANE, notes_append: 'rang' } });
  expect(simulators.topcalls.leads.byPhone(PHONE)?.notes).toBe('rang\nrang');
  expect(simulators.effects.map(({ kind }) => kind)).toEqual(['created', 'updated', 'updated']);
});

test.each([
  ['4155552671', 'no plus sign'],
  ['+1415555', 'too short'],
  ['+99912345678', 'no such country'],
])('the number %s is refused: %s', async (phone_number) => {
  const { call, simulators } = await checked('topcalls');
  const { status, body } = await call('POST /v1/leads', { body: { ...JANE, phone_number } });
  expect([status, body.errors[0].path]).toEqual([400, 'phone_number']);
  expect(simulators.effects).toEqual([]);
});

test('an unknown list is refused if the options list the lists', async () => {
  const { call } = await checked('topcalls', { topcalls: { lists: [LIST] } });
  expect((await call('POST /v1/leads', { body: JANE })).status).toBe(201);
  expect((await call('POST /v1/leads', { body: { ...JANE, list_id: OTHER_LIST } })).status).toBe(404);
});

test('an update changes what is sent, clears what is null and leaves the rest', async () => {
  const { call, simulators } = await checked('topcalls');
  const { id } = simulators.topcalls.addLead({ ...JANE, email: 'jane@example.com', notes: 'first', tags: ['a'] });
  await simulators.clock.advance(1_000);
  const path = `PATCH /v1/leads/${id}`;
  const { body } = await call(path, { body: { email: null, notes_append: 'second', status: 'Converted' } });
  expect(body).toMatchObject({
    email: null,
    notes: 'first\nsecond',
    status: 'Converted',
    tags: ['a'],
    name: 'Jane Doe',
  });
  expect(body.converted_at).toBe(body.updated_at);
  expect(body.updated_at).not.toBe(body.created_at);
  expect((await call(path, { body: { notes: null } })).body.notes).toBeNull();
});

test.each([true, false])('an update follows its rules, strict or not (%s)', async (strict) => {
  const { call, simulators } = await checked('topcalls', { strict });
  const { id } = simulators.topcalls.addLead(JANE);
  simulators.topcalls.addLead({ phone_number: '+442071838750' });
  const status = async (body: object, to = id) => (await call(`PATCH /v1/leads/${to}`, { body })).status;
  expect(await status({})).toBe(400);
  expect(await status({ notes: 'a', notes_append: 'b' })).toBe(400);
  expect(await status({ phone_number: '12' })).toBe(400);
  expect(await status({ phone_number: '+442071838750' })).toBe(409);
  expect(await status({ name: 'X' }, UNKNOWN_ID)).toBe(404);
  expect(await status({ phone_number: '+442071838751' })).toBe(200);
  expect(simulators.topcalls.leads.byPhone(PHONE)).toBeUndefined();
  expect(simulators.topcalls.leads.byPhone('+442071838751')?.id).toBe(id);
});

test('a lead is detached from a list, and deleted when it leaves the last one', async () => {
  const { call, simulators } = await checked('topcalls');
  const { id } = simulators.topcalls.addLead(JANE);
  await call('POST /v1/leads', { body: { ...JANE, list_id: OTHER_LIST } });
  const remove = async (list_id: string) => (await call(`DELETE /v1/leads/${id}`, { query: { list_id } })).status;
  expect(await remove(UNKNOWN_ID)).toBe(404);
  expect(await remove(LIST)).toBe(204);
  expect((await call(`GET /v1/leads/${id}`)).body.list_ids).toEqual([OTHER_LIST]);
  expect(await remove(OTHER_LIST)).toBe(204);
  expect((await call(`GET /v1/leads/${id}`)).status).toBe(404);
  expect(simulators.effects.map(({ kind }) => kind)).toEqual(['attached', 'detached', 'deleted']);
});

test('pages follow one another by cursor, whatever is added or deleted meanwhile', async () => {
  const { call, simulators } = await checked('topcalls');
  const phones = Array.from({ length: 7 }, (_, index) => `+1415555200${index}`);
  for (const phone_number of phones) simulators.topcalls.addLead({ phone_number, list_id: LIST });
  const seen: string[] = [];
  let cursor: string | null = '';
  for (let page = 0; cursor !== null; page += 1) {
    const { body } = await call('GET /v1/leads', {
      query: { list_id: LIST, limit: 3, ...(cursor !== '' && { cursor }) },
    });
    seen.push(...body.items.map((lead: { phone_number: string }) => lead.phone_number));
    cursor = body.has_more ? body.next_cursor : null;
    if (page === 0) {
      simulators.topcalls.addLead({ phone_number: '+14155553000', list_id: LIST });
      await call(`DELETE /v1/leads/${body.items[2].id}`);
    }
  }
  expect(seen).toEqual(phones.toReversed());
});

test('several filters narrow together, and an unknown cursor is refused', async () => {
  const { call, simulators } = await checked('topcalls');
  const { addLead } = simulators.topcalls;
  addLead({ ...JANE, tags: ['webinar'] });
  addLead({ phone_number: '+442071838750', list_id: LIST, status: 'Contacted', tags: ['webinar'] });
  addLead({ phone_number: '+442071838751', status: 'Contacted' });
  const count = async (query: Record<string, string>) => (await call('GET /v1/leads', { query })).body.items.length;
  expect(await count({ phone: PHONE })).toBe(1);
  expect(await count({ phone: PHONE, status: 'Contacted' })).toBe(0);
  expect(await count({ tag: 'webinar', list_id: LIST, status: 'Contacted' })).toBe(1);
  expect(await count({})).toBe(3);
  expect((await call('GET /v1/leads', { query: { cursor: 'mine' } })).status).toBe(400);
  expect((await call('GET /v1/leads', { query: { limit: 201 } })).status).toBe(400);
});
