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
function account(rows: readonly Record<string, unknown>[], creates: readonly Answer[] = [reset], list?: Answer) {
  let created = 0;
  const fetch = answering((request) => {
    if (request.method === 'POST') return (creates[Math.min(created++, creates.length - 1)] as Answer)(request);
    if (list) return list(request);
    const archived = request.query.archived === 'true';
    const data = rows.filter((row) => (row.archived === true) === archived);
    return Response.json({ data, totalCount: data.length, totalPages: 1, currentPage: 1 });
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

  test('where the look-up fails', async () => {
    const { client } = account([], [reset], body(503));
    expect(await client.leads.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked', message: expect.stringContaining('the look-up failed') },
    });
  });

  test('where the look-up cannot be read to its end', async () => {
    const endless: Answer = ({ query }) =>
      Response.json({ data: [{ id: 1, phone: '1' }], totalPages: 99, currentPage: Number(query.page) });
    const { client, sends } = account([], [reset], endless);
    expect(await client.leads.create(lead, { resendOnMiss: true }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'parked', message: expect.stringContaining('the look-up failed') },
    });
    expect(sends()).toBe(1);
  });

  test('within the deadline of the call, however many requests a look-up takes', async () => {
    const clock = fakeClock({ now: NOW });
    const fetch = answering((request) => {
      if (request.method === 'POST') return reset(request);
      clock.elapse(4_000);
      return Response.json({ data: [], totalPages: 1 });
    });
    const client = createPulsecrm({ accountId: '2311', token: 't', limits: false, clock, fetch });
    expect(await client.leads.create(lead, { deadlineMs: 5_000 }).safe()).toMatchObject({ error: { kind: 'parked' } });
    expect(clock.now() - NOW).toBeLessThanOrEqual(8_000);
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
