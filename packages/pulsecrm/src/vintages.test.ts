import { type Answer, body, json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createPulsecrm, type Pulsecrm } from './index.ts';

// Answers in each form that one of the vendor's sites shows, or leaves open.

const clientOf = (...answers: readonly [Answer, ...Answer[]]) => {
  const fetch = replies(...answers);
  return { client: createPulsecrm({ accountId: '2311', token: 't', limits: false, fetch }), fetch };
};
const lead = { id: 42, firstName: 'John', lastName: 'Doe' };

describe('a lead', () => {
  test.each([200, 201])('is created with %i: no page prints the status', async (status) => {
    const { client } = clientOf(json(status, lead));
    expect(await client.leads.create({ firstName: 'John', lastName: 'Doe' })).toEqual(lead);
  });

  test('may have null in every field that is not required', async () => {
    const empty = Object.fromEntries(
      [
        ...['accountId', 'teamId', 'leadSourceId', 'applicationId', 'imgSrc', 'email', 'phone', 'company', 'jobTitle'],
        ...['branch', 'source', 'position', 'location', 'productsServicesSold', 'numberOfEmployees', 'buyingRole'],
        ...['currentPaymentProcessor', 'monthlyTransactionVolume', 'interestedInSwitching', 'processStage', 'notes'],
        ...['assignedTo', 'lastContacted', 'archived', 'createdBy', 'createdAt', 'updatedAt', 'auditLog'],
      ].map((name) => [name, null]),
    );
    const { value, meta } = await clientOf(json(200, { ...lead, ...empty }))
      .client.leads.get(42)
      .withMeta();
    expect([value, meta.drift]).toEqual([{ ...lead, ...empty }, []]);
  });

  test('may say when it was made with milliseconds and without', async () => {
    for (const createdAt of ['2023-06-01T09:00:00Z', '2025-02-11T03:45:04.853Z']) {
      const { meta } = await clientOf(json(200, { ...lead, createdAt }))
        .client.leads.get(42)
        .withMeta();
      expect(meta.drift).toEqual([]);
    }
  });
});

describe('what is deleted or put away', () => {
  const calls: [string, (client: Pulsecrm) => PromiseLike<unknown>][] = [
    ['a lead', ({ leads }) => leads.delete(42)],
    ['an archived lead', ({ leads }) => leads.archive(42)],
    ['a lead that is taken back', ({ leads }) => leads.unarchive(42)],
    ['a source', ({ leadSources }) => leadSources.delete(42)],
    ['a rotation', ({ leadRotations }) => leadRotations.delete(42)],
  ];

  test.each(calls)('is answered with the record, or with nothing: %s', async (_, make) => {
    const record = { ...lead, name: 'x', accountId: '2311' };
    expect(await make(clientOf(json(200, record)).client)).toEqual(record);
    expect(await make(clientOf(body(204)).client)).toBeUndefined();
  });
});

describe('tickets', () => {
  test.each([
    [
      'as the guide counts',
      { page: 1, pageSize: 1, total: 2, totalPages: 2 },
      { page: 2, pageSize: 1, total: 2, totalPages: 2 },
    ],
    [
      'as the other lists count',
      { currentPage: 1, totalCount: 2, totalPages: 2 },
      { currentPage: 2, totalCount: 2, totalPages: 2 },
    ],
  ])('are read to the last page, %s', async (_, first, second) => {
    const { client, fetch } = clientOf(
      json(200, { data: [{ id: 1 }], ...first }),
      json(200, { data: [{ id: 2 }], ...second }),
    );
    const ids: unknown[] = [];
    for await (const { id } of client.tickets.list()) ids.push(id);
    expect(ids).toEqual([1, 2]);
    expect(fetch.requests.map(({ query }) => query)).toEqual([{}, { page: '2' }]);
  });
});

test('leads without counters, which are inferred, are read until a page is empty', async () => {
  const page = (...ids: number[]) => json(200, { data: ids.map((id) => ({ ...lead, id })) });
  const { client, fetch } = clientOf(page(1, 2), page(3), page());
  const ids: unknown[] = [];
  for await (const { id } of client.leads.list({ archived: true })) ids.push(id);
  expect(ids).toEqual([1, 2, 3]);
  expect(fetch.requests.map(({ query }) => query.page)).toEqual([undefined, '2', '3']);
});

test.each([
  [
    'of leads',
    { user: { id: 1, userId: '1', email: 'agent@example.com', name: 'A', weight: 1 }, rotationId: 7, newPosition: 1 },
  ],
  [
    'of tickets, which one site shows in its place',
    { user: { userId: '1', email: 'agent@example.com' }, rotationId: 'rot_1' },
  ],
])('the next user of a rotation has the shape %s', async (_, answer) => {
  const { value, meta } = await clientOf(json(200, answer)).client.leadRotations.nextUser(7).withMeta();
  expect([value, meta.drift]).toEqual([answer, []]);
});

test.each([
  [
    'a login by e-mail, with thin accounts',
    { primaryAccount: { accountId: '2311', accountName: 'Acme', usersPrimaryAccount: true, accountAdmin: false } },
  ],
  [
    'a login by key, with accounts in full',
    {
      accounts: [
        { id: 1, name: 'Acme', accountId: '2311', accountName: 'Acme', repcode: null, permissions: ['readCRM'] },
      ],
      expiresAt: '2025-11-11T03:45:04.853Z',
      impersonating: null,
    },
  ],
])('a session reads alike after %s', async (_, more) => {
  const session = { id: 1, email: 'jane@example.com', token: 'f'.repeat(64), ...more };
  const { value, meta } = await clientOf(json(200, session)).client.auth.session().withMeta();
  expect([value, meta.drift]).toEqual([session, []]);
});

test.each([
  ['a list of names', ['readCRM']],
  ['a list of objects', [{ id: 1, permission: 'readCRM', description: 'x', category: 'CRM' }]],
  ['groups', { CRM: [{ id: 1, permission: 'readCRM' }] }],
])('permissions come as %s', async (_, answer) => {
  expect(await clientOf(json(200, answer)).client.permissions.list()).toEqual(answer);
});
