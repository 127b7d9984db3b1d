import { type Answer, answering, body, fakeClock, json, replies, reset } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTelecrm, type TelecrmOptions } from './index.ts';
import { toFields } from './target.ts';

const lead = {
  phone: '+919999999999',
  firstName: 'Jane',
  lastName: 'Doe',
  email: 'jane@doe.example',
  company: 'Acme',
  fields: { city: 'Pune' },
};
const exists = json(409, { error: { code: 'LEAD_ALREADY_EXISTS', message: 'x' } });
const row = json(200, { data: [{ id: 'lead-7', fields: { phone: '919999999999' } }], total_count: 1 });

function workspace(routes: Readonly<Record<string, Answer>>, options: TelecrmOptions = {}) {
  const nameOf = (path: string) => path.split('/enterprise/e1')[1] ?? '';
  const fetch = answering((request) => (routes[nameOf(request.path)] ?? body(404))(request));
  const client = createTelecrm({
    enterpriseId: 'e1',
    syncToken: 's',
    asyncToken: 'a',
    limits: false,
    retry: { baseMs: 0 },
    clock: fakeClock(),
    fetch,
    ...options,
  });
  return { client, asked: () => fetch.requests.map(({ json, path }) => [nameOf(path), json]) };
}

describe('the neutral lead in their terms', () => {
  test('name, phone, email, and the workspace’s own fields; what has no place is reported', async () => {
    expect(toFields(lead, ['phone'])).toEqual({
      name: 'Jane Doe',
      phone: '+919999999999',
      email: 'jane@doe.example',
      city: 'Pune',
    });
    const { unsupported } = await workspace({}).client.target({ mode: 'sync' }).check(lead);
    expect(unsupported.map(({ field }) => field)).toEqual(['company']);
  });

  test('the phone goes into the field that the workspace names first', () => {
    expect(toFields(lead, ['mobile', 'other'])).toMatchObject({ mobile: '+919999999999' });
  });

  test('the phone that was checked is the one that is sent, and another in its place is reported', async () => {
    const other = { ...lead, tags: [], fields: { phone: '+918888888888' } };
    expect(toFields(other, ['phone'])).toMatchObject({ phone: '+919999999999' });
    expect(toFields(other, ['mobile'])).toMatchObject({ mobile: '+919999999999', phone: '+918888888888' });
    const { unsupported } = await workspace({}).client.target({ mode: 'sync' }).check(other);
    expect(unsupported.map(({ field }) => field)).toEqual(['company', 'fields.phone']);
  });

  test('a rating is a whole number; another is reported, and keeps no lead from being sent', async () => {
    const rated = (rating: unknown) => ({ phone: lead.phone, fields: { rating } });
    for (const rating of [4, '4', ' 4 ']) expect(toFields(rated(rating), ['phone'])).toMatchObject({ rating: 4 });
    const { client } = workspace({});
    for (const rating of ['good', '4.5', 4.5, true]) {
      expect(toFields(rated(rating), ['phone'])).not.toHaveProperty('rating');
      const { unsupported } = await client.target({ mode: 'sync' }).check(rated(rating));
      expect(unsupported.map(({ field }) => field)).toEqual(['fields.rating']);
    }
  });

  test.each(['null', '7', '[]', '{}', '{"success":false}'])(
    'a 2xx without the id of the lead proves nothing, and the lead is looked up (%s)',
    async (text) => {
      const { asked, client } = workspace({ '/lead': body(201, text), '/lead/search': row });
      expect(await client.target({ mode: 'sync' }).send(lead)).toMatchObject({
        ok: true,
        value: { outcome: 'created', id: 'lead-7', certainty: 'probable' },
      });
      expect(asked().map(([path]) => path)).toEqual(['/lead', '/lead/search']);
    },
  );

  test.each(['[]', '{}', 'null', '5', 'true', '{"success":true}', '{"status":"error"}'])(
    'a queue that does not say that it took the lead has not accepted it (%s)',
    async (text) => {
      const { client } = workspace({ '/autoupdatelead': body(200, text) });
      expect(await client.target({ mode: 'async' }).send(lead)).toMatchObject({
        ok: false,
        error: { code: 'missing-id', effect: 'unknown', hint: expect.stringContaining('baseUrl') },
      });
    },
  );

  test('a web page in place of the queue has not accepted a lead', async () => {
    const { client } = workspace({ '/autoupdatelead': body(200, '<html></html>') });
    expect(await client.target({ mode: 'async' }).send(lead)).toMatchObject({
      ok: false,
      error: { kind: 'unreadable-response' },
    });
  });

  test.each([
    ['{"status":"QUEUED"}', 'certain'],
    ['OK', 'probable'],
    ['', 'probable'],
  ])('a queue that says %j has accepted the lead, and that is %s', async (text, certainty) => {
    const { client } = workspace({ '/autoupdatelead': body(200, text) });
    expect(await client.target({ mode: 'async' }).send(lead)).toMatchObject({
      value: { outcome: 'accepted', certainty },
    });
  });

  test.each(['sync', 'async'] as const)('a lead without a phone is rejected: %s would lose it', async (mode) => {
    const { asked, client } = workspace({});
    for (const phone of [undefined, '', null]) {
      expect(await client.target({ mode }).send({ ...lead, phone } as never)).toMatchObject({
        ok: true,
        value: { outcome: 'rejected', error: { kind: 'invalid-phone' } },
      });
    }
    expect(asked()).toEqual([]);
  });

  test('a target without a mode is misconfigured: the two tell different things', () => {
    const { client } = workspace({});
    for (const options of [{}, { mode: 'Sync' }]) {
      expect(() => client.target(options as never)).toThrow(
        expect.objectContaining({ kind: 'misconfigured', issues: [expect.objectContaining({ path: 'mode' })] }),
      );
    }
  });
});

