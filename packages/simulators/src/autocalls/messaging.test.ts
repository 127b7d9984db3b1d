import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

test('an SMS is charged by segment and refused by name', async () => {
  const { call, simulators } = await checked('autocalls');
  const send = (body: object) =>
    call('POST /user/sms', { body: { from: 1, to: '+442071838750', body: 'Hello', ...body } });
  expect((await send({ body: 'x'.repeat(200) })).body.data).toMatchObject({
    segments: 2,
    total_cost: 0.1,
    status: 'sent',
  });
  expect(simulators.autocalls.balance).toBeCloseTo(125.4);
  expect(simulators.effects).toMatchObject([{ kind: 'sent', resource: 'sms', id: 1 }]);
  simulators.autocalls.addPhoneNumber({ phone_number: '+442071838751', sms_capable: false });
  expect((await send({ from: 9 })).body).toEqual({ message: 'From number not found' });
  expect((await send({ from: 2 })).body).toEqual({ message: 'From number is not SMS capable' });
  expect((await send({ to: '12' })).body).toEqual({ message: 'Invalid to phone number' });
  simulators.autocalls.balance = 0;
  expect(await send({})).toMatchObject({ status: 400, body: { message: 'Insufficient balance' } });
  expect((await send({ body: undefined })).status).toBe(400);
});

test('free text is sent inside the window of 24 hours only', async () => {
  const { call, simulators } = await checked('autocalls');
  const to = { sender_id: 1, recipient_phone: '+442071838750' };
  const send = (more = {}) => call('POST /user/whatsapp/send-freeform', { body: { ...to, message: 'Hello', ...more } });
  const closed = await send();
  expect(closed).toMatchObject({ status: 403, body: { success: false, error_code: 'SESSION_EXPIRED' } });
  expect(closed.body.session_status).toMatchObject({ is_open: false, requires_template: true });
  simulators.autocalls.customerWrites({ sender_id: 1, phone: '+442071838750', name: 'Jane' });
  expect((await send()).body).toMatchObject({
    success: true,
    session_status: { is_open: true, minutes_remaining: 1440 },
  });
  const { body } = await call('GET /user/whatsapp/session-status', { query: to });
  expect(body).toMatchObject({
    has_conversation: true,
    customer_name: 'Jane',
    session_status: { expires_at: '2026-01-16T09:30:00+00:00' },
  });
  await simulators.clock.advance(86_400_000);
  expect((await send()).body.session_status).toHaveProperty('expired_at');
  expect((await send({ sender_id: 2 })).status).toBe(503);
  expect((await send({ sender_id: 9 })).body.error_code).toBe('SENDER_NOT_FOUND');
  expect((await send({ recipient_phone: '1' })).body.error_code).toBe('INVALID_PHONE');
});

test('a template is sent at any time, when it and its sender will do', async () => {
  const { call, simulators } = await checked('autocalls');
  const to = { sender_id: 1, template_id: 10, recipient_phone: '+442071838750' };
  const code = async (more: object) => {
    const { status, body } = await call('POST /user/whatsapp/send', { body: { ...to, ...more } });
    return [status, body.error_code];
  };
  expect((await call('POST /user/whatsapp/send', { body: to })).body).toMatchObject({
    success: true,
    status: 'queued',
  });
  expect(await code({ template_id: 11 })).toEqual([422, 'TEMPLATE_NOT_APPROVED']);
  expect(await code({ template_id: 99 })).toEqual([404, 'TEMPLATE_NOT_FOUND']);
  expect(await code({ sender_id: 2 })).toEqual([422, 'SENDER_OFFLINE']);
  expect((await call('GET /user/whatsapp/senders')).body.data).toHaveLength(1);
  expect((await call('GET /user/whatsapp/senders', { query: { status: 'all' } })).body.data).toHaveLength(2);
  expect((await call('GET /user/whatsapp/senders/1/templates')).body.data).toMatchObject([{ id: 10 }]);
  simulators.autocalls.balance = 0;
  expect(await code({})).toEqual([402, 'INSUFFICIENT_BALANCE']);
  expect(simulators.autocalls.whatsappMessages).toMatchObject([{ sender_id: 1, content: 10 }]);
});

test('a chat is public, costs by the message, and keeps its history', async () => {
  const { call, simulators } = await checked('autocalls');
  const assistant = simulators.autocalls.assistants.get(1);
  const open = (more = {}) =>
    call('POST /conversations', { token: '', body: { assistant_id: assistant?.uuid, ...more } });
  const { body } = await open({ variables: { name: 'Jane' } });
  expect(body).toMatchObject({
    status: true,
    history: [{ role: 'assistant', content: 'Hello, this is the sales desk.' }],
  });
  const chat = `/conversations/${body.conversation_id}`;
  expect((await call(`POST ${chat}/messages`, { token: '', body: { message: 'Open?' } })).body).toMatchObject({
    status: true,
  });
  expect((await call(`GET ${chat}`, { token: '' })).body.history).toHaveLength(3);
  expect(simulators.autocalls.balance).toBeCloseTo(125.49);
  expect((await call(`POST /automate${chat}/disable-ai`)).body).toEqual({ status: true, ai_enabled: false });
  expect((await call(`POST ${chat}/messages`, { token: '', body: { message: 'Hm?' } })).body.message).toBe('');
  expect((await call(`POST /automate${chat}/enable-ai`)).body.ai_enabled).toBe(true);
  expect((await call(`POST ${chat}/messages`, { body: { message: 'x'.repeat(2001) } })).status).toBe(422);
  expect((await call('GET /conversations/none', { token: '' })).body).toEqual({
    status: false,
    error: 'Conversation not found',
  });
  expect((await open({ assistant_id: 'none' })).status).toBe(404);
  simulators.autocalls.balance = 0;
  expect((await open()).body).toEqual({ status: false, error: 'Insufficient balance. Please top up your account.' });
  expect((await open({ type: 'test' })).status).toBe(200);
});

