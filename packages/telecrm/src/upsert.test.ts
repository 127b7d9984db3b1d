import type { ErrorKind } from '@leadwire/core';
import {
  type Answer,
  answering,
  body,
  fakeClock,
  json,
  refused,
  reset,
  type SeenRequest,
  stalls,
} from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTelecrm, type TelecrmOptions } from './index.ts';

const ROOT = '/autoupdate/v2/enterprise/e1';
const exists = json(409, {
  error: { code: 'LEAD_ALREADY_EXISTS', message: 'Lead with phone 919999999999 already exists.' },
});
const row = json(200, { data: [{ id: 'lead-7', fields: { phone: '919999999999', name: 'Old' } }], total_count: 1 });
const updated = json(200, { fields: { name: 'Jane Doe' } });
const lead = { fields: { name: 'Jane Doe', phone: '+91 99999 99999', met_on: 1672561800000 } };
const withAction = { ...lead, actions: [{ type: 'ACTION_1001', fields: { note: 'Site visit' } }] };

/** A workspace that answers by route; a list of responses is given one a request. */
function workspace(routes: Readonly<Record<string, Answer | readonly Answer[]>>, options: TelecrmOptions = {}) {
  const counts = new Map<string, number>();
  const fetch = answering((request: SeenRequest) => {
    const name = request.path.replace(ROOT, '');
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const answers = [routes[name] ?? body(404)].flat();
    return (answers[Math.min(count, answers.length - 1)] as Answer)(request);
  });
  const client = createTelecrm({
    enterpriseId: 'e1',
    syncToken: 's',
    limits: false,
    clock: fakeClock(),
    fetch,
    ...options,
  });
  const asked = () => fetch.requests.map(({ json, path }) => [path.replace(ROOT, ''), json]);
  return { asked, client, fetch };
}

describe('leads.upsert', () => {
  test('creates a lead that is new, and keeps the remarks', async () => {
    const remarks = [{ field: 'fields.rating', status: 'IGNORED', remark: 'Rating must be between 1 and 5' }];
    const { asked, client } = workspace({ '/lead': json(201, { lead_id: 'lead-1', actions: [], remarks }) });
    await expect(client.leads.upsert(lead)).resolves.toEqual({
      lead_id: 'lead-1',
      existed: false,
      actions: [],
      remarks,
    });
    expect(asked()).toEqual([['/lead', { fields: { ...lead.fields, phone: '919999999999' } }]]);
  });

  test('on 409 searches by phone and updates without the field that identifies a lead', async () => {
    const { asked, client } = workspace({ '/lead': exists, '/lead/search': row, '/lead/lead-7': updated });
    await expect(client.leads.upsert(lead)).resolves.toEqual({
      lead_id: 'lead-7',
      existed: true,
      actions: [],
      remarks: [],
      fields: { name: 'Jane Doe' },
    });
    expect(asked().slice(1)).toEqual([
      ['/lead/search', { fields: { phone: ['919999999999', '+919999999999'] } }],
      ['/lead/lead-7', { fields: { name: 'Jane Doe', met_on: 1672561800000 } }],
    ]);
  });

  test('adds the actions to a lead that existed, in the form of the API', async () => {
    const added = json(200, { lead_id: 'lead-7', actions: [{ action_id: 'a1', status: 'CREATED' }], remarks: [] });
    const { asked, client } = workspace({
      '/lead': exists,
      '/lead/search': row,
      '/lead/lead-7': updated,
      '/lead/lead-7/action': added,
    });
    expect(await client.leads.upsert(withAction)).toMatchObject({
      existed: true,
      actions: [{ action_id: 'a1', status: 'CREATED' }],
    });
    expect(asked().at(-1)).toEqual([
      '/lead/lead-7/action',
      { actions: [{ type: '1001', fields: { note: 'Site visit' } }] },
    ]);
  });

  test('with nothing but the phone updates nothing', async () => {
    const { asked, client } = workspace({ '/lead': exists, '/lead/search': row });
    expect(await client.leads.upsert({ fields: { phone: '+919999999999' } })).toEqual({
      lead_id: 'lead-7',
      existed: true,
      actions: [],
      remarks: [],
    });
    expect(asked().map(([path]) => path)).toEqual(['/lead', '/lead/search']);
  });

  test('is a call like any other: all attempts in one list, safe() and withMeta()', async () => {
    const { client } = workspace({ '/lead': exists, '/lead/search': row, '/lead/lead-7': [body(503), updated] });
    const { meta } = await client.leads.upsert(lead).withMeta();
    expect(meta.attempts.map(({ status }) => status)).toEqual([409, 200, 503, 200]);
    expect(meta.certainty).toBe('certain');
  });

  test.each(['+91 99999 99999', '9999999999', '09999999999', 919999999999])(
    'knows the lead by its phone, however the row writes it: %j',
    async (phone) => {
      const shown = json(200, { data: [{ id: 'lead-7', fields: { phone } }] });
      const { client } = workspace({ '/lead': exists, '/lead/search': shown, '/lead/lead-7': updated });
      expect(await client.leads.upsert(lead)).toMatchObject({ lead_id: 'lead-7', existed: true });
    },
  );

  test('knows the workspace’s own name of the identifying field', async () => {
    const other = json(200, { data: [{ _id: 'lead-8', fields: { mobile: '919999999999' } }] });
    const { asked, client } = workspace(
      { '/lead': exists, '/lead/search': other, '/lead/lead-8': updated },
      { phoneFields: ['mobile', 'alternate'] },
    );
    const fields = { mobile: '+919999999999', alternate: '+919999999998', name: 'Jane' };
    expect(await client.leads.upsert({ fields })).toMatchObject({ lead_id: 'lead-8' });
    expect(asked().slice(1)).toEqual([
      ['/lead/search', { fields: { mobile: ['919999999999', '+919999999999'] } }],
      ['/lead/lead-8', { fields: { alternate: '919999999998', name: 'Jane' } }],
    ]);
  });
});