describe('sync', () => {
  test('remarks are kept: what they ignored makes it partial', async () => {
    const remarks = [
      { field: 'fields.city', status: 'IGNORED', remark: 'Rating must be between 1 and 5' },
      { field: 'fields.name', status: 'IGNORED', remark: 'Jane Doe is too short' },
      { field: 'actions[0]', status: 'IGNORED' },
    ];
    const { client } = workspace({ '/lead': json(201, { lead_id: 'l1', actions: [], remarks }) });
    expect(await client.target({ mode: 'sync' }).send(lead)).toMatchObject({
      ok: true,
      value: {
        outcome: 'partial',
        id: 'l1',
        ignored: [
          { field: 'fields.city', reason: 'IGNORED' },
          { field: 'fields.name', reason: 'IGNORED' },
          { field: 'actions[0]', reason: 'IGNORED' },
        ],
        unsupported: [{ field: 'company' }],
      },
    });
  });

  test('onExisting update sends their own update, without the identifying field, and tells what was dropped without notice', async () => {
    const updated = json(200, { fields: { name: 'Jane Doe', email: 'jane@doe.example' } });
    const { asked, client } = workspace({ '/lead': exists, '/lead/search': row, '/lead/lead-7': updated });
    expect(await client.target({ mode: 'sync' }).send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', id: 'lead-7', ignored: [{ field: 'city', reason: 'not there after the update' }] },
    });
    expect(asked().at(-1)).toEqual([
      '/lead/lead-7',
      { fields: { name: 'Jane Doe', email: 'jane@doe.example', city: 'Pune' } },
    ]);
  });

  test('a lead that is new needs no update', async () => {
    const { asked, client } = workspace({ '/lead': json(201, { lead_id: 'l1', actions: [], remarks: [] }) });
    expect(await client.target({ mode: 'sync' }).send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: 'l1' },
    });
    expect(asked().length).toBe(1);
  });

  test('a value that an update leaves as it was is reported: telecrm drops what it refuses without an error', async () => {
    const met = new Date('2026-11-21T05:00:00Z');
    const fields = { status: 'Bogus', met_on: met, tags: ['b', 'a'], whatsapp: '+91 98765 43210', score: 7 };
    const now = { name: 'jane doe ', email: 'Jane@doe.example', status: 'Fresh', met_on: met.getTime() };
    const updated = json(200, { fields: { ...now, tags: ['A', 'B'], whatsapp: '919876543210', score: '7' } });
    const { client } = workspace(
      { '/lead': exists, '/lead/search': row, '/lead/lead-7': updated },
      { phoneFields: ['phone', 'whatsapp'] },
    );
    expect(await client.target({ mode: 'sync' }).send({ ...lead, fields }, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', ignored: [{ field: 'status', reason: 'not as it was sent after the update' }] },
    });
  });

  test('an update sends the other phones, and nothing where there is nothing but the phone', async () => {
    const routes = { '/lead': exists, '/lead/search': row, '/lead/lead-7': json(200, { fields: {} }) };
    const both = workspace(routes, { phoneFields: ['phone', 'whatsapp'] });
    const target = both.client.target({ mode: 'sync' });
    await target.send({ phone: lead.phone, fields: { whatsapp: '+919876543210' } }, { onExisting: 'update' });
    expect(both.asked().at(-1)).toEqual(['/lead/lead-7', { fields: { whatsapp: '919876543210' } }]);
    const { asked, client } = workspace(routes);
    expect(await client.target({ mode: 'sync' }).send({ phone: lead.phone }, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'existed' },
    });
    expect(asked().length).toBe(1);
  });

  test.each([
    ['the search told no id', json(200, { data: [] }), 'neither the response nor a look-up told an id to update by'],
    ['the search failed', json(400, {}), 'the look-up failed: rejected'],
    ['the update failed', row, 'the update failed: not-found'],
  ])('it exists all the same where %s', async (_, search, reason) => {
    const { client } = workspace({ '/lead': exists, '/lead/search': search });
    expect(await client.target({ mode: 'sync' }).send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'existed', ignored: [{ field: 'fields', reason }] },
    });
  });

  test('a send of an earlier run that exists now, and that no search shows, is parked and never rejected', async () => {
    const { client } = workspace({ '/lead': exists, '/lead/search': json(200, { data: [] }) });
    expect(await client.target({ mode: 'sync' }).resume(lead, { firstSentAt: 0 })).toMatchObject({
      ok: true,
      value: { outcome: 'parked', lookup: { phone: '+919999999999' } },
    });
  });

  test('a send of an earlier run is not decided while the look-up fails', async () => {
    const { client } = workspace({ '/lead': exists, '/lead/search': body(503) });
    expect(await client.target({ mode: 'sync' }).resume(lead, { firstSentAt: 0 })).toMatchObject({
      ok: false,
      error: { kind: 'provider-failure', operationId: 'leads.search', effect: 'unknown' },
    });
  });

  test('a 4xx on a resumed send settles nothing: the lead of the earlier send may be there', async () => {
    const { client } = workspace({ '/lead': json(400, { error: { code: 'BAD_REQUEST' } }), '/lead/search': row });
    expect(await client.target({ mode: 'sync' }).resume(lead, { firstSentAt: 0 })).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: 'lead-7', certainty: 'probable' },
    });
    const unseen = workspace({ '/lead': json(400, {}), '/lead/search': json(200, { data: [] }) }).client;
    expect(await unseen.target({ mode: 'sync' }).resume(lead, { firstSentAt: 0 })).toMatchObject({
      value: { outcome: 'parked' },
    });
  });

  test('a lead that was there long before, on the clock of telecrm, has existed', async () => {
    const sentAt = fakeClock().now();
    const resumed = (aheadMs: number, madeAfterMs: number) => {
      const created_on = sentAt + aheadMs + madeAfterMs;
      const data = [{ id: 'lead-7', fields: { phone: '919999999999', created_on } }];
      const shown = json(200, { data }, { date: new Date(sentAt + aheadMs).toUTCString() });
      const { client } = workspace({ '/lead': exists, '/lead/search': shown });
      return client.target({ mode: 'sync' }).resume(lead, { firstSentAt: sentAt });
    };
    for (const aheadMs of [-300_000, 0, 300_000]) {
      expect(await resumed(aheadMs, 1_000)).toMatchObject({ value: { outcome: 'created', id: 'lead-7' } });
      expect(await resumed(aheadMs, -60_000)).toMatchObject({ value: { outcome: 'existed', certainty: 'probable' } });
    }
  });

  test.each([
    ['search', '/lead/search'],
    ['update', '/lead/lead-7'],
  ])('an update whose %s its caller stops is owed still: nothing is decided', async (_, path) => {
    const stop = new AbortController();
    const stopping: Answer = (request) => {
      stop.abort();
      return row(request);
    };
    const { client } = workspace({ '/lead': exists, '/lead/search': row, [path]: stopping });
    const sent = client.target({ mode: 'sync' }).send(lead, { onExisting: 'update', signal: stop.signal });
    expect(await sent).toMatchObject({ ok: false, error: { kind: 'aborted', effect: 'unknown' } });
  });

  test('a lead that was found after a lost response may have been there before: it is updated, too', async () => {
    let creates = 0;
    const { asked, client } = workspace({
      '/lead': (request) => (creates++ === 0 ? reset : exists)(request),
      '/lead/search': row,
      '/lead/lead-7': json(200, { fields: { name: 'Jane Doe', email: 'jane@doe.example', city: 'Pune' } }),
    });
    expect(await client.target({ mode: 'sync' }).send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', certainty: 'probable', id: 'lead-7', ignored: [] },
    });
    expect(asked().at(-1)).toContain('/lead/lead-7');
  });

  test('a run that was cut off between the two is owed the update', async () => {
    const updated = json(200, { fields: { name: 'Jane Doe', email: 'jane@doe.example' } });
    const { asked, client } = workspace({ '/lead': exists, '/lead/search': row, '/lead/lead-7': updated });
    const target = client.target({ mode: 'sync' });
    expect(await target.resume(lead, { firstSentAt: 0 }, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', certainty: 'probable', id: 'lead-7' },
    });
    expect(asked().at(-1)).toContain('/lead/lead-7');
  });
});

