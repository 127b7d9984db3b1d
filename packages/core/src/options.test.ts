import { afterEach, describe, expect, test, vi } from 'vitest';
import { checkBaseUrl, resolveOptions, resolveRetry } from './resolve-options.ts';
import { json, replies, standIn } from './testing.ts';
import { bearer, fromEnvironment, requireCredential } from './transport/credentials.ts';

const defaults = { provider: 'x', own: {}, baseUrl: 'https://x.test', limits: [{ limit: 2, perMs: 1_000 }] };
const misconfigured = (message: string) =>
  expect.objectContaining({ kind: 'misconfigured', message: expect.stringContaining(message) });

describe('https only, unless the host is loopback or allowInsecureHttp is set', () => {
  test.each([
    'https://api.example.com',
    'https://api.example.com:8443/v1',
    'http://localhost:4010',
    'http://127.0.0.1:4010/topcalls',
    'http://127.8.9.1',
    'http://[::1]:4010',
    'http://simulators.localhost',
  ])('%s is taken', (address) => {
    expect(checkBaseUrl(address, 'x', false)).toBe(address);
  });

  test.each([
    'http://api.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1',
    'http://0.0.0.0',
  ])('%s is refused', (address) => {
    expect(() => checkBaseUrl(address, 'x', false)).toThrow(misconfigured('plain http'));
    expect(checkBaseUrl(address, 'x', true)).toBe(address);
  });

  test.each([
    ['api.example.com', 'is not a URL'],
    ['', 'is not a URL'],
    ['ftp://api.example.com', 'neither https nor http'],
    ['file:///etc/passwd', 'neither https nor http'],
    ['https://user:secret@api.example.com', 'user name or password'],
    ['https://api.example.com?region=eu', 'query or a fragment'],
    ['https://api.example.com/#v1', 'query or a fragment'],
  ])('%j is refused: %s', (address, reason) => {
    expect(() => checkBaseUrl(address, 'x', true)).toThrow(misconfigured(reason));
  });

  test('slashes at the end are dropped, so that no path has two', () => {
    expect(checkBaseUrl('https://x.test/api//', 'x', false)).toBe('https://x.test/api');
  });

  test('a client is not made with an address that is refused', () => {
    expect(() => standIn({ baseUrl: 'http://api.example.com' })).toThrow(misconfigured('plain http'));
  });
});

describe('defaults', () => {
  test('30 s an attempt, 120 s a call, 3 attempts from 500 ms to 8 s, the provider’s rate', () => {
    expect(resolveOptions({}, defaults)).toMatchObject({
      timeoutMs: 30_000,
      deadlineMs: 120_000,
      retry: { maxAttempts: 3, baseMs: 500, capMs: 8_000 },
      limits: [{ limit: 2, perMs: 1_000 }],
      phoneMetadata: 'max',
    });
  });

  test('retry: false is one attempt, and a part of it keeps the rest', () => {
    expect(resolveOptions({ retry: false }, defaults).retry).toBeUndefined();
    expect(resolveOptions({ retry: { maxAttempts: 5 } }, defaults).retry).toEqual({
      maxAttempts: 5,
      baseMs: 500,
      capMs: 8_000,
    });
    expect(resolveRetry({ baseMs: 1 }, undefined)).toEqual({ maxAttempts: 3, baseMs: 1, capMs: 8_000 });
  });

  test('limits: false takes them away, and a rate of the caller’s own holds for all buckets', () => {
    const bucketed = { ...defaults, bucketLimits: { slow: [{ limit: 1, perMs: 1 }] } };
    expect(resolveOptions({ limits: false }, bucketed).limits).toBeUndefined();
    expect(resolveOptions({}, bucketed).bucketLimits).toEqual(bucketed.bucketLimits);
    expect(resolveOptions({ limits: [{ limit: 9, perMs: 1 }] }, bucketed).bucketLimits).toBeUndefined();
  });

  const WRONG = [-1, Number.NaN, Number.POSITIVE_INFINITY];
  test.each([
    ...[0, ...WRONG].map((value) => ['timeoutMs', { timeoutMs: value }] as const),
    ...[0, ...WRONG].map((value) => ['deadlineMs', { deadlineMs: value }] as const),
    ...[0, ...WRONG].map((value) => ['retry.maxAttempts', { retry: { maxAttempts: value } }] as const),
    ...WRONG.map((value) => ['retry.baseMs', { retry: { baseMs: value } }] as const),
    ...WRONG.map((value) => ['retry.capMs', { retry: { capMs: value } }] as const),
  ])('%s is refused with its path where it is not a usable number: %j', (path, options) => {
    expect(() => resolveOptions(options, defaults)).toThrow(
      expect.objectContaining({
        kind: 'misconfigured',
        issues: [{ path, code: 'invalid-number', message: expect.stringMatching(/^must be a finite number/) }],
        hint: expect.stringContaining('leave them out'),
      }),
    );
  });
});

