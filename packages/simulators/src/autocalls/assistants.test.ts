import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

test('an assistant is created, listed and changed, and its webhook can be switched off', async () => {
  const { call, spec } = await checked('autocalls');
  const body = spec.operations.get('assistants.create')?.bodyExample as Record<string, unknown>;
  const made = await call('POST /user/assistant', { body });
  expect(made).toMatchObject({ status: 201, body: { data: { id: 2, name: body.name } } });
  await call('PUT /user/assistant/2', { body: { webhook_url: 'https://hooks.example.com', is_webhook_active: true } });
  await call('POST /user/assistants/disable-webhook', { body: { assistant_id: 2 } });
  const { data } = (await call('GET /user/assistants/get')).body;
  expect(data[1]).toMatchObject({ id: 2, is_webhook_active: false });
  expect((await call('DELETE /user/assistant/2')).status).toBe(200);
  expect((await call('PUT /user/assistant/2', { body: {} })).body).toEqual({ message: 'Assistant not found' });
});
