import { Server } from 'node:net';
import { setupServer } from 'msw/node';
import { afterEach, expect, test, vi } from 'vitest';
import { createSimulators } from './create-simulators.ts';
import type { Simulators, SimulatorsOptions } from './simulators.ts';

const LIST = 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42';
const jane = { name: 'Jane Doe', phone_number: '+14155552671', list_id: LIST };
const ended: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

function made(options: SimulatorsOptions = {}): Simulators {
  const simulators = createSimulators(options);
  ended.push(simulators.close);
  return simulators;
}

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { authorization: 'Bearer my-token', 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** One create at each of the five addresses. */
const creates = (urls: Record<'topcalls' | 'autocalls' | 'telecrm' | 'telecrmAsync' | 'pulsecrm', string>) =>
  [
    [`${urls.topcalls}/v1/leads`, post(jane), 201],
    [
      `${urls.autocalls}/user/lead`,
      post({ phone_number: '+14155552671', campaign_id: 1, allow_dupplicate: false }),
      200,
    ],
    [`${urls.telecrm}/enterprise/e/lead`, post({ fields: { phone: '919999999999' } }), 201],
    [
      `${urls.telecrmAsync}/enterprise/e/autoupdatelead`,
      post({ fields: { phone: '919999999998' } }, { authorization: 'Bearer my-async-token' }),
      200,
    ],
    [
      `${urls.pulsecrm}/leads?skipTeamAndSourceRequirement=true`,
      post({ firstName: 'Jane', lastName: 'Doe' }, { 'x-account-id': '2311' }),
      201,
    ],
  ] as const;

const REAL = {
  topcalls: 'https://api.topcalls.ai',
  autocalls: 'https://app.autocalls.ai/api',
  telecrm: 'https://next.telecrm.in/autoupdate/v2',
  telecrmAsync: 'https://next-api.telecrm.in',
  pulsecrm: 'https://api.pulsecrm.com',
};

const KINDS = ['topcalls', 'autocalls', 'telecrm', 'telecrm', 'pulsecrm'];

test('one server serves every provider under its path', async () => {
  const simulators = made();
  const { urls, origin, port } = await simulators.listen(0);
  expect(origin).toBe(`http://127.0.0.1:${port}`);
  expect(urls).toMatchObject({
    topcalls: `${origin}/topcalls`,
    autocalls: `${origin}/autocalls/api`,
    telecrm: `${origin}/telecrm/autoupdate/v2`,
    telecrmAsync: `${origin}/telecrm`,
    pulsecrm: `${origin}/pulsecrm`,
  });
  for (const [url, init, status] of creates(urls)) expect((await fetch(url, init)).status).toBe(status);
  expect(simulators.requests.map(({ provider }) => provider)).toEqual(KINDS);
});

test('a connection that the server could not accept does not end the process', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  ended.push(() => listen.mockRestore());
  await made().listen();
  // Twice: a listener for the start of the server would hear the first.
  for (const error of [new Error('accept ENOBUFS'), new Error('accept EMFILE')])
    expect((listen.mock.contexts[0] as Server).emit('error', error)).toBe(true);
});

test('MSW handlers respond at the real addresses only', async () => {
  const simulators = made();
  const msw = setupServer(...simulators.handlers);
  const others: unknown[] = [];
  msw.listen({ onUnhandledFrame: ({ frame }) => void others.push(frame) });
  ended.push(() => msw.close());
  for (const [url, init, status] of creates(REAL)) expect((await fetch(url, init)).status).toBe(status);
  expect(simulators.requests.map(({ provider }) => provider)).toEqual(KINDS);
  const { origin } = await simulators.listen();
  expect((await fetch(`${origin}/elsewhere`)).status).toBe(404);
  expect(others).toHaveLength(1);
});

test.each([
  ['https://app.autocalls.ai/user/lead', 'POST /api/user/lead (leads.create)'],
  ['https://next.telecrm.in/enterprise/e/lead', 'POST /autoupdate/v2/enterprise/{enterpriseId}/lead (leads.create)'],
])(
  '%s is outside the base URL: it gets a 404 that names the route, and is never sent to the vendor',
  async (url, nearest) => {
    const simulators = made();
    const msw = setupServer(...simulators.handlers);
    msw.listen({ onUnhandledFrame: 'error' });
    ended.push(() => msw.close());
    for (const send of [fetch, simulators.fetch]) {
      const response = await send(url, post(jane));
      expect([response.status, response.headers.get('x-leadwire-simulator')]).toEqual([
        404,
        expect.stringContaining(nearest),
      ]);
    }
    expect(simulators.requests).toMatchObject([
      { operationId: undefined, status: 404 },
      { operationId: undefined, status: 404 },
    ]);
  },
);

test('simulators.fetch responds at the real addresses only', async () => {
  const simulators = made();
  for (const [url, init, status] of creates(REAL)) expect((await simulators.fetch(url, init)).status).toBe(status);
  await expect(simulators.fetch('https://example.com/')).rejects.toThrow(
    'No simulator responds at https://example.com',
  );
});

