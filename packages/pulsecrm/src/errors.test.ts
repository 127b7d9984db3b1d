import type { ErrorKind } from '@leadwire/core';
import { type Answer, body, html, identified, identifiedError, json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createPulsecrm } from './index.ts';

const clientOf = (answer: Answer) =>
  createPulsecrm({ accountId: '2311', token: 't', limits: false, retry: false, fetch: replies(identified(answer)) });

const failing = async (answer: Answer) =>
  identifiedError(await clientOf(answer).leads.create({ firstName: 'Jane', lastName: 'Doe' }).safe());

describe('{ error?, status?, message? }, or nothing', () => {
  test('the one sample: 400 for a missing team, with the next step', async () => {
    const error = await failing(json(400, { error: 'team ID is required when teams exist in the account' }));
    expect(error).toMatchObject({
      kind: 'rejected',
      effect: 'none',
      providerMessage: 'team ID is required when teams exist in the account',
    });
    expect(error.hint).toContain('teamId');
  });

  test.each<[number, ErrorKind]>([
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'already-exists'],
    [429, 'rate-limited'],
  ])('%i: %s, with any body', async (status, kind) => {
    const answers = [
      json(status, { error: 'x' }),
      json(status, { message: 'x', status }),
      json(status, {}),
      json(status, null),
      json(status, []),
      body(status),
      html(status),
      body(status, '{"er'),
    ];
    for (const answer of answers) expect(await failing(answer)).toMatchObject({ provider: 'pulsecrm', kind, status });
  });

  test('message is read where error is not there', async () => {
    expect((await failing(json(403, { message: 'missing permission' }))).providerMessage).toBe('missing permission');
  });

  test('a 500 says nothing of the request', async () => {
    const answer = json(500, { error: 'stack trace of theirs', status: 500 });
    expect(identifiedError(await clientOf(answer).leads.get(1).safe())).toMatchObject({
      kind: 'provider-failure',
      issues: [],
    });
  });
});
