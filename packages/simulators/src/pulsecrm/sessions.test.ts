import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const ACCOUNT = { 'x-account-id': '2311' };
const KEY = { apiKey: 'apiKey-1', apiSecret: 'secret' };
const PERSON = { email: 'jane@example.com', password: 'word' };
const DAY_MS = 86_400_000;

test('a key with its secret and a person with a password both get a token that works', async () => {
  const { call } = await checked('pulsecrm', { pulsecrm: { loginOnly: true } });
  for (const body of [KEY, PERSON]) {
    const session = await call('POST /auth/login', { body, token: '' });
    const { token } = session.body;
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect((await call('GET /auth/session', { token })).body).toEqual(session.body);
    const lead = { firstName: 'John', lastName: 'Doe' };
    const made = await call('POST /leads', { token, headers: ACCOUNT, body: lead });
    expect(made.body.createdBy).toBe('email' in body ? body.email : 'agent@example.com');
    expect(made.body.auditLog[0].apiKey).toBe('apiKey' in body ? body.apiKey : null);
  }
  expect((await call('GET /leads', { token: 'from-elsewhere', headers: ACCOUNT })).status).toBe(401);
});

test('a token ends after eight days, or with expireTokens', async () => {
  const { call, simulators } = await checked('pulsecrm');
  const login = async () => (await call('POST /auth/login', { body: KEY, token: '' })).body.token as string;
  const status = async (token: string) => (await call('GET /leads', { token, headers: ACCOUNT })).status;
  const old = await login();
  await simulators.clock.advance(8 * DAY_MS - 1);
  expect(await status(old)).toBe(200);
  await simulators.clock.advance(1);
  expect(await status(old)).toBe(401);
  const fresh = await login();
  expect(await status(fresh)).toBe(200);
  simulators.pulsecrm.expireTokens();
  expect(await status(fresh)).toBe(401);
  expect(await status('from-elsewhere')).toBe(200);
  simulators.pulsecrm.loginOnly = true;
  expect(await status('from-elsewhere')).toBe(401);
});

test('only listed logins are accepted if there is a list', async () => {
  const { call } = await checked('pulsecrm', { pulsecrm: { logins: [KEY, PERSON] }, tokens: { bad: ['burnt'] } });
  const status = async (body: object) => (await call('POST /auth/login', { body, token: '' })).status;
  expect(await status(KEY)).toBe(200);
  expect(await status(PERSON)).toBe(200);
  expect(await status({ ...KEY, apiSecret: 'wrong' })).toBe(401);
  expect(await status({ ...PERSON, password: 'wrong' })).toBe(401);
  expect(await status({ apiKey: 'burnt', apiSecret: 'x' })).toBe(401);
});

test('calls without token, without account or in a foreign account are refused', async () => {
  const { call } = await checked('pulsecrm', { pulsecrm: { accounts: ['2311', '2312'] }, tokens: { bad: ['burnt'] } });
  const refused = { status: 401, body: { error: 'Unauthorized', status: 401 } };
  expect(await call('GET /leads', { token: '', headers: ACCOUNT })).toMatchObject(refused);
  expect(await call('GET /leads', { token: 'burnt', headers: ACCOUNT })).toMatchObject(refused);
  expect(await call('GET /leads')).toMatchObject({ status: 403, body: { error: 'x-account-id header is required' } });
  expect((await call('GET /leads', { headers: { 'x-account-id': '9' } })).status).toBe(403);
  expect((await call('GET /leads', { headers: { 'x-account-id': '2312' } })).status).toBe(200);
  const { body } = await call('GET /accounts');
  expect(body).toMatchObject({
    totalCount: 2,
    accounts: [{ accountId: '2311', usersPrimaryAccount: true }, { accountId: '2312' }],
  });
});
