import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

test('a token is shown once, works, and is refused after its key is deleted', async () => {
  const { call } = await checked('autocalls');
  const made = await call('POST /user/api-keys', { body: { name: 'Website form' } });
  expect(made.status).toBe(201);
  expect(made.body.api_key.id).toBeUndefined();
  const { token } = made.body.api_key;
  expect(token).toMatch(/^1\|/);
  const me = await call('GET /user/me', { token });
  expect(me.body).toEqual({ name: 'John Doe', email: 'john.doe@example.com', total_balance: 125.5 });
  const [key] = (await call('GET /user/api-keys')).body.api_keys;
  expect(key).toMatchObject({ id: 1, name: 'Website form', last_used_at: '2026-01-15T09:30:00.000000Z' });
  expect((await call('DELETE /user/api-keys/1')).body).toEqual({ message: 'API key deleted successfully.' });
  expect((await call('GET /user/me', { token })).status).toBe(401);
  expect((await call('DELETE /user/api-keys/1')).status).toBe(404);
});

test.each(['folder', 'label'])(
  'a %s without rules of its own is created, listed, updated and deleted',
  async (kind) => {
    const { call, simulators } = await checked('autocalls');
    const made = await call(`POST /user/${kind}`, { body: { name: 'Sales', color: 'blue' } });
    expect(made).toMatchObject({ status: 201, body: { data: { id: 1, name: 'Sales', color: 'blue' } } });
    const { body } = await call(`PUT /user/${kind}/1`, { body: { name: 'Europe', color: null } });
    expect(body.data).toMatchObject({ id: 1, name: 'Europe', color: null });
    expect((await call(`PUT /user/${kind}/9`, { body: {} })).status).toBe(404);
    await call(`POST /user/${kind}`, { body: { name: 'Other' } });
    const list = (await call(`GET /user/${kind}s`)).body;
    expect(list).toMatchObject({
      data: [
        { id: 1, name: 'Europe' },
        { id: 2, name: 'Other' },
      ],
      total: 2,
    });
    expect((await call(`DELETE /user/${kind}/1`)).status).toBe(200);
    expect((await call(`GET /user/${kind}s`)).body.data).toMatchObject([{ id: 2 }]);
    expect(simulators.effects.map((effect) => effect.kind)).toEqual(['created', 'updated', 'created', 'deleted']);
  },
);

test('tools are kept, and what the spec does not allow is refused', async () => {
  const { call } = await checked('autocalls');
  const body = {
    name: 'find_order',
    description: 'Finds an order',
    endpoint: 'https://shop.example.com/{id}',
    method: 'GET',
    schema: [{ name: 'id', type: 'string', description: 'The order' }],
  };
  expect((await call('POST /user/tools', { body })).body.data).toMatchObject({ id: 1, name: 'find_order' });
  expect((await call('PUT /user/tools/1', { body: { timeout: 20 } })).body.data).toMatchObject({
    timeout: 20,
    method: 'GET',
  });
  expect((await call('GET /user/tools')).body).toHaveLength(1);
  expect((await call('POST /user/tools', { body: { ...body, name: '9lives' } })).body.errors).toHaveProperty('name');
  expect((await call('DELETE /user/tools/1')).status).toBe(200);
  expect((await call('GET /user/tools/1')).body).toEqual({ message: 'Tool not found' });
});

test('a document belongs to its knowledge base', async () => {
  const { call } = await checked('autocalls');
  const base = '/user/knowledgebases/1';
  await call('POST /user/knowledgebases', { body: { name: 'Manual' } });
  expect((await call(`GET ${base}`)).body.data).toMatchObject({ id: 1, name: 'Manual' });
  const body = { name: 'Help', type: 'website', url: 'https://help.example.com' };
  expect(await call(`POST ${base}/documents`, { body })).toMatchObject({ status: 201, body: { data: { id: 1 } } });
  expect((await call(`GET ${base}/documents`)).body.data).toMatchObject([{ id: 1, name: 'Help' }]);
  expect((await call(`PUT ${base}/documents/1`, { body: { name: 'Help 2' } })).body.data.name).toBe('Help 2');
  expect((await call(`DELETE ${base}/documents/1`)).status).toBe(200);
  expect((await call(`GET ${base}/documents/1`)).body).toEqual({ error: 'Document not found.' });
  expect((await call('GET /user/knowledgebases/9/documents')).body).toEqual({ error: 'Knowledgebase not found.' });
});

test('a file is taken as a document', async () => {
  const { simulators, call } = await checked('autocalls');
  await call('POST /user/knowledgebases', { body: { name: 'Manual' } });
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

test('assistants keep what is set, and the documented contradictions are refused', async () => {
  const { call, spec } = await checked('autocalls');
  const body = spec.operations.get('assistants.create')?.bodyExample as Record<string, unknown>;
  expect((await call('POST /user/assistant', { body })).body.data).toMatchObject({ id: 2, status: 'inactive' });
  const missing = await call('POST /user/assistant', { body: { ...body, llm_model_id: undefined } });
  expect(missing).toMatchObject({ status: 422, body: { message: 'Validation failed' } });
  expect(
    (await call('PUT /user/assistant/2', { body: { speech_speed: 1.1, webhook_url: null, is_webhook_active: false } }))
      .status,
  ).toBe(200);
  expect((await call('PUT /user/assistant/2', { body: { is_webhook_active: true } })).body.errors).toHaveProperty(
    'webhook_url',
  );
  const prompt = { mode: 'multimodal', multimodal_model_id: 5, knowledgebase_mode: 'prompt' };
  expect((await call('PUT /user/assistant/2', { body: prompt })).body.errors).toHaveProperty('knowledgebase_mode');
  const { data } = (await call('GET /user/assistants/get')).body;
  expect(data[1]).toMatchObject({ id: 2, speech_speed: '1.10', webhook_url: null, llm_model_id: 2 });
  await call('PUT /user/assistant/2', {
    body: { mode: 'multimodal', multimodal_model_id: 5, allow_interruptions: true },
  });
  expect((await call('GET /user/assistants/get', { query: { page: 2, per_page: 1 } })).body.data[0]).toMatchObject({
    mode: 'multimodal',
    llm_model_id: null,
  });
  expect((await call('DELETE /user/assistant/2')).status).toBe(200);
  expect((await call('PUT /user/assistant/2', { body: {} })).body).toEqual({ message: 'Assistant not found' });
});
