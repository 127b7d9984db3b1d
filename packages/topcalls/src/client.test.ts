import { body, fakeClock, json, replies, reset } from '@leadwire/core/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTopcalls, type LeadPatch, type Topcalls } from './index.ts';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const ID = '5f0c5f8a-59c1-4a45-9d0b-0f3f6f3d8f11';

const account = (...answers: Parameters<typeof replies>) => {
  const fetch = replies(...answers);
  const client = createTopcalls({
    apiKey: 'tc_live_abc',
    limits: false,
    clock: fakeClock(),
    defaultCountry: 'US',
    fetch,
  });
  return { client, fetch };
};

test('a create says of a field that is missing that it is required, beside the one that is not a field', async () => {
  const { client, fetch } = account(json(201, {}));
  const draft = { name: 'Jane Doe', phone: '+14155552671', list_id: LIST };
  expect(await client.leads.create(draft as never).safe()).toMatchObject({
    error: {
      issues: [
        { path: 'phone_number', message: 'is required', code: 'invalid-type' },
        { path: 'phone', message: 'is not a field of this request' },
      ],
    },
  });
  expect(fetch.requests).toEqual([]);
});

describe('removeFromList is apart from delete', () => {
  test('and names the list', async () => {
    const { client, fetch } = account(body(204));
    await expect(client.leads.removeFromList(ID, LIST)).resolves.toBeUndefined();
    await expect(client.leads.delete(ID)).resolves.toBeUndefined();
    expect(fetch.requests.map(({ method, url }) => [method, url])).toEqual([
      ['DELETE', `https://api.topcalls.ai/v1/leads/${ID}?list_id=${LIST}`],
      ['DELETE', `https://api.topcalls.ai/v1/leads/${ID}`],
    ]);
  });

  test('and refuses a missing list: without one the lead itself would be deleted', async () => {
    const { client, fetch } = account(body(204));
    for (const list of [undefined, '', null]) {
      expect(await client.leads.removeFromList(ID, list as never).safe()).toMatchObject({
        ok: false,
        error: { kind: 'invalid-input' },
      });
    }
    expect(fetch.requests).toEqual([]);
  });

  test('and delete refuses a list that was meant and is missing, for the same reason', async () => {
    const { client, fetch } = account(body(204));
    for (const list_id of [undefined, '', null]) {
      expect(await client.leads.delete(ID, { list_id } as never).safe()).toMatchObject({
        ok: false,
        error: { kind: 'invalid-input', issues: [{ path: 'list_id' }] },
      });
    }
    expect(fetch.requests).toEqual([]);
    await client.leads.delete(ID, {});
    await client.leads.delete(ID, { list_id: LIST }, { timeoutMs: 5 });
    expect(fetch.requests.map(({ query }) => query)).toEqual([{}, { list_id: LIST }]);
  });

  test('sent again after a lost response, a 404 is success', async () => {
    const { client } = account(reset, json(404, { title: 'Not found', status: 404 }));
    await expect(client.leads.removeFromList(ID, LIST)).resolves.toBeUndefined();
  });
});

