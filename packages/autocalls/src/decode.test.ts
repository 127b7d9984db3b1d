import { json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createAutocalls } from './index.ts';

const clientOf = (answer: unknown) =>
  createAutocalls({ apiKey: 'k', limits: false, fetch: replies(json(200, answer)) });
const create = { phone_number: '+1234567890', campaign_id: 1 };

describe('a created lead reads alike in every vintage', () => {
  const today = {
    message: 'Lead created successfully',
    data: {
      id: 1,
      campaign_id: 1,
      phone_number: '+1234567890',
      variables: {},
      status: 'created',
      created_at: '2025-06-30 11:53:20',
      updated_at: '2025-06-30 11:53:20',
    },
  };

  test.each([
    ['an object with a number as id', today],
    ['an array around it, and text as id', [{ ...today, data: { ...today.data, id: '1', campaign_id: '1' } }]],
    ['[] for an empty map', { ...today, data: { ...today.data, variables: [] } }],
  ])('%s', async (_, answer) => {
    await expect(clientOf(answer).leads.create({ ...create, phone_number: '+12345678901' })).resolves.toEqual(today);
  });

  test('unknown fields are kept, and secondary contacts are read like leads', async () => {
    const answer = {
      ...today,
      later: 1,
      data: { ...today.data, secondary_contacts: [{ id: '2', variables: [], added: true }] },
    };
    expect(await clientOf(answer).leads.create({ ...create, phone_number: '+12345678901' })).toMatchObject({
      later: 1,
      data: { secondary_contacts: [{ id: 2, variables: {}, added: true }] },
    });
  });
});

describe('loose scalars', () => {
  test('numbers as text become numbers where the field is one, 0 and 1 become flags', async () => {
    const row = {
      id: 1,
      llm_temperature: '0.35',
      voice_stability: '0.70',
      fillers: 0,
      end_call_on_voicemail: 1,
      name: '42',
    };
    const { data } = await clientOf({ data: [row], current_page: 1, last_page: 1 }).assistants.list();
    expect(data).toEqual([
      { id: 1, llm_temperature: 0.35, voice_stability: 0.7, fillers: false, end_call_on_voicemail: true, name: '42' },
    ]);
  });

  test('costs of calls', async () => {
    expect(
      await clientOf({ id: 123, carrier_cost: '0.02000000', total_cost: 0.025, variables: [] }).calls.get(123),
    ).toMatchObject({ carrier_cost: 0.02, total_cost: 0.025, variables: {} });
  });

  test('what is no number stays text', async () => {
    expect(await clientOf({ id: 1, carrier_cost: 'free', total_cost: '' }).calls.get(1)).toMatchObject({
      carrier_cost: 'free',
      total_cost: '',
    });
  });

  test('ids that a number does not hold stay text, and so do other ids', async () => {
    const client = createAutocalls({
      apiKey: 'k',
      limits: false,
      fetch: replies(
        () =>
          new Response(
            '{"id":12345678901234567890,"campaign_id":"9007199254740993","conversation_id":"5b0c-uuid","lead_id":"007"}',
          ),
      ),
    });
    expect(await client.calls.get(1)).toMatchObject({
      id: '12345678901234567890',
      campaign_id: '9007199254740993',
      conversation_id: '5b0c-uuid',
      lead_id: '007',
    });
  });
});

test('a list has the envelope that its type says, whichever way it came', async () => {
  const row = { id: '1' };
  expect(await clientOf({ data: [row] }).campaigns.list()).toEqual([{ id: 1 }]);
  expect(await clientOf([row]).leads.list()).toEqual({ data: [{ id: 1 }], current_page: 1, last_page: 1 });
  expect(await clientOf([row]).knowledgebases.list()).toEqual({ data: [{ id: 1 }] });
  expect(await clientOf([row]).apiKeys.list()).toEqual({ api_keys: [{ id: 1 }] });
  const fetch = replies(json(200, [row]));
  const ids: unknown[] = [];
  for await (const { id } of createAutocalls({ apiKey: 'k', limits: false, fetch }).leads.list()) ids.push(id);
  expect([ids, fetch.requests.length]).toEqual([[1], 1]);
});

describe('data that belongs to others is kept as it came', () => {
  const own = { id: '77', order_id: '12345', total_cost: '1.10', fillers: 1, variables: [] };

  test('what a tool was given and gave back', async () => {
    const call = { name: 'book', arguments: own, result: own };
    const chat = { status: true, history: [{ role: 'assistant', content: 'x', function_calls: [call] }] };
    expect(await clientOf(chat).conversations.get('5b0c')).toEqual(chat);
    const empty = { status: true, history: [{ function_calls: [{ arguments: [], result: [] }] }] };
    expect(await clientOf(empty).conversations.get('5b0c')).toEqual({
      status: true,
      history: [{ function_calls: [{ arguments: {}, result: [] }] }],
    });
  });

  test('what your webhook answered, how a call was judged, and the settings of a widget', async () => {
    const call = { id: 1, webhook_response: own, evaluation: [], widget_settings: { theme_id: '7' } };
    expect(await clientOf(call).calls.get(1)).toEqual(call);
  });

  test('the names that a WhatsApp template wants are a list, also where there are none', async () => {
    const answer = {
      data: [
        { id: 10, variables: [] },
        { id: 11, variables: ['1'] },
      ],
    };
    expect(await clientOf(answer).whatsapp.listTemplates(1)).toEqual(answer);
  });
});
