import { type Answer, answering, body, fakeClock, json, reset } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createAutocalls } from './index.ts';

const lead = { phone_number: '+14155552671', campaign_id: 7, variables: { customer_name: 'Jane' } };
const rowOf = (id: number, phone_number: string) => ({
  id,
  campaign_id: 7,
  phone_number,
  variables: [],
  status: 'created',
  created_at: '2026-11-21 05:00:00',
});
const page = (...rows: ReturnType<typeof rowOf>[]) =>
  json(200, { data: rows, current_page: 1, last_page: 1, per_page: 100, total: rows.length });

/** Creates get these responses one after the other, look-ups those; the last of each for all that come after. */
function account(creates: readonly Answer[], lookups: readonly Answer[]) {
  const counts = { create: 0, list: 0 };
  const fetch = answering((request) => {
    const isCreate = request.method === 'POST';
    const answers = isCreate ? creates : lookups;
    const index = isCreate ? counts.create++ : counts.list++;
    return (answers[Math.min(index, answers.length - 1)] as Answer)(request);
  });
  const client = createAutocalls({ apiKey: 'k', limits: false, clock: fakeClock(), fetch });
  const sent = () => fetch.requests.filter(({ method }) => method === 'POST').map(({ json }) => json);
  return { client, fetch, sent };
}

describe('after a lost create the campaign is asked for the exact number', () => {
  test('found: done, probably', async () => {
    const { client, fetch, sent } = account([reset], [page(rowOf(1, '+141555526710'), rowOf(2, '+14155552671'))]);
    expect(await client.leads.create(lead).withMeta()).toMatchObject({
      value: { data: { id: 2, phone_number: '+14155552671', variables: {} } },
      meta: { certainty: 'probable', replayed: true },
    });
    expect(sent().length).toBe(1);
    expect(fetch.requests[1]).toMatchObject({
      path: '/api/user/leads',
      query: { campaign_id: '7', phone_number: '+14155552671' },
    });
  });

  test('not found: sent again with the flag false, the same bytes', async () => {
    const created = json(200, { message: 'Lead created successfully', data: rowOf(3, '+14155552671') });
    const { client, sent } = account([reset, created], [page()]);
    expect(await client.leads.create(lead).withMeta()).toMatchObject({
      value: { data: { id: 3 } },
      meta: { certainty: 'certain' },
    });
    expect(sent()).toEqual([
      { allow_dupplicate: false, ...lead },
      { allow_dupplicate: false, ...lead },
    ]);
  });

  test('a part of a number is not the number', async () => {
    const { client, sent } = account(
      [reset, json(200, { message: 'ok', data: rowOf(3, '+14155552671') })],
      [page(rowOf(1, '+141555526710'))],
    );
    await client.leads.create(lead);
    expect(sent().length).toBe(2);
  });

  test('on the page where it is', async () => {
    const first = json(200, { data: [rowOf(1, '+141555526711')], current_page: 1, last_page: 2 });
    const second = json(200, { data: [rowOf(2, '+14155552671')], current_page: 2, last_page: 2 });
    const { client } = account([reset], [first, second]);
    expect(await client.leads.create(lead)).toMatchObject({ data: { id: 2 } });
  });

  test('however the row writes it', async () => {
    const { client, sent } = account([reset], [page(rowOf(2, '1 415 555-2671'))]);
    expect(await client.leads.create(lead)).toMatchObject({ data: { id: 2 } });
    expect(sent().length).toBe(1);
  });

  test('within the deadline of the call, however many pages there are', async () => {
    const clock = fakeClock();
    const fetch = answering((request) => {
      if (request.method === 'POST') return reset(request);
      clock.elapse(4_000);
      return Response.json({ data: [], current_page: Number(request.query.page), last_page: 20 });
    });
    const client = createAutocalls({ apiKey: 'k', limits: false, clock, fetch });
    const startedAt = clock.now();
    expect(await client.leads.create(lead, { deadlineMs: 10_000 }).safe()).toMatchObject({
      ok: false,
      error: { effect: 'unknown' },
    });
    expect(clock.now() - startedAt).toBeLessThanOrEqual(12_000);
  });

  test('in the bare array of an older vintage', async () => {
    const { client } = account([reset], [json(200, [rowOf(2, '+14155552671')])]);
    expect(await client.leads.create(lead)).toMatchObject({ data: { id: 2 } });
  });

  test('a look-up that fails: the call stays unknown, and nothing is sent again', async () => {
    const { client, sent } = account([reset], [body(503)]);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'network', effect: 'unknown' },
    });
    expect(sent().length).toBe(1);
  });

  test.each(['{"data":null}', '{"data":{}}', '{}', '7'])(
    'a response that is not a list proves nothing: the call stays unknown, and nothing is sent again (%s)',
    async (text) => {
      const { client, sent } = account([reset], [body(200, text)]);
      expect(await client.leads.create(lead).safe()).toMatchObject({ ok: false, error: { effect: 'unknown' } });
      expect(sent().length).toBe(1);
    },
  );

  test('a row that is not an object is passed over', async () => {
    const { client } = account([reset], [json(200, { data: [null, rowOf(2, '+14155552671')], last_page: 1 })]);
    expect(await client.leads.create(lead)).toMatchObject({ data: { id: 2 } });
  });

  test('a send that is lost again is looked up again, and given up after the third', async () => {
    const { client, sent } = account([reset], [page()]);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { effect: 'unknown', attempts: [{}, {}, {}] },
    });
    expect(sent().length).toBe(3);
  });

  test('a search that lags behind: the refusal of the second send means that it is there, and it is looked for again', async () => {
    const taken = json(422, { message: 'Validation failed', errors: { phone_number: ['taken'] } });
    const unseen = Array.from({ length: 6 }, () => page());
    const { client, sent } = account([reset, taken], [...unseen, page(rowOf(2, '+14155552671'))]);
    expect(await client.leads.create(lead).withMeta()).toMatchObject({
      value: { data: { id: 2 } },
      meta: { certainty: 'probable' },
    });
    expect(sent().length).toBe(2);
  });

  test('a refusal of the second send is parked where the lead stays unseen, and never rejected', async () => {
    const { client, sent } = account([reset, json(422, { message: 'Validation failed' })], [page()]);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked', effect: 'unknown', lookup: { campaign_id: 7, phone_number: '+14155552671' } },
    });
    expect(sent().length).toBe(2);
  });

  test('a look-up that fails after the refusal of the second send decides nothing', async () => {
    const { client } = account([reset, json(422, { message: 'Validation failed' })], [page(), page(), body(503)]);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected', effect: 'unknown', hint: expect.stringContaining('look it up') },
    });
  });

  test('a 2xx that could not be read is looked up, too', async () => {
    const { client } = account([body(200, '{"mess')], [page(rowOf(2, '+14155552671'))]);
    expect(await client.leads.create(lead)).toMatchObject({ data: { id: 2 } });
  });
});

