import { type Answer, answering, body, fakeClock, json, type SeenRequest } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createPulsecrm, type PulsecrmOptions } from './index.ts';

const rowOf = (id: number, more: Record<string, unknown> = {}) => ({ id, phone: '(415) 555-2671', ...more });

/** An account that holds these leads; a filter is for parts, as far as anybody knows. */
function account(rows: readonly Record<string, unknown>[], options: PulsecrmOptions = {}, list?: Answer) {
  const fetch = answering((request: SeenRequest) => {
    if (list) return list(request);
    const data = rows.filter((row) => (row.archived === true) === (request.query.archived === 'true'));
    return Response.json({ data, totalCount: data.length, totalPages: 1, currentPage: 1 });
  });
  const { leads } = createPulsecrm({
    accountId: '2311',
    token: 't',
    limits: false,
    clock: fakeClock(),
    fetch,
    ...options,
  });
  const filters = () => fetch.requests.map(({ query: { page, pageSize, ...filter } }) => filter);
  return { leads, fetch, filters };
}

const idsOf = async (found: PromiseLike<readonly { id: number }[]>) => (await found).map(({ id }) => id);

describe('leads.find', () => {
  test('gives every lead with this phone or e-mail once, archived ones too', async () => {
    const { leads, filters } = account([
      rowOf(1, { email: 'Jane@doe.example ' }),
      rowOf(2, { archived: true }),
      rowOf(3, { phone: '+14155550000' }),
      rowOf(4, { phone: null, email: 'jane@doe.example' }),
    ]);
    expect(await idsOf(leads.find({ phone: '+1 (415) 555-2671', email: ' jane@doe.example' }))).toEqual([1, 4, 2]);
    expect(filters()).toEqual([
      { phone: '+14155552671', archived: 'false' },
      { phone: '+14155552671', archived: 'true' },
      { email: 'jane@doe.example', archived: 'false' },
      { email: 'jane@doe.example', archived: 'true' },
    ]);
  });

  test('reads a phone like any phone of a request', async () => {
    const { leads, filters } = account([rowOf(1, { phone: '+3545551234' })], { defaultCountry: 'IS' });
    expect(await idsOf(leads.find({ phone: '555 1234' }))).toEqual([1]);
    expect(filters()[0]).toEqual({ phone: '+3545551234', archived: 'false' });
    const { leads: others, fetch } = account([]);
    expect(await others.find({ phone: '555 1234' }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'invalid-phone', issues: [{ path: 'phone', code: 'needs-country' }], effect: 'none' },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('a default country that is not valid is said before anything is asked', async () => {
    const { leads, fetch } = account([], { defaultCountry: 'UK' });
    expect(await leads.find({ phone: '020 7946 0958' }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'misconfigured', operationId: 'leads.find', issues: [{ path: 'defaultCountry' }], effect: 'none' },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('takes no row for the lead whose phone is no number', async () => {
    const { leads } = account(['unknown', '', '71', null].map((phone, id) => rowOf(id, { phone })));
    expect(await idsOf(leads.find({ phone: '+14155552671' }))).toEqual([]);
  });

  test.each([{}, { phone: '' }, { phone: undefined, email: ' ' }])(
    'refuses to look for nothing, where every lead would be none: %j',
    async (by) => {
      const { leads, fetch } = account([rowOf(1)]);
      expect(await leads.find(by).safe()).toMatchObject({
        ok: false,
        error: { kind: 'invalid-input', effect: 'none' },
      });
      expect(fetch.requests).toEqual([]);
    },
  );

  test('is a call like any other: withMeta() has all its attempts', async () => {
    const { leads } = account([rowOf(1)]);
    const { value, meta } = await leads.find({ phone: '+14155552671' }).withMeta();
    expect([value.length, meta.attempts.length, meta.status]).toEqual([1, 2, 200]);
  });

  test('asks the text search where the filters find nothing: they may want the value as it was written', async () => {
    const list: Answer = ({ query }) =>
      Response.json({
        data:
          query.search !== undefined && query.archived === 'false'
            ? [rowOf(7), rowOf(8, { phone: '+14155550000' })]
            : [],
        totalPages: 1,
      });
    const { leads, filters } = account([], {}, list);
    const { value, meta } = await leads.find({ phone: '+14155552671', email: 'jane@doe.example' }).withMeta();
    expect(value.map(({ id }) => id)).toEqual([7]);
    expect(meta.attempts.length).toBe(8);
    expect(filters().slice(4)).toEqual([
      { search: '4155552671', archived: 'false' },
      { search: '4155552671', archived: 'true' },
      { search: 'jane@doe.example', archived: 'false' },
      { search: 'jane@doe.example', archived: 'true' },
    ]);
  });

  test.each([3, 20])('reads every page of %i', async (totalPages) => {
    const list: Answer = ({ query }) =>
      Response.json({ data: query.archived === 'true' ? [] : [rowOf(Number(query.page))], totalPages });
    const found = await idsOf(account([], {}, list).leads.find({ phone: '+14155552671' }));
    expect(found).toEqual(Array.from({ length: totalPages }, (_, index) => index + 1));
  });
});

describe('fails where a look-up fails: a lead that was not seen is not a lead that is not there', () => {
  test.each([
    ['provider-failure', body(503)],
    ['unauthorized', body(401)],
    ['forbidden', body(403)],
    ['unreadable-response', body(200, '<html>')],
  ] as const)('as %s', async (kind, answer) => {
    const { leads } = account([], { retry: false }, answer);
    await expect(leads.find({ phone: '+14155552671' })).rejects.toMatchObject({ kind, operationId: 'leads.list' });
  });

  test.each(['{"data":null}', '{"data":{}}', '{}', '7'])(
    'as unreadable where the answer is no list: %s',
    async (text) => {
      const { leads } = account([], {}, body(200, text));
      expect(await leads.find({ phone: '+14155552671' }).safe()).toMatchObject({
        ok: false,
        error: { kind: 'unreadable-response', status: 200, message: 'pulsecrm leads.list responded without a list' },
      });
    },
  );

  test('but not over a row that is not an object', async () => {
    const { leads } = account([], {}, json(200, { data: [null, rowOf(1)], totalPages: 1 }));
    expect(await idsOf(leads.find({ phone: '+14155552671' }))).toEqual([1]);
  });

  test('as unreadable where there are too many pages to look through', async () => {
    const endless = json(200, { data: [rowOf(1, { phone: '1' })], totalPages: 99 }, { 'x-request-id': 'req-7' });
    const { leads, fetch } = account([], {}, endless);
    const outcome = await leads.find({ phone: '+14155552671' }).safe();
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'unreadable-response', operationId: 'leads.list', status: 200, requestId: 'req-7' },
    });
    expect(!outcome.ok && outcome.error.attempts.length).toBe(20);
    expect(fetch.requests.length).toBe(20);
  });

  test('as aborted where its caller stops it', async () => {
    const stop = new AbortController();
    const { leads, fetch } = account([], {}, (request) => {
      stop.abort();
      return json(200, { data: [], totalPages: 1 })(request);
    });
    expect(await leads.find({ phone: '+14155552671' }, { signal: stop.signal }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'aborted' },
    });
    expect(fetch.requests.length).toBe(1);
  });
});
