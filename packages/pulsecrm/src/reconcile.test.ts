import { inspect } from 'node:util';
import { type Answer, answering, body, fakeClock, json, reset } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createPulsecrm } from './index.ts';

const NOW = Date.UTC(2026, 10, 21, 5);
const lead = { firstName: 'Jane', lastName: 'Doe', phone: '+14155552671', email: 'Jane@Doe.example' };
const rowOf = (id: number, more: Record<string, unknown> = {}) => ({
  id,
  firstName: 'Jane',
  lastName: 'Doe',
  phone: '(415) 555-2671',
  createdAt: new Date(NOW).toISOString(),
  ...more,
});

/** An account that holds these leads; a filter is for parts, as far as anybody knows. */
function account(
  rows: readonly Record<string, unknown>[],
  creates: readonly Answer[] = [reset],
  list?: Answer,
  headers?: Record<string, string>,
) {
  let created = 0;
  const fetch = answering((request) => {
    if (request.method === 'POST') return (creates[Math.min(created++, creates.length - 1)] as Answer)(request);
    if (list) return list(request);
    const archived = request.query.archived === 'true';
    const data = rows.filter((row) => (row.archived === true) === archived);
    return Response.json({ data, totalCount: data.length, totalPages: 1, currentPage: 1 }, { headers: headers ?? {} });
  });
  const client = createPulsecrm({
    accountId: '2311',
    token: 't',
    limits: false,
    clock: fakeClock({ now: NOW }),
    fetch,
  });
  const sends = () => fetch.requests.filter(({ method }) => method === 'POST').length;
  return { client, fetch, sends };
}

describe('after a lost create', () => {
  test('leads are listed by phone and by e-mail, archived too', async () => {
    const { client, fetch } = account([]);
    await client.leads.create(lead).safe();
    expect(fetch.requests.slice(1).map(({ query: { page, pageSize, ...filter } }) => filter)).toEqual([
      { phone: '+14155552671', archived: 'false' },
      { phone: '+14155552671', archived: 'true' },
      { email: 'Jane@Doe.example', archived: 'false' },
      { email: 'Jane@Doe.example', archived: 'true' },
    ]);
  });

  test.each([
    ['by phone, in another spelling', rowOf(1)],
    ['by e-mail, in another case', rowOf(1, { phone: null, email: 'jane@doe.EXAMPLE ' })],
    ['archived', rowOf(1, { archived: true })],
  ])('one match newer than the first send is ours, probably: %s', async (_, row) => {
    const { client, sends } = account([row]);
    expect(await client.leads.create(lead).withMeta()).toMatchObject({
      value: { id: 1 },
      meta: { certainty: 'probable', replayed: true },
    });
    expect(sends()).toBe(1);
  });

  test('older leads with the same phone are not ours', async () => {
    const { client } = account([rowOf(1, { createdAt: '2026-11-20T05:00:00Z' }), rowOf(2)]);
    expect(await client.leads.create(lead)).toMatchObject({ id: 2 });
  });

  test('a lead is compared again: the filter may be for parts', async () => {
    const { client } = account([rowOf(1, { phone: '+14155552672' }), rowOf(2, { phone: '+1 415 555 26 71' })]);
    expect(await client.leads.create(lead)).toMatchObject({ id: 2 });
  });

  test('on the page where it is', async () => {
    const pages = (request: { query: Readonly<Record<string, string>> }) =>
      Response.json({
        data: request.query.page === '2' ? [rowOf(9)] : [rowOf(1, { phone: '1' })],
        totalPages: 2,
        currentPage: Number(request.query.page),
      });
    const { client } = account([], [reset], pages);
    expect(await client.leads.create(lead)).toMatchObject({ id: 9 });
  });
});

describe('a record with another phone is another person, whatever its e-mail', () => {
  const spouse = rowOf(1, { firstName: 'John', phone: '+14155559999', email: 'jane@doe.example' });

  test('the lost create of the second one of a couple is not answered with the first one', async () => {
    const { client, sends } = account([spouse]);
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked', message: expect.stringContaining('no new lead fits') },
    });
    expect(sends()).toBe(1);
  });

  test('and where both are there, it is answered with the second one', async () => {
    const { client } = account([spouse, rowOf(2, { email: 'jane@doe.example' })]);
    expect(await client.leads.create(lead)).toMatchObject({ id: 2 });
  });

  test('the target parks the second one of a couple, with the look-up', async () => {
    const target = account([spouse]).client.target();
    const neutral = { phone: lead.phone, email: lead.email, name: 'Jane Doe' };
    const parked = { ok: true, value: { outcome: 'parked', lookup: { phone: lead.phone, email: lead.email } } };
    expect(await target.send(neutral)).toMatchObject(parked);
    expect(await target.resume(neutral, { firstSentAt: NOW })).toMatchObject(parked);
  });

  test('the same last ten digits in another country are another phone', async () => {
    const { client } = account([rowOf(1, { phone: '+914155552671' })]);
    expect(await client.leads.create(lead).safe()).toMatchObject({ ok: false, error: { kind: 'parked' } });
  });

  test.each([null, undefined, '', 'unknown'])('e-mail decides where the record shows no phone: %s', async (phone) => {
    const { client } = account([rowOf(1, { phone, email: 'jane@doe.example' })]);
    expect(await client.leads.create(lead)).toMatchObject({ id: 1 });
  });

  test('e-mail decides where we sent no phone', async () => {
    const { client } = account([rowOf(1, { email: 'jane@doe.example' })]);
    const { phone: _, ...withoutPhone } = lead;
    expect(await client.leads.create(withoutPhone)).toMatchObject({ id: 1 });
  });
});

