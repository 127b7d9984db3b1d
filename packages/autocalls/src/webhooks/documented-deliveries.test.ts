import { schemas } from '@leadwire/generated-autocalls';
import { expect, test } from 'vitest';
import { parseWebhook } from './index.ts';

// Each delivery that the vendor's pages show, in each form that they have shown it in.

const campaign = {
  id: 1,
  name: 'My new campaign',
  status: 'active',
  allowed_hours_start_time: '09:00',
  allowed_hours_end_time: '18:00',
  allowed_days: ['monday', 'friday'],
  max_calls_in_parallel: 3,
  max_retries: 3,
  retry_interval: 60,
  created_at: '2025-05-29T07:18:34.000000Z',
  updated_at: '2025-05-29T07:18:34.000000Z',
};
const lead = {
  id: 1,
  phone_number: '+1234567890',
  variables: { customer_name: 'John Doe' },
  status: 'contacted',
  created_at: '2025-05-29T07:18:34.000000Z',
  updated_at: '2025-05-29T07:18:34.000000Z',
  campaign,
};
const call = {
  id: 123,
  customer_phone: '+1234567890',
  assistant_phone: '+1234567891',
  duration: 245,
  status: 'completed',
  extracted_variables: { status: true, summary: 'The customer wants a demo.' },
  input_variables: { customer_name: 'John Doe' },
  transcript: [{ text: 'Hello.', type: 'transcript', sender: 'bot', timestamp: 1756812511.315143 }],
  formatted_transcript: 'AI: Hello.\nCustomer: Hello.',
  recording_url: 'https://recordings.example.com/123.mp3',
  created_at: '2025-09-02T11:28:31.000000Z',
  finished_at: '2025-09-02T11:32:36.000000Z',
};
const transfer = {
  id: 5,
  status: 'completed',
  transfer_to: '+1234567892',
  duration: 60,
  carrier_cost: 0.02,
  transcript: null,
  formatted_transcript: '',
  recording_url: 'https://recordings.example.com/5.mp3',
  created_at: '2025-09-02T11:30:31.000000Z',
  finished_at: '2025-09-02T11:31:31.000000Z',
};
const chat = {
  conversation_id: '7c1e2a90-5b1f-4a36-8f0e-1a2b3c4d5e6f',
  assistant_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  type: 'widget',
  message_count: 2,
  status: 'ended',
  extracted_variables: { summary: 'The customer asked something.' },
  input_variables: { page: 'pricing' },
  transcript: [
    { role: 'user', content: 'When are you open?' },
    { role: 'assistant', content: 'From nine.' },
  ],
  formatted_transcript: 'Customer: When are you open?\nAI: From nine.',
  created_at: '2026-02-23T09:30:00+01:00',
  ended_at: '2026-02-23T10:02:00+01:00',
};
const receipt = {
  event: 'message_status',
  whatsapp_message_id: 901,
  message_sid: 'SM0123456789abcdef',
  meta_message_id: null,
  conversation_id: '7c1e2a90-5b1f-4a36-8f0e-1a2b3c4d5e6f',
  assistant_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  sender: { id: 4, phone_number: '+1234567890', display_name: 'Acme' },
  to: '+1234567891',
  from: '+1234567890',
  direction: 'outbound',
  status: 'delivered',
  error_code: null,
  error_message: null,
  error_description: null,
  timestamp: '2026-06-08T09:30:00+02:00',
};
const voice = {
  event: 'whatsapp_voice',
  type: 'call_permission_granted',
  sender_id: 12,
  customer_phone: '+40711222333',
  conversation_id: '7c1e2a90-5b1f-4a36-8f0e-1a2b3c4d5e6f',
  assistant_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  status: 'granted',
  expires_at: '2026-08-22T09:30:00+00:00',
  can_call: true,
};
const without = <Body extends object>(body: Body, ...names: (keyof Body)[]) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name as keyof Body)));

const schemaOf = {
  'call.completed': schemas.zPostCallWebhook,
  'call.inbound': schemas.zInboundCallWebhook,
  'conversation.ended': schemas.zConversationEndedWebhook,
  'message.status': schemas.zReadReceiptWebhook,
  'whatsapp.voice': schemas.zWhatsAppVoiceWebhook,
};

test.each<[string, keyof typeof schemaOf, object]>([
  [
    'a call of a campaign, handed on',
    'call.completed',
    { ...call, lead: { ...lead, call_tries: 2 }, transfers: [transfer] },
  ],
  ['a call of a campaign before there were tries and transfers', 'call.completed', { ...call, lead }],
  ['a call of no campaign, not recorded', 'call.completed', without(call, 'recording_url')],
  ['a call with its transcript as one text', 'call.completed', { ...call, transcript: 'AI: Hello.' }],
  ['a call without its transcript in words', 'call.completed', without(call, 'formatted_transcript')],
  ['a call without an id', 'call.completed', without(call, 'id')],
  ['a call that was not answered', 'call.completed', { ...call, status: 'no-answer', duration: 0, transcript: [] }],
  [
    'a call without a number on either side',
    'call.completed',
    { ...call, customer_phone: null, assistant_phone: null },
  ],
  ['a call that comes in', 'call.inbound', { customer_phone: '+1234567890', assistant_phone: '+1234567891' }],
  ['a chat of the widget', 'conversation.ended', chat],
  [
    'a chat of WhatsApp',
    'conversation.ended',
    {
      ...chat,
      type: 'whatsapp',
      customer_phone: '+1234567890',
      customer_name: 'John Doe',
      sender: { phone_number: '+1234567891', display_name: 'Acme' },
    },
  ],
  [
    'a chat with files and times, as since June 2026',
    'conversation.ended',
    {
      ...chat,
      id: 45,
      transcript: [
        { role: 'user', content: '[Image]', timestamp: '2026-06-23T09:30:00+02:00', timestamp_unix: 1782199800 },
        { role: 'system', content: 'A person took over.' },
      ],
      attachments: [{ type: 'image', url: 'https://files.example.com/1.jpg', filename: '1.jpg' }],
    },
  ],
  ['a person who allows calls over WhatsApp', 'whatsapp.voice', voice],
  [
    'a person who was asked and has not answered',
    'whatsapp.voice',
    { ...voice, type: 'call_permission_requested', status: 'pending', expires_at: null, can_call: false },
  ],
  [
    'a call over WhatsApp',
    'whatsapp.voice',
    { ...voice, type: 'voice_call', call_id: 321, direction: 'whatsapp_inbound' },
  ],
  ['a message that was delivered', 'message.status', receipt],
  [
    'a message that failed',
    'message.status',
    {
      ...receipt,
      status: 'failed',
      error_code: 63016,
      error_message: 'Outside the window',
      error_description: 'Use a template.',
    },
  ],
  [
    'a message of a Meta sender',
    'message.status',
    { ...receipt, message_sid: null, meta_message_id: 'wamid.HBgL', provider_timestamp: '2026-06-08T09:29:59+02:00' },
  ],
  [
    'the test button of the dashboard',
    'message.status',
    { ...receipt, conversation_id: null, assistant_id: null, test: true },
  ],
])('%s is %s, with everything that was sent', (_, type, body) => {
  const event = parseWebhook(JSON.stringify(body));
  expect(event).toEqual({ type, data: body, raw: body });
  expect(schemaOf[type].safeParse(body).error?.issues ?? []).toEqual([]);
});

test('the sign-up of a white-label user, of which no more than a name and an e-mail is known, is unknown', () => {
  const body = { name: 'John Doe', email: 'john.doe@example.com' };
  expect(parseWebhook(body)).toEqual({ type: 'unknown', raw: body });
});