test('chats are listed by cursor', async () => {
  const { call, simulators } = await checked('autocalls');
  const assistant_id = simulators.autocalls.assistants.get(1)?.uuid;
  for (let index = 0; index < 3; index += 1)
    await call('POST /conversations', { body: { assistant_id, type: 'test' } });
  const first = (await call('GET /user/conversations', { query: { per_page: 2, type: 'test' } })).body;
  expect(first.data).toHaveLength(2);
  const second = (await call('GET /user/conversations', { query: { per_page: 2, cursor: first.next_cursor } })).body;
  expect(second.data).toHaveLength(1);
  expect(second).toMatchObject({ next_cursor: null, prev_cursor: expect.any(String) });
  simulators.autocalls.answerAs({ vintage: '2025-06' });
  const old = (await call('GET /user/conversations', { query: { per_page: 2 } })).body;
  expect(old).toMatchObject({ current_page: 1, last_page: 2, total: 3 });
  expect(old).not.toHaveProperty('next_cursor');
});

test('a silent chat is reported once, again after a failure', async () => {
  const statuses = [500, 204];
  const { call, simulators, spec } = await checked('autocalls', {
    webhookReceiver: () => new Response(null, { status: statuses.shift() ?? 204 }),
  });
  const url = 'https://hooks.example.com/ended';
  await call('POST /user/assistants/enable-conversation-ended-webhook', {
    body: { assistant_id: 1, webhook_url: url },
  });
  const assistant_id = simulators.autocalls.assistants.get(1)?.uuid;
  const { conversation_id: id } = (await call('POST /conversations', { body: { assistant_id } })).body;
  await simulators.clock.advance(20 * 60_000);
  await call(`POST /conversations/${id}/messages`, { body: { message: 'Hi' } });
  await simulators.clock.advance(29 * 60_000);
  expect(simulators.webhooks).toEqual([]);
  await simulators.clock.advance(60_000);
  await simulators.clock.advance(30_000);
  expect(simulators.webhooks.map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 500],
    [2, 204],
  ]);
  expect(spec.faultsOfSchema('ConversationEndedWebhook', simulators.webhooks[0]?.body)).toEqual([]);
});

test('a reply may be asked for five times a minute by one token', async () => {
  const { call, simulators } = await checked('autocalls');
  const ask = (token: string, more = {}) =>
    call('POST /user/ai/generate-reply', {
      token,
      body: { assistant_id: 1, customer_identifier: 'c-1', message: 'Hi', ...more },
    });
  const first = await ask('a', { variables: { city: 'Rome' } });
  expect(first.body).toMatchObject({ success: true, customer_identifier: 'c-1', ai_disabled: false });
  await simulators.clock.advance(20_000);
  for (let index = 0; index < 4; index += 1)
    expect((await ask('a')).body.conversation_id).toBe(first.body.conversation_id);
  const limited = await ask('a');
  expect(limited).toMatchObject({ status: 429, body: { message: 'Too Many Attempts.', retry_after: 40 } });
  expect(limited.headers.get('retry-after')).toBe('40');
  expect((await ask('b')).status).toBe(200);
  await simulators.clock.advance(40_000);
  expect((await ask('a')).status).toBe(200);
  expect((await ask('a', { assistant_id: 9 })).body.error_code).toBe('ASSISTANT_NOT_FOUND');
  const query = { external_identifier: 'c-1', type: 'api' };
  expect((await call('GET /user/conversations', { query })).body.data).toMatchObject([{ variables: { city: 'Rome' } }]);
  simulators.autocalls.balance = 0;
  expect((await ask('a')).status).toBe(402);
});

test('a number is bought once, named, and given up at the end of the period', async () => {
  const { call } = await checked('autocalls');
  const buy = () => call('POST /user/phone-numbers/purchase', { body: { phone_number: '+14155552680' } });
  expect((await buy()).body.data).toMatchObject({ id: 2, type: 'normal' });
  expect((await buy()).body).toEqual({ error: 'This phone number is already in use.' });
  expect((await call('PUT /user/phone-numbers/2', { body: { nickname: 'Main' } })).body.data.nickname).toBe('Main');
  expect((await call('DELETE /user/phone-numbers/2')).body.message).toContain('end of the billing period');
  expect((await call('DELETE /user/phone-numbers/2')).status).toBe(400);
  expect((await call('GET /user/phone-numbers/all')).body.data[1]).toMatchObject({ has_active_subscription: false });
});