describe('an id that the ledger has confirmed under another key is not ours', () => {
  const others = (...taken: string[]) => ({
    confirmedElsewhere: async (ids: readonly string[]) => ids.filter((id) => taken.includes(id)),
  });

  test('in a typed call, a send and a resume', async () => {
    const { client } = account([rowOf(1)]);
    expect(await client.leads.create(lead, others('1')).safe()).toMatchObject({ error: { kind: 'parked' } });
    const neutral = { phone: lead.phone, name: 'Jane Doe' };
    expect(await client.target().send(neutral, others('1'))).toMatchObject({ value: { outcome: 'parked' } });
    const resumed = client.target().resume(neutral, { firstSentAt: NOW }, others('1'));
    expect(await resumed).toMatchObject({ value: { outcome: 'parked' } });
  });

  test('and the one that is left is ours', async () => {
    const { client } = account([rowOf(1), rowOf(2)]);
    expect(await client.leads.create(lead, others('1'))).toMatchObject({ id: 2 });
  });

  test('a ledger that cannot be asked leaves the failure as it is', async () => {
    const { client } = account([rowOf(1)]);
    const confirmedElsewhere = () => Promise.reject(new Error('the disk is full'));
    expect(await client.leads.create(lead, { confirmedElsewhere }).safe()).toMatchObject({
      error: { kind: 'network', effect: 'unknown' },
    });
  });
});

describe('newer is measured on the provider’s clock', () => {
  const MINUTES = 60_000;
  const dated = (offsetMs: number) => ({ date: new Date(NOW + offsetMs).toUTCString() });
  const madeAt = (ms: number) => [rowOf(1, { createdAt: new Date(ms).toISOString() })];

  test.each([-5 * MINUTES, 5 * MINUTES])('ours is found where the clocks differ by %d ms', async (offset) => {
    const { client } = account(madeAt(NOW + offset), [reset], undefined, dated(offset));
    expect(await client.leads.create(lead)).toMatchObject({ id: 1 });
  });

  test('a lead made a minute before the first send is not ours where the provider is three minutes ahead', async () => {
    const { client } = account(madeAt(NOW + 2 * MINUTES), [reset], undefined, dated(3 * MINUTES));
    expect(await client.leads.create(lead).safe()).toMatchObject({ error: { kind: 'parked' } });
  });

  test('30 s of slack are left', async () => {
    const { client } = account(madeAt(NOW - 29_000), [reset], undefined, dated(0));
    expect(await client.leads.create(lead)).toMatchObject({ id: 1 });
    const older = account(madeAt(NOW - 31_000), [reset], undefined, dated(0)).client;
    expect(await older.leads.create(lead).safe()).toMatchObject({ error: { kind: 'parked' } });
  });
});

describe('a look-up that failed settles nothing', () => {
  const endless: Answer = ({ query }) =>
    Response.json({ data: [{ id: 1, phone: '1' }], totalPages: 99, currentPage: Number(query.page) });

  test.each([
    ['is refused', body(503)],
    ['cannot be read to its end', endless],
    ['is no list', json(200, { status: 'ok' })],
  ])('in a typed call the first error stands, unknown, and says how to look, where it %s', async (_, list) => {
    const { client, sends } = account([], [reset], list);
    const outcome = await client.leads.create(lead, { resendOnMiss: true }).safe();
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'network', effect: 'unknown', hint: expect.stringContaining('error.lookup') },
    });
    expect(outcome.ok || outcome.error.lookup).toEqual({ phone: '+14155552671', email: 'Jane@Doe.example' });
    expect(sends()).toBe(1);
  });

  test('a target leaves the row open, on a send and on a resume', async () => {
    const target = account([], [reset], body(503)).client.target();
    const neutral = { phone: lead.phone, name: 'Jane Doe' };
    expect(await target.send(neutral)).toMatchObject({ ok: false, error: { kind: 'network', effect: 'unknown' } });
    expect(await target.resume(neutral, { firstSentAt: NOW })).toMatchObject({
      ok: false,
      error: { kind: 'provider-failure', effect: 'unknown', retryable: true },
    });
  });

  test('it ends with the deadline of the call, however many requests a look-up takes', async () => {
    const clock = fakeClock({ now: NOW });
    const fetch = answering((request) => {
      if (request.method === 'POST') return reset(request);
      clock.elapse(4_000);
      return Response.json({ data: [], totalPages: 1 });
    });
    const client = createPulsecrm({ accountId: '2311', token: 't', limits: false, clock, fetch });
    expect(await client.leads.create(lead, { deadlineMs: 5_000 }).safe()).toMatchObject({ error: { kind: 'network' } });
    expect(clock.now() - NOW).toBeLessThanOrEqual(8_000);
  });
});

