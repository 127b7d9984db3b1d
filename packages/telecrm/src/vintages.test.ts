import { json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTelecrm, type Telecrm } from './index.ts';

// Answers as the pages document them, and as live workspaces were seen to give them.

const asked = async (answer: unknown, make: (client: Telecrm) => ReturnType<Telecrm['leads']['get']>, status = 200) => {
  const fetch = replies(json(status, answer));
  const client = createTelecrm({ enterpriseId: 'e1', syncToken: 's', asyncToken: 'a', limits: false, fetch });
  const { value, meta } = await make(client).withMeta();
  return { value: value as unknown, drift: meta.drift };
};
// biome-ignore lint/suspicious/noExplicitAny: one table for calls of many types
type Make = (client: Telecrm) => any;
const fields = { phone: '+919999999999' };
const member = {
  name: 'Jane Doe',
  email: 'jane@example.com',
  status: 'On Leave',
  phone_number: '919876543210',
  manager_name: null,
  manager_email: null,
  permission_template_name: 'Sales Agent',
};

describe('reads without drift, and as it came', () => {
  test.each<[string, Make, unknown]>([
    [
      'a lead that was created, without actions and remarks',
      ({ leads }) => leads.create({ fields }),
      { lead_id: 'l1' },
    ],
    [
      'a lead that was created in part',
      ({ leads }) => leads.create({ fields }),
      {
        lead_id: 'l1',
        actions: [{ action_id: null, status: 'IGNORED' }],
        remarks: [{ field: 'actions[0].fields.email', status: 'IGNORED', remark: 'Email is invalid' }],
      },
    ],
    [
      'rows of a search as documented: fields alone',
      ({ leads }) => leads.search({}),
      { data: [{ fields: {} }], total_count: 1 },
    ],
    [
      'rows of a search as they are live, by either name of the id',
      ({ leads }) => leads.search({}),
      {
        data: [
          { id: 'l1', fields: { created_on: 1672561800000 }, employeeid: 'a@b.example', rating: 3, actions: [] },
          { _id: 'l2', fields: {}, status: 'Fresh' },
        ],
        total_count: 2,
        skip: 0,
        limit: 10,
      },
    ],
    [
      'a timeline with what cannot be written',
      ({ leads }) => leads.get('l1', { includeActions: true }),
      {
        fields: { name: 'Jane' },
        actions: [
          { type: 'USER_NOTE', id: 'a1', creationTimestamp: 1672561800000, text: 'rang', isTruncated: false },
          { type: 'LEAD_ASSIGNMENT', assignedto: 'a@b.example', reassignmentNote: 'x' },
          { type: 'PAYMENT', status: 'PENDING', currency: 'INR', amount: '5000' },
          { type: 'SOMETHING_NEW' },
        ],
        actions_skip: 0,
        actions_limit: 10,
      },
    ],
    [
      'a member who never had a licence',
      ({ teamMembers }) => teamMembers.get('a@b.example'),
      { ...member, license: null },
    ],
    [
      'a member with a licence',
      ({ teamMembers }) => teamMembers.get('a@b.example'),
      { ...member, license: { status: 'ACTIVE', type: 'GROWTH', start_date: '2024-01-01', end_date: '2025-01-01' } },
    ],
    [
      'a member who was invited, in capitals',
      ({ teamMembers }) =>
        teamMembers.create({ name: 'A', email: 'a@b.example', phone_number: '+919876543210', role: 'CALLER' }),
      { name: 'A', email: 'a@b.example', phone_number: '919876543210', role: 'CALLER', status: 'INVITED' },
    ],
    [
      'fields in short, with options as text',
      ({ customFields }) => customFields.list(),
      {
        customFields: [
          { type: 'DROPDOWN', apiName: 'source', lockAfterCreate: false, isLeadid: false, options: ['Website'] },
        ],
      },
    ],
    [
      'fields in full, with options as objects, of a type that is new to us',
      ({ customFields }) => customFields.list({ detail: true }),
      {
        customFields: [
          {
            id: '1',
            type: 'RATING',
            apiName: 'r',
            description: '',
            lockAfterCreate: false,
            isLeadid: false,
            options: [{ id: 'opt_1', label: 'A' }],
          },
        ],
      },
    ],
    [
      'definitions of actions, whose codes stay prefixed',
      ({ customActions }) => customActions.list(),
      { customActions: [{ code: 'ACTION_1001', displayName: 'Site Visit', score: 10, source: 'USER' }] },
    ],
    ['what the queue answers', ({ leads }) => leads.upsertAsync({ fields }), { status: 'QUEUED' }],
  ])('%s', async (_, make, answer) => {
    expect(await asked(answer, make)).toEqual({ value: answer, drift: [] });
  });
});

test('a pipeline of another shape, as one workspace gave it, is kept as it came', async () => {
  const answer = { statuses: ['Fresh'], lostReasons: ['No Need'] };
  const make: Make = ({ pipeline }) => pipeline.get();
  expect((await asked(answer, make)).value).toEqual(answer);
});

test.each([200, 201])('a lead is created with %i', async (status) => {
  const make: Make = ({ leads }) => leads.create({ fields });
  expect((await asked({ lead_id: 'l1' }, make, status)).value).toEqual({ lead_id: 'l1' });
});