describe('async', () => {
  test('is accepted, and may be sent again after a lost response', async () => {
    let request = 0;
    const flaky: Answer = (seen) => (request++ === 0 ? reset(seen) : json(200, { status: 'QUEUED' })(seen));
    const { asked, client } = workspace({ '/autoupdatelead': flaky });
    const target = client.target({ mode: 'async' });
    expect(await target.send(lead)).toMatchObject({ ok: true, value: { outcome: 'accepted' } });
    expect(asked().length).toBe(2);
    expect([target.name, target.effect, target.account]).toEqual([
      'telecrm-async',
      'queued-upsert',
      'next.telecrm.in/e1/async',
    ]);
  });

  test('a refusal of the token is no outcome: no lead will pass', async () => {
    const { client } = workspace({ '/autoupdatelead': json(401, { error: { code: 'NOT_AUTHORIZED', message: 'x' } }) });
    expect(await client.target({ mode: 'async' }).send(lead)).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', effect: 'none' },
    });
  });
});

describe('a response of an undocumented shape', () => {
  test.each([[[null]], ['x'], [null], [{}], [[5]]])('remarks %j are none: the lead is there', async (remarks) => {
    const { client } = workspace({ '/lead': json(201, { lead_id: 'L', remarks }) });
    expect(await client.target({ mode: 'sync' }).send(lead)).toMatchObject({ ok: true, value: { outcome: 'created' } });
  });

  test.each([[null], [{ data: 'x' }], [{ data: {} }], [[]]])(
    'a search that gives %j says nothing: the lead stays open',
    async (found) => {
      const { client } = workspace({ '/lead': exists, '/lead/search': json(200, found) });
      expect(await client.target({ mode: 'sync' }).resume(lead, { firstSentAt: 0 })).toMatchObject({
        ok: false,
        error: { kind: 'unreadable-response', effect: 'unknown' },
      });
    },
  );
});

