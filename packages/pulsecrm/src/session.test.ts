import { type Answer, answering, body, fakeClock, json, type SeenRequest } from '@leadwire/core/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createPulsecrm, type PulsecrmOptions } from './index.ts';

const session = (token: string): Answer =>
  json(200, { id: 1, email: 'jane@example.com', token, primaryAccount: { accountId: '2311', accountName: 'Acme' } });

/** An account whose login gives `token-1`, `token-2` …, and whose other calls are answered by the token they come with. */
function account(
  accepts: (token: string, request: SeenRequest) => boolean,
  options: PulsecrmOptions = {},
  login?: Answer,
) {
  let logins = 0;
  const fetch = answering((request) => {
    if (request.path === '/auth/login') return (login ?? session(`token-${++logins}`))(request);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    return accepts(token, request) ? Response.json({ id: 7, data: [] }) : new Response(null, { status: 401 });
  });
  const client = createPulsecrm({
    apiKey: 'apiKey-1',
    apiSecret: 'secret-1',
    limits: false,
    clock: fakeClock(),
    fetch,
    ...options,
  });
  const paths = () => fetch.requests.map(({ path }) => path);
  return { client, fetch, paths };
}

const always = () => true;
const key = { apiKey: undefined, apiSecret: undefined };

describe('a login', () => {
  test('by key and secret is made on the first call, and its token is cached', async () => {
    const { client, fetch, paths } = account(always);
    await client.leads.get(1);
    await client.leads.get(2);
    expect(paths()).toEqual(['/auth/login', '/leads/1', '/leads/2']);
    expect(fetch.requests[0]?.json).toEqual({ apiKey: 'apiKey-1', apiSecret: 'secret-1' });
    expect(fetch.requests[0]?.headers.authorization).toBeUndefined();
    expect(fetch.requests[1]?.headers).toMatchObject({ authorization: 'Bearer token-1', 'x-account-id': '2311' });
  });

  test('by e-mail and password', async () => {
    const { client, fetch } = account(always, { ...key, email: 'jane@example.com', password: async () => 'hunter2' });
    await client.leads.get(1);
    expect(fetch.requests[0]?.json).toEqual({ email: 'jane@example.com', password: 'hunter2' });
  });

  test('is shared by calls that need it at the same time', async () => {
    const { client, paths } = account(always);
    await Promise.all([1, 2, 3].map((id) => client.leads.get(id)));
    expect(paths().filter((path) => path === '/auth/login').length).toBe(1);
  });

  test('names the account, unless the options do', async () => {
    const { client, fetch } = account(always, { accountId: '42' });
    await client.leads.get(1);
    expect(fetch.requests[1]?.headers['x-account-id']).toBe('42');
  });

  test('that names no account is misconfigured', async () => {
    const { client } = account(always, {}, json(200, { id: 1, email: 'x', token: 't' }, { 'x-request-id': 'req-7' }));
    expect(await client.leads.get(1).safe()).toMatchObject({
      ok: false,
      error: {
        kind: 'misconfigured',
        hint: expect.stringContaining('PULSECRM_ACCOUNT_ID'),
        operationId: 'auth.login',
        status: 200,
        requestId: 'req-7',
        attempts: [{ status: 200 }],
      },
    });
  });

  test.each(['null', '[]', '{}', '{"token":""}', '{"token":7}'])(
    'that gives no token is unreadable, and its call is not sent: %s',
    async (text) => {
      const { client, paths } = account(always, { accountId: '42' }, body(200, text, { 'x-request-id': 'req-7' }));
      expect(await client.leads.get(1).safe()).toMatchObject({
        ok: false,
        error: {
          kind: 'unreadable-response',
          operationId: 'auth.login',
          effect: 'none',
          status: 200,
          requestId: 'req-7',
          attempts: [{ status: 200 }],
        },
      });
      expect(paths()).toEqual(['/auth/login']);
    },
  );

  test('by a wrong password is made once for all who wait for it, and once for each who comes later', async () => {
    const { client, paths } = account(always, { ...key, email: 'jane@example.com', password: 'x' }, body(401));
    const results = await Promise.all([1, 2, 3].map((id) => client.leads.get(id).safe()));
    expect(results.map((result) => !result.ok && result.error.kind)).toEqual(Array(3).fill('unauthorized'));
    expect(paths()).toEqual(['/auth/login']);
    await client.leads.get(4).safe();
    expect(paths()).toEqual(['/auth/login', '/auth/login']);
  });

  test.each([
    ['is refused', body(401), 'unauthorized'],
    ['fails', body(503), 'provider-failure'],
    ['cannot be read', body(200, '<html>'), 'unreadable-response'],
  ] as const)('that %s: the call was not sent, so nothing happened', async (_, login, kind) => {
    const { client, paths } = account(always, {}, login);
    expect(await client.leads.create({ firstName: 'Jane', lastName: 'Doe' }).safe()).toMatchObject({
      ok: false,
      error: { kind, operationId: 'auth.login', effect: 'none' },
    });
    expect(paths()).not.toContain('/leads');
  });

  test('that failed is made again by the next call', async () => {
    let down = true;
    const { client } = account(
      always,
      {},
      (request) => (down ? new Response(null, { status: 400 }) : session('t')(request)) as Response,
    );
    await client.leads.get(1).safe();
    down = false;
    await expect(client.leads.get(1)).resolves.toMatchObject({ id: 7 });
  });
});

