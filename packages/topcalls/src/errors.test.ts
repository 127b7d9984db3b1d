import type { ErrorKind } from '@leadwire/core';
import { type Answer, body, html, identified, identifiedError, json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTopcalls } from './index.ts';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

const failing = async (answer: Answer) => {
  const fetch = replies(identified(answer));
  const client = createTopcalls({ apiKey: 'tc_live_abc', limits: false, retry: false, fetch });
  return identifiedError(
    await client.leads.create({ name: 'Jane Doe', phone_number: '+14155552671', list_id: LIST }).safe(),
  );
};

const quota = {
  title: 'Insufficient Quota',
  status: 402,
  type: 'https://api.topcalls.ai/errors/insufficient_quota',
  detail: 'You need 5 minutes but have 3.5 remaining',
  instance: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
};

const invalid = {
  title: 'Invalid request body',
  status: 400,
  errors: [{ path: 'phone_number', message: 'Invalid phone number' }],
};

describe('RFC 9457 problem details', () => {
  test('402 insufficient_quota is quota-exceeded, and is not tried again', async () => {
    const problem = json(402, quota, { 'content-type': 'application/problem+json' });
    expect(await failing(problem)).toMatchObject({
      kind: 'quota-exceeded',
      code: 'insufficient_quota',
      status: 402,
      retryable: false,
    });
    const fetch = replies(problem);
    await createTopcalls({ apiKey: 'k', limits: false, fetch })
      .calls.create({ phone_number: '+14155552671', task: 'Ring the dentist.' })
      .safe();
    expect(fetch.requests.length).toBe(1);
  });

  test('400 names the fields in issues', async () => {
    expect(await failing(json(400, invalid))).toMatchObject({
      kind: 'rejected',
      code: undefined,
      issues: [{ path: 'phone_number' }],
      providerMessage: 'phone_number: Invalid phone number',
    });
  });

  test('detail is the reason where no field is named, but not what a server says of itself', async () => {
    expect(await failing(json(402, quota))).toMatchObject({ issues: [], providerMessage: quota.detail });
    expect(await failing(json(400, { ...invalid, detail: 'x' }))).toMatchObject({ issues: [{ path: 'phone_number' }] });
    expect(await failing(json(500, { title: 'x', detail: 'Internal error' }))).toMatchObject({ issues: [] });
  });

  test('a code of an issue, and a path that is a list, are kept', async () => {
    const errors = [{ path: ['leads', 3, 'phone_number'], message: 'Invalid', code: 'custom' }];
    expect(await failing(json(400, { ...invalid, errors }))).toMatchObject({
      issues: [{ path: 'leads.3.phone_number', code: 'custom' }],
    });
  });

  test.each([
    ['about:blank', undefined],
    ['https://api.topcalls.ai/errors/lead_conflict', 'lead_conflict'],
    ['', undefined],
    [7, undefined],
  ])('type %j: code %s', async (type, code) => {
    expect(await failing(json(409, { title: 'Conflict', status: 409, type }))).toMatchObject({
      kind: 'already-exists',
      code,
    });
  });
});

describe('everything else goes by its status', () => {
  test.each<[number, ErrorKind]>([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'already-exists'],
    [422, 'rejected'],
    [429, 'rate-limited'],
    [500, 'provider-failure'],
  ])('%i: %s', async (status, kind) => {
    for (const answer of [
      json(status, { title: 'x', status }),
      json(status, {}),
      json(status, null),
      body(status),
      html(status),
      body(status, '{"titl'),
    ]) {
      expect(await failing(answer)).toMatchObject({ kind, status });
    }
  });

  test.each([[{ errors: [null, 7, {}, { message: 5 }] }], [{ errors: 'none' }], [[]], ['x']])(
    '%j has no issues',
    async (problem) => {
      expect(await failing(json(400, problem))).toMatchObject({ kind: 'rejected', issues: [] });
    },
  );
});

test('the next step is in the hint', async () => {
  expect((await failing(json(401, {}))).hint).toContain('TOPCALLS_API_KEY');
  expect((await failing(json(403, {}))).hint).toContain('leads:write');
});
