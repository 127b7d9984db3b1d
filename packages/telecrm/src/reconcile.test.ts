import { type Answer, answering, body, fakeClock, json, reset } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTelecrm } from './index.ts';

const exists = json(409, { error: { code: 'LEAD_ALREADY_EXISTS', message: 'x' } });
const found = json(200, { data: [{ id: 'lead-7', fields: { phone: '919999999999' } }], total_count: 1 });
const nothing = json(200, { data: [], total_count: 0 });
const lead = { fields: { name: 'Jane', phone: '+919999999999' }, actions: [{ type: '1001', fields: { note: 'x' } }] };

function workspace(creates: readonly Answer[], search: Answer) {
  let created = 0;
  const fetch = answering((request) =>
    request.path.endsWith('/lead')
      ? (creates[Math.min(created++, creates.length - 1)] as Answer)(request)
      : search(request),
  );
  const client = createTelecrm({ enterpriseId: 'e1', syncToken: 's', limits: false, clock: fakeClock(), fetch });
  const paths = () => fetch.requests.map(({ path }) => path.split('/enterprise/e1')[1]);
  return { client, fetch, paths };
}

describe('after a lost create', () => {
  test('it is sent once more; 409 means "exists, probably mine": searched by phone, found, done', async () => {
    const { client, paths } = workspace([reset, exists], found);
    expect(await client.leads.create(lead).withMeta()).toEqual({
      value: { lead_id: 'lead-7', actions: [], remarks: [] },
      meta: expect.objectContaining({ certainty: 'probable', replayed: true }),
    });
    expect(paths()).toEqual(['/lead', '/lead', '/lead/search']);
  });

  test('its initial actions are not added again', async () => {
    const { client, paths } = workspace([reset, exists], found);
    await client.leads.create(lead);
    expect(paths().filter((path) => path?.includes('action'))).toEqual([]);
  });

  test('a second send that is lost, too, is searched for, and not sent a third time', async () => {
    const { client, paths } = workspace([reset], found);
    expect(await client.leads.create(lead)).toMatchObject({ lead_id: 'lead-7' });
    expect(paths()).toEqual(['/lead', '/lead', '/lead/search']);
  });

  test('a second send that succeeds is certain', async () => {
    const { client, paths } = workspace([reset, json(201, { lead_id: 'lead-1', actions: [], remarks: [] })], found);
    expect(await client.leads.create(lead).withMeta()).toMatchObject({
      value: { lead_id: 'lead-1' },
      meta: { certainty: 'certain' },
    });
    expect(paths()).toEqual(['/lead', '/lead']);
  });

  test('a row without an id is the lead, all the same', async () => {
    const { client } = workspace([reset, exists], json(200, { data: [{ fields: { phone: '919999999999' } }] }));
    expect(await client.leads.create(lead)).toEqual({ actions: [], remarks: [] });
  });

  test.each([
    ['nothing', nothing],
    ['another phone', json(200, { data: [{ id: 'lead-9', fields: { phone: '918888888888' } }] })],
    ['a row that shows no phone', json(200, { data: [{ id: 'lead-9', fields: { name: 'X' } }] })],
  ])('a search that gives %s parks a lead that exists: it may be ours or an older one', async (_, search) => {
    const { client } = workspace([reset, exists], search);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked', effect: 'unknown', lookup: { phone: '+919999999999' } },
    });
  });

  test('a search that fails decides nothing: the first error stands', async () => {
    const { client } = workspace([reset, exists], body(503));
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'already-exists', effect: 'unknown', hint: expect.stringContaining('look it up') },
    });
  });

  test('a search that lags ten seconds behind is asked again', async () => {
    let searches = 0;
    const { client } = workspace([reset, exists], (request) => (searches++ < 3 ? nothing : found)(request));
    expect(await client.leads.create(lead)).toMatchObject({ lead_id: 'lead-7' });
  });

  test('the search asks for both spellings of the phone', async () => {
    const { client, fetch } = workspace([reset, exists], found);
    await client.leads.create(lead);
    expect(fetch.requests.at(-1)?.json).toEqual({ fields: { phone: ['919999999999', '+919999999999'] } });
  });
});

describe('a plain 409', () => {
  test('is already-exists, and nothing is searched', async () => {
    const { client, paths } = workspace([exists], found);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'already-exists', effect: 'none' },
    });
    expect(paths()).toEqual(['/lead']);
  });
});

describe('as an outcome', () => {
  const send = (creates: readonly Answer[], search: Answer) =>
    workspace(creates, search).client.target({ mode: 'sync' }).send({ phone: '+919999999999', name: 'Jane' });

  test.each([
    [
      'a lost create that was found',
      [reset, exists],
      found,
      { outcome: 'created', certainty: 'probable', id: 'lead-7' },
    ],
    [
      'a lost create that exists and was not found',
      [reset, exists],
      nothing,
      { outcome: 'parked', lookup: { phone: '+919999999999' } },
    ],
    [
      'a lost create of a lead that was there for years',
      [reset, exists],
      json(200, { data: [{ id: 'lead-7', fields: { phone: '919999999999', created_on: Date.UTC(2021, 0, 1) } }] }),
      { outcome: 'existed', certainty: 'probable', id: 'lead-7', unchanged: ['name'] },
    ],
    ['a plain 409', [exists], found, { outcome: 'existed', certainty: 'certain', unchanged: ['name'] }],
  ] as const)('%s', async (_, creates, search, value) => {
    expect(await send(creates, search)).toMatchObject({ ok: true, value });
  });

  test('a queued lead is accepted: not created, and without an id', async () => {
    const fetch = answering(() => Response.json({ status: 'QUEUED' }));
    const client = createTelecrm({ enterpriseId: 'e1', asyncToken: 'a', limits: false, fetch });
    const outcome = await client.target({ mode: 'async' }).send({ phone: '+919999999999', name: 'Jane' });
    expect(outcome).toMatchObject({ ok: true, value: { outcome: 'accepted' } });
    expect(outcome.ok && 'id' in outcome.value).toBe(false);
  });
});
