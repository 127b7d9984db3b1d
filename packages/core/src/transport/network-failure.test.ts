import { describe, expect, test } from 'vitest';
import { networkFailure } from './network-failure.ts';

/** As Node's fetch reports a failed connection. */
const fetchFailed = (code: string, syscall?: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, syscall }) });

describe('DNS, connect or TLS failure: nothing was sent', () => {
  test.each([
    ['ECONNREFUSED', 'connect'],
    ['ENOTFOUND', 'getaddrinfo'],
    ['EAI_AGAIN', 'getaddrinfo'],
    ['EHOSTUNREACH', 'connect'],
    ['ENETUNREACH', 'connect'],
    ['EADDRNOTAVAIL', 'bind'],
    ['CERT_HAS_EXPIRED', undefined],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', undefined],
    ['SELF_SIGNED_CERT_IN_CHAIN', undefined],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', undefined],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undefined],
    ['ERR_SSL_WRONG_VERSION_NUMBER', undefined],
    ['EPROTO', 'write'],
  ])('%s', (code, syscall) => {
    expect(networkFailure(fetchFailed(code, syscall))).toMatchObject({ failure: 'network', effect: 'none' });
  });

  test.each([
    ['UND_ERR_CONNECT_TIMEOUT', undefined],
    ['ETIMEDOUT', 'connect'],
  ])('%s is a timeout, in its phase connect', (code, syscall) => {
    expect(networkFailure(fetchFailed(code, syscall))).toMatchObject({
      failure: 'timeout',
      phase: 'connect',
      effect: 'none',
    });
  });

  test('all tries of a host with several addresses were refused', () => {
    const tries = new AggregateError([
      fetchFailed('ECONNREFUSED', 'connect').cause,
      fetchFailed('ENETUNREACH', 'connect').cause,
    ]);
    expect(networkFailure(new TypeError('fetch failed', { cause: tries }))).toMatchObject({ effect: 'none' });
  });
});

test.each([
  ['a port that fetch does not call', 'bad port'],
  ['a handshake that is cut off', 'Client network socket disconnected before secure TLS connection was established'],
])('%s: nothing was sent', (_, message) => {
  const cause = Object.assign(new Error(message), { code: 'ECONNRESET' });
  expect(networkFailure(new TypeError('fetch failed', { cause }))).toMatchObject({
    failure: 'network',
    effect: 'none',
  });
});

describe('no status line once connected: nobody knows', () => {
  test.each([
    ['ECONNRESET', 'read'],
    ['EPIPE', 'write'],
    ['ECONNABORTED', 'write'],
    ['UND_ERR_SOCKET', undefined],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', undefined],
    ['SOMETHING_NEW', undefined],
  ])('%s', (code, syscall) => {
    expect(networkFailure(fetchFailed(code, syscall))).toMatchObject({ failure: 'network', effect: 'unknown' });
  });

  test.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])('%s while reading: the connection stood before', (code) => {
    expect(networkFailure(fetchFailed(code, 'read'))).toMatchObject({ failure: 'network', effect: 'unknown' });
  });

  test.each([
    ['UND_ERR_HEADERS_TIMEOUT', 'headers'],
    ['UND_ERR_BODY_TIMEOUT', 'body'],
  ])('%s is a timeout, in its phase %s', (code, phase) => {
    expect(networkFailure(fetchFailed(code))).toMatchObject({ failure: 'timeout', phase, effect: 'unknown' });
  });

  test('one of several tries may have sent', () => {
    const tries = new AggregateError([
      fetchFailed('ECONNREFUSED', 'connect').cause,
      fetchFailed('ECONNRESET', 'read').cause,
    ]);
    expect(networkFailure(new TypeError('fetch failed', { cause: tries }))).toMatchObject({ effect: 'unknown' });
  });

  test.each([
    ['text', 'fetch failed'],
    ['nothing', undefined],
    ['null', null],
    ['an error without a code', new Error('?')],
  ])('%s, thrown', (_, thrown) => {
    expect(networkFailure(thrown)).toMatchObject({ failure: 'network', effect: 'unknown' });
  });

  test('causes that go round in a circle come to an end', () => {
    const error = new Error('a');
    error.cause = error;
    expect(networkFailure(error).effect).toBe('unknown');
  });
});
