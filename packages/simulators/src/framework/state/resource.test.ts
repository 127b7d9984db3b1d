import { expect, test } from 'vitest';
import { checked } from '../../../testing/checked.ts';

test.each(['folder', 'label'])('a %s has no rules: it is created, listed, updated and deleted', async (kind) => {
  const { call, simulators } = await checked('autocalls');
  const made = await call(`POST /user/${kind}`, { body: { name: 'Sales', color: 'blue' } });
  expect(made).toMatchObject({ status: 201, body: { data: { id: 1, name: 'Sales', color: 'blue' } } });
  const { body } = await call(`PUT /user/${kind}/1`, { body: { name: 'Europe', color: null } });
  expect(body.data).toMatchObject({ id: 1, name: 'Europe', color: null });
  expect((await call(`PUT /user/${kind}/9`, { body: {} })).status).toBe(404);
  await call(`POST /user/${kind}`, { body: { name: 'Other' } });
  const list = (await call(`GET /user/${kind}s`)).body;
  expect(list).toMatchObject({ data: [{ name: 'Europe' }, { name: 'Other' }], total: 2 });
  expect((await call(`DELETE /user/${kind}/1`)).status).toBe(200);
  expect((await call(`GET /user/${kind}s`)).body.data).toMatchObject([{ id: 2 }]);
  expect(simulators.effects.map((effect) => effect.kind)).toEqual(['created', 'updated', 'created', 'deleted']);
});

test('a body that the spec does not allow is refused', async () => {
  const { call } = await checked('autocalls');
  const { body, status } = await call('POST /user/tools', { body: { name: '9lives' } });
  expect(status).toBe(422);
  expect(body.errors).toHaveProperty('name');
});

test('records that a path nests belong to the record before them', async () => {
  const { call } = await checked('autocalls');
  const body = { name: 'Help', type: 'website', url: 'https://help.example.com' };
  const made = await call('POST /user/knowledgebases/1/documents', { body });
  expect(made).toMatchObject({ status: 201, body: { data: { id: 1 } } });
  expect((await call('GET /user/knowledgebases/1/documents')).body.data).toMatchObject([{ id: 1, name: 'Help' }]);
  expect((await call('GET /user/knowledgebases/2/documents')).body.data).toEqual([]);
  expect((await call('GET /user/knowledgebases/2/documents/1')).body).toEqual({ error: 'document not found' });
});

test('a form with a file is accepted', async () => {
  const { simulators } = await checked('autocalls');
  const form = new FormData();
  form.set('name', 'Notes');
  form.set('type', 'txt');
  form.set('file', new File(['words'], 'notes.txt'));
  const response = await simulators.fetch('https://app.autocalls.ai/api/user/knowledgebases/1/documents', {
    method: 'POST',
    headers: { authorization: 'Bearer key' },
    body: form,
  });
  expect(response.status).toBe(201);
});

test('an id is a number or a UUID, as the spec says', async () => {
  const { call } = await checked('topcalls');
  const { body } = await call('POST /v1/phone-numbers', { body: { number: '+14155551234' } });
  expect(body.id).toMatch(/^[0-9a-f-]{36}$/);
  expect((await call(`GET /v1/phone-numbers/${body.id}`)).body).toMatchObject({ number: '+14155551234' });
});