describe('a 401 on a login token', () => {
  test('refreshes once and replays once, the same bytes', async () => {
    const { client, fetch, paths } = account((token) => token === 'token-2');
    await expect(client.leads.create({ firstName: 'Jane', lastName: 'Doe' })).resolves.toMatchObject({ id: 7 });
    expect(paths()).toEqual(['/auth/login', '/leads', '/auth/login', '/leads']);
    expect(fetch.requests[3]?.text).toBe(fetch.requests[1]?.text);
    expect(fetch.requests[3]?.headers).toMatchObject({
      authorization: 'Bearer token-2',
      'x-account-id': '2311',
      'content-type': 'application/json',
    });
  });

  test('is single-flight: many that meet it share one login', async () => {
    const { client, paths } = account((token) => token !== 'token-1');
    await Promise.all([1, 2, 3, 4, 5].map((id) => client.leads.get(id)));
    expect(paths().filter((path) => path === '/auth/login').length).toBe(2);
    expect(paths().length).toBe(2 + 10);
  });

  test('that comes again after the replay stands', async () => {
    const { client, paths } = account(() => false);
    expect(await client.leads.create({ firstName: 'Jane', lastName: 'Doe' }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', effect: 'none' },
    });
    expect(paths()).toEqual(['/auth/login', '/leads', '/auth/login', '/leads']);
  });

  test('is no retry: the replay has all its attempts', async () => {
    const statuses = [401, 503, 503, 200];
    const fetch = answering((seen) => {
      if (seen.path === '/auth/login') return session(`token-${statuses.length}`)(seen);
      return Response.json({ id: 7 }, { status: statuses.shift() ?? 500 });
    });
    const client = createPulsecrm({ apiKey: 'a', apiSecret: 'b', limits: false, clock: fakeClock(), fetch });
    await expect(client.leads.get(1)).resolves.toMatchObject({ id: 7 });
  });

  test('whose refresh fails leaves what was unknown before unknown', async () => {
    let reads = 0;
    let logins = 0;
    const fetch = answering((seen) => {
      if (seen.path === '/auth/login')
        return logins++ === 0 ? session('token-1')(seen) : new Response(null, { status: 400 });
      return new Response(null, { status: reads++ === 0 ? 503 : 401 });
    });
    const client = createPulsecrm({ apiKey: 'a', apiSecret: 'b', limits: false, clock: fakeClock(), fetch });
    expect(await client.leads.update(1, { notes: 'x' }).safe()).toMatchObject({
      ok: false,
      error: { operationId: 'auth.login', effect: 'unknown', attempts: [{ status: 503 }, { status: 401 }] },
    });
  });

  test('on a token that the caller manages is not refreshed', async () => {
    const { client, paths } = account(() => false, { ...key, accountId: '1', token: async () => 'theirs' });
    expect(await client.leads.get(1).safe()).toMatchObject({ ok: false, error: { kind: 'unauthorized' } });
    expect(paths()).toEqual(['/leads/1']);
  });

  test('on the login itself is not refreshed', async () => {
    const { client, paths } = account(always, {}, body(401));
    await client.auth.login({ apiKey: 'a', apiSecret: 'b' }).safe();
    expect(paths()).toEqual(['/auth/login']);
  });
});