describe('credentials', () => {
  afterEach(() => void vi.unstubAllEnvs());
  const say = { provider: 'x', option: 'apiKey', variable: 'LEADWIRE_TEST_KEY', where: 'The dashboard makes keys.' };

  test('are read from the environment, where there is one; an empty variable is none', () => {
    vi.stubEnv('LEADWIRE_TEST_KEY', 'from the environment');
    expect(fromEnvironment('LEADWIRE_TEST_KEY')).toBe('from the environment');
    vi.stubEnv('LEADWIRE_TEST_KEY', '');
    expect(fromEnvironment('LEADWIRE_TEST_KEY')).toBeUndefined();
    vi.stubGlobal('process', undefined);
    expect(fromEnvironment('LEADWIRE_TEST_KEY')).toBeUndefined();
    vi.unstubAllGlobals();
  });

  test.each([undefined, ''])('%j is missing, and the error says where to get one', (given) => {
    expect(() => requireCredential(given, say)).toThrow(
      expect.objectContaining({
        kind: 'misconfigured',
        hint: 'Pass apiKey or set LEADWIRE_TEST_KEY. The dashboard makes keys.',
      }),
    );
  });
});

describe('a bearer credential', () => {
  test.each([[''], ['  '], ['a\r\nx-other: 1'], ['日本'], [undefined]])(
    '%j is misconfigured, before anything is sent',
    async (given) => {
      const fetch = replies(json(200, {}));
      const client = standIn({ fetch, definition: { headersOf: bearer(() => given as string) } });
      expect(await client.things.get('1').safe()).toMatchObject({ error: { kind: 'misconfigured', effect: 'none' } });
      expect(() => bearer('日本')()).toThrow('no header can hold');
      expect(fetch.requests).toEqual([]);
    },
  );
});

test.each([
  [[{ perSecond: 2 }]],
  [{ limit: 1, perMs: 1 }],
  [[{ limit: 0, perMs: 1_000 }]],
  [[{ limit: Number.POSITIVE_INFINITY, perMs: 1_000 }]],
  [[{ limit: 1, perMs: Number.NaN }]],
])('limits %j are refused when the client is made', (limits) => {
  expect(() => standIn({ limits: limits as never })).toThrow(misconfigured('limits must be false or a list of rates'));
});

test('the line break that a key file ends with is not part of the key', async () => {
  const say = { provider: 'x', option: 'apiKey', variable: 'X_API_KEY', where: '' };
  expect(requireCredential('key\n', say)).toBe('key');
  expect(() => requireCredential(' \n', say)).toThrow(misconfigured('apiKey is missing'));
  expect(await bearer(() => 'key\n')()).toEqual({ authorization: 'Bearer key' });
});

test('account names the account where the credential cannot: limits are kept by it', () => {
  expect(standIn({ account: 'tenant-1' }).provider.account).toBe('tenant-1');
  expect(standIn().provider.account).toBe('account');
});
