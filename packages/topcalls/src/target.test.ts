import type { LeadTarget } from '@leadwire/core';
import { type Answer, answering, body, fakeClock, json, replies } from '@leadwire/core/testing';
import { schemas } from '@leadwire/generated-topcalls';
import { describe, expect, test } from 'vitest';
import { createTopcalls } from './index.ts';
import { createMapping } from './neutral-lead.ts';

const { toCreate } = createMapping(schemas.zLeadCreate.shape);

/** These targets have every optional way of a target. */
const whole = (target: LeadTarget) => target as Required<LeadTarget>;

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const ID = '5f0c5f8a-59c1-4a45-9d0b-0f3f6f3d8f11';
const lead = {
  phone: '+14155552671',
  firstName: 'Jane',
  lastName: 'Doe',
  company: 'Acme',
  tags: ['web'],
  fields: { city: 'Łódź', status: 'Contacted' },
};
function account(...answers: readonly Answer[]) {
  let index = 0;
  const fetch = answering((request) => (answers[Math.min(index++, answers.length - 1)] as Answer)(request));
  const client = createTopcalls({ apiKey: 'k', limits: false, clock: fakeClock(), fetch });
  return { client, fetch };
}

function list(...answers: readonly Answer[]) {
  const { client, fetch } = account(...answers);
  return { target: client.target({ listId: LIST }), fetch };
}

