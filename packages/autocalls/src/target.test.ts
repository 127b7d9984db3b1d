import type { LeadTarget } from '@leadwire/core';
import { type Answer, answering, body, fakeClock, json, replies, reset } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createAutocalls } from './index.ts';
import { toCreate } from './target.ts';

/** These targets have every optional way of a target. */
const whole = (target: LeadTarget) => target as Required<LeadTarget>;

const lead = {
  phone: '+14155552671',
  name: 'Jane Doe',
  tags: ['web', 'gold'],
  ref: 'row-17',
  fields: { city: 'Łódź' },
};
const row = { id: 9, campaign_id: 7, phone_number: '+14155552671', variables: [] };
const page = (...data: unknown[]) => json(200, { data, current_page: 1, last_page: 1 });

function campaign(routes: Readonly<Record<string, Answer>>) {
  const fetch = answering((request) =>
    (routes[`${request.method} ${request.path.replace('/api', '')}`] ?? body(404))(request),
  );
  const client = createAutocalls({ apiKey: 'k', limits: false, clock: fakeClock(), fetch });
  return { target: client.target({ campaignId: 7 }), fetch };
}

test('the neutral lead is a phone and variables, under the names of the documented examples', () => {
  expect(toCreate(lead, 7)).toEqual({
    phone_number: '+14155552671',
    campaign_id: 7,
    allow_dupplicate: false,
    variables: { customer_name: 'Jane Doe', tags: 'web, gold', ref: 'row-17', city: 'Łódź' },
  });
  expect(toCreate({ phone: '+14155552671' }, 7)).not.toHaveProperty('variables');
});

test.each([undefined, Number.NaN, '7'])('a target without a campaign is misconfigured: %j', (campaignId) => {
  const client = createAutocalls({ apiKey: 'k' });
  expect(() => client.target({ campaignId } as never)).toThrow(
    expect.objectContaining({ kind: 'misconfigured', issues: [expect.objectContaining({ path: 'campaignId' })] }),
  );
});

describe('a 2xx without the id of the lead proves nothing', () => {
  test.each(['null', '7', '[]', '{}', '{"success":false}', '{"data":{}}'])(
    'and the lead is looked up: found, it is created, probably (%s)',
    async (text) => {
      const { fetch, target } = campaign({ 'POST /user/lead': body(200, text), 'GET /user/leads': page(row) });
      expect(await target.send(lead)).toMatchObject({
        ok: true,
        value: { outcome: 'created', id: '9', certainty: 'probable' },
      });
      expect(fetch.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
    },
  );

  test('and a lead that no look-up finds is not claimed', async () => {
    const { target } = campaign({ 'POST /user/lead': body(200, '{"status":"ok"}'), 'GET /user/leads': page() });
    expect(await target.send(lead)).toMatchObject({
      ok: false,
      error: {
        kind: 'unreadable-response',
        code: 'missing-id',
        effect: 'unknown',
        hint: expect.stringContaining('baseUrl'),
      },
    });
  });
});

describe('onExisting', () => {
  const exists = { 'POST /user/lead': json(422, { message: 'Validation failed' }), 'GET /user/leads': page(row) };

  test('keep leaves the lead as it is, and names what was not changed', async () => {
    const { fetch, target } = campaign(exists);
    expect(await target.send(lead)).toMatchObject({
      ok: true,
      value: { outcome: 'existed', id: '9', unchanged: ['variables'] },
    });
    expect(fetch.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('update sends the provider’s own update', async () => {
    const { fetch, target } = campaign({
      ...exists,
      'PUT /user/leads/9': json(200, { message: 'Lead updated successfully' }),
    });
    expect(await target.send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', id: '9', unchanged: [] },
    });
    expect(fetch.requests.at(-1)?.json).toEqual({ variables: toCreate(lead, 7).variables });
  });

  test('an update that fails is told, and the lead is there all the same', async () => {
    const { target } = campaign({ ...exists, 'PUT /user/leads/9': json(422, { message: 'Invalid' }) });
    expect(await target.send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'existed', ignored: [{ field: 'variables', reason: 'the update failed: rejected' }] },
    });
  });

  test('one that its caller stops is owed still: nothing is decided', async () => {
    const stop = new AbortController();
    const { target } = campaign({
      ...exists,
      'PUT /user/leads/9': (request) => {
        stop.abort();
        return json(200, { message: 'Lead updated successfully' })(request);
      },
    });
    expect(await target.send(lead, { onExisting: 'update', signal: stop.signal })).toMatchObject({
      ok: false,
      error: { kind: 'aborted', operationId: 'leads.update', effect: 'unknown' },
    });
  });

  test('a lead that was found after a lost response may have been there before: it is updated, too', async () => {
    const { fetch, target } = campaign({
      'POST /user/lead': reset,
      'GET /user/leads': page(row),
      'PUT /user/leads/9': json(200, { message: 'Lead updated successfully' }),
    });
    expect(await target.send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', id: '9', certainty: 'probable' },
    });
    expect(fetch.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'PUT']);
  });
});

