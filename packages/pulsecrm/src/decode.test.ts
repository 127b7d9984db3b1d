import { inspect } from 'node:util';
import { body, json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createPulsecrm, type Pulsecrm } from './index.ts';

const entry = {
  id: 2001,
  event: 'lead_created',
  user: 'jane@example.com',
  apiKey: 'key-17',
  data: { leadId: '42' },
  requestMethod: 'POST',
  requestHeaders: { authorization: 'Bearer secret-token', 'x-forwarded-for': '203.0.113.7' },
  requestIpAddress: '203.0.113.7',
  account_id: '2311',
};
const lead = { id: 42, firstName: 'Jane', lastName: 'Doe', auditLog: [entry, null], later: true };
const kept = {
  id: 2001,
  event: 'lead_created',
  user: 'jane@example.com',
  data: { leadId: '42' },
  requestMethod: 'POST',
  account_id: '2311',
};

const asked = (answer: unknown, make: (client: Pulsecrm) => PromiseLike<unknown>) =>
  make(createPulsecrm({ accountId: '2311', token: 't', limits: false, fetch: replies(json(200, answer)) }));

describe('the audit log’s request headers and addresses are dropped before anything can print them', () => {
  test('of one lead; the rest is kept, unknown fields included', async () => {
    expect(await asked(lead, ({ leads }) => leads.get(42))).toEqual({ ...lead, auditLog: [kept, null] });
  });

  test('of a created, an updated and an archived one', async () => {
    for (const make of [
      ({ leads }: Pulsecrm) => leads.create({ firstName: 'Jane', lastName: 'Doe' }),
      ({ leads }: Pulsecrm) => leads.update(42, { notes: 'x' }),
      ({ leads }: Pulsecrm) => leads.archive(42),
    ]) {
      expect(inspect(await asked(lead, make), { depth: 9 })).not.toMatch(/secret-token|203\.0\.113|key-17/);
    }
  });

  test('of a list, page by page and item by item', async () => {
    const page = { data: [lead, { id: 43 }], totalCount: 2, totalPages: 1, currentPage: 1 };
    expect(await asked(page, ({ leads }) => leads.list())).toEqual({
      ...page,
      data: [{ ...lead, auditLog: [kept, null] }, { id: 43 }],
    });
  });

  test('of a list that came bare, and of a lead in an envelope', async () => {
    const bare = await asked([lead], ({ leads }) => leads.list());
    expect(bare).toEqual({ data: [{ ...lead, auditLog: [kept, null] }], currentPage: 1, totalPages: 1 });
    expect(await asked({ data: lead }, ({ leads }) => leads.get(42))).toEqual({
      data: { ...lead, auditLog: [kept, null] },
    });
    expect(await asked({ ...lead, auditLog: entry }, ({ leads }) => leads.get(42))).toEqual({
      ...lead,
      auditLog: kept,
    });
  });

  describe('of what raw hands on', () => {
    const raw = (answer: Parameters<typeof replies>[0]) =>
      createPulsecrm({ accountId: '2311', token: 't', limits: false, retry: false, fetch: replies(answer) }).raw;
    const header = { 'x-account-id': '2311' };
    const get = { params: { path: { leadId: 42 }, header } };

    test('one lead, a list, and a refusal', async () => {
      const { data, response } = await raw(json(200, lead, { 'x-request-id': 'r1' })).GET('/leads/{leadId}', get);
      expect(data).toEqual({ ...lead, auditLog: [kept, null] });
      expect([response.status, response.headers.get('x-request-id')]).toEqual([200, 'r1']);
      expect((await raw(json(200, { data: [lead] })).GET('/leads', { params: { header } })).data).toEqual({
        data: [{ ...lead, auditLog: [kept, null] }],
      });
      const refusal = await raw(json(400, { error: 'x', auditLog: [entry] })).GET('/leads/{leadId}', get);
      expect(refusal.error).toEqual({ error: 'x', auditLog: [kept] });
    });

    test('what has none goes on as it came, and so does nothing at all', async () => {
      const text = '{"id":  42}';
      const { data } = await raw(body(200, text)).GET('/leads/{leadId}', { ...get, parseAs: 'text' });
      expect(data).toBe(text);
      expect((await raw(body(204)).DELETE('/leads/{leadId}', get)).response.status).toBe(204);
      expect((await raw(body(400, '{"auditLog":[{"requestIp')).GET('/leads/{leadId}', get)).error).toBe('');
    });
  });

  test('what has none is left as it is', async () => {
    for (const answer of [null, [], 'text', 7, { data: null }, { auditLog: 'none' }]) {
      expect(await asked(answer, ({ leads }) => leads.get(42))).toEqual(answer);
    }
  });
});

describe('envelopes', () => {
  test.each([
    ['leads', (client: Pulsecrm) => client.leads.list(), { data: [{ id: 1 }], totalPages: 1, currentPage: 1 }],
    [
      'accounts',
      (client: Pulsecrm) => client.accounts.list(),
      { accounts: [{ id: 1 }], totalPages: 1, currentPage: 1 },
    ],
    ['accounts as a bare array', (client: Pulsecrm) => client.accounts.list(), [{ id: 1 }]],
    ['API keys as a bare array', (client: Pulsecrm) => client.apiKeys.list(), [{ id: 1 }]],
    [
      'applications',
      (client: Pulsecrm) => client.applications.list(),
      { applications: [{ id: 1 }], totalPages: 1, currentPage: 1 },
    ],
    [
      'tickets',
      (client: Pulsecrm) => client.tickets.list(),
      { data: [{ id: 1 }], page: 1, pageSize: 50, total: 1, totalPages: 1 },
    ],
  ] as const)('%s are read item by item', async (_, make, answer) => {
    const ids: unknown[] = [];
    const client = createPulsecrm({ accountId: '2311', token: 't', limits: false, fetch: replies(json(200, answer)) });
    for await (const item of make(client)) ids.push((item as { id: unknown }).id);
    expect(ids).toEqual([1]);
  });

  test('have the shape that their type says', async () => {
    expect(await asked([{ id: 1 }], ({ accounts }) => accounts.list())).toEqual({
      accounts: [{ id: 1 }],
      currentPage: 1,
      totalPages: 1,
    });
    expect(await asked({ data: [{ id: 1 }] }, ({ apiKeys }) => apiKeys.list())).toEqual([{ id: 1 }]);
  });

  test('pages are read to the last', async () => {
    const fetch = replies(
      json(200, { data: [{ id: 1 }], totalPages: 2, currentPage: 1 }),
      json(200, { data: [{ id: 2 }], totalPages: 2, currentPage: 2 }),
    );
    const ids: unknown[] = [];
    for await (const { id } of createPulsecrm({ accountId: '1', token: 't', limits: false, fetch }).leads.list({
      pageSize: 1,
    }))
      ids.push(id);
    expect(ids).toEqual([1, 2]);
    expect(fetch.requests.map(({ query }) => query)).toEqual([{ pageSize: '1' }, { pageSize: '1', page: '2' }]);
  });
});

test('account ids are kept as text', async () => {
  const answer = { id: 42, firstName: 'J', lastName: 'D', accountId: '6591739253089529' };
  expect(await asked(answer, ({ leads }) => leads.get(42))).toEqual(answer);
});

test('an account id that came as a number too long for one is kept with every digit', async () => {
  const fetch = replies(() => new Response('{"id":42,"firstName":"J","lastName":"D","accountId":16591739253089529}'));
  const client = createPulsecrm({ accountId: '1', token: 't', limits: false, fetch });
  expect(await client.leads.get(42)).toMatchObject({ accountId: '16591739253089529' });
});
