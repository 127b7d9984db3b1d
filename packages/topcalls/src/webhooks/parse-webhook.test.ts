import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { schemas } from '@leadwire/generated-topcalls';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { checkUrlSecret, deliveryKey, parseWebhook, type TopcallsEventName } from './index.ts';

const ID = '9e107d9d-372b-4b68-82d1-3542a419d6a1';
const completed = {
  call_id: ID,
  phone_number: '+14155552671',
  from_phone_number: '+18005551234',
  status: 'completed',
  call_status: 'completed',
  duration: 2.5,
  transcript: [{ id: 1, user: 'assistant', text: 'Hello.', created_at: '2025-12-22T10:30:05Z' }],
  recording_url: 'https://recordings.example.com/9e107d9d/mp3',
  call_summary: 'The appointment was confirmed.',
  answered_by: 'human',
  campaign_id: null,
  lead_id: null,
  created_at: '2025-12-22T10:30:00Z',
  started_at: '2025-12-22T10:30:02Z',
};

test('a completed call is told by its status, in whatever form the body comes', async () => {
  const json = JSON.stringify(completed);
  const bytes = new TextEncoder().encode(json);
  const request = new Request('https://example.com/hook', { method: 'POST', body: json });
  const events = [parseWebhook(completed), parseWebhook(json), parseWebhook(bytes), parseWebhook(bytes.buffer)];
  for (const event of [...events, await parseWebhook(request)]) {
    expect(event).toEqual({ type: 'call.completed', name: 'call.completed', data: completed, raw: completed });
  }
});

test('numbers may come as text, and fields that are new to us are kept', () => {
  const event = parseWebhook({
    ...completed,
    duration: '2.5',
    transcript: [{ id: '1', text: 'Hello.' }],
    mood: 'good',
  });
  expect(event).toMatchObject({ data: { duration: 2.5, transcript: [{ id: 1, text: 'Hello.' }], mood: 'good' } });
});

test.each([
  ['failed', 'call.failed'],
  ['queued', 'call.queued'],
])('a call that is %s is %s, for a delivery is not known to name its event', (status, type) => {
  expect(parseWebhook({ call_id: ID, status }).type).toBe(type);
});

test.each(['in_progress', 'pending', 'cancelled', 'on-hold'])(
  'a call that is %s could be several events: unknown',
  (status) => {
    expect(parseWebhook({ call_id: ID, status }).type).toBe('unknown');
  },
);

const NAMES: TopcallsEventName[] = [
  'call.queued',
  'call.started',
  'call.completed',
  'call.failed',
  'call.transferred',
  'campaign.started',
  'campaign.activated',
  'campaign.paused',
  'campaign.resumed',
  'campaign.completed',
  'campaign.stopped',
  'lead.status_changed',
];

test.each(NAMES)('%s is read where the body or the address names it', (event) => {
  const body = { call_id: ID, campaign_id: 'c', lead_id: 'l' };
  expect(parseWebhook(body, { event })).toMatchObject({ type: event, name: event, data: body, raw: body });
  expect(parseWebhook({ ...body, event })).toMatchObject({ type: event, name: event, data: body });
});

test('the name in the body goes before the one of the address', () => {
  expect(parseWebhook({ ...completed, event: 'call.transferred' }, { event: 'call.completed' }).type).toBe(
    'call.transferred',
  );
});

test('a completed call named with its disposition says so', () => {
  const event = 'call.completed.booked_callback';
  expect(parseWebhook(completed, { event })).toMatchObject({
    type: 'call.completed',
    name: event,
    data: { disposition: 'booked_callback' },
  });
  expect(parseWebhook({ ...completed, disposition: 'confirmed' }, { event })).toMatchObject({
    data: { disposition: 'confirmed' },
  });
});

test.each([
  ['an event of another name', { ...completed, event: 'call.archived' }],
  ['a name that is not text', { ...completed, event: 7 }],
  ['a call without an id', { status: 'completed', duration: 2.5 }],
  ['an empty body', ''],
  ['a page', '<html></html>'],
  ['a list', [completed]],
  ['null', null],
])('is unknown, with what came: %s', (_name, body) => {
  expect(parseWebhook(body)).toEqual({ type: 'unknown', raw: body });
});

test('a completed call without an id is unknown, even where the address names the event', () => {
  expect(parseWebhook({ duration: 1 }, { event: 'call.completed' }).type).toBe('unknown');
});

test('any JSON value parses without a throw, as value, text and bytes, whatever the address names', () => {
  const event = fc.option(fc.constantFrom(...NAMES), { nil: undefined });
  fc.assert(
    fc.property(fc.jsonValue(), event, (value, event) => {
      const json = JSON.stringify(value);
      for (const body of [value, json, new TextEncoder().encode(json)]) {
        expect(['string', 'undefined']).toContain(typeof deliveryKey(parseWebhook(body, { event })));
      }
    }),
    { numRuns: 500 },
  );
});

test('data holds what its type says, whatever was sent in any of the fields', () => {
  const oddity = fc.oneof(
    fc.constantFrom(null, [], {}, '', '12', '1.5', 'text', 12, 1.5, true, [null], [{ id: 'x' }]),
    fc.jsonValue(),
  );
  const right = (value: unknown) => fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, oddity);
  const bodies = fc.record(Object.fromEntries(Object.entries(completed).map(([name, value]) => [name, right(value)])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(bodies, (body) => {
      const event = parseWebhook(body, { event: 'call.completed' });
      if (event.type === 'unknown') return;
      const { error } = schemas.zCallCompletedWebhook.safeParse(event.data);
      // Times are handed on as they were written.
      expect((error?.issues ?? []).filter((issue) => issue.code !== 'invalid_format')).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('repeats have one key: the id of the call and the event', () => {
  const keyOf = (body: unknown, event?: TopcallsEventName) => deliveryKey(parseWebhook(body, { event }));
  expect(keyOf(completed)).toBe(`topcalls:call.completed:${ID}`);
  expect(keyOf({ ...completed, duration: 9 })).toBe(keyOf(completed));
  expect(keyOf({ ...completed, status: 'failed' })).toBe(`topcalls:call.failed:${ID}`);
  expect(keyOf(completed, 'call.completed.booked')).toBe(`topcalls:call.completed.booked:${ID}`);
  expect(keyOf({}, 'call.started')).toBeUndefined();
  expect(keyOf({ campaign_id: 'c' }, 'campaign.paused')).toBeUndefined();
  expect(keyOf({})).toBeUndefined();
});

test('over a real server, at an address with a secret', async () => {
  const handled: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
    const known = checkUrlSecret(incoming.url ?? '', { secrets: ['new-secret', 'old-secret'] });
    if (known) handled.push(parseWebhook(Buffer.concat(chunks)).type);
    outgoing.writeHead(known ? 200 : 404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const post = async (path: string) => {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: JSON.stringify(completed) });
    return answer.status;
  };
  expect([await post('/?secret=old-secret'), await post('/?secret=guess'), await post('/')]).toEqual([200, 404, 404]);
  expect(handled).toEqual(['call.completed']);
});