describe('a refusal that calls it a conflict', () => {
  const conflict = json(409, { message: 'The phone number has already been taken.' });

  test('is an existing lead, whose id is looked up, to be updated', async () => {
    const { fetch, target } = campaign({
      'POST /user/lead': conflict,
      'GET /user/leads': page(row),
      'PUT /user/leads/9': json(200, { message: 'Lead updated successfully' }),
    });
    expect(await target.send(lead, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', id: '9', certainty: 'certain' },
    });
    expect(fetch.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'PUT']);
  });

  test('after a lost response decides nothing while the look-up fails', async () => {
    let creates = 0;
    let lookups = 0;
    const { target } = campaign({
      'POST /user/lead': (request) => (creates++ === 0 ? reset : conflict)(request),
      'GET /user/leads': (request) => (lookups++ < 2 ? page() : body(400))(request),
    });
    expect(await target.send(lead, { onExisting: 'update' })).toMatchObject({
      ok: false,
      error: { kind: 'already-exists', effect: 'unknown', lookup: { campaign_id: 7, phone_number: '+14155552671' } },
    });
  });
});

describe('a lead that is there, and cannot be looked up just now', () => {
  const failing = (status: number, lookup: Answer) =>
    campaign({ 'POST /user/lead': json(status, { message: 'Validation failed' }), 'GET /user/leads': lookup }).target;

  test('is not refused for good: the refusal may be sent again', async () => {
    expect(await failing(422, body(503)).send(lead)).toMatchObject({
      ok: true,
      value: { outcome: 'rejected', error: { kind: 'rejected', effect: 'none', retryable: true } },
    });
  });

  test.each([422, 409])('nor decided upon where its caller stops the look-up, after a %i', async (status) => {
    const stop = new AbortController();
    const target = failing(status, (request) => {
      stop.abort();
      return page(row)(request);
    });
    const sent = await target.send(lead, { onExisting: 'update', signal: stop.signal });
    if (status === 422) expect(sent).toMatchObject({ value: { outcome: 'rejected', error: { retryable: true } } });
    else expect(sent).toMatchObject({ ok: false, error: { kind: 'aborted', effect: 'unknown' } });
  });
});

