import { expect, test } from 'vitest';
import { type Answer, checked } from '../../testing/checked.ts';
import type { SimulatorsOptions } from '../simulators.ts';

const PHONE = '+14155551234';
const HOOK = 'https://hooks.example.com/calls';
const MINUTE_MS = 60_000;
const order = { phone_number: PHONE, task: 'Ask how they are' };

/** Simulators whose webhooks get these statuses, in turn, and then with 200. */
async function withReceiver(options: SimulatorsOptions = {}, statuses: number[] = []) {
  const received: { url: string; body: { call_id: string } }[] = [];
  const made = await checked('topcalls', {
    ...options,
    async webhookReceiver(request) {
      received.push({ url: request.url, body: await request.json() });
      return new Response(null, { status: statuses.shift() ?? 200 });
    },
  });
  const idOf = ({ body }: Answer) => body.call_id as string;
  return {
    ...made,
    received,
    place: async (more: object = {}) => idOf(await made.call('POST /v1/calls', { body: { ...order, ...more } })),
  };
}

test('a call rings, is picked up, ends, and its webhook follows 15 seconds later', async () => {
  const { call, simulators, spec, received, place } = await withReceiver();
  const id = await place({ webhook_url: HOOK, request_data: { name: 'Jane' } });
  const get = async () => (await call(`GET /v1/calls/${id}`)).body;
  expect(await get()).toMatchObject({
    status: 'queued',
    call_status: null,
    completed: false,
    from_phone_number: '+18005551234',
  });
  await simulators.clock.advance(2_000);
  expect(await get()).toMatchObject({ status: 'in_progress', call_status: 'in-progress' });
  await simulators.clock.advance(MINUTE_MS);
  expect(await get()).toMatchObject({ status: 'completed', call_status: 'completed', duration: 1, completed: false });
  expect(received).toEqual([]);
  await simulators.clock.advance(15_000);
  expect(await get()).toMatchObject({
    completed: true,
    answered_by: 'human',
    metadata: { task: order.task, request_data: { name: 'Jane' } },
  });
  expect(received).toEqual([{ url: HOOK, body: expect.objectContaining({ call_id: id, status: 'completed' }) }]);
  expect(spec.faultsOfSchema('CallCompletedWebhook', received[0]?.body)).toEqual([]);
  expect(simulators.effects.map(({ kind, request }) => [kind, request])).toEqual([
    ['created', 0],
    ['completed', 0],
  ]);
});

test('a call that is not picked up fails at once and sends its webhook at once', async () => {
  const { call, simulators, place } = await withReceiver({ topcalls: { callEnd: () => ({ call_status: 'busy' }) } });
  const id = await place({ webhook_url: HOOK, webhook_events: ['call.queued', 'call.failed'] });
  await simulators.clock.advance(2_000);
  expect((await call(`GET /v1/calls/${id}`)).body).toMatchObject({
    status: 'failed',
    call_status: 'busy',
    completed: true,
  });
  expect(simulators.webhooks.map(({ event, at }) => [event, at - Date.UTC(2026, 0, 15, 9, 30)])).toEqual([
    ['call.queued', 0],
    ['call.failed', 2_000],
  ]);
});

test('a refused webhook is sent again after 1, 5, 15 and 60 minutes, and then no more', async () => {
  const { simulators, received, place } = await withReceiver({}, [500, 404, 503, 500, 500]);
  await place({ webhook_url: HOOK });
  await simulators.clock.advance(24 * 60 * MINUTE_MS);
  expect(received).toHaveLength(5);
  const [first] = simulators.webhooks;
  const minutes = simulators.webhooks.map(({ at }) => (at - (first?.at ?? 0)) / MINUTE_MS);
  expect(minutes).toEqual([0, 1, 6, 21, 81]);
  expect(simulators.webhooks.map(({ status, attempt }) => [attempt, status])).toEqual([
    [1, 500],
    [2, 404],
    [3, 503],
    [4, 500],
    [5, 500],
  ]);
});

test('a webhook that arrives at the second try is not sent again', async () => {
  const { simulators, received, place } = await withReceiver({}, [500]);
  await place({ webhook_url: HOOK });
  await simulators.clock.advance(24 * 60 * MINUTE_MS);
  expect(received).toHaveLength(2);
});

