import { fakeClock, json, replies } from '@leadwire/core/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTelecrm } from './index.ts';

const workspace = (answer: unknown = {}, options: Parameters<typeof createTelecrm>[0] = {}) => {
  const fetch = replies(json(200, answer));
  const client = createTelecrm({
    enterpriseId: 'e1',
    syncToken: 'sync',
    asyncToken: 'async',
    limits: false,
    clock: fakeClock(),
    fetch,
    ...options,
  });
  return { client, fetch, last: () => fetch.requests.at(-1) };
};

const fields = { phone: '+919999999999' };

describe('action types are written in the form of the API they go to', () => {
  test.each(['1001', 'ACTION_1001'])('%s', async (type) => {
    const { client, last } = workspace();
    await client.leads.create({ fields, actions: [{ type, fields: {} }] });
    expect(last()?.json).toMatchObject({ actions: [{ type: '1001' }] });
    await client.actions.create('l1', { actions: [{ type, fields: {} }] });
    expect(last()?.json).toMatchObject({ actions: [{ type: '1001' }] });
    await client.actions.update('l1', 'a1', { type, fields: {} });
    expect(last()?.json).toMatchObject({ type: '1001' });
    await client.actions.search('l1', { type });
    expect(last()?.json).toEqual({ type: '1001' });
    await client.leads.search({ actions: { type: [type, 'OUTGOING_CALL'] } });
    expect(last()?.json).toEqual({ actions: { type: ['1001', 'OUTGOING_CALL'] } });
    await client.leads.search({ actions: { type } });
    expect(last()?.json).toEqual({ actions: { type: '1001' } });
    await client.leads.upsertAsync({ fields, actions: [{ type, fields: {} }] });
    expect(last()?.json).toMatchObject({ actions: [{ type: 'ACTION_1001' }] });
    await client.customActions.get(type);
    expect(last()?.path).toBe('/autoupdate/v2/enterprise/e1/custom-actions/ACTION_1001');
  });

  test('payments keep their type, and their amount goes as text', async () => {
    const { client, last } = workspace();
    const payment = { type: 'PAYMENT', status: 'PENDING', currency: 'INR', amount: 5000 } as never;
    await client.actions.create('l1', { actions: [payment] });
    expect(last()?.json).toEqual({
      actions: [{ type: 'PAYMENT', status: 'PENDING', currency: 'INR', amount: '5000' }],
    });
  });

  test('a number is a type, too', async () => {
    const { client, last } = workspace();
    await client.actions.create('l1', { actions: [{ type: 1001, fields: {} } as never] });
    expect(last()?.json).toMatchObject({ actions: [{ type: '1001' }] });
  });
});

describe('action types are read in their bare form, whichever way they came', () => {
  const actions = [{ type: 'ACTION_1001', id: 'a' }, { type: '1002' }, { type: 'OUTGOING_CALL' }];
  const bare = [{ type: '1001', id: 'a' }, { type: '1002' }, { type: 'OUTGOING_CALL' }];

  test('of a lead, of a search, of one action and of an update', async () => {
    expect(await workspace({ fields: {}, actions }).client.leads.get('l1', { includeActions: true })).toMatchObject({
      actions: bare,
    });
    expect(await workspace({ data: actions, total_count: 3 }).client.actions.search('l1', {})).toMatchObject({
      data: bare,
    });
    expect(await workspace({ type: 'ACTION_1001', fields: {} }).client.actions.get('l1', 'a')).toMatchObject({
      type: '1001',
    });
    expect(
      await workspace({ type: 'ACTION_1001', fields: {} }).client.actions.update('l1', 'a', { type: '1001' }),
    ).toMatchObject({ type: '1001' });
  });
});

describe('dates', () => {
  test('go as epoch milliseconds, wherever they stand: ISO 8601 would be stored as a wrong date without an error', async () => {
    const { client, last } = workspace();
    const date = new Date('2026-11-21T05:00:00Z');
    await client.leads.create({
      fields: { ...fields, follow_up_date: date, dates: [date] },
      actions: [{ type: '1001', fields: { at: date } }],
    } as never);
    expect(last()?.json).toMatchObject({
      fields: { follow_up_date: date.getTime(), dates: [date.getTime()] },
      actions: [{ fields: { at: date.getTime() } }],
    });
    await client.leads.search({ fields: { created_on: { from: date, to: date } } } as never);
    expect(last()?.json).toEqual({ fields: { created_on: { from: date.getTime(), to: date.getTime() } } });
  });

  test('that are numbers or text are left as they are', async () => {
    const { client, last } = workspace();
    await client.leads.create({ fields: { ...fields, a: 1672561800000, b: '01/01/2023' } });
    expect(last()?.json).toMatchObject({ fields: { a: 1672561800000, b: '01/01/2023' } });
  });
});

