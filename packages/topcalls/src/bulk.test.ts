import { type Answer, answering, body, fakeClock, json, reset, type SeenRequest } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTopcalls } from './index.ts';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const NOW = Date.UTC(2026, 10, 21, 5);
const OLD = '2020-01-01T00:00:00Z';
const leads = [
  { phone: '(415) 555-2671', name: 'Jane Doe', tags: ['web'] },
  { phone: '+14155552672', name: 'John Roe' },
];

interface Row {
  readonly phone_number: string;
  readonly created_at: string;
}
const rowOf = (phone_number: string, created_at: string = OLD): Row => ({ phone_number, created_at });
const now = new Date(NOW).toISOString();

const totals = (inserted: number): Answer =>
  json(200, { success: true, inserted, updated: 0, duplicates: 0, total_processed: leads.length, duration_ms: 1 });

/** An account where a bulk import is answered so, with these leads in the list, and these in the account but not in the list. */
function account(
  bulk: readonly Answer[],
  listed: readonly Row[] | Answer = [],
  elsewhere: readonly Row[] = [],
  { attach, clock = fakeClock({ now: NOW }) }: { attach?: Answer; clock?: ReturnType<typeof fakeClock> } = {},
) {
  let imports = 0;
  const fetch = answering((request: SeenRequest) => {
    if (request.path === '/v1/leads/bulk') return (bulk[Math.min(imports++, bulk.length - 1)] as Answer)(request);
    if (request.method === 'GET') return typeof listed === 'function' ? listed(request) : pageOf(listed, request);
    if (attach) return attach(request);
    const { phone_number } = request.json as Row;
    const there = elsewhere.find((row) => row.phone_number === phone_number);
    return Response.json(
      { id: `id-${phone_number}`, existed: there !== undefined, created_at: now, ...there },
      { status: there ? 200 : 201 },
    );
  });
  const client = createTopcalls({
    apiKey: 'k',
    limits: false,
    clock,
    defaultCountry: 'US',
    fetch,
  });
  const { bulk: target } = client.target({ listId: LIST });
  if (target === undefined) throw new Error('topcalls has a bulk import');
  const asked = () => fetch.requests.map(({ json, method, path }) => [method, path, (json as Row)?.phone_number]);
  return { asked, fetch, target };
}

function pageOf(rows: readonly Row[], { query }: SeenRequest): Response {
  const from = Number(query.cursor ?? 0);
  const to = from + Number(query.limit);
  const items = rows.slice(from, to).map((row) => ({ id: `id-${row.phone_number}`, ...row }));
  return Response.json({ items, has_more: to < rows.length, next_cursor: to < rows.length ? String(to) : null });
}

const outcomesOf = async (sent: ReturnType<ReturnType<typeof account>['target']['send']>) => {
  const result = await sent;
  if (!result.ok) throw result.error;
  return result.value.map(({ outcome, certainty, id }) => [outcome, certainty, id]);
};

test('rows go in mode skip, which may be repeated, each with a name', async () => {
  const { fetch, target } = account([reset, totals(2)]);
  await target.send([...leads.slice(0, 1), { phone: '+14155552672' }]);
  expect(fetch.requests.map(({ json }) => json)).toEqual(
    [1, 2].map(() => ({
      list_id: LIST,
      mode: 'skip',
      leads: [
        { phone_number: '+14155552671', name: 'Jane Doe', tags: ['web'] },
        { phone_number: '+14155552672', name: '+14155552672' },
      ],
    })),
  );
});

test('leads whose notes would be appended again do not go in bulk', () => {
  const { target } = account([totals(2)]);
  const [lead = { phone: '' }] = leads;
  expect(
    [lead, { ...lead, notes: 'x' }, { ...lead, fields: { notes_append: 'x' } }].map((each) => target.accepts(each)),
  ).toEqual([true, false, false]);
  expect(target.maxItems).toBe(2_000);
});

test('all new: created, certainly, by one request', async () => {
  const { fetch, target } = account([totals(2)]);
  expect(await outcomesOf(target.send(leads))).toEqual([
    ['created', 'certain', undefined],
    ['created', 'certain', undefined],
  ]);
  expect(fetch.requests.length).toBe(1);
});