test('subscriptions receive the calls that match their filters', async () => {
  const { call, simulators, received, place } = await withReceiver();
  const subscribe = (url: string, event: string, filters?: object) =>
    call('POST /v1/webhooks', { body: { event, url: `${HOOK}/${url}`, ...(filters && { filters }) } });
  await subscribe('all', 'call.completed');
  await subscribe('confirmed', 'call.completed.confirmed');
  await subscribe('refused', 'call.completed.refused');
  await subscribe('like', 'call.completed', { phone_number: '+1415%', status: ['failed', 'completed'] });
  await subscribe('unlike', 'call.completed', { phone_number: '+44%' });
  await subscribe('conversions', 'call.completed', { is_conversion: true });
  await place();
  await simulators.clock.advance(2 * MINUTE_MS);
  expect(received.map(({ url }) => url.slice(HOOK.length + 1))).toEqual(['all', 'confirmed', 'like']);
  expect(simulators.topcalls.subscriptions).toHaveLength(6);
});

test('a call is cancelled before it rings and stopped until it ends', async () => {
  const { call, simulators, place } = await withReceiver();
  const [first, second] = [await place({ webhook_url: HOOK }), await place()];
  const act = async (id: string, what: string) => (await call(`POST /v1/calls/${id}/${what}`)).status;
  expect((await call(`POST /v1/calls/${first}/cancel`)).body).toEqual({ ok: true });
  await simulators.clock.advance(2_000);
  expect(await act(second, 'cancel')).toBe(409);
  expect((await call(`POST /v1/calls/${second}/stop`)).body).toEqual({ ok: true, status: 'cancelled' });
  expect(await act(second, 'stop')).toBe(200);
  const third = await place();
  await simulators.clock.advance(5 * MINUTE_MS);
  expect(await act(third, 'stop')).toBe(409);
  expect(await act('3c90c3cc-0d44-4b50-8888-8dd25736052a', 'stop')).toBe(404);
  expect(simulators.webhooks).toEqual([]);
  expect(simulators.effects.filter(({ kind }) => kind === 'stopped')).toHaveLength(2);
});

test('calls are listed newest first, by outcome, with a time as cursor', async () => {
  const ends = ['completed', 'busy', 'completed'] as const;
  let nth = 0;
  const callEnd = () => ({ call_status: ends[nth++] ?? 'completed' });
  const { call, simulators, place } = await withReceiver({ topcalls: { callEnd } });
  const ids = [await place(), await place(), await place()];
  await simulators.clock.advance(2 * MINUTE_MS);
  const list = async (query: Record<string, string | number>) => (await call('GET /v1/calls', { query })).body;
  const first = await list({ limit: 2 });
  expect(first.data.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
  const second = await list({ limit: 2, cursor: first.next_cursor });
  expect(second.data.map(({ id }: { id: string }) => id)).toEqual([ids[0]]);
  expect(second.next_cursor).toBeNull();
  expect((await list({ status: 'busy' })).data).toHaveLength(1);
  expect((await list({ status: 'failed' })).data).toHaveLength(0);
});

test('a call is refused when no minutes are left', async () => {
  const { call, simulators, place } = await withReceiver({ topcalls: { callMinutes: 5.5 } });
  await place();
  await simulators.clock.advance(2 * MINUTE_MS);
  const { status, body } = await call('POST /v1/calls', { body: order });
  expect([status, body.title, body.type, body.detail]).toEqual([
    402,
    'Insufficient Quota',
    'https://api.topcalls.ai/errors/insufficient_quota',
    'You need 5 minutes but have 4.5 remaining',
  ]);
  expect((await call('POST /v1/calls', { body: { ...order, max_duration: 4 } })).status).toBe(201);
});

test('a number that cannot be called, or a task beside instructions, is refused', async () => {
  const { call } = await withReceiver();
  const status = async (body: object) => (await call('POST /v1/calls', { body: { ...order, ...body } })).status;
  expect(await status({ phone_number: '+99912345678' })).toBe(400);
  expect(await status({ from_number: '+99912345678' })).toBe(400);
  expect(await status({ instructions: 'Be kind to everyone' })).toBe(400);
});
