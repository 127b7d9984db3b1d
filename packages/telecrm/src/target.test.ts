import { type Answer, answering, body, json, reset } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTelecrm } from './index.ts';
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

function workspace(routes: Readonly<Record<string, Answer>>) {
  const nameOf = (path: string) => path.split('/enterprise/e1')[1] ?? '';
  const fetch = answering((request) => (routes[nameOf(request.path)] ?? body(404))(request));
  const client = createTelecrm({
    enterpriseId: 'e1',
    syncToken: 's',
    asyncToken: 'a',
    limits: false,
    retry: { baseMs: 0 },
    fetch,
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
});

describe('sync', () => {
  test('remarks are kept: what they ignored makes it partial', async () => {
    const remarks = [{ field: 'fields.city', status: 'IGNORED', remark: 'No such field' }];
    const { client } = workspace({ '/lead': json(201, { lead_id: 'l1', actions: [], remarks }) });
    expect(await client.target({ mode: 'sync' }).send(lead)).toMatchObject({
      ok: true,
      value: {
        outcome: 'partial',
        id: 'l1',
        ignored: [{ field: 'fields.city', reason: 'IGNORED' }],
        unsupported: [{ field: 'company' }],
      },
    });
  });

  test('onExisting update sends their own update, without the identifying field, and tells what was dropped in silence', async () => {
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

  test.each([
    ['the search told no id', json(200, { data: [] }), 'the search told no id to update by'],
    ['the update failed', row, 'the update failed: not-found'],
  ])('it exists all the same where %s', async (_, search, reason) => {
    const { client } = workspace({ '/lead': exists, '/lead/search': search });
    expect(await client.target({ mode: 'sync' }).send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'existed', ignored: [{ field: 'fields', reason }] },
    });
  });

  test('a send of an earlier run that exists now is created, probably', async () => {
    const { client } = workspace({ '/lead': exists });
    expect(await client.target({ mode: 'sync' }).resume(lead, { firstSentAt: 0 })).toMatchObject({
      ok: true,
      value: { outcome: 'created', certainty: 'probable' },
    });
  });
});

describe('async', () => {
  test('is accepted, and may be sent again after a lost answer', async () => {
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