describe('a date that is not valid', () => {
  test('is named and not sent: it would be stored as an empty one without an error', async () => {
    const { client, fetch } = workspace();
    const none = new Date('21.11.2026 x');
    expect(
      await client.leads.create({ fields: { ...fields, dates: [none] }, actions: [] } as never).safe(),
    ).toMatchObject({
      error: { kind: 'invalid-input', issues: [{ path: 'fields.dates[0]', code: 'invalid-date' }] },
    });
    expect(fetch.requests).toEqual([]);
  });
});

describe('a phone that came as a number', () => {
  const numeric = { fields: { phone: 9876543210, mobile: 9876543211 } } as never;

  test('is judged like any spelling: without a country it is not guessed', async () => {
    const { client, fetch } = workspace({}, { phoneFields: ['phone', 'mobile'] });
    for (const call of [
      client.leads.create(numeric),
      client.leads.upsertAsync(numeric),
      client.leads.update('l', numeric),
    ]) {
      expect(await call.safe()).toMatchObject({
        error: {
          kind: 'invalid-phone',
          issues: [{ path: 'fields.phone', code: 'needs-country' }, { path: 'fields.mobile' }],
        },
      });
    }
    expect(fetch.requests).toEqual([]);
  });

  test('goes as text, in filters too', async () => {
    const { client, last } = workspace({}, { defaultCountry: 'IN' });
    await client.leads.upsertAsync({ fields: { phone: 9876543210 } } as never);
    expect(last()?.json).toEqual({ fields: { phone: '919876543210' } });
    await client.leads.search({ fields: { phone: [9876543210] } } as never);
    expect(last()?.json).toEqual({ fields: { phone: ['919876543210', '+919876543210'] } });
  });
});

describe('two APIs behind one client', () => {
  test('their tokens and addresses are never mixed up', async () => {
    const { client, fetch } = workspace();
    await client.leads.create({ fields });
    await client.leads.upsertAsync({ fields });
    await client.leads.search({});
    expect(fetch.requests.map(({ headers, url }) => [url, headers.authorization])).toEqual([
      ['https://next.telecrm.in/autoupdate/v2/enterprise/e1/lead', 'Bearer sync'],
      ['https://next-api.telecrm.in/enterprise/e1/autoupdatelead', 'Bearer async'],
      ['https://next.telecrm.in/autoupdate/v2/enterprise/e1/lead/search', 'Bearer sync'],
    ]);
  });

  test.each([
    ['asyncToken', { asyncToken: undefined }, 'upsertAsync'],
    ['syncToken', { syncToken: undefined }, 'create'],
  ] as const)('a call whose %s is missing says so, and sends nothing', async (option, options, method) => {
    const { client, fetch } = workspace({}, options);
    expect(await client.leads[method]({ fields }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'misconfigured', effect: 'none', issues: [{ path: option, code: 'missing-credential' }] },
    });
    expect(fetch.requests).toEqual([]);
  });

  test.each(['', '  ', '\n'])('a token that is %j is none', async (blank) => {
    const { client, fetch } = workspace({}, { asyncToken: blank });
    expect(await client.leads.upsertAsync({ fields }).safe()).toMatchObject({
      error: { kind: 'misconfigured', hint: expect.stringContaining('TELECRM_ASYNC_TOKEN') },
    });
    expect(fetch.requests).toEqual([]);
    await workspace({}, { syncToken: blank }).client.leads.upsertAsync({ fields });
    expect(() => createTelecrm({ enterpriseId: 'e1', syncToken: blank, asyncToken: blank })).toThrow(
      expect.objectContaining({ kind: 'misconfigured' }),
    );
  });

  test('each has its own base URL option', async () => {
    const { client, fetch } = workspace(
      {},
      { baseUrl: 'http://127.0.0.1:4010/telecrm/autoupdate/v2', asyncBaseUrl: 'http://127.0.0.1:4010/telecrm' },
    );
    await client.leads.create({ fields });
    await client.leads.upsertAsync({ fields });
    expect(fetch.requests.map(({ url }) => url)).toEqual([
      'http://127.0.0.1:4010/telecrm/autoupdate/v2/enterprise/e1/lead',
      'http://127.0.0.1:4010/telecrm/enterprise/e1/autoupdatelead',
    ]);
  });

  test.each([
    ['OK in plain words', 'OK'],
    ['nothing', ''],
  ])('a queue that answers %s has taken the lead, with its actions or without', async (_, text) => {
    const fetch = replies(() => new Response(text));
    const client = createTelecrm({ enterpriseId: 'e1', asyncToken: 'a', limits: false, fetch });
    await expect(client.leads.upsertAsync({ fields })).resolves.toEqual({});
    const actions = [{ type: '1001', fields: { note: 'Came by the form' } }];
    await expect(client.leads.upsertAsync({ fields, actions })).resolves.toEqual({});
    expect(fetch.requests.length).toBe(2);
  });

  test('start at 1 a second, and at 5 a second and 18,000 an hour', async () => {
    const clock = fakeClock();
    const { client } = workspace({}, { clock, limits: undefined });
    await Promise.all([1, 2].map((n) => client.leads.get(`l${n}`)));
    expect(clock.slept).toEqual([1_000]);
    await Promise.all([1, 2, 3, 4, 5, 6].map((n) => client.leads.upsertAsync({ fields: { ...fields, n } })));
    expect(clock.slept).toEqual([1_000, 200]);
  });
});