describe('where not all were new the totals cannot say which were, nor whether those that were there joined the list', () => {
  test('a lead that the list does not show joins it by a separate create', async () => {
    const { asked, target } = account([totals(1)], [rowOf('+14155552672', now)], [rowOf('+14155552671')]);
    expect(await outcomesOf(target.send(leads))).toEqual([
      ['existed', 'probable', 'id-+14155552671'],
      ['created', 'probable', 'id-+14155552672'],
    ]);
    expect(asked()).toEqual([
      ['POST', '/v1/leads/bulk', undefined],
      ['GET', '/v1/leads', undefined],
      ['POST', '/v1/leads', '+14155552671'],
    ]);
  });

  test('all there: existed, certainly, and what was left unchanged is named', async () => {
    const { target } = account([totals(0)], [rowOf('+14155552671')], [rowOf('+14155552672')]);
    expect(await target.send(leads)).toMatchObject({
      ok: true,
      value: [
        { outcome: 'existed', certainty: 'certain', unchanged: ['name', 'tags'] },
        { outcome: 'existed', certainty: 'certain', unchanged: ['name'] },
      ],
    });
  });

  test('none new after a lost response: each by the time it was made', async () => {
    const { target } = account([reset, totals(0)], [rowOf('+14155552671', now)], [rowOf('+14155552672')]);
    expect(await outcomesOf(target.send(leads))).toEqual([
      ['created', 'probable', 'id-+14155552671'],
      ['existed', 'probable', 'id-+14155552672'],
    ]);
  });

  test('those of an earlier run whose response was lost: each by the time it was made', async () => {
    const listed = [rowOf('+14155552671', new Date(NOW - 50_000).toISOString()), rowOf('+14155552672')];
    const { target } = account([totals(0)], listed);
    expect(await outcomesOf(target.send(leads, { firstSentAt: NOW - 60_000 }))).toEqual([
      ['created', 'probable', 'id-+14155552671'],
      ['existed', 'probable', 'id-+14155552672'],
    ]);
  });

  test('a lead whose id the ledger has confirmed under another key existed, however new it is', async () => {
    const { target } = account([totals(1)], [rowOf('+14155552671', now), rowOf('+14155552672', now)]);
    const confirmedElsewhere = async (ids: readonly string[]) => ids.filter((id) => id === 'id-+14155552671');
    const result = await target.send(leads, { confirmedElsewhere });
    expect(result.ok && result.value.map(({ outcome }) => outcome)).toEqual(['existed', 'created']);
  });

  test('the list is read no further than the rows would fill', async () => {
    const many = Array.from({ length: 1_000 }, (_, row) => rowOf(`+1415${5550000 + row}`));
    const { asked, target } = account([totals(0)], many, [rowOf('+14155552671'), rowOf('+14155552672')]);
    await target.send(leads);
    expect(asked().map(([method]) => method)).toEqual(['POST', 'GET', 'GET', 'POST', 'POST']);
  });

  test('a list that cannot be read leaves it to the creates', async () => {
    const { fetch, target } = account([json(200, {})], [], [], {
      attach: json(201, { id: 'x', existed: false }),
    });
    expect(await outcomesOf(target.send(leads))).toEqual([
      ['created', 'certain', 'x'],
      ['created', 'certain', 'x'],
    ]);
    expect(fetch.requests.length).toBe(4);
  });

  test.each(['{"items":null}', '{"items":[null]}', '7'])(
    'so does a response that is not a list of leads: %s',
    async (text) => {
      const { target } = account([totals(1)], body(200, text));
      expect((await outcomesOf(target.send(leads))).map(([outcome]) => outcome)).toEqual(['created', 'created']);
    },
  );

  test('a lead that cannot be sent now ends the chunk, and its effect is not claimed to be none', async () => {
    const { target } = account([totals(1)], [], [], { attach: body(401) });
    expect(await target.send(leads)).toMatchObject({ ok: false, error: { kind: 'unauthorized', effect: 'unknown' } });
  });

  test('what is not reached within the deadline is not settled, and may be sent again', async () => {
    const clock = fakeClock({ now: NOW });
    const slow: Answer = (request) => {
      clock.elapse(4_000);
      return json(200, { id: 'x', existed: true, created_at: OLD })(request);
    };
    const { fetch, target } = account([totals(0)], [], [], { attach: slow, clock });
    const many = [...leads, { phone: '+14155552673', name: 'Ann Poe' }, { phone: '+14155552674', name: 'Joe Low' }];
    const sent = await target.send(many, { deadlineMs: 10_000 });
    expect(sent).toMatchObject({
      ok: true,
      value: [
        { outcome: 'existed' },
        { outcome: 'existed' },
        { outcome: 'rejected', error: { kind: 'timeout', effect: 'unknown', retryable: true } },
        { outcome: 'rejected', error: { kind: 'timeout', effect: 'unknown', retryable: true } },
      ],
    });
    expect(clock.now() - NOW).toBeLessThanOrEqual(12_000);
    expect(fetch.requests.length).toBe(5);
  });

  test('one whose own create had no response in time says what its attempts were', async () => {
    const clock = fakeClock({ now: NOW });
    const late: Answer = () => {
      clock.elapse(20_000);
      return new Promise(() => undefined);
    };
    const { target } = account([totals(0)], [], [], { attach: late, clock });
    expect(await target.send(leads.slice(0, 1), { deadlineMs: 10_000 })).toMatchObject({
      ok: true,
      value: [{ error: { kind: 'timeout', operationId: 'leads.bulk', attempts: [{ failure: 'timeout' }] } }],
    });
  });

  test('beforeSend is called once', async () => {
    let called = 0;
    await account([totals(0)]).target.send(leads, { beforeSend: async () => void called++ });
    expect(called).toBe(1);
  });
});

test('a response that says it failed is not a success', async () => {
  const { fetch, target } = account([json(200, { success: false, inserted: 0 }, { 'x-request-id': 'req-7' })]);
  expect(await target.send(leads)).toMatchObject({
    ok: false,
    error: {
      kind: 'provider-failure',
      operationId: 'leads.bulk',
      effect: 'unknown',
      retryable: true,
      status: 200,
      requestId: 'req-7',
      attempts: [{ status: 200 }],
    },
  });
  expect(fetch.requests.length).toBe(1);
});

test('a chunk that is refused as a whole is an error', async () => {
  const { target } = account([json(400, { title: 'x', status: 400 })]);
  expect(await target.send(leads)).toMatchObject({ ok: false, error: { kind: 'rejected', effect: 'none' } });
});

test('a bulk import that is not found is misconfigured without effect: no lead will pass', async () => {
  const { target } = account([json(404, { title: 'Not found', status: 404 })]);
  expect(await target.send(leads)).toMatchObject({
    ok: false,
    error: { kind: 'misconfigured', status: 404, effect: 'none', hint: expect.stringContaining('baseUrl') },
  });
});
