import { expect, test } from 'vitest';
import { createSimulators, type SimulatorsOptions } from './create-simulators.ts';
import { maskHeaders } from './record.ts';

const LEADS = 'https://api.topcalls.ai/v1/leads';
const jane = { name: 'Jane', phone_number: '+14155552671', list_id: 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42' };

async function sent(options: SimulatorsOptions, body: string, url = LEADS, type = 'application/json') {
  const simulators = createSimulators({ now: 1_000, ...options });
  const headers = { authorization: 'Bearer tc_live_secret', 'content-type': type };
  const response = await simulators.fetch(url, { method: 'POST', headers, body });
  return { simulators, response, record: simulators.requests[0] };
}

test('a request is kept as it was sent, its credentials masked', async () => {
  const { simulators, record } = await sent({}, JSON.stringify(jane));
  expect(record).toEqual({
    provider: 'topcalls',
    operationId: 'leads.create',
    method: 'POST',
    path: '/v1/leads',
    query: {},
    headers: { authorization: 'Bearer ***', 'content-type': 'application/json' },
    body: jane,
    at: 1_000,
    status: 201,
  });
  expect(JSON.stringify(simulators.requests)).not.toContain('secret');
});

test('every header that may hold a secret is masked', () => {
  const headers = {
    cookie: 'a=b',
    'x-api-key': 'k',
    'x-auth-token': 't',
    'proxy-authorization': 'Basic x',
    authorization: 'bare',
  };
  expect(Object.values(maskHeaders(headers))).toEqual(['***', '***', '***', '***', '***']);
  expect(maskHeaders({ accept: ['a', 'b'], host: undefined, 'x-account-id': '2311' })).toEqual({
    accept: 'a, b',
    'x-account-id': '2311',
  });
});

test('a name that comes twice in a query is a list', async () => {
  const simulators = createSimulators();
  await simulators.fetch(`${LEADS}?tag=a&tag=b&limit=2`, { headers: { authorization: 'Bearer t' } });
  expect(simulators.requests[0]).toMatchObject({
    query: { tag: ['a', 'b'], limit: '2' },
    status: 400,
    violations: [expect.stringContaining('query.tag')],
  });
});

test('a body that differs from the spec is refused, and the record says how', async () => {
  const { record, response, simulators } = await sent({}, JSON.stringify({ ...jane, list_id: 'x', extra: 1 }));
  expect([response.status, record?.violations?.length, simulators.effects]).toEqual([400, 2, []]);
  expect(record?.violations?.[0]).toMatch(/^body\.list_id: /);
});

test('without strict it is left to the provider', async () => {
  const { record, response } = await sent({ strict: false }, JSON.stringify({ ...jane, extra: 1 }));
  expect([response.status, record?.violations]).toEqual([201, undefined]);
});

test.each([
  ['{', 'application/json', 'the body is not JSON'],
  ['{}', 'text/plain', "content-type is 'text/plain', not application/json"],
  ['', 'application/json', 'body: a JSON body is required'],
])('the body %j as %s is refused', async (body, type, violation) => {
  const { record, response } = await sent({}, body, LEADS, type);
  expect([response.status, record?.violations]).toEqual([400, [violation]]);
});

test('an operation without a query takes none', async () => {
  const { record, response } = await sent({}, JSON.stringify(jane), `${LEADS}?dry_run=true`);
  expect([response.status, record?.violations]).toEqual([400, ['query: this operation takes no query']]);
});

test('beyond the limit a record is lean, and still there', async () => {
  const simulators = createSimulators({ recordLimit: 1 });
  for (let count = 0; count < 2; count += 1) {
    const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };
    await simulators.fetch(LEADS, { method: 'POST', headers, body: JSON.stringify(jane) });
  }
  expect(simulators.requests).toMatchObject([
    { body: jane, status: 201 },
    { body: undefined, headers: {}, status: 200 },
  ]);
});

test.each([true, false])('no body brings a handler down, strict or not (%s)', async (strict) => {
  const simulators = createSimulators({ strict, telecrm: { asyncDelayMs: 0 }, now: 0 });
  const statuses = new Set<number>();
  for (const base of [
    'https://api.topcalls.ai',
    'https://next.telecrm.in/autoupdate/v2/enterprise/e',
    'https://app.autocalls.ai/api',
  ]) {
    for (const path of [
      '/v1/leads',
      '/v1/leads/bulk',
      '/v1/calls',
      '/lead',
      '/lead/search',
      '/lead/1',
      '/team-members',
      '/user/lead',
    ]) {
      for (const body of [
        'null',
        '[]',
        '"x"',
        '{"fields":null}',
        '{"fields":"x","actions":"y"}',
        '{"fields":{"phone":"919999999999"},"actions":"y"}',
      ]) {
        const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };
        statuses.add((await simulators.fetch(`${base}${path}`, { method: 'POST', headers, body })).status);
      }
    }
  }
  expect([...statuses].filter((status) => status >= 500)).toEqual([]);
});