test('a look-up that shows all leads in place of the one is given up after 20 pages, and says which response it gave up on', async () => {
  const endless = json(
    200,
    { data: [rowOf(1, '+14155550000')], current_page: 1, last_page: 99 },
    { 'x-request-id': 'req-7' },
  );
  const { client, fetch } = account([reset], [endless]);
  const resumed = await client.target({ campaignId: 7 }).resume({ phone: '+14155552671' }, { firstSentAt: 0 });
  expect(resumed).toMatchObject({
    ok: false,
    error: {
      kind: 'unreadable-response',
      effect: 'unknown',
      operationId: 'leads.list',
      status: 200,
      requestId: 'req-7',
      attempts: Array(20).fill({ status: 200 }),
    },
  });
  expect(fetch.requests.length).toBe(20);
});

describe('where repeats are allowed', () => {
  const repeatable = { ...lead, allow_dupplicate: true };

  test('nothing can be told apart: a person must look', async () => {
    const { client, fetch } = account([reset], [page()]);
    expect(await client.leads.create(repeatable).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked', effect: 'unknown', lookup: { campaign_id: 7, phone_number: '+14155552671' } },
    });
    expect(fetch.requests.length).toBe(1);
  });

  test('resendOnMiss is the caller’s own risk', async () => {
    const { client, sent } = account([reset, json(200, { message: 'ok', data: rowOf(3, '+14155552671') })], [page()]);
    await client.leads.create(repeatable, { resendOnMiss: true });
    expect(sent()).toEqual([repeatable, repeatable]);
  });
});

describe('a refusal of a create', () => {
  test('is already-exists where the campaign holds the number', async () => {
    const { client } = account(
      [json(422, { message: 'Validation failed', errors: { phone_number: ['taken'] } })],
      [page(rowOf(9, '+14155552671'))],
    );
    const outcome = await client.leads.create(lead).safe();
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'already-exists', effect: 'none', lookup: { id: 9, campaign_id: 7 } },
    });
  });

  test.each([
    ['the campaign does not hold it', page()],
    ['it cannot be said', body(400)],
  ])('stays what it is where %s', async (_, lookup) => {
    const { client } = account([json(422, { message: 'The campaign is invalid' })], [lookup]);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected', effect: 'none', retryable: false },
    });
  });

  test('may be sent again where it cannot be looked up just now', async () => {
    const { client } = account([json(422, { message: 'Validation failed' })], [body(503)]);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected', effect: 'none', retryable: true, hint: expect.stringContaining('send it again') },
    });
  });

  test.each([401, 403, 404])('a %i is not looked up', async (status) => {
    const { client, fetch } = account([json(status, { message: 'x' })], [page(rowOf(9, '+14155552671'))]);
    await client.leads.create(lead).safe();
    expect(fetch.requests.length).toBe(1);
  });
});

test('as an outcome: created, probably', async () => {
  const { client } = account([reset], [page(rowOf(2, '+14155552671'))]);
  expect(await client.target({ campaignId: 7 }).send({ phone: '+14155552671' })).toMatchObject({
    ok: true,
    value: { outcome: 'created', id: '2', certainty: 'probable' },
  });
});
