import { schemas } from '@leadwire/generated-autocalls';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AutocallsEvent, deliveryKey, parseWebhook } from './index.ts';

const finished = {
  id: 123,
  customer_phone: '+14155552671',
  assistant_phone: '+14155552670',
  duration: 245,
  status: 'completed',
  extracted_variables: { status: true, summary: 'The customer wants a demo.' },
  input_variables: { customer_name: 'John Doe' },
  transcript: [{ text: 'Hello.', type: 'transcript', sender: 'bot', timestamp: 1756812511.315143 }],
  formatted_transcript: 'AI: Hello.',
  created_at: '2025-09-02T11:28:31.000000Z',
  finished_at: '2025-09-02T11:32:36.000000Z',
  lead: { id: 1, phone_number: '+14155552671', variables: [], status: 'contacted', campaign: { id: 1 } },
  transfers: [{ id: 5, status: 'completed', carrier_cost: '0.02000000', transcript: 'Human: Hello.' }],
};
const inbound = { customer_phone: '+14155552671', assistant_phone: '+14155552670' };
const ended = {
  conversation_id: '7c1e2a90-5b1f-4a36-8f0e-1a2b3c4d5e6f',
  type: 'whatsapp',
  message_count: 2,
  status: 'ended',
  extracted_variables: {},
  input_variables: [],
  transcript: [{ role: 'user', content: 'When are you open?' }],
  customer_phone: '+14155552671',
  ended_at: '2026-02-23T10:02:00+01:00',
};
const receipt = {
  event: 'message_status',
  whatsapp_message_id: 901,
  conversation_id: '7c1e2a90-5b1f-4a36-8f0e-1a2b3c4d5e6f',
  sender: { id: 4, phone_number: '+14155552670' },
  status: 'read',
  error_code: null,
  timestamp: '2026-06-08T09:30:00+02:00',
};

const voiceCall = {
  event: 'whatsapp_voice',
  type: 'voice_call',
  sender_id: 12,
  customer_phone: '+40711222333',
  conversation_id: '7c1e2a90-5b1f-4a36-8f0e-1a2b3c4d5e6f',
  status: 'granted',
  can_call: true,
  call_id: 321,
  direction: 'whatsapp_outbound',
};

function data<Type extends AutocallsEvent['type']>(type: Type, body: unknown) {
  const event = parseWebhook(body);
  if (event.type !== type) throw new Error(`read as ${event.type}`);
  return (event as Extract<AutocallsEvent, { type: Type }> & { data: unknown }).data as Extract<
    AutocallsEvent,
    { type: Type; data: unknown }
  >['data'];
}

test.each([
  ['call.completed', finished],
  ['call.inbound', inbound],
  ['conversation.ended', ended],
  ['message.status', receipt],
  ['whatsapp.voice', voiceCall],
] as const)('%s is told by what is in it, whatever form the body comes in', async (type, body) => {
  const json = JSON.stringify(body);
  const bytes = new TextEncoder().encode(json);
  const request = new Request('https://example.com/hook', { method: 'POST', body: json });
  const events = [parseWebhook(body), parseWebhook(json), parseWebhook(bytes), parseWebhook(bytes.buffer)];
  for (const event of [...events, await parseWebhook(request)]) {
    expect(event.type).toBe(type);
    expect(event.raw).toEqual(body);
  }
});

test('a finished call has numbers where numbers came as text, and no variables are an empty map', () => {
  const call = data('call.completed', { ...finished, id: '123', duration: '245', extracted_variables: [] });
  expect(call).toMatchObject({ id: 123, duration: 245, extracted_variables: {}, lead: { id: 1, variables: {} } });
  expect(call.transfers?.[0]?.carrier_cost).toBe(0.02);
});

test('an old finished call: transcript as one text, no id, no variables at all', () => {
  const { id: _, extracted_variables: __, input_variables: ___, ...old } = finished;
  const event = parseWebhook({ ...old, transcript: 'AI: Hello.' });
  expect(event).toMatchObject({
    type: 'call.completed',
    data: { transcript: 'AI: Hello.', extracted_variables: {}, input_variables: {} },
  });
  expect(deliveryKey(event)).toBeUndefined();
});

test('two deliveries without variables do not share them', () => {
  const body = { id: 1, status: 'completed', duration: 3 };
  const first = data('call.completed', body);
  first.extracted_variables.mine = true;
  expect(data('call.completed', body).extracted_variables).toEqual({});
});

test('fields that are new to us are kept', () => {
  expect(data('call.completed', { ...finished, sentiment: 'good' })).toMatchObject({ sentiment: 'good' });
});

test('a call that did not complete is told by its status, not by another event', () => {
  expect(data('call.completed', { ...finished, status: 'no-answer', duration: 0 }).status).toBe('no-answer');
});

test('an inbound call may hide its number', () => {
  expect(data('call.inbound', { ...inbound, customer_phone: null })).toEqual({ ...inbound, customer_phone: null });
});

