import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { type ErrorKind, isLeadwireError, LeadwireError } from './errors.ts';

const full = () =>
  new LeadwireError('rejected', 'topcalls leads.create was refused (400)', {
    provider: 'topcalls',
    operationId: 'leads.create',
    status: 400,
    code: 'invalid_body',
    issues: [{ path: 'phone_number', message: 'is not valid', code: 'custom' }],
    effect: 'unknown',
    retryable: true,
    retryAfterMs: 7_000,
    attempts: [{ startedAt: 0, durationMs: 1, status: 400, effect: 'none' }],
    requestId: 'r-1',
    hint: 'Correct the request.',
    lookup: { phone: '+14155552671' },
    cause: new Error('inner'),
  });

test('LeadwireError is an Error, with its cause', () => {
  const error = full();
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('LeadwireError');
  expect(error.cause).toMatchObject({ message: 'inner' });
  expect(error.stack).toContain('errors.test.ts');
  expect(String(error)).toBe('LeadwireError: topcalls leads.create was refused (400)');
});

test('without a cause it has none', () => {
  expect('cause' in new LeadwireError('network', 'x')).toBe(false);
});

describe('toJSON', () => {
  test('prints RFC 9457 problem details', () => {
    expect(JSON.parse(JSON.stringify(full()))).toEqual({
      type: 'urn:leadwire:error:rejected',
      title: 'The provider refused the request',
      detail: 'topcalls leads.create was refused (400)',
      status: 400,
      kind: 'rejected',
      effect: 'unknown',
      retryable: true,
      provider: 'topcalls',
      operationId: 'leads.create',
      code: 'invalid_body',
      issues: [{ path: 'phone_number', message: 'is not valid', code: 'custom' }],
      retryAfterMs: 7_000,
      requestId: 'r-1',
      hint: 'Correct the request.',
      attempts: [{ startedAt: 0, durationMs: 1, status: 400, effect: 'none' }],
    });
  });

  test('leaves out what is not known', () => {
    expect(new LeadwireError('network', 'x').toJSON()).toEqual({
      type: 'urn:leadwire:error:network',
      title: 'The provider could not be reached',
      detail: 'x',
      kind: 'network',
      effect: 'none',
      retryable: false,
    });
  });
});

describe('isLeadwireError', () => {
  test('works across two copies of the package', async () => {
    vi.resetModules();
    const other = await import('./errors.ts');
    expect(other.LeadwireError).not.toBe(LeadwireError);
    const foreign = new other.LeadwireError('timeout', 'x');
    expect(foreign).toBeInstanceOf(LeadwireError);
    expect(isLeadwireError(foreign)).toBe(true);
    expect(other.isLeadwireError(full())).toBe(true);
  });

  test.each([null, undefined, 'LeadwireError', new Error('x'), { kind: 'timeout' }, { name: 'LeadwireError' }])(
    'is false for %j',
    (value) => {
      expect(isLeadwireError(value)).toBe(false);
    },
  );
});

test('the look-up of a parked lead does not print itself', () => {
  const error = full();
  expect(error.lookup).toEqual({ phone: '+14155552671' });
  expect(inspect(error, { depth: 10 })).not.toContain('4155552671');
  expect(JSON.stringify(error)).not.toContain('4155552671');
  expect(JSON.stringify({ ...error })).not.toContain('4155552671');
});

test('with() changes some fields and keeps the rest, the look-up and the cause included', () => {
  const error = full();
  const changed = error.with({ kind: 'already-exists', effect: 'none' });
  expect(changed).toMatchObject({
    kind: 'already-exists',
    effect: 'none',
    status: 400,
    code: 'invalid_body',
    message: error.message,
  });
  expect(changed.lookup).toBe(error.lookup);
  expect(changed.cause).toBe(error.cause);
  expect(isLeadwireError(changed)).toBe(true);
});

test('a switch on kind compiles exhaustively', () => {
  const exitCode = (kind: ErrorKind): number => {
    switch (kind) {
      case 'invalid-input':
      case 'invalid-phone':
      case 'misconfigured':
      case 'unauthorized':
      case 'forbidden':
      case 'not-found':
      case 'already-exists':
      case 'rejected':
      case 'quota-exceeded':
      case 'idempotency-mismatch':
        return 1;
      case 'rate-limited':
      case 'provider-failure':
      case 'timeout':
      case 'network':
      case 'aborted':
      case 'unexpected-redirect':
      case 'unreadable-response':
      case 'duplicate':
      case 'parked':
      case 'ledger-unavailable':
      case 'list-changed':
        return 2;
      default:
        return kind satisfies never;
    }
  };
  expect(exitCode('parked')).toBe(2);
});