describe('a 2xx to a create that tells no id is reconciled like a lost response', () => {
  const answers: [string, Answer][] = [
    ['another object', json(200, { status: 'ok' })],
    ['a failure in words', json(200, { success: false })],
    ['an array', json(200, [])],
    ['nothing', body(204)],
    ['null', json(201, null)],
  ];

  test.each(answers)('found by the look-up it is created, probably: %s', async (_, answer) => {
    const { client, sends } = account([rowOf(7)], [answer]);
    expect(await client.target().send({ phone: lead.phone, name: 'Jane Doe' })).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: '7', certainty: 'probable' },
    });
    expect(sends()).toBe(1);
  });

  test.each(answers)('not found it is parked, with the advice to check the address: %s', async (_, answer) => {
    const { client, sends } = account([], [answer]);
    expect(await client.target().send({ phone: lead.phone, name: 'Jane Doe' })).toMatchObject({
      ok: true,
      value: {
        outcome: 'parked',
        error: { kind: 'parked', code: 'missing-id', hint: expect.stringMatching(/baseUrl.*Look it up/) },
      },
    });
    expect(sends()).toBe(1);
  });

  test('where the look-up fails as well, the row stays open', async () => {
    const { client } = account([], [json(200, { status: 'ok' })], json(200, { status: 'ok' }));
    expect(await client.target().send({ phone: lead.phone, name: 'Jane Doe' })).toMatchObject({
      ok: false,
      error: { kind: 'unreadable-response', effect: 'unknown' },
    });
  });

  test('with resendOnMiss it is sent once more, and not without end', async () => {
    const { client, sends } = account([], [json(200, { status: 'ok' })]);
    await client.target().send({ phone: lead.phone, name: 'Jane Doe' }, { resendOnMiss: true });
    expect(sends()).toBe(2);
  });
});

describe('parked: a person must look', () => {
  test.each([
    ['no lead fits', [], 'no new lead fits so far'],
    ['several new leads fit', [rowOf(1), rowOf(2)], '2 new leads fit'],
    ['only older ones fit', [rowOf(1, { createdAt: '2026-11-20T05:00:00Z' })], 'no new lead fits so far'],
    ['a time says no zone', [rowOf(1, { createdAt: '2026-11-21 05:00:00' })], 'no new lead fits so far'],
    ['a lead does not say when it was made', [rowOf(1, { createdAt: undefined })], 'no new lead fits so far'],
  ])('where %s', async (_, rows, reason) => {
    const { client, sends } = account(rows);
    const outcome = await client.leads.create(lead).safe();
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'parked', effect: 'unknown', message: expect.stringContaining(reason) },
    });
    expect(sends()).toBe(1);
  });

  test('where there is nothing to look up by', async () => {
    const { client, fetch } = account([rowOf(1)]);
    expect(await client.leads.create({ firstName: 'Jane', lastName: 'Doe' }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked', lookup: { firstName: 'Jane', lastName: 'Doe' } },
    });
    expect(fetch.requests.length).toBe(1);
  });

  test('it carries the ready look-up, which does not print itself', async () => {
    const outcome = await account([]).client.leads.create(lead).safe();
    if (outcome.ok) throw new Error('it should be parked');
    expect(outcome.error.lookup).toEqual({ phone: '+14155552671', email: 'Jane@Doe.example' });
    expect(`${inspect(outcome, { depth: 9 })}${JSON.stringify(outcome)}`).not.toMatch(/4155552671|Doe\.example/);
  });
});

describe('resendOnMiss is the caller’s own risk, off by default', () => {
  test('where nothing fits it is sent again, once', async () => {
    const { client, sends } = account([], [reset, json(201, rowOf(3))]);
    expect(await client.leads.create(lead, { resendOnMiss: true }).withMeta()).toMatchObject({
      value: { id: 3 },
      meta: { certainty: 'certain' },
    });
    expect(sends()).toBe(2);
    const again = account([]);
    expect(await again.client.leads.create(lead, { resendOnMiss: true }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked' },
    });
    expect(again.sends()).toBe(2);
  });

  test('where several fit it is not', async () => {
    const { client, sends } = account([rowOf(1), rowOf(2)]);
    await client.leads.create(lead, { resendOnMiss: true }).safe();
    expect(sends()).toBe(1);
  });
});

test('as an outcome: created probably, or parked with its look-up', async () => {
  const send = (rows: readonly Record<string, unknown>[]) =>
    account(rows).client.target().send({ phone: '+14155552671', firstName: 'Jane', lastName: 'Doe' });
  expect(await send([rowOf(1, { assignedTo: 'agent@example.com' })])).toMatchObject({
    ok: true,
    value: { outcome: 'created', id: '1', certainty: 'probable', assignedTo: 'agent@example.com' },
  });
  expect(await send([])).toMatchObject({ ok: true, value: { outcome: 'parked', lookup: { phone: '+14155552671' } } });
});
