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
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', undefined],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', undefined],
    ['ConnectionRefused', undefined],
    ['UND_ERR_INVALID_ARG', undefined],
  ])('%s proves that nothing was sent', (code, syscall) => {
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
  ['a proxy that refused the tunnel', 'Proxy response (407) !== 200 when HTTP Tunneling'],
])('%s: nothing was sent', (_, message) => {
  const cause = Object.assign(new Error(message), { code: 'ECONNRESET' });
  expect(networkFailure(new TypeError('fetch failed', { cause }))).toMatchObject({
    failure: 'network',
    effect: 'none',
  });
});

describe('no status line once connected: the effect is unknown', () => {
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

  test.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])('%s that does not say whether a connection stood', (code) => {
    expect(networkFailure(fetchFailed(code))).toMatchObject({ failure: 'network', effect: 'unknown' });
  });

  test.each([
    ['read', 'unknown'],
    ['connect', 'none'],
  ])('node-fetch tells a %s that timed out in its message alone: the effect is %s', (syscall, effect) => {
    const message = `request to https://api.example.com/leads failed, reason: ${syscall} ETIMEDOUT 192.0.2.1:443`;
    expect(networkFailure(Object.assign(new Error(message), { code: 'ETIMEDOUT', type: 'system' }))).toMatchObject({
      effect,
    });
  });

  test.each([
    ['UND_ERR_HEADERS_TIMEOUT', 'headers'],
    ['UND_ERR_BODY_TIMEOUT', 'body'],
  ])('%s is a timeout, in its phase %s', (code, phase) => {
    expect(networkFailure(fetchFailed(code))).toMatchObject({ failure: 'timeout', phase, effect: 'unknown' });
  });

  test('a limit of Node’s own fetch, which is under timeoutMs, says how to raise it', () => {
    expect(networkFailure(fetchFailed('UND_ERR_HEADERS_TIMEOUT')).reason).toMatch(
      /in Node after 300 s .* headersTimeout/,
    );
  });

  test('a proxy that refused the tunnel, as Bun says it, proves that nothing was sent', () => {
    const refused = Object.assign(new Error('Proxy refused to open a tunnel: 403 Forbidden'), {
      code: 'ERR_PROXY_TUNNEL',
    });
    expect(networkFailure(refused)).toMatchObject({ failure: 'network', effect: 'none' });
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

test.each([
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
])('a TLS error after the request may have been received is unknown: %s', (code) => {
  expect(networkFailure(fetchFailed(code, 'write'))).toMatchObject({ failure: 'network', effect: 'unknown' });
});

describe('Deno tells by its message alone', () => {
  const deno = (end: string) => new TypeError(`error sending request for url (https://provider.test/): ${end}`);

  test.each([
    [
      'a refused connection',
      'client error (Connect): tcp connect error: Connection refused (os error 111)',
      'connection refused',
    ],
    [
      'a name that is not found',
      'client error (Connect): dns error: failed to lookup address information',
      'host name not found',
    ],
    [
      'a certificate that is not accepted',
      'client error (Connect): invalid peer certificate: UnknownIssuer',
      'TLS could not be set up',
    ],
    [
      'a proxy that refused the tunnel',
      'client error (Connect): tunnel error: unsuccessful',
      'the proxy refused the tunnel',
    ],
  ])('%s proves that nothing was sent', (_, end, reason) => {
    expect(networkFailure(deno(end))).toEqual({ failure: 'network', effect: 'none', reason });
  });

  test('a connection that closed before the response is unknown', () => {
    expect(networkFailure(deno('client error (SendRequest): connection closed before message completed')).effect).toBe(
      'unknown',
    );
  });
});
