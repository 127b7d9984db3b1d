import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';
import type { SimulatorsOptions } from '../simulators.ts';

interface Row {
  readonly id?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Five leads, made a day apart, the fifth last. */
async function searched(options: SimulatorsOptions['telecrm'] = {}) {
  const made = await checked('telecrm', { telecrm: options });
  const { leads, addLead } = made.simulators.telecrm;
  for (const [index, status] of ['Fresh', 'Won', 'Won', 'Lost', 'Fresh'].entries()) {
    addLead({ phone: `91999999999${index}`, name: `Lead ${index}`, status, assignee: 'agent@example.com' });
    await made.simulators.clock.advance(86_400_000);
  }
  const search = async (body: object, query: Record<string, number> = {}) => {
    const response = await made.call('POST /enterprise/ent_1/lead/search', { body, query });
    return { ...response, names: (response.body.data ?? []).map(({ fields }: Row) => fields.name) as string[] };
  };
  return { ...made, leads, search };
}

test('an empty search finds all leads, newest first, in pages', async () => {
  const { search } = await searched();
  const { names, body } = await search({}, { skip: 1, limit: 2 });
  expect([names, body.total_count, body.skip, body.limit]).toEqual([['Lead 3', 'Lead 2'], 5, 1, 2]);
  for (const limit of [0, 101]) {
    expect((await search({}, { limit })).body.error).toEqual({
      code: 'BAD_REQUEST',
      message: 'Limit should be between 1 and 100',
    });
  }
});

test('values match whole and in any case; several values are alternatives, several fields narrow together', async () => {
  const { search } = await searched();
  expect((await search({ fields: { name: 'lead 2' } })).names).toEqual(['Lead 2']);
  expect((await search({ fields: { name: 'Lead' } })).names).toEqual([]);
  expect((await search({ fields: { status: ['Won', 'Lost'] } })).names).toEqual(['Lead 3', 'Lead 2', 'Lead 1']);
  expect((await search({ fields: { status: 'Won', name: 'Lead 1' } })).names).toEqual(['Lead 1']);
  expect((await search({ fields: { phone: '919999999994' } })).names).toEqual(['Lead 4']);
  expect((await search({ fields: { phone: ['919999999990', '919999999994'] } })).names).toEqual(['Lead 4', 'Lead 0']);
  expect((await search({ fields: { no_such: 'x' } })).body.error.message).toBe('Invalid filter');
});

test('a phone in another spelling than the stored one is not found', async () => {
  const { search } = await searched();
  expect((await search({ fields: { phone: '+919999999994' } })).names).toEqual([]);
});

test('created_on takes both ends, as milliseconds or as the workspace writes dates', async () => {
  const { search, leads } = await searched();
  const at = (index: number) => leads.all()[index]?.fields.created_on as number;
  expect((await search({ fields: { created_on: { from: at(1), to: at(2) } } })).names).toEqual(['Lead 2', 'Lead 1']);
  expect((await search({ fields: { created_on: { to: at(1) - 1 } } })).names).toEqual(['Lead 0']);
  const written = { from: '16/01/2026 00:00:00', to: '16/01/2026 23:59:59' };
  expect((await search({ fields: { created_on: written } })).names).toEqual(['Lead 1']);
  expect((await search({ fields: { created_on: { from: '2026-01-16' } } })).status).toBe(400);
});

test('one action must match all filters of actions', async () => {
  const { search, leads, simulators, call } = await searched();
  const ids = leads.all().map(({ id }) => id);
  simulators.telecrm.addAction(ids[1] ?? '', { type: 'OUTGOING_CALL' });
  await simulators.clock.advance(86_400_000);
  const later = simulators.clock.now();
  simulators.telecrm.addAction(ids[1] ?? '', { type: 'USER_NOTE' });
  simulators.telecrm.addAction(ids[2] ?? '', { type: 'OUTGOING_CALL' });
  const byActions = async (actions: object) => (await search({ actions })).names;
  expect(await byActions({ type: 'OUTGOING_CALL', performed_at: { from: later } })).toEqual(['Lead 2']);
  expect(await byActions({ type: ['USER_NOTE', 'OUTGOING_CALL'], performed_by: 'admin@example.com' })).toEqual([
    'Lead 2',
    'Lead 1',
  ]);
  expect(await byActions({ performed_by: 'agent@example.com' })).toEqual([]);
  const timeline = await call(`POST /enterprise/ent_1/lead/${ids[1]}/action/search`, {
    body: { created_on: { from: later } },
  });
  expect(timeline.body).toMatchObject({ total_count: 1, skip: 0, limit: 10, data: [{ type: 'USER_NOTE' }] });
});

test('a search with an assignee and a list of statuses fails, as seen live', async () => {
  const { call } = await searched();
  const body = { fields: { assignee: 'agent@example.com', status: ['Won'] } };
  expect((await call('POST /enterprise/ent_1/lead/search', { body, unchecked: true })).status).toBe(500);
});

test('rows show ids, unless the option says otherwise', async () => {
  const { search, leads } = await searched();
  const { body } = await search({ fields: { name: 'Lead 0' } });
  expect(leads.get(body.data[0].id)?.fields.name).toBe('Lead 0');
  const without = await searched({ searchShowsIds: false });
  expect((await without.search({})).body.data[0]).not.toHaveProperty('id');
});
