import { expect, test } from 'vitest';
import type { Refusal } from './provider.ts';
import { refuseWith } from './refuse-with.ts';

const refuse = refuseWith((status, message, reason) => ({ status, body: { message, reason } }));

test.each<[Refusal, number, string]>([
  [{ reason: 'invalid-body', issues: [{ path: ['name'], message: 'is too long' }] }, 400, 'is too long'],
  [{ reason: 'unreadable-body', message: 'not JSON' }, 400, 'not JSON'],
  [{ reason: 'unknown-route', message: 'GET /nowhere' }, 404, 'GET /nowhere'],
  [{ reason: 'failure', status: 503 }, 503, 'Internal error'],
])('a request is refused in the one shape of its vendor: %j', (refusal, status, message) => {
  expect(refuse(refusal)).toEqual({ status, body: { message, reason: refusal.reason } });
});

test('a rate limit says when to come again', () => {
  expect(refuse({ reason: 'rate-limited', retryAfterSeconds: 7 })).toMatchObject({
    status: 429,
    headers: { 'retry-after': '7' },
  });
});