test('effects list in order what was made, and by which request', async () => {
  const simulators = made({ now: 0 });
  for (const [url, init] of creates(REAL)) await simulators.fetch(url, init);
  await simulators.clock.advance(1_000);
  const inOrder = simulators.effects.map(({ provider, resource, kind, request, at }) => [
    provider,
    resource,
    kind,
    request,
    at,
  ]);
  expect(inOrder).toEqual([
    ['topcalls', 'lead', 'created', 0, 0],
    ['autocalls', 'lead', 'created', 1, 0],
    ['telecrm', 'lead', 'created', 2, 0],
    ['pulsecrm', 'lead', 'created', 4, 0],
    ['telecrm', 'lead', 'created', 3, 1_000],
  ]);
});

test('an unknown request gets a 404 that names the nearest route', async () => {
  const simulators = made();
  const { urls, origin } = await simulators.listen();
  const response = await fetch(`${urls.topcalls}/v1/lead`, post(jane));
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('the nearest is POST /v1/leads (leads.create)');
  expect(response.headers.get('x-leadwire-simulator')).toContain('has no POST /v1/lead');
  expect(simulators.requests).toMatchObject([{ operationId: undefined, status: 404, path: '/v1/lead' }]);
  const astray = await fetch(`${origin}/autocalls/user/lead`, post(jane));
  expect(astray.headers.get('x-leadwire-simulator')).toContain('POST /api/user/lead (leads.create)');
  const elsewhere = await fetch(`${origin}/topcall/v1/leads`);
  expect([elsewhere.status, await elsewhere.text()]).toEqual([404, expect.stringContaining('/telecrm/autoupdate/v2')]);
});

test('after a reset the same requests get the same responses', async () => {
  const simulators = made({ seed: 7, now: 0, faults: 'pulsecrm: 503' });
  const { urls } = await simulators.listen();
  const run = async () => {
    const responses: unknown[] = [];
    for (const [url, init] of creates(urls)) responses.push(await (await fetch(url, init)).json());
    return responses;
  };
  const first = await run();
  simulators.fail({ fault: '500' });
  await simulators.clock.advance(60_000);
  simulators.reset();
  expect([simulators.requests, simulators.effects, simulators.topcalls.leads.length]).toEqual([[], [], 0]);
  expect(simulators.clock.now()).toBe(0);
  expect(await run()).toEqual(first);
  const other = made({ seed: 8, now: 0 });
  expect(await (await other.fetch(`${REAL.topcalls}/v1/leads`, post(jane))).json()).not.toEqual(first[0]);
});

test('requests to one provider do not change the ids of another', async () => {
  const leadId = async (before: string[]) => {
    const simulators = made({ seed: 7 });
    for (const phone of before) {
      await simulators.fetch(`${REAL.telecrm}/enterprise/e/lead`, post({ fields: { phone } }));
    }
    const response = await simulators.fetch(`${REAL.topcalls}/v1/leads`, post(jane));
    return ((await response.json()) as { id: string }).id;
  };
  expect(await leadId(['919999999999', '919999999998'])).toBe(await leadId([]));
});

test('responses are delayed by latencyMs', async () => {
  const simulators = made({ latencyMs: [30, 40] });
  const start = performance.now();
  await simulators.fetch(`${REAL.topcalls}/v1/leads`, post(jane));
  expect(performance.now() - start).toBeGreaterThanOrEqual(29);
});

test('a closed server ends its connections, stalled ones too', async () => {
  const simulators = made({ faults: [{ fault: 'stall-headers' }] });
  const { urls, close } = await simulators.listen();
  const stalled = fetch(`${urls.topcalls}/v1/leads`, post(jane));
  const ending = expect(stalled).rejects.toThrow();
  await vi.waitFor(() => expect(simulators.requests).toHaveLength(1), 100_000);
  await close();
  await ending;
});

test('listening on a port in use rejects', async () => {
  const simulators = made();
  const { port } = await simulators.listen();
  await expect(made().listen(port)).rejects.toThrow('EADDRINUSE');
});

test('tokens are refused by a list or by a function', async () => {
  let isRevoked = false;
  const send = async (bad: readonly string[] | ((token: string) => boolean)) =>
    (await made({ tokens: { bad } }).fetch(`${REAL.topcalls}/v1/leads`, post(jane))).status;
  expect([await send(['my-token']), await send(['another'])]).toEqual([401, 201]);
  expect(await send(() => isRevoked)).toBe(201);
  isRevoked = true;
  expect(await send(() => isRevoked)).toBe(401);
});

test('one seed gives the same faults and ids in the same order, one at a time or fifty at once', async () => {
  const run = async (atOnce: number) => {
    const simulators = made({ seed: 7, faultRate: 0.3 });
    const { urls } = await simulators.listen(0);
    let next = 0;
    const worker = async () => {
      while (next < 200) {
        const row = ++next;
        // What is asked between the creates, and of whom, differs from run to run.
        if (atOnce > 1) await fetch(`${urls.pulsecrm}/leads`, { headers: { authorization: 'Bearer t' } }).catch(String);
        await fetch(`${urls.topcalls}/v1/leads`, post({ ...jane, phone_number: `+1415${5_550_000 + row}` })).catch(
          String,
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const creates = simulators.requests.filter(({ operationId }) => operationId === 'leads.create');
    return [creates.map(({ fault }) => fault), simulators.topcalls.leads.all().map(({ id }) => id)];
  };
  const [faults, ids] = await run(1);
  expect(new Set(faults).size).toBeGreaterThan(5);
  expect(await run(50)).toEqual([faults, ids]);
});