describe('credentials', () => {
  afterEach(() => void vi.unstubAllEnvs());
  const clear = () => {
    for (const name of ['ACCOUNT_ID', 'TOKEN', 'API_KEY', 'API_SECRET']) vi.stubEnv(`PULSECRM_${name}`, '');
  };

  test.each([
    ['nothing', {}, 'PULSECRM_API_KEY'],
    ['a token without an account', { token: 't' }, 'PULSECRM_ACCOUNT_ID'],
    ['a key alone', { apiKey: 'k' }, 'apiSecret'],
    ['a secret alone', { apiSecret: 's' }, 'apiKey'],
    ['an e-mail alone', { email: 'e' }, 'password'],
    ['a password alone', { password: 'p' }, 'email'],
    ['a blank token', { accountId: '1', token: ' ' }, 'token'],
    ['a blank key', { apiKey: '', apiSecret: 's' }, 'apiKey'],
    ['a blank secret', { apiKey: 'k', apiSecret: '\n' }, 'apiSecret'],
    ['a blank account', { accountId: ' ', token: 't' }, 'PULSECRM_ACCOUNT_ID'],
    ['a blank account of a login', { accountId: '', apiKey: 'k', apiSecret: 's' }, 'PULSECRM_ACCOUNT_ID'],
  ])('%s is misconfigured, and the hint says what is missing', (_, options, hint) => {
    clear();
    expect(() => createPulsecrm(options)).toThrow(
      expect.objectContaining({ kind: 'misconfigured', hint: expect.stringContaining(hint) }),
    );
  });

  test('a half of a login is not completed by another identity of the environment', () => {
    clear();
    vi.stubEnv('PULSECRM_API_KEY', 'k');
    vi.stubEnv('PULSECRM_API_SECRET', 's');
    vi.stubEnv('PULSECRM_TOKEN', 't');
    for (const options of [{ email: 'jane@example.com' }, { password: 'x' }]) {
      expect(() => createPulsecrm({ accountId: '1', ...options })).toThrow(
        expect.objectContaining({ kind: 'misconfigured' }),
      );
    }
  });

  test('a key that was passed may have its secret in the environment', async () => {
    clear();
    vi.stubEnv('PULSECRM_API_SECRET', 'from the environment');
    const { client, fetch } = account(always, { apiSecret: undefined });
    await client.leads.get(1);
    expect(fetch.requests[0]?.json).toEqual({ apiKey: 'apiKey-1', apiSecret: 'from the environment' });
    vi.stubEnv('PULSECRM_API_SECRET', '');
    vi.stubEnv('PULSECRM_API_KEY', 'k');
    expect(() => createPulsecrm()).toThrow(expect.objectContaining({ hint: expect.stringContaining('apiSecret') }));
  });

  test.each([undefined, '', ' '])(
    'a function that gives %j is a fault of the setup, and nothing is sent',
    async (none) => {
      const blank = async () => none as string;
      for (const options of [
        { ...key, accountId: '1', token: blank },
        { apiKey: blank },
        { ...key, email: 'e', password: blank },
      ]) {
        const { client, fetch } = account(always, options);
        expect(await client.leads.get(1).safe()).toMatchObject({
          ok: false,
          error: { kind: 'misconfigured', issues: [{ code: 'missing-credential' }] },
        });
        expect(fetch.requests).toEqual([]);
      }
    },
  );

  test('what was passed goes before what the environment holds', async () => {
    clear();
    vi.stubEnv('PULSECRM_TOKEN', 'from the environment');
    vi.stubEnv('PULSECRM_ACCOUNT_ID', '9');
    const { client, fetch } = account(always, key);
    await client.leads.get(1);
    expect(fetch.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer from the environment',
      'x-account-id': '9',
    });
    const keyed = account(always);
    await keyed.client.leads.get(1);
    expect(keyed.paths()[0]).toBe('/auth/login');
  });
});

test('starts at 2 a second', async () => {
  const clock = fakeClock();
  const { client } = account(always, { ...key, accountId: '1', token: 't', clock, limits: undefined });
  await Promise.all([1, 2, 3, 4].map((id) => client.leads.get(id)));
  expect(clock.slept).toEqual([500, 500]);
});

describe('a credential that a header or a login cannot hold is misconfigured, and nothing is sent', () => {
  const ZERO_WIDTH = 'abc\u200bdef';
  test.each<[string, PulsecrmOptions]>([
    ['a token', { ...key, accountId: '2311', token: ZERO_WIDTH }],
    ['a token in smart quotes', { ...key, accountId: '2311', token: '“abc”' }],
    ['a token from a function', { ...key, accountId: '2311', token: async () => ZERO_WIDTH }],
    ['an account', { ...key, accountId: '23\u200b11', token: 'abc' }],
    ['a key', { apiKey: ZERO_WIDTH }],
    ['a secret', { apiSecret: async () => '“abc”' }],
    ['an e-mail address', { ...key, email: 'jane\u200b@example.com', password: 'hunter2' }],
    ['a password', { ...key, email: 'jane@example.com', password: ZERO_WIDTH }],
  ])('%s', async (_, options) => {
    const { client, fetch } = account(always, { account: 'acme', ...options });
    expect(await client.leads.get(1).safe()).toMatchObject({
      ok: false,
      error: { kind: 'misconfigured', effect: 'none', hint: expect.stringContaining('Nothing was sent') },
    });
    const target = account(always, { account: 'acme', ...options });
    const sent = await target.client.target({ teamId: 1 }).send({ phone: '+14155552671', name: 'Jane Doe' });
    expect(sent).toMatchObject({ ok: false, error: { kind: 'misconfigured' } });
    expect([...fetch.requests, ...target.fetch.requests]).toEqual([]);
  });

  test('a password keeps what is its own, but not the line break of its file', async () => {
    const { client, fetch } = account(always, { ...key, email: 'jane@example.com', password: ' pässword“ \n' });
    await client.leads.get(1);
    expect(fetch.requests[0]?.json).toEqual({ email: 'jane@example.com', password: ' pässword“ ' });
  });
});

test('check logs in and makes one read-only call', async () => {
  const { client, fetch } = account(always);
  expect(await client.check()).toMatchObject({ ok: true, credentials: 'accepted', operationId: 'leads.list' });
  expect(fetch.requests).toMatchObject([{ path: '/auth/login' }, { path: '/leads', query: { pageSize: '1' } }]);
});
