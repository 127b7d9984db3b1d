import { expect, test } from 'vitest';
import { createSimulators } from '../create-simulators.ts';
import type { SimulatorsOptions } from '../simulators.ts';
import { maskHeaders } from './record.ts';

const LEADS = 'https://api.topcalls.ai/v1/leads';
const jane = { name: 'Jane', phone_number: '+14155552671', list_id: 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42' };

async function sent(options: SimulatorsOptions, body: string, url = LEADS, type = 'application/json') {
  const simulators = createSimulators({ now: 1_000, ...options });
  const headers = { authorization: 'Bearer tc_live_secret', 'content-type': type };
  const response = await simulators.fetch(url, { method: 'POST', headers, body });
  return { simulators, response, record: simulators.requests[0] };
}

test('a request is recorded as it was sent, with masked credentials', async () => {
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

test('a query parameter named like a property of every object is recorded', async () => {
  const simulators = createSimulators();
  const headers = { authorization: 'Bearer t', 'x-account-id': '2311' };
  await simulators.fetch('https://api.pulsecrm.com/leads?constructor=a&toString=b', { headers });
  expect(simulators.requests[0]).toMatchObject({ query: { constructor: 'a', toString: 'b' }, status: 200 });
});

test('a body that differs from the spec is refused, and the record says how', async () => {
  const { record, response, simulators } = await sent({}, JSON.stringify({ ...jane, list_id: 'x', extra: 1 }));
  expect([response.status, record?.violations?.length, simulators.effects]).toEqual([400, 2, []]);
  expect(record?.violations?.[0]).toMatch(/^body\.list_id: /);
});

test('without strict, a body that differs from the spec is left to the provider', async () => {
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

test('a query is refused where the operation has none', async () => {
  const { record, response } = await sent({}, JSON.stringify(jane), `${LEADS}?dry_run=true`);
  expect([response.status, record?.violations]).toEqual([400, ['query: this operation takes no query']]);
});

/** So many creates of one lead, each for another list: the first makes it, the others attach it. */
async function attached(options: SimulatorsOptions, count: number) {
  const simulators = createSimulators({ now: 0, ...options });
  for (let each = 0; each < count; each += 1) {
    const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };
    const body = JSON.stringify({ ...jane, list_id: `d2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a4${each}` });
    await simulators.fetch(LEADS, { method: 'POST', headers, body });
  }
  return simulators;
}

test('the newest requests keep headers and body; older ones are recorded without them', async () => {
  const { requests } = await attached({ recordLimit: 1 }, 2);
  expect(requests).toMatchObject([
    { body: undefined, headers: {}, operationId: 'leads.create', status: 201 },
    { body: { name: 'Jane' }, headers: { authorization: 'Bearer ***' }, status: 200 },
  ]);
  expect((await attached({ recordLimit: 0 }, 1)).requests).toMatchObject([{ body: undefined, headers: {} }]);
});

test('the record forgets the oldest requests and counts all', async () => {
  const simulators = await attached({ historyLimit: 3 }, 9);
  expect(simulators.counts).toEqual({ requests: 9, effects: 9, webhooks: 0 });
  const { requests, effects } = simulators;
  expect(requests.length).toBeLessThanOrEqual(4);
  // An effect names its request by number, whatever is forgotten.
  expect(effects.map(({ request }) => request)).toEqual([5, 6, 7, 8].slice(-effects.length));
  simulators.reset();
  expect([simulators.counts.requests, simulators.requests, simulators.effects]).toEqual([0, [], []]);
});

test.each([true, false])('no body makes a handler throw, strict or not (%s)', async (strict) => {
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

test('a form is refused where the operation takes JSON only', async () => {
  const simulators = createSimulators();
  const headers = { authorization: 'Bearer t' };
  const response = await simulators.fetch(LEADS, { method: 'POST', headers, body: new FormData() });
  expect([response.status, simulators.effects]).toEqual([400, []]);
});