test('after a crash a 409 is looked up: the id of our earlier send is told', async () => {
  const { asked, client } = workspace({ '/lead': exists, '/lead/search': row });
  const resumed = await client.target({ mode: 'sync' }).resume(lead, { firstSentAt: 0 });
  expect(resumed).toMatchObject({ ok: true, value: { outcome: 'created', certainty: 'probable', id: 'lead-7' } });
  expect(asked().map(([path]) => path)).toEqual(['/lead', '/lead/search']);
});

test.each(['XX', 'India'])(
  'a default country that is not valid (%s) is said before anything is sent',
  async (defaultCountry) => {
    const fetch = replies(json(200, {}));
    const client = createTelecrm({ enterpriseId: 'e1', syncToken: 's', limits: false, fetch, defaultCountry });
    const misconfigured = { kind: 'misconfigured', issues: [{ path: 'defaultCountry' }], effect: 'none' };
    await expect(client.target({ mode: 'sync' }).check({ phone: '98765 43210' })).rejects.toMatchObject(misconfigured);
    expect(await client.target({ mode: 'sync' }).send({ phone: '98765 43210', name: 'Jane Doe' })).toMatchObject({
      ok: false,
      error: misconfigured,
    });
    expect(await client.leads.upsert({ fields: { phone: '98765 43210' } }).safe()).toMatchObject({
      ok: false,
      error: misconfigured,
    });
    expect(fetch.requests).toEqual([]);
  },
);
