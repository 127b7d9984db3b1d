import { json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { type Autocalls, createAutocalls, parseProviderTime } from './index.ts';

// Answers as the vendor's pages have shown them over the years, and what they read as now.

const asked = (answer: unknown, make: (client: Autocalls) => PromiseLike<unknown>) =>
  make(createAutocalls({ apiKey: 'k', limits: false, fetch: replies(json(200, answer)) }));
const lead = { phone_number: '+14155552671', campaign_id: 1 };
const row = {
  campaign_id: 1,
  phone_number: '+1234567890',
  variables: { customer_name: 'John Doe' },
  status: 'created',
};

describe('a created lead', () => {
  test('of March 2025: an id alone, as text', async () => {
    expect(await asked({ data: { id: '1234569' } }, ({ leads }) => leads.create(lead))).toEqual({
      data: { id: 1234569 },
    });
  });

  test('of early June 2025: in an array, ids as text, times in UTC', async () => {
    const times = { created_at: '2025-06-02T12:08:17.000000Z', updated_at: '2025-06-02T12:08:17.000000Z' };
    const old = [{ message: 'Lead created successfully', data: { id: '1', ...row, ...times } }];
    expect(await asked(old, ({ leads }) => leads.create(lead))).toEqual({
      message: 'Lead created successfully',
      data: { id: 1, ...row, ...times },
    });
    expect(parseProviderTime(times.created_at)).toEqual({ ms: Date.UTC(2025, 5, 2, 12, 8, 17), zoneKnown: true });
  });

  test('of today: an object, local times, its campaign and its secondary contacts', async () => {
    const times = { created_at: '2025-06-30 11:53:20', updated_at: '2025-06-30 11:53:20' };
    const contact = { id: 2, phone_number: '+1234567891', variables: {}, status: 'created', ...times };
    const data = {
      id: 1,
      ...row,
      ...times,
      campaign: { id: 1, name: 'My new campaign' },
      secondary_contacts: [contact],
    };
    const answer = { message: 'Lead created successfully', data };
    expect(await asked(answer, ({ leads }) => leads.create(lead))).toEqual(answer);
    const bare = { ...answer, data: { ...data, secondary_contacts: [{ ...contact, variables: [] }] } };
    expect(await asked(bare, ({ leads }) => leads.create(lead))).toEqual(answer);
    expect(parseProviderTime(times.created_at)?.zoneKnown).toBe(false);
  });
});

describe('lists', () => {
  const idsOf = async (answer: unknown, list: (client: Autocalls) => AsyncIterable<object>) => {
    const fetch = replies(json(200, answer));
    const ids: unknown[] = [];
    for await (const item of list(createAutocalls({ apiKey: 'k', limits: false, fetch })))
      ids.push('id' in item ? item.id : Object.values(item)[0]);
    expect(fetch.requests.length).toBe(1);
    return ids;
  };

  test('of leads came bare, and come in pages', async () => {
    const list = ({ leads }: Autocalls) => leads.list();
    const page = { current_page: 1, last_page: 1, total: 1, per_page: 15, links: [], from: 1, to: 1 };
    expect(await idsOf([{ id: '1' }], list)).toEqual([1]);
    expect(await idsOf({ ...page, data: [{ id: 1 }] }, list)).toEqual([1]);
    expect(await idsOf({ ...page, data: [], total: 0, from: null, to: null }, list)).toEqual([]);
  });

  test('of chats came in numbered pages, and come by cursor', async () => {
    const list = ({ conversations }: Autocalls) => conversations.list();
    expect(await idsOf({ current_page: 1, last_page: 1, total: 1, per_page: 15, data: [{ id: 'a' }] }, list)).toEqual([
      'a',
    ]);
    const cursor = { path: 'x', per_page: 15, next_cursor: null, prev_cursor: null };
    expect(await idsOf({ ...cursor, data: [{ id: 'a' }] }, list)).toEqual(['a']);
  });

  test('of chats in numbered pages are read to the last', async () => {
    const page = (current_page: number, id: string) => json(200, { current_page, last_page: 2, data: [{ id }] });
    const fetch = replies(page(1, 'a'), page(2, 'b'));
    const ids: unknown[] = [];
    for await (const { id } of createAutocalls({ apiKey: 'k', limits: false, fetch }).conversations.list())
      ids.push(id);
    expect(ids).toEqual(['a', 'b']);
    expect(fetch.requests.map(({ query }) => query)).toEqual([{}, { page: '2' }]);
  });

  test.each<[string, (client: Autocalls) => AsyncIterable<object>]>([
    ['campaigns', ({ campaigns }) => campaigns.list()],
    ['tools', ({ tools }) => tools.list()],
    ['outbound assistants', ({ assistants }) => assistants.listOutbound()],
    ['languages', ({ assistants }) => assistants.listLanguages()],
    ['voices', ({ assistants }) => assistants.listVoices()],
    ['models', ({ assistants }) => assistants.listModels()],
    ['assignable numbers', ({ assistants }) => assistants.listPhoneNumbers()],
    ['knowledge bases', ({ knowledgebases }) => knowledgebases.list()],
    ['owned numbers', ({ phoneNumbers }) => phoneNumbers.list()],
    ['SIP trunks', ({ sipTrunks }) => sipTrunks.list()],
    ['WhatsApp senders', ({ whatsapp }) => whatsapp.listSenders()],
    ['tenant users', ({ whiteLabel }) => whiteLabel.listUsers()],
  ])('of %s come bare or under data', async (_, list) => {
    expect(await idsOf([{ id: '7' }], list)).toEqual([7]);
    expect(await idsOf({ data: [{ id: 7 }] }, list)).toEqual([7]);
    expect(await idsOf([], list)).toEqual([]);
  });
});

describe('calls', () => {
  test.each([
    ['a transcript, an evaluation and costs as text, an object and numbers', 'AI: Hello.', { sentiment: 'good' }, 0.02],
    [
      'a transcript, an evaluation and costs as turns, a list and text',
      [{ text: 'Hello.' }],
      [{ name: 'status' }],
      '0.02000000',
    ],
  ])('have %s', async (_, transcript, evaluation, carrier_cost) => {
    const call = {
      id: 123,
      transcript,
      evaluation,
      carrier_cost,
      total_cost: carrier_cost,
      answered_by: null,
      variables: [],
    };
    expect(await asked(call, ({ calls }) => calls.get(123))).toEqual({
      ...call,
      carrier_cost: 0.02,
      total_cost: 0.02,
      variables: {},
    });
  });

  test.each([
    [{ message: 'Call initiated successfully', data: {} }],
    [{ message: 'Call initiated successfully', call_id: 480337, status: 'initiated' }],
  ])('that were made tell an id or none: %j', async (answer) => {
    const make = ({ calls }: Autocalls) => calls.make({ phone_number: '+14155552671', assistant_id: 1 });
    expect(await asked(answer, make)).toEqual(answer);
  });
});

test('the three formats of times are told apart by parseProviderTime', () => {
  const zones = ['2025-06-30 11:53:20', '2025-05-29T07:18:34.000000Z', '2026-02-23T09:30:00+01:00'].map(
    (text) => parseProviderTime(text)?.zoneKnown,
  );
  expect(zones).toEqual([false, true, true]);
});
