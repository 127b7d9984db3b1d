import type { LeadTarget } from '@leadwire/core';
import { body, json, replies } from '@leadwire/core/testing';
import { describe, expect, test, vi } from 'vitest';
import { createPulsecrm, type PulsecrmOptions } from './index.ts';

/** These targets have every optional way of a target. */
const whole = (target: LeadTarget) => target as Required<LeadTarget>;

const lead = {
  phone: '+14155552671',
  name: 'Jane Doe',
  email: 'jane@doe.example',
  company: 'Acme',
  jobTitle: 'CTO',
  notes: 'rang',
  source: 'Website',
  fields: { branch: 'North' },
};

const account = (answer: Parameters<typeof replies>[0] = json(201, { id: 42, assignedTo: 'agent@example.com' })) => {
  const fetch = replies(answer);
  return { client: createPulsecrm({ accountId: '2311', token: 't', limits: false, retry: false, fetch }), fetch };
};

describe('the neutral lead in their terms', () => {
  test('every field that has a place, and the rotation’s choice comes back', async () => {
    const { client, fetch } = account();
    expect(await client.target({ teamId: 3, leadSourceId: 4 }).send(lead)).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: '42', certainty: 'certain', assignedTo: 'agent@example.com' },
    });
    expect(fetch.requests[0]).toMatchObject({
      path: '/leads',
      query: {},
      json: {
        firstName: 'Jane',
        lastName: 'Doe',
        phone: '+14155552671',
        email: 'jane@doe.example',
        company: 'Acme',
        jobTitle: 'CTO',
        notes: 'rang',
        source: 'Website',
        branch: 'North',
        teamId: 3,
        leadSourceId: 4,
      },
    });
  });

  test('skipTeamAndSourceRequirement goes into the query, only where it is asked for', async () => {
    const { client, fetch } = account();
    await client.target({ skipTeamAndSourceRequirement: true }).send(lead);
    expect(fetch.requests[0]?.query).toEqual({ skipTeamAndSourceRequirement: 'true' });
  });

  test('what has no place, and a name that is missing, are reported', async () => {
    const { client, fetch } = account();
    const target = client.target();
    const short = { phone: '+14155552671', name: 'Jane', tags: ['web'], ref: 'row-17' };
    expect((await target.check(short)).unsupported.map(({ field }) => field)).toEqual(['tags', 'ref', 'lastName']);
    await target.send(short);
    expect(fetch.requests[0]?.json).toMatchObject({ firstName: 'Jane', lastName: '-' });
  });
});

test('leads of several accounts are told apart in a ledger, by a name that outlives the key', () => {
  vi.stubEnv('PULSECRM_ACCOUNT_ID', '');
  const accountOf = (options: PulsecrmOptions) =>
    createPulsecrm({ apiKey: 'k', apiSecret: 's', ...options }).target().account;
  expect([accountOf({ accountId: ' 2311 ' }), accountOf({ account: 'acme' })]).toEqual([
    'api.pulsecrm.com/2311',
    'api.pulsecrm.com/acme',
  ]);
  expect(() => accountOf({})).toThrow(
    expect.objectContaining({ kind: 'misconfigured', issues: [expect.objectContaining({ path: 'accountId' })] }),
  );
  vi.unstubAllEnvs();
});

test('a lead without a phone is rejected', async () => {
  const { client, fetch } = account();
  for (const phone of [undefined, '', null]) {
    expect(await client.target().send({ ...lead, phone } as never)).toMatchObject({
      ok: true,
      value: { outcome: 'rejected', error: { kind: 'invalid-phone' } },
    });
  }
  expect(fetch.requests).toEqual([]);
});

describe('fields by their own names', () => {
  const fields = {
    branch: 42,
    numberOfEmployees: ' 50 ',
    interestedInSwitching: 'TRUE',
    lastContacted: new Date('2026-11-21T05:00:00Z'),
    city: 'Łódź',
    monthlyTransactionVolume: '11-50',
    imgSrc: '',
    phone: '+14155550000',
    lastName: 'Roe',
  };

  test('go in the type that each has: a spreadsheet knows text alone', async () => {
    const { client, fetch } = account();
    await client.target().send({ phone: '(415) 555-2671', name: 'Jane', fields }, {});
    expect(fetch.requests).toEqual([]);
    await client.target().send({ phone: lead.phone, name: 'Jane', fields });
    expect(fetch.requests[0]?.json).toEqual({
      firstName: 'Jane',
      lastName: 'Roe',
      phone: '+14155552671',
      branch: '42',
      numberOfEmployees: 50,
      interestedInSwitching: true,
      lastContacted: '2026-11-21T05:00:00.000Z',
    });
  });

  test('what Pulse CRM cannot hold is reported per field, and keeps no lead from being sent', async () => {
    const notes = [
      { field: 'fields.city', reason: 'Pulse CRM leads have no such field' },
      { field: 'fields.monthlyTransactionVolume', reason: 'Pulse CRM takes no such value there' },
      { field: 'fields.phone', reason: 'the phone of the lead has this place' },
    ];
    const target = account().client.target();
    const given = { ...lead, fields };
    expect((await target.check(given)).unsupported).toEqual(notes);
    expect(await target.send(given)).toMatchObject({ ok: true, value: { outcome: 'created', unsupported: notes } });
  });
});