describe('an empty bulk-delete filter is refused', () => {
  test.each([
    [{ filter: {} }],
    [{}],
    [{ ids: [] }],
    [{ filter: { status: undefined } }],
    [{ filter: { tag: '' } }],
    [{ filter: { status: 'New', tag: ' ' } }],
  ])('%j', async (given) => {
    const { client, fetch } = account(json(200, { kind: 'sync', deleted: 0, skipped: 0, skipped_payload: [] }));
    expect(await client.leads.bulkDelete(given as never).safe()).toMatchObject({
      ok: false,
      error: { kind: 'invalid-input', effect: 'none' },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('by ids it may be sent again, by filter never by itself', async () => {
    const byIds = account(body(503));
    await byIds.client.leads.bulkDelete({ ids: [ID] }).safe();
    expect(byIds.fetch.requests.length).toBe(3);
    const byFilter = account(body(503));
    await byFilter.client.leads.bulkDelete({ filter: { status: 'New' } }).safe();
    expect(byFilter.fetch.requests.length).toBe(1);
  });
});

describe('a bulk import', () => {
  const done = json(200, { success: true, inserted: 1, updated: 0, duplicates: 0, total_processed: 1, duration_ms: 1 });

  test('is checked row by row before anything is sent', async () => {
    const { client, fetch } = account(done);
    const leads = [
      { phone_number: '(415) 555-2671' },
      { phone_number: '12' },
      { phone_number: '+1 415 555 26 72', nmae: 'x' } as never,
    ];
    expect(await client.leads.bulk({ list_id: LIST, mode: 'skip', leads }).safe()).toMatchObject({
      ok: false,
      error: {
        kind: 'invalid-input',
        issues: [{ path: 'leads[1].phone_number' }, { path: 'leads[2].nmae', code: 'unknown-field' }],
      },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('has one row a phone, the last one, however it is spelled', async () => {
    const { client, fetch } = account(done);
    const leads = ['(415) 555-2671', '+14155552672', '+1 415 555 2671'].map((phone_number, row) => ({
      phone_number,
      name: `Row ${row}`,
    }));
    await client.leads.bulk({ list_id: LIST, mode: 'skip', leads });
    expect(fetch.requests[0]?.json).toMatchObject({
      leads: [
        { phone_number: '+14155552671', name: 'Row 2' },
        { phone_number: '+14155552672', name: 'Row 1' },
      ],
    });
  });

  test('is limited to 2,000 rows', async () => {
    const { client, fetch } = account(done);
    const rows = (count: number) =>
      Array.from({ length: count }, (_, row) => ({ phone_number: `+1415${5550000 + row}` }));
    expect(await client.leads.bulk({ list_id: LIST, mode: 'skip', leads: rows(2_001) }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'invalid-input', issues: [{ path: 'leads' }] },
    });
    await client.leads.bulk({ list_id: LIST, mode: 'skip', leads: rows(2_000) });
    expect(fetch.requests.length).toBe(1);
  });
});

describe('notes', () => {
  test('and notes_append exclude each other on an update', async () => {
    const { client, fetch } = account(json(200, {}));
    // @ts-expect-error: only one of the two
    const both: LeadPatch = { notes: 'a', notes_append: 'b' };
    expect(await client.leads.update(ID, both).safe()).toMatchObject({
      ok: false,
      error: { kind: 'invalid-input', effect: 'none' },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('and notes_append go together on a create, as in the sample of the vendor', async () => {
    const { client, fetch } = account(json(201, { id: ID, existed: false }));
    const sample = {
      name: 'Jane',
      phone_number: '+14155552671',
      list_id: LIST,
      email: 'jsmith@example.com',
      status: 'New',
      notes: 'first',
      notes_append: 'second',
      tags: [],
      metadata: {},
    } as const;
    await client.leads.create({ ...sample, tags: [] });
    expect(fetch.requests[0]?.json).toEqual(sample);
  });

  test('an update must hold something', async () => {
    const { client, fetch } = account(json(200, {}));
    expect(await client.leads.update(ID, {} as never).safe()).toMatchObject({
      ok: false,
      error: { kind: 'invalid-input' },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('null clears, absent leaves alone', async () => {
    const { client, fetch } = account(json(200, {}));
    await client.leads.update(ID, { notes: null, name: undefined, status: 'Contacted' } as never);
    expect(fetch.requests[0]?.text).toBe('{"notes":null,"status":"Contacted"}');
  });
});

describe('lists', () => {
  test('of leads end with has_more, those of calls with a missing cursor', async () => {
    const leads = account(
      json(200, { items: [{ id: 'a' }], has_more: true, next_cursor: 'c' }),
      json(200, { items: [{ id: 'b' }], has_more: false, next_cursor: 'd' }),
    );
    const found: unknown[] = [];
    for await (const { id } of leads.client.leads.list({ phone: '(415) 555-2671' })) found.push(id);
    expect(found).toEqual(['a', 'b']);
    expect(leads.fetch.requests.map(({ query }) => query)).toEqual([
      { phone: '+14155552671' },
      { phone: '+14155552671', cursor: 'c' },
    ]);
    const calls = account(
      json(200, { data: [{ id: 'x' }], next_cursor: '2026-11-21T05:00:00Z' }),
      json(200, { data: [], next_cursor: null }),
    );
    for await (const { id } of calls.client.calls.list()) found.push(id);
    expect(found).toEqual(['a', 'b', 'x']);
  });
});

describe('Idempotency-Key', () => {
  const calls = {
    'calls.create': ({ calls }) => calls.create({ phone_number: '+14155552671', task: 'Ring the dentist.' }),
    'calls.stop': ({ calls }) => calls.stop(ID),
    'calls.cancel': ({ calls }) => calls.cancel(ID),
    'campaigns.start': ({ campaigns }) => campaigns.start(ID),
    'campaigns.pause': ({ campaigns }) => campaigns.pause(ID),
    'carriers.create': ({ carriers }) =>
      carriers.create({ carrier_name: 'Acme', sip_gateway: { ipv4: '203.0.113.7', port: 5060 } }),
    'phoneNumbers.create': ({ phoneNumbers }) => phoneNumbers.create({ number: '+14155552671' }),
    'webhooks.create': ({ webhooks }) => webhooks.create({ event: 'call.completed', url: 'https://x.example/hook' }),
  } satisfies Record<string, (client: Topcalls) => PromiseLike<unknown>>;

  test.each(Object.entries(calls))('%s has one, the same on each attempt', async (_, call) => {
    const { client, fetch } = account(body(503), reset, json(200, {}));
    await call(client);
    const keys = fetch.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual(Array(3).fill(expect.stringMatching(/^[A-Za-z0-9_-]{8,255}$/)));
    expect(new Set(keys).size).toBe(1);
  });

  test('may be your own; leads have none, for it is not documented there', async () => {
    const { client, fetch } = account(json(200, { id: ID }));
    await client.campaigns.start(ID, { idempotencyKey: 'start-2026-11-21' });
    const lead = { name: 'Jane', phone_number: '+14155552671', list_id: LIST };
    await client.leads.create(lead, { idempotencyKey: 'row-00017' });
    await client.leads.update(ID, { status: 'Contacted' }, { idempotencyKey: 'row-00018' });
    await client.leads.bulk({ list_id: LIST, leads: [] }, { idempotencyKey: 'bulk-0001' }).safe();
    const keys = fetch.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys.slice(0, 3)).toEqual(['start-2026-11-21', undefined, undefined]);
    expect(keys.slice(3).every((key) => key === undefined)).toBe(true);
  });
});

describe('credentials', () => {
  afterEach(() => void vi.unstubAllEnvs());

  test('the environment has the key where nothing was passed', async () => {
    vi.stubEnv('TOPCALLS_API_KEY', 'tc_live_env');
    const fetch = replies(json(200, {}));
    await createTopcalls({ limits: false, fetch }).leads.get(ID);
    expect(fetch.requests[0]?.headers.authorization).toBe('Bearer tc_live_env');
    vi.stubEnv('TOPCALLS_API_KEY', '');
    expect(() => createTopcalls()).toThrow(expect.objectContaining({ kind: 'misconfigured' }));
  });
});

test('starts at 2 a second', async () => {
  const clock = fakeClock();
  const client = createTopcalls({ apiKey: 'rate', clock, fetch: replies(json(200, {})) });
  await Promise.all([1, 2, 3, 4].map(() => client.leads.get(ID)));
  expect(clock.slept).toEqual([500, 500]);
});

test('raw is the openapi-fetch client, with auth, retries and limits applied', async () => {
  const { client, fetch } = account(body(503), json(200, { id: ID }));
  const { data, response } = await client.raw.GET('/v1/leads/{id}', { params: { path: { id: ID } } });
  expect([data, response.status]).toEqual([{ id: ID }, 200]);
  expect(fetch.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer tc_live_abc',
    'Bearer tc_live_abc',
  ]);
});

describe('a key', () => {
  const send = (apiKey: string) => {
    const fetch = replies(json(200, { items: [], has_more: false }));
    return { fetch, asked: createTopcalls({ apiKey, limits: false, clock: fakeClock(), fetch }).leads.list().safe() };
  };

  test('that was copied with the word Bearer is sent without it', async () => {
    const { asked, fetch } = send('Bearer tc_live_abc');
    await asked;
    expect(fetch.requests[0]?.headers.authorization).toBe('Bearer tc_live_abc');
  });

  test.each([
    ['smart quotes', '“tc_live_abc”'],
    ['a zero-width space', 'tc_live\u200b_abc'],
    ['a line break inside', 'tc_live\nabc'],
  ])('that no header can hold is misconfigured, and nothing is sent: %s', async (_, apiKey) => {
    const { asked, fetch } = send(apiKey);
    expect(await asked).toMatchObject({ ok: false, error: { kind: 'misconfigured', effect: 'none' } });
    expect(fetch.requests).toEqual([]);
  });
});

describe('check makes one read-only call', () => {
  const list = (date?: string) => async () =>
    Response.json({ items: [{ id: 7 }], has_more: false }, { headers: date === undefined ? {} : { date } });

  test('and reports credentials, reach, drift and the offset of the clocks', async () => {
    const now = Date.UTC(2026, 10, 21, 5);
    const fetch = replies(list(new Date(now + 180_000).toUTCString()));
    const client = createTopcalls({ apiKey: 'k', limits: false, clock: fakeClock({ now }), fetch });
    expect(await client.check()).toMatchObject({
      ok: true,
      operationId: 'leads.list',
      reached: true,
      credentials: 'accepted',
      status: 200,
      drift: expect.arrayContaining([expect.objectContaining({ path: 'items[0].id' })]),
      clockOffsetMs: 180_000,
    });
    expect(fetch.requests).toMatchObject([{ method: 'GET', path: '/v1/leads', query: { limit: '1' } }]);
  });

  test.each([
    [401, 'refused'],
    [403, 'forbidden'],
    [503, 'unknown'],
  ])('a %i is reported, once, and does not reject: %s', async (status, credentials) => {
    const { client, fetch } = account(body(status));
    expect(await client.check()).toMatchObject({ ok: false, reached: true, credentials, error: { status } });
    expect(fetch.requests.length).toBe(1);
  });

  test('an address that does not respond is not reached', async () => {
    expect(await account(reset).client.check()).toMatchObject({
      ok: false,
      reached: false,
      credentials: 'unknown',
      clockOffsetMs: undefined,
      error: { kind: 'network' },
    });
  });
});