test.each(
  ['deadlineMs', 'timeoutMs'].flatMap((path) =>
    [0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((ms) => [path, ms] as const),
  ),
)('a %s of %s is refused before anything is sent, and no lead is rejected for it', async (path, ms) => {
  const { target, fetch } = list(json(201, { id: ID }));
  const refused = { ok: false, error: { kind: 'invalid-input', effect: 'none', issues: [{ path }] } };
  expect(await target.send(lead, { [path]: ms })).toMatchObject(refused);
  expect(await target.resume(lead, { firstSentAt: 0 }, { [path]: ms })).toMatchObject(refused);
  expect(await whole(target).update(lead, ID, { [path]: ms })).toMatchObject(refused);
  expect(await whole(target).undo(ID, { [path]: ms })).toMatchObject(refused);
  expect(fetch.requests).toEqual([]);
});

describe('the neutral lead in their terms', () => {
  test('what has no field at TopCalls goes to metadata', () => {
    expect(toCreate(lead, LIST)).toEqual({
      name: 'Jane Doe',
      phone_number: '+14155552671',
      list_id: LIST,
      status: 'Contacted',
      tags: ['web'],
      metadata: { company: 'Acme', city: 'Łódź' },
    });
  });

  test('a name is needed: the phone stands in its place, and the report says so', async () => {
    expect(toCreate({ phone: '+14155552671' }, LIST)).toMatchObject({ name: '+14155552671' });
    expect(await list(body(404)).target.check({ phone: '+14155552671' })).toMatchObject({
      unsupported: [{ field: 'name' }],
    });
  });

  test('an e-mail that is not valid goes to metadata, and the report says so: the lead is worth more than its e-mail', async () => {
    const typo = { ...lead, email: 'n/a' };
    expect(toCreate(typo, LIST)).toMatchObject({ metadata: { email: 'n/a' } });
    expect(toCreate(typo, LIST)).not.toHaveProperty('email');
    expect((await list(body(404)).target.check(typo)).unsupported).toMatchObject([{ field: 'email' }]);
    expect(toCreate({ ...lead, email: ' jane@doe.example ' }, LIST)).toMatchObject({ email: 'jane@doe.example' });
    expect(toCreate({ ...lead, email: '' }, LIST)).not.toHaveProperty('email');
  });

  test('a number that is too short for their leads is told before it is sent', async () => {
    const { fetch, target } = list(body(404));
    const short = { ...lead, phone: '+29022158' };
    const { issues, phone } = await target.check(short);
    expect([phone, issues]).toEqual([undefined, [expect.objectContaining({ path: 'phone', code: 'not-dialable' })]]);
    expect(await target.send(short)).toMatchObject({
      ok: true,
      value: {
        outcome: 'rejected',
        error: { kind: 'invalid-phone', issues: [{ path: 'phone_number', code: 'not-dialable' }] },
      },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('so does a status that TopCalls does not have', async () => {
    const warm = { ...lead, fields: { status: 'warm' } };
    expect(toCreate(warm, LIST)).toMatchObject({ metadata: { status: 'warm' } });
    expect(toCreate(warm, LIST)).not.toHaveProperty('status');
    expect((await list(body(404)).target.check(warm)).unsupported).toMatchObject([{ field: 'fields.status' }]);
  });

  test('metadata that is not an object keeps its name', () => {
    expect(toCreate({ ...lead, fields: { metadata: 'gold' } }, LIST)).toMatchObject({ metadata: { metadata: 'gold' } });
    expect(toCreate({ ...lead, fields: { metadata: { a: 1 } } }, LIST)).toMatchObject({ metadata: { a: 1 } });
  });

  test.each([undefined, '', ' '])('a target without a list is misconfigured: %j', (listId) => {
    const { client } = account(body(404));
    expect(() => client.target({ listId } as never)).toThrow(
      expect.objectContaining({ kind: 'misconfigured', issues: [expect.objectContaining({ path: 'listId' })] }),
    );
  });
});

describe('onExisting', () => {
  const existing = json(200, { id: ID, existed: true, created_at: '2020-01-01T00:00:00Z' });

  test('keep leaves the lead as it is', async () => {
    const { fetch, target } = list(existing);
    expect(await target.send(lead)).toMatchObject({
      ok: true,
      value: { outcome: 'existed', unchanged: ['name', 'tags', 'metadata'] },
    });
    expect(fetch.requests.length).toBe(1);
  });

  test.each([
    ['New', ['name', 'tags', 'metadata', 'status']],
    ['Contacted', ['name', 'tags', 'metadata']],
  ])('a status that the answer shows as %s after Contacted was sent: unchanged are %j', async (status, unchanged) => {
    const { target } = list(json(200, { id: ID, existed: true, status, created_at: '2020-01-01T00:00:00Z' }));
    expect(await target.send(lead)).toMatchObject({ ok: true, value: { outcome: 'existed', unchanged } });
  });

  test('a status that was not sent is not among what was left unchanged', async () => {
    const { target } = list(json(200, { id: ID, existed: true, status: 'New', created_at: '2020-01-01T00:00:00Z' }));
    expect(await target.send({ phone: lead.phone, name: 'Jane' })).toMatchObject({ value: { unchanged: ['name'] } });
  });

  test('update sends what was left alone, without phone and list', async () => {
    const { fetch, target } = list(existing, json(200, {}));
    expect(await target.send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', id: ID, unchanged: [] },
    });
    expect(fetch.requests[1]).toMatchObject({
      method: 'PATCH',
      path: `/v1/leads/${ID}`,
      json: { name: 'Jane Doe', status: 'Contacted', tags: ['web'] },
    });
    expect(fetch.requests[1]?.json).not.toHaveProperty('phone_number');
  });

  test('an update never writes the number that stands for a name over a name', async () => {
    const { fetch, target } = list(existing, json(200, {}));
    const { fields, tags, ...nameless } = { ...lead, firstName: undefined, lastName: undefined };
    expect(await target.send({ ...nameless, tags }, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated' },
    });
    expect(fetch.requests[1]?.json).toEqual({ tags: ['web'], metadata: { company: 'Acme' } });
    const bare = list(existing);
    expect(await bare.target.send({ phone: lead.phone }, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'existed', unchanged: [] },
    });
    expect(bare.fetch.requests.length).toBe(1);
  });

  test('an update that fails is told, and the lead is there all the same', async () => {
    const { target } = list(existing, json(400, {}));
    expect(await target.send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: {
        outcome: 'existed',
        ignored: [{ field: 'name, status, tags, metadata', reason: 'the update failed: rejected' }],
      },
    });
  });

  test('one that its caller stops is owed still: nothing is decided', async () => {
    const stop = new AbortController();
    const { target } = list(existing, (request) => {
      stop.abort();
      return json(200, {})(request);
    });
    expect(await target.send(lead, { onExisting: 'update', signal: stop.signal })).toMatchObject({
      ok: false,
      error: { kind: 'aborted', operationId: 'leads.update', effect: 'unknown' },
    });
  });

  test('a run that was cut off between the two is owed the update, whoever made the lead', async () => {
    for (const firstSentAt of [0, Date.now() + 3_600_000]) {
      const { fetch, target } = list(existing, json(200, {}));
      const value = { outcome: 'updated', id: ID };
      expect(await target.resume(lead, { firstSentAt }, { onExisting: 'update' })).toMatchObject({ ok: true, value });
      expect(fetch.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    }
  });

  test('beforeSend is called once, before the create', async () => {
    let called = 0;
    await list(existing, json(200, {})).target.send(lead, {
      onExisting: 'update',
      beforeSend: async () => void called++,
    });
    expect(called).toBe(1);
  });
});

describe('a 2xx to a create that tells no id is reconciled like a lost response', () => {
  const answers: [string, Answer][] = [
    ['null', body(201, 'null')],
    ['a number', body(201, '7')],
    ['an array', json(200, [])],
    ['another object', json(200, { status: 'ok' })],
    ['a failure in words', json(200, { success: false, message: 'no' })],
    ['nothing', body(204)],
  ];
  const page = (...items: readonly object[]) => json(200, { items, has_more: false, next_cursor: null });
  const member = (madeAt: string) => ({ id: ID, phone_number: lead.phone, status: 'New', created_at: madeAt });

  test.each(answers)('made since the send and on the list it is created, probably: %s', async (_, answer) => {
    const { fetch, target } = list(answer, page(member('2100-01-01T00:00:00Z')));
    expect(await target.send(lead)).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: ID, certainty: 'probable' },
    });
    expect(fetch.requests[1]).toMatchObject({ path: '/v1/leads', query: { phone: lead.phone, list_id: LIST } });
  });

  test.each(answers)('made before it existed, probably: %s', async (_, answer) => {
    const { target } = list(answer, page(member('1970-01-01T00:00:00Z')));
    expect(await target.send(lead)).toMatchObject({ value: { outcome: 'existed', id: ID, certainty: 'probable' } });
  });

  test.each(answers)(
    'not on the list it is sent once more, and then left open with the advice: %s',
    async (_, answer) => {
      const { fetch, target } = list(answer, page(), answer, page());
      expect(await target.send(lead)).toMatchObject({
        ok: false,
        error: {
          kind: 'unreadable-response',
          code: 'missing-id',
          effect: 'unknown',
          hint: expect.stringMatching(/baseUrl/),
        },
      });
      expect(fetch.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET']);
    },
  );

  test('where every address responds alike nothing is claimed, and nothing is sent twice', async () => {
    const { fetch, target } = list(json(200, { status: 'ok' }));
    expect(await target.send(lead)).toMatchObject({ ok: false, error: { effect: 'unknown' } });
    expect(fetch.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('beforeSend is called once, however often it is sent', async () => {
    let called = 0;
    const answer = json(200, {});
    await list(answer, page(), answer, page()).target.send(lead, { beforeSend: async () => void called++ });
    expect(called).toBe(1);
  });
});

describe('a 4xx on a resumed send settles nothing', () => {
  const refused = json(400, { title: 'Invalid request body', status: 400 });
  const resume = (...answers: readonly Answer[]) => {
    const { fetch, target } = list(...answers);
    return { fetch, outcome: target.resume(lead, { firstSentAt: 0 }) };
  };

  test('the earlier send is found on the list: created, probably', async () => {
    const row = { id: ID, phone_number: lead.phone, created_at: '1970-01-01T00:00:00Z' };
    expect(await resume(refused, json(200, { items: [row], has_more: false })).outcome).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: ID, certainty: 'probable' },
    });
  });

  test('it is not there: a person must look', async () => {
    const { fetch, outcome } = resume(refused, json(200, { items: [], has_more: false }));
    expect(await outcome).toMatchObject({
      ok: true,
      value: { outcome: 'parked', lookup: { phone: lead.phone, list_id: LIST }, error: { effect: 'unknown' } },
    });
    expect(fetch.requests.length).toBe(2);
  });

  test.each([
    ['the look-up fails', [refused, body(503)]],
    ['it goes on without the lead, as if nothing were filtered', [refused, json(200, { items: [], has_more: true })]],
  ])('the row stays open where %s', async (_, answers) => {
    expect(await resume(...answers).outcome).toMatchObject({ ok: false, error: { effect: 'unknown' } });
  });

  test.each([401, 403, 402, 429])('a %i, which no look-up survives, leaves the row open', async (status) => {
    const fetch = replies(body(status));
    const client = createTopcalls({ apiKey: 'k', limits: false, retry: false, clock: fakeClock(), fetch });
    expect(await client.target({ listId: LIST }).resume(lead, { firstSentAt: 0 })).toMatchObject({
      ok: false,
      error: { effect: 'unknown' },
    });
    expect(fetch.requests.length).toBe(1);
  });
});

test('an id that the ledger has confirmed under another key is not ours', async () => {
  const { target } = list(json(200, { id: ID, existed: true, created_at: '1970-01-01T00:00:00Z' }));
  const confirmedElsewhere = async (ids: readonly string[]) => ids;
  const resume = (options: object) => target.resume(lead, { firstSentAt: 0 }, options);
  expect(await resume({})).toMatchObject({ value: { outcome: 'created', certainty: 'probable' } });
  expect(await resume({ confirmedElsewhere })).toMatchObject({ value: { outcome: 'existed', certainty: 'probable' } });
  const broken = { confirmedElsewhere: () => Promise.reject(new Error('the disk is full')) };
  expect(await resume(broken)).toMatchObject({ ok: false, error: { effect: 'unknown', retryable: true } });
});

describe('undo', () => {
  test('takes the lead off this list', async () => {
    const { fetch, target } = list(body(204));
    expect(await whole(target).undo(ID)).toEqual({ ok: true, value: { how: 'removed-from-list' } });
    expect(fetch.requests).toMatchObject([{ method: 'DELETE', path: `/v1/leads/${ID}`, query: { list_id: LIST } }]);
  });

  test('is done where the lead is gone already, and says what failed otherwise', async () => {
    expect(await whole(list(body(404)).target).undo(ID)).toMatchObject({ ok: true });
    expect(await whole(list(body(403)).target).undo(ID)).toMatchObject({ ok: false, error: { kind: 'forbidden' } });
  });
});

test('update sends the details of a lead that was sent before, by its id', async () => {
  const { fetch, target } = list(json(200, { id: ID }));
  expect(await whole(target).update(lead, ID)).toMatchObject({ ok: true, value: { outcome: 'updated', id: ID } });
  expect(fetch.requests).toMatchObject([{ method: 'PATCH', path: `/v1/leads/${ID}`, json: { name: 'Jane Doe' } }]);
});

test.each(['XX', 'India'])(
  'a default country that is not valid (%s) is said before anything is sent',
  async (defaultCountry) => {
    const fetch = replies(json(200, {}));
    const client = createTopcalls({ apiKey: 'k', limits: false, fetch, defaultCountry });
    const misconfigured = { kind: 'misconfigured', issues: [{ path: 'defaultCountry' }], effect: 'none' };
    await expect(client.target({ listId: LIST }).check({ phone: '98765 43210' })).rejects.toMatchObject(misconfigured);
    expect(await client.target({ listId: LIST }).send({ phone: '98765 43210', name: 'Jane Doe' })).toMatchObject({
      ok: false,
      error: misconfigured,
    });
    expect(
      await client.leads.create({ name: 'Jane Doe', phone_number: '98765 43210', list_id: LIST }).safe(),
    ).toMatchObject({ ok: false, error: misconfigured });
    expect(fetch.requests).toEqual([]);
  },
);

test('a create that is not found is misconfigured to the target, unknown on a resumed send, and not-found to the typed call', async () => {
  const { client, fetch } = account(json(404, { title: 'Not found', status: 404 }));
  const target = client.target({ listId: LIST });
  const misconfigured = { kind: 'misconfigured', status: 404, hint: expect.stringContaining('baseUrl') };
  expect(await target.send(lead)).toMatchObject({ ok: false, error: { ...misconfigured, effect: 'none' } });
  expect(await target.resume(lead, { firstSentAt: 0 })).toMatchObject({
    ok: false,
    error: { ...misconfigured, effect: 'unknown' },
  });
  expect(fetch.requests).toHaveLength(2);
  const typed = await client.leads.create({ name: 'Jane Doe', phone_number: '+14155552671', list_id: LIST }).safe();
  expect(typed).toMatchObject({ ok: false, error: { kind: 'not-found', status: 404, effect: 'none' } });
});