test.each([
  ['another event', { event: 'message_sent', whatsapp_message_id: 1, status: 'sent' }],
  ['the notice of a new conversation', { event: 'conversation_started', customer_phone: '+14155552671' }],
  ['a receipt without its id', { event: 'message_status', status: 'read' }],
  ['a chat without its id', { status: 'ended', message_count: 2, transcript: [] }],
  ['a chat that goes on', { conversation_id: 'c', status: 'open' }],
  ['a lone id', { id: 7 }],
  ['half an inbound call', { customer_phone: '+14155552671' }],
  ['an empty body', ''],
  ['a text', 'ping'],
  ['a page', '<html></html>'],
  ['a list', [finished]],
  ['nothing', undefined],
  ['null', null],
])('is unknown, with what came: %s', (_name, body) => {
  const event = parseWebhook(body);
  expect(event.type === 'unknown' ? event.raw : event).toEqual(body);
});

test('any JSON value parses without a throw, as value, text and bytes, and has a key or none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value);
      for (const body of [value, json, new TextEncoder().encode(json)]) {
        const event = parseWebhook(body);
        expect(['string', 'undefined']).toContain(typeof deliveryKey(event));
      }
    }),
    { numRuns: 500 },
  );
});

const schemaOf = {
  'call.completed': schemas.zPostCallWebhook,
  'call.inbound': schemas.zInboundCallWebhook,
  'conversation.ended': schemas.zConversationEndedWebhook,
  'message.status': schemas.zReadReceiptWebhook,
  'whatsapp.voice': schemas.zWhatsAppVoiceWebhook,
};

test('data holds what its type says, whatever was sent in any of the fields', () => {
  const fields = [finished, inbound, ended, receipt, voiceCall].map((body) =>
    fc.record(Object.fromEntries(Object.entries(body).map(([name, right]) => [name, oddities(right)])), {
      requiredKeys: [],
    }),
  );
  fc.assert(
    fc.property(fc.oneof(...fields), (body) => {
      const event = parseWebhook(body);
      if (event.type === 'unknown') return;
      const { error } = schemaOf[event.type].safeParse(event.data);
      // Times are handed on as they were written.
      expect((error?.issues ?? []).filter((issue) => issue.code !== 'invalid_format')).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

/** Mostly the right value, sometimes any other. */
const oddities = (right: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(right) },
    fc.constantFrom(null, [], {}, '', '12', '1.5', 'text', 12, 1.5, true, [null], [{}]),
    fc
      .jsonValue()
      .filter((value) => typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)),
  );

test('repeats have one key: of a call its id and status, of a chat its id and end, of a message its id and status', () => {
  const keyOf = (body: unknown) => deliveryKey(parseWebhook(body));
  expect(keyOf(finished)).toBe('autocalls:call.completed:123:completed');
  expect(keyOf({ ...finished, id: '123', duration: 9 })).toBe(keyOf(finished));
  expect(keyOf({ ...finished, status: 'failed' })).not.toBe(keyOf(finished));
  expect(keyOf(ended)).toBe(
    'autocalls:conversation.ended:7c1e2a90-5b1f-4a36-8f0e-1a2b3c4d5e6f:2026-02-23T10%3A02%3A00%2B01%3A00',
  );
  expect(keyOf({ ...ended, ended_at: '2026-02-24T10:02:00+01:00' })).not.toBe(keyOf(ended));
  expect(keyOf(receipt)).toBe('autocalls:message.status:901:read');
  expect(keyOf({ ...receipt, status: 'delivered' })).not.toBe(keyOf(receipt));
});

test('a WhatsApp voice event is folded by its type and chat, with the call or the end of the permission', () => {
  const keyOf = (body: unknown) => deliveryKey(parseWebhook(body));
  expect(keyOf(voiceCall)).toBe('autocalls:whatsapp.voice:voice_call:7c1e2a90-5b1f-4a36-8f0e-1a2b3c4d5e6f:321');
  const { call_id: _, direction: __, ...rest } = voiceCall;
  const granted = { ...rest, type: 'call_permission_granted', expires_at: '2026-08-22T09:30:00+00:00' };
  expect(keyOf(granted)).not.toBe(keyOf({ ...granted, expires_at: '2026-08-29T09:30:00+00:00' }));
  expect(keyOf({ ...granted, type: 'call_permission_requested', expires_at: null })).toBeUndefined();
});

test('nothing is folded where nothing tells a repeat: a call coming in, a chat without an end, an unknown body', () => {
  const { ended_at: _, ...open } = ended;
  for (const body of [inbound, open, {}]) expect(deliveryKey(parseWebhook(body))).toBeUndefined();
});

test('a key holds no personal data', () => {
  for (const body of [finished, ended, { ...receipt, to: '+14155552671' }]) {
    expect(deliveryKey(parseWebhook(body))).not.toMatch(/4155552671|John/);
  }
});