describe('a send of an earlier run', () => {
  const evidence = { firstSentAt: 0 };

  test('that is found is created, probably, and not sent again', async () => {
    const { fetch, target } = campaign({ 'GET /user/leads': page(row) });
    expect(await target.resume(lead, evidence)).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: '9', certainty: 'probable' },
    });
    expect(fetch.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('that is found is updated where that was asked: it may be owed the update', async () => {
    const { fetch, target } = campaign({
      'GET /user/leads': page(row),
      'PUT /user/leads/9': json(200, { message: 'Lead updated successfully' }),
    });
    expect(await target.resume(lead, evidence, { onExisting: 'update' })).toMatchObject({
      ok: true,
      value: { outcome: 'updated', id: '9', certainty: 'probable' },
    });
    expect(fetch.requests.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  test('that is not found is sent again', async () => {
    const { target } = campaign({
      'GET /user/leads': page(),
      'POST /user/lead': json(200, { message: 'ok', data: row }),
    });
    expect(await target.resume(lead, evidence)).toMatchObject({
      ok: true,
      value: { outcome: 'created', certainty: 'certain' },
    });
  });

  test('that comes in just after the look-up is our own, probably', async () => {
    let lookups = 0;
    const { target } = campaign({
      'GET /user/leads': (request) => (lookups++ === 0 ? page() : page(row))(request),
      'POST /user/lead': json(422, { message: 'Validation failed' }),
    });
    expect(await target.resume(lead, evidence)).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: '9', certainty: 'probable', unchanged: [] },
    });
  });

  test('that the server refuses now as there, and the search does not show, is parked and never rejected', async () => {
    const { fetch, target } = campaign({
      'GET /user/leads': page(),
      'POST /user/lead': json(422, { message: 'Validation failed', errors: { phone_number: ['taken'] } }),
    });
    expect(await target.resume(lead, evidence)).toMatchObject({
      ok: true,
      value: { outcome: 'parked', lookup: { campaign_id: 7, phone_number: '+14155552671' } },
    });
    expect(fetch.requests.filter(({ method }) => method === 'POST').length).toBe(1);
  });

  test('that the server refuses for another reason is parked: a 4xx on a resumed send settles nothing', async () => {
    const { target } = campaign({
      'GET /user/leads': page(),
      'POST /user/lead': json(422, { message: 'The campaign is invalid' }),
    });
    expect(await target.resume(lead, evidence)).toMatchObject({ ok: true, value: { outcome: 'parked' } });
  });

  test('that the server shows in national form is found', async () => {
    const shown = { ...row, phone_number: '(415) 555-2671' };
    const { fetch, target } = campaign({
      // The filter of such a server does not know the form that we ask in.
      'GET /user/leads': (request) => (request.query.phone_number?.startsWith('+') ? page() : page(shown))(request),
    });
    expect(await target.resume(lead, evidence)).toMatchObject({ ok: true, value: { outcome: 'created', id: '9' } });
    expect(fetch.requests.map(({ method, query }) => [method, query.phone_number])).toEqual([
      ['GET', '+14155552671'],
      ['GET', '5552671'],
    ]);
  });

  test('that was there long before it has existed, also where times have no zone', async () => {
    const sentAt = Date.UTC(2026, 10, 21, 12);
    const resumed = (created_at: string) => {
      const { target } = campaign({ 'GET /user/leads': page({ ...row, created_at }) });
      return target.resume(lead, { firstSentAt: sentAt });
    };
    for (const old of ['2019-04-01 08:00:00', '2026-11-20 23:00:00', '2026-11-21T11:59:00.000000Z'])
      expect(await resumed(old)).toMatchObject({
        value: { outcome: 'existed', id: '9', certainty: 'probable', unchanged: ['variables'] },
      });
    for (const ours of ['2026-11-21 12:00:01', '2026-11-21 03:00:00', '2026-11-21T11:59:45.000000Z', 'soon'])
      expect(await resumed(ours)).toMatchObject({ value: { outcome: 'created', certainty: 'probable' } });
  });

  test('is compared on the clock of the server: five minutes ahead or behind change nothing', async () => {
    const sentAt = fakeClock().now();
    const resumed = (aheadMs: number, madeAfterMs: number) => {
      const created_at = new Date(sentAt + aheadMs + madeAfterMs).toISOString();
      const date = new Date(sentAt + aheadMs).toUTCString();
      const shown = json(200, { data: [{ ...row, created_at }], current_page: 1, last_page: 1 }, { date });
      return campaign({ 'GET /user/leads': shown }).target.resume(lead, { firstSentAt: sentAt });
    };
    for (const aheadMs of [-300_000, 0, 300_000]) {
      expect(await resumed(aheadMs, 1_000)).toMatchObject({ value: { outcome: 'created' } });
      expect(await resumed(aheadMs, -60_000)).toMatchObject({ value: { outcome: 'existed' } });
    }
  });

  test('is not sent again where the look-up failed: it stays unknown', async () => {
    const { fetch, target } = campaign({ 'GET /user/leads': body(401) });
    expect(await target.resume(lead, evidence)).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', operationId: 'leads.list', effect: 'unknown' },
    });
    expect(fetch.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

test.each(['XX', 'India'])(
  'a default country that is not valid (%s) is said before anything is sent',
  async (defaultCountry) => {
    const fetch = replies(json(200, {}));
    const client = createAutocalls({ apiKey: 'k', limits: false, fetch, defaultCountry });
    const misconfigured = { kind: 'misconfigured', issues: [{ path: 'defaultCountry' }], effect: 'none' };
    await expect(client.target({ campaignId: 7 }).check({ phone: '98765 43210' })).rejects.toMatchObject(misconfigured);
    expect(await client.target({ campaignId: 7 }).send({ phone: '98765 43210', name: 'Jane Doe' })).toMatchObject({
      ok: false,
      error: misconfigured,
    });
    expect(await client.leads.create({ phone_number: '98765 43210', campaign_id: 7 }).safe()).toMatchObject({
      ok: false,
      error: misconfigured,
    });
    expect(fetch.requests).toEqual([]);
  },
);

describe('undo', () => {
  test('deletes the lead, and tells one that is gone already', async () => {
    const { fetch, target } = campaign({ 'DELETE /user/leads/9': json(200, { message: 'Lead deleted successfully' }) });
    expect(await whole(target).undo('9')).toEqual({ ok: true, value: { how: 'deleted' } });
    expect(await whole(target).undo('10')).toEqual({ ok: true, value: { how: 'deleted', wasGone: true } });
    expect(fetch.requests.map(({ method, path }) => [method, path])).toEqual([
      ['DELETE', '/api/user/leads/9'],
      ['DELETE', '/api/user/leads/10'],
    ]);
  });
});
