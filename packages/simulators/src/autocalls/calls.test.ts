import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const WEBHOOK = { is_webhook_active: true, webhook_url: 'https://hooks.example.com/autocalls' };

async function withReceiver(assistant: object = WEBHOOK) {
  const received: unknown[] = [];
  const autocalls = await checked('autocalls', {
    webhookReceiver: async (request) => {
      received.push(await request.json());
      return new Response(null, { status: 204 });
    },
  });
  autocalls.simulators.autocalls.addAssistant({ id: 2, ...assistant });
  const ring = (body: object = {}) =>
    autocalls.call('POST /user/make_call', { body: { phone_number: '+14155552671', assistant_id: 2, ...body } });
  return { ...autocalls, received, ring };
}

test('a call is placed, and completed a minute later with a webhook', async () => {
  const { call, simulators, spec, received, ring } = await withReceiver();
  expect((await ring({ variables: { my_reference: 'order-1' } })).body).toEqual({
    message: 'Call initiated successfully',
    data: {},
  });
  expect((await call('GET /user/calls/1')).body).toMatchObject({ id: 1, status: 'initiated', duration: 0 });
  await simulators.clock.advance(59_999);
  expect(received).toEqual([]);
  await simulators.clock.advance(1);
  expect((await call('GET /user/calls/1')).body).toMatchObject({
    status: 'completed',
    duration: 60,
    answered_by: 'human',
  });
  expect(received).toHaveLength(1);
  expect(spec.faultsOfSchema('PostCallWebhook', received[0])).toEqual([]);
  expect(received[0]).toMatchObject({
    id: 1,
    customer_phone: '+14155552671',
    status: 'completed',
    input_variables: { my_reference: 'order-1' },
    finished_at: '2026-01-15T09:31:00.000000Z',
  });
  expect(simulators.effects.map(({ kind, resource }) => `${kind} ${resource}`)).toEqual([
    'created call',
    'completed call',
  ]);
  expect(simulators.autocalls.balance).toBeLessThan(125.5);
});

test('the webhook is sent for completed calls only, unless the assistant asks for all', async () => {
  const few = await withReceiver();
  few.simulators.autocalls.endNextCalls('no-answer');
  await few.ring();
  await few.simulators.clock.advance(60_000);
  expect(few.received).toEqual([]);
  const all = await withReceiver({ ...WEBHOOK, send_webhook_only_on_completed: false });
  all.simulators.autocalls.endNextCalls('no-answer');
  await all.ring();
  await all.simulators.clock.advance(60_000);
  expect(all.received).toMatchObject([{ status: 'no-answer', duration: 0, transcript: [] }]);
});

test('no webhook is sent once it is switched off', async () => {
  const { call, simulators, received, ring } = await withReceiver();
  const off = await call('POST /user/assistants/disable-webhook', { body: { assistant_id: 2 } });
  expect(off.body).toEqual({ message: 'Webhook disabled successfully', data: [] });
  await ring();
  await simulators.clock.advance(60_000);
  expect(received).toEqual([]);
  expect(simulators.autocalls.calls.get(1)?.status).toBe('completed');
});

test('the webhook of a campaign call contains its lead', async () => {
  const { call, simulators, spec, received } = await withReceiver();
  simulators.autocalls.addCampaign({ id: 5, name: 'Spring', assistant_id: 2 });
  await call('POST /user/lead', { body: { phone_number: '+442071838750', campaign_id: 5, variables: { a: 1 } } });
  expect(simulators.autocalls.ringLead(99)).toBeUndefined();
  expect(simulators.autocalls.ringLead(1)).toBe(1);
  expect(simulators.autocalls.leads.get(1)?.status).toBe('processing');
  await simulators.clock.advance(60_000);
  expect(spec.faultsOfSchema('PostCallWebhook', received[0])).toEqual([]);
  expect(received).toMatchObject([
    {
      customer_phone: '+442071838750',
      lead: { id: 1, status: 'completed', call_tries: 1, campaign: { id: 5, name: 'Spring' } },
    },
  ]);
  expect((await call('GET /user/calls', { query: { campaign_id: 5 } })).body.data).toMatchObject([
    { campaign_name: 'Spring' },
  ]);
});

test('a call is refused for its number, its assistant and an empty account', async () => {
  const { call, simulators, ring } = await withReceiver();
  expect((await ring({ phone_number: '12' })).status).toBe(400);
  expect((await ring({ assistant_id: 77 })).status).toBe(404);
  simulators.autocalls.balance = 0;
  expect((await ring()).status).toBe(422);
  expect(simulators.autocalls.calls.length).toBe(0);
  expect((await call('GET /user/calls/1')).body).toEqual({ message: 'Call not found' });
});

test('calls are filtered, and a deleted call sends no webhook', async () => {
  const { call, simulators, received, ring } = await withReceiver();
  await ring();
  await ring({ phone_number: '+442071838750' });
  expect((await call('DELETE /user/calls/1')).body).toEqual({ message: 'Call deleted successfully' });
  await simulators.clock.advance(60_000);
  expect(received).toHaveLength(1);
  const count = async (query: Record<string, string | number>) => (await call('GET /user/calls', { query })).body.total;
  expect(await count({})).toBe(1);
  expect(await count({ status: 'completed', type: 'outbound', assistant_id: 2 })).toBe(1);
  expect(await count({ phone_number: '+14155552671' })).toBe(0);
  expect(await count({ type: 'inbound' })).toBe(0);
});

test('a call with a field that the spec does not allow is refused', async () => {
  const { simulators, ring } = await withReceiver();
  expect((await ring({ variables: 'none' })).status).toBe(422);
  expect((await ring({ nickname: 'x' })).status).toBe(422);
  expect(simulators.effects).toEqual([]);
});