describe('fails', () => {
  test.each([
    ['the search finds nothing', json(200, { data: [], total_count: 0 })],
    ['the search finds another phone', json(200, { data: [{ id: 'lead-9', fields: { phone: '918888888888' } }] })],
    [
      'the search ignores the filter and gives strangers',
      json(200, { data: [{ id: 'lead-9', fields: { name: 'X' } }] }),
    ],
    [
      'the search finds the same digits of another country',
      json(200, { data: [{ id: 'lead-9', fields: { phone: '19999999999' } }] }),
    ],
    ['the row tells no id', json(200, { data: [{ fields: { phone: '919999999999' } }] })],
  ])('with already-exists where %s, and updates nothing', async (_, search) => {
    const { asked, client } = workspace({ '/lead': exists, '/lead/search': search });
    const outcome = await client.leads.upsert(lead).safe();
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'already-exists', effect: 'none', hint: expect.stringContaining('upsertAsync') },
    });
    expect(asked().length).toBe(2);
  });

  test.each<[string, Answer, ErrorKind]>([
    ['refused', json(400, { error: { code: 'BAD_REQUEST', message: 'Invalid filter' } }), 'rejected'],
    ['not authorised', body(401), 'unauthorized'],
    ['not answered', refused, 'network'],
  ])('like the search, where that is what failed (%s), and updates nothing', async (_, search, kind) => {
    const { asked, client } = workspace({ '/lead': exists, '/lead/search': search }, { retry: false });
    const outcome = await client.leads.upsert(lead).safe();
    expect(outcome).toMatchObject({ ok: false, error: { kind, operationId: 'leads.search', effect: 'none' } });
    expect(!outcome.ok && outcome.error.attempts).toEqual(outcome.meta.attempts);
    expect(asked().length).toBe(2);
  });

  test('as stopped, where the caller stops while it is searched', async () => {
    const caller = new AbortController();
    const { client } = workspace({ '/lead': exists, '/lead/search': stalls(() => caller.abort()) });
    expect(await client.leads.upsert(lead, { signal: caller.signal }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'aborted', effect: 'none' },
    });
  });

  test('as parked, where the create may have made the lead and the search does not show it', async () => {
    const { client } = workspace({ '/lead': [reset, exists], '/lead/search': json(200, { data: [], total_count: 0 }) });
    expect(await client.leads.upsert(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked', operationId: 'leads.create', effect: 'unknown' },
    });
  });

  test('with effect none where only the actions were to be added, and were refused', async () => {
    const { client } = workspace({ '/lead': exists, '/lead/search': row, '/lead/lead-7/action': body(400) });
    const { phone } = lead.fields;
    expect(await client.leads.upsert({ fields: { phone }, actions: withAction.actions }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected', operationId: 'actions.create', effect: 'none' },
    });
  });

  test('with already-exists, and without a search, where the lead has no phone to be found by', async () => {
    const { asked, client } = workspace({ '/lead': exists });
    expect(await client.leads.upsert({ fields: { email: 'jane@doe.example' } }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'already-exists' },
    });
    expect(asked().length).toBe(1);
  });

  test('like the create, where that is what failed', async () => {
    const { client } = workspace({ '/lead': json(400, { error: { code: 'INVALID_LEAD' } }) });
    expect(await client.leads.upsert(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected', operationId: 'leads.create' },
    });
  });

  test('like the update, where that is what failed', async () => {
    const { client } = workspace({
      '/lead': exists,
      '/lead/search': row,
      '/lead/lead-7': json(403, { error: { code: 'INVALID_LEAD' } }),
    });
    expect(await client.leads.upsert(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected', operationId: 'leads.update' },
    });
  });

  test('with effect applied where the lead was updated and its actions may be missing', async () => {
    for (const answer of [refused, reset, body(400)]) {
      const { client } = workspace({
        '/lead': exists,
        '/lead/search': row,
        '/lead/lead-7': updated,
        '/lead/lead-7/action': answer,
      });
      expect(await client.leads.upsert(withAction).safe()).toMatchObject({
        ok: false,
        error: { operationId: 'actions.create', effect: 'applied' },
      });
    }
  });

  test('before anything is sent for a phone that is not valid', async () => {
    const { client, fetch } = workspace({});
    expect(await client.leads.upsert({ fields: { phone: '12' } }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'invalid-phone' },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('within one deadline', async () => {
    const { client } = workspace({ '/lead': json(429, {}, { 'retry-after': '60' }) });
    expect(await client.leads.upsert(lead, { deadlineMs: 10_000 }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rate-limited', retryAfterMs: 60_000 },
    });
  });
});

test('after a lost response a 409 is our own first send: found, its actions are not added again', async () => {
  const { asked, client } = workspace({ '/lead': [reset, exists], '/lead/search': row });
  const { value, meta } = await client.leads.upsert(withAction).withMeta();
  expect(value).toMatchObject({ lead_id: 'lead-7', existed: false });
  expect(meta.certainty).toBe('probable');
  expect(asked().map(([path]) => path)).toEqual(['/lead', '/lead', '/lead/search']);
});

test('also where only the second search finds it: it is updated, and its actions are not added again', async () => {
  const { asked, client } = workspace({
    '/lead': [reset, exists],
    '/lead/search': [json(400, {}), row],
    '/lead/lead-7': updated,
  });
  const { value, meta } = await client.leads.upsert(withAction).withMeta();
  expect([value, meta.certainty]).toMatchObject([{ lead_id: 'lead-7', existed: true, actions: [] }, 'probable']);
  expect(asked().map(([path]) => path)).toEqual(['/lead', '/lead', '/lead/search', '/lead/search', '/lead/lead-7']);
});
