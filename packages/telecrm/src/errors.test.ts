import type { CallResult, ErrorKind } from '@leadwire/core';
import { type Answer, body, html, identified, identifiedError, json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTelecrm, type Telecrm } from './index.ts';

type Make = (telecrm: Telecrm) => { safe(): Promise<CallResult<unknown>> };

const create: Make = ({ leads }) => leads.create({ fields: { phone: '+919999999999' } });
const update: Make = ({ leads }) => leads.update('62ab16e', { fields: { name: 'Jane' } });
const addMember: Make = ({ teamMembers }) =>
  teamMembers.create({ name: 'A', email: 'a@b.example', phone_number: '+919876543210', role: 'CALLER' });

const failing = async (make: Make, answer: Answer) => {
  const client = createTelecrm({
    enterpriseId: 'e',
    syncToken: 's',
    asyncToken: 'a',
    limits: false,
    retry: false,
    fetch: replies(identified(answer)),
  });
  return identifiedError(await make(client).safe());
};

const envelope = (code: string, message: string, details?: unknown) => ({
  error: { code, message, ...(details !== undefined && { details }) },
});

describe('every documented error maps by status and code', () => {
  test.each<[string, Make, number, unknown, ErrorKind, string]>([
    [
      'create',
      create,
      400,
      envelope('INVALID_LEAD', "Lead identifier field 'phone' not found in request body."),
      'rejected',
      'INVALID_LEAD',
    ],
    ['update', update, 400, envelope('BAD_REQUEST', 'Limit should be between 1 and 100'), 'rejected', 'BAD_REQUEST'],
    [
      'create',
      create,
      401,
      envelope('NOT_AUTHORIZED', 'Enterprise with id "e" not found or invalid access token.'),
      'unauthorized',
      'NOT_AUTHORIZED',
    ],
    ['addMember', addMember, 402, envelope('BUY_LICENSE', 'No free seat'), 'quota-exceeded', 'BUY_LICENSE'],
    [
      'update',
      update,
      403,
      envelope('INVALID_LEAD', 'Cannot modify lead identifier field'),
      'rejected',
      'INVALID_LEAD',
    ],
    [
      'update',
      update,
      404,
      envelope('LEAD_NOT_FOUND', 'Lead with ID 62ab16e was not found.'),
      'not-found',
      'LEAD_NOT_FOUND',
    ],
    ['update', update, 404, envelope('ACTION_NOT_FOUND', 'x'), 'not-found', 'ACTION_NOT_FOUND'],
    ['update', update, 404, envelope('TEAM_MEMBER_NOT_FOUND', 'x'), 'not-found', 'TEAM_MEMBER_NOT_FOUND'],
    ['update', update, 404, envelope('ENTERPRISE_NOT_FOUND', 'x'), 'not-found', 'ENTERPRISE_NOT_FOUND'],
    ['update', update, 404, envelope('NOT_FOUND', 'x'), 'not-found', 'NOT_FOUND'],
    [
      'create',
      create,
      409,
      envelope('LEAD_ALREADY_EXISTS', 'Lead with phone 919999999999 already exists.'),
      'already-exists',
      'LEAD_ALREADY_EXISTS',
    ],
    ['create', create, 403, envelope('ENTERPRISE_LICENSE_EXPIRED', 'x'), 'forbidden', 'ENTERPRISE_LICENSE_EXPIRED'],
  ])('%s %i %j: %s', async (...[, make, status, answer, kind, code]) => {
    expect(await failing(make, json(status, answer))).toMatchObject({
      provider: 'telecrm',
      kind,
      status,
      code,
      effect: 'none',
    });
  });

  test('details name the fields', async () => {
    const details = [
      { field: 'role', message: 'Invalid role. Allowed roles: ADMIN, MANAGER' },
      { field: 'email' },
      null,
      {},
    ];
    expect(await failing(addMember, json(400, envelope('BAD_REQUEST', 'Validation failed', details)))).toMatchObject({
      issues: [{ path: 'role' }, { path: 'email' }],
      providerMessage: 'role: Invalid role. Allowed roles: ADMIN, MANAGER; email: is not valid',
    });
  });

  test('without details their message is the one reason there is', async () => {
    const reason = 'Only custom actions and payment actions can be created';
    expect(await failing(update, json(400, envelope('BAD_REQUEST', reason)))).toMatchObject({
      message: 'telecrm leads.update was refused (400 BAD_REQUEST)',
      providerMessage: reason,
    });
    expect((await failing(update, json(500, envelope('INTERNAL', reason)))).issues).toEqual([]);
  });

  test('their messages quote what was sent: none of it is shown', async () => {
    const error = await failing(
      create,
      json(409, envelope('LEAD_ALREADY_EXISTS', 'Lead with phone 919999999999 already exists.')),
    );
    expect(JSON.stringify(error)).not.toContain('9999999999');
  });

  test.each([
    html(404),
    body(404),
    body(404, '{"err'),
    json(404, []),
    json(404, { error: 'x' }),
    json(404, { error: { code: 7 } }),
  ])('a 404 of a wrong path may be anything', async (answer) => {
    expect(await failing(update, answer)).toMatchObject({ kind: 'not-found', code: undefined });
  });
});

describe('the next step', () => {
  test.each<[string, Make, number, unknown, string]>([
    ['the identifying field is missing', create, 400, envelope('INVALID_LEAD', 'x'), 'identifies a lead'],
    ['the identifying field was sent', update, 403, envelope('INVALID_LEAD', 'x'), 'leave it out of the update'],
    ['no seat', addMember, 402, envelope('BUY_LICENSE', 'x'), 'licence'],
    ['the workspace', update, 404, envelope('ENTERPRISE_NOT_FOUND', 'x'), 'TELECRM_ENTERPRISE_ID'],
    ['the token', create, 401, envelope('NOT_AUTHORIZED', 'x'), 'Sync token does not work for the queue'],
  ])('%s', async (...[, make, status, answer, hint]) => {
    expect((await failing(make, json(status, answer))).hint).toContain(hint);
  });
});