test('undo archives the lead', async () => {
  const { client, fetch } = account(json(200, { id: 42 }));
  expect(await whole(client.target()).undo('42')).toEqual({ ok: true, value: { how: 'archived' } });
  expect(fetch.requests).toMatchObject([{ method: 'POST', path: '/leads/42/archive' }]);
  expect(await whole(account(body(404)).client.target()).undo('42')).toMatchObject({ ok: true });
  expect(await whole(account(body(403)).client.target()).undo('42')).toMatchObject({ ok: false });
});

test('find tells whether the account has a lead with this phone, however old', async () => {
  const row = { id: 9, phone: '(415) 555-2671', createdAt: '2001-01-01T00:00:00Z' };
  const found = (...data: readonly object[]) =>
    whole(account(json(200, { data, totalPages: 1 })).client.target()).find(lead);
  expect(await found(row)).toEqual({ ok: true, value: { id: '9' } });
  expect(await found({ ...row, phone: '+14155550000', email: lead.email })).toEqual({ ok: true, value: undefined });
  expect(await whole(account(body(403)).client.target()).find(lead)).toMatchObject({ ok: false });
});

test('update sends the details of a lead, but not where it belongs, and not the dash that stands for a name', async () => {
  const { client, fetch } = account(json(200, { id: 42 }));
  const target = client.target({ teamId: 3, leadSourceId: 4 });
  expect(await whole(target).update({ phone: lead.phone, name: 'Jane', email: lead.email }, '42')).toMatchObject({
    ok: true,
    value: { outcome: 'updated', id: '42' },
  });
  expect(fetch.requests).toMatchObject([{ method: 'PATCH', path: '/leads/42' }]);
  expect(fetch.requests[0]?.json).toEqual({ firstName: 'Jane', email: lead.email, phone: lead.phone });
});

describe('what comes of it', () => {
  test('a refusal is rejected, with the next step', async () => {
    const { client } = account(json(400, { error: 'team ID is required when teams exist in the account' }));
    expect(await client.target().send(lead)).toMatchObject({
      ok: true,
      value: { outcome: 'rejected', error: { kind: 'rejected', hint: expect.stringContaining('teamId') } },
    });
  });

  test('a missing permission is no outcome: no lead will pass', async () => {
    expect(await account(body(403)).client.target().send(lead)).toMatchObject({
      ok: false,
      error: { kind: 'forbidden' },
    });
  });

  test('a send of an earlier run is looked up, and parked where nothing fits', async () => {
    const { client, fetch } = account(json(200, { data: [], totalPages: 1 }));
    expect(await client.target().resume(lead, { firstSentAt: Date.UTC(2026, 10, 21) })).toMatchObject({
      ok: true,
      value: { outcome: 'parked', certainty: 'probable', lookup: { phone: '+14155552671', email: 'jane@doe.example' } },
    });
    expect(fetch.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('a send of an earlier run that is found is created, probably', async () => {
    const row = { id: 9, phone: '(415) 555-2671', createdAt: '2026-11-21T05:00:00Z' };
    const { client } = account(json(200, { data: [row], totalPages: 1 }));
    expect(await client.target().resume(lead, { firstSentAt: Date.UTC(2026, 10, 21, 5) })).toMatchObject({
      ok: true,
      value: { outcome: 'created', id: '9', certainty: 'probable' },
    });
  });
});

test.each(['XX', 'India'])(
  'a default country that is not valid (%s) is said before anything is sent',
  async (defaultCountry) => {
    const fetch = replies(json(200, {}));
    const client = createPulsecrm({ accountId: '2311', token: 't', limits: false, fetch, defaultCountry });
    const misconfigured = { kind: 'misconfigured', issues: [{ path: 'defaultCountry' }], effect: 'none' };
    await expect(client.target().check({ phone: '98765 43210' })).rejects.toMatchObject(misconfigured);
    expect(await client.target().send({ phone: '98765 43210', name: 'Jane Doe' })).toMatchObject({
      ok: false,
      error: misconfigured,
    });
    expect(
      await client.leads.create({ firstName: 'Jane', lastName: 'Doe', phone: '98765 43210' }).safe(),
    ).toMatchObject({ ok: false, error: misconfigured });
    expect(fetch.requests).toEqual([]);
  },
);