describe('before anything is sent', () => {
  afterEach(() => void vi.unstubAllEnvs());

  test('"search" is not an id: it is a path', async () => {
    const { client, fetch } = workspace();
    expect(await client.leads.update('search', { fields: { name: 'x' } }).safe()).toMatchObject({
      error: { kind: 'invalid-input', issues: [{ path: 'leadId', code: 'reserved-id' }] },
    });
    expect(await client.actions.get('l1', 'search').safe()).toMatchObject({
      error: { issues: [{ path: 'actionId' }] },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('phones of team members are digits only, with the country code, also where they could be national', async () => {
    const { client, last } = workspace({}, { defaultCountry: 'IN' });
    await client.teamMembers.create({ name: 'A', email: 'a@b.example', phone_number: '+6581234567', role: 'CALLER' });
    expect(last()?.json).toMatchObject({ phone_number: '6581234567' });
    await client.teamMembers.create({
      name: 'A',
      email: 'a@b.example',
      phone_number: '+91 98765 43210',
      role: 'CALLER',
    });
    expect(last()?.json).toMatchObject({ phone_number: '919876543210' });
  });

  test('e-mails of team members go without what stands around them: a space finds no one', async () => {
    const { client, last } = workspace();
    await client.teamMembers.get(' a+b@c.example\n');
    expect(last()?.url).toMatch(/team-members\/a%2Bb%40c\.example$/);
    await client.teamMembers.updateAvailability({ email: ' a@b.example ', state: 'Working' });
    expect(last()?.json).toEqual({ email: 'a@b.example', state: 'Working' });
  });

  test('which free-named fields hold phones is the workspace’s choice', async () => {
    const { client, last } = workspace({}, { phoneFields: ['mobile', 'whatsapp'], defaultCountry: 'IN' });
    await client.leads.create({ fields: { mobile: '99999 99999', whatsapp: '+91-98765-43210', phone: 'as I like' } });
    expect(last()?.json).toEqual({ fields: { mobile: '919999999999', whatsapp: '919876543210', phone: 'as I like' } });
    await client.leads.search({ fields: { mobile: ['99999 99999', '+919876543210'] } });
    expect(last()?.json).toEqual({
      fields: { mobile: ['919999999999', '+919999999999', '919876543210', '+919876543210'] },
    });
  });

  test.each(['.', '..', ' ', ' .. '])('an enterprise id of %j is refused', (enterpriseId) => {
    expect(() => createTelecrm({ enterpriseId, syncToken: 's' })).toThrow(
      expect.objectContaining({ kind: 'misconfigured' }),
    );
  });

  test('enterprise id and at least one token must be there', () => {
    for (const name of ['TELECRM_ENTERPRISE_ID', 'TELECRM_SYNC_TOKEN', 'TELECRM_ASYNC_TOKEN']) vi.stubEnv(name, '');
    expect(() => createTelecrm()).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('TELECRM_ENTERPRISE_ID') }),
    );
    expect(() => createTelecrm({ enterpriseId: 'e1' })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('TELECRM_SYNC_TOKEN') }),
    );
  });
});

test('a response of another shape is kept as it came', async () => {
  const rows = [{ type: 'OUTGOING_CALL' }];
  expect(await workspace(rows).client.actions.search('l1', {})).toEqual(rows);
});

test('searches send {} where nothing is asked for', async () => {
  const { client, last } = workspace({ data: [], total_count: 0 });
  await client.leads.search(undefined as never);
  expect(last()?.text).toBe('{}');
});
