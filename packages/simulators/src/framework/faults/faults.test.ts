import { setupServer } from 'msw/node';
import { afterEach, expect, test } from 'vitest';
import { createSimulators } from '../../create-simulators.ts';
import type { FaultRule, Simulators, SimulatorsOptions } from '../../simulators.ts';
import type { FaultName } from './rule.ts';

type Send = (init?: RequestInit) => Promise<Response>;

const LIST = 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42';
const ended: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const create =
  (fetch: typeof globalThis.fetch, base: string): Send =>
  (init) =>
    fetch(`${base}/v1/leads`, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: 'Bearer tc_live_1', 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Jane Doe', phone_number: '+14155552671', list_id: LIST }),
      ...init,
    });

/** Three ways to the same simulators. */
const ways: Record<string, (simulators: Simulators) => Promise<Send> | Send> = {
  async 'a real socket'(simulators) {
    const server = await simulators.listen();
    ended.push(() => simulators.close());
    return create(globalThis.fetch, server.urls.topcalls);
  },
  MSW(simulators) {
    const server = setupServer(...simulators.handlers);
    server.listen({ onUnhandledFrame: 'error' });
    ended.push(() => server.close());
    return create(globalThis.fetch, 'https://api.topcalls.ai');
  },
  'its own fetch': (simulators) => create(simulators.fetch, 'https://api.topcalls.ai'),
};

async function broken(way: string, rule: FaultRule, options: SimulatorsOptions = {}) {
  const simulators = createSimulators({
    faults: [{ times: 1, ...rule }],
    now: Date.UTC(2026, 0, 15, 9, 30),
    ...options,
  });
  const send = (await ways[way]?.(simulators)) as Send;
  return { simulators, send };
}

const everyWay = Object.keys(ways);

/** A stall is cut short by the caller, as a timeout would. */
const impatient = () => AbortSignal.timeout(200);

for (const way of everyWay) {
  test.each([
    ['429', '7', undefined],
    ['429-date', 'Thu, 15 Jan 2026 09:30:07 GMT', undefined],
    ['429-body', null, 7],
  ] as const)(`over ${way}, %s tells when to retry`, async (fault, header, inBody) => {
    const { simulators, send } = await broken(way, { fault, retryAfterSeconds: 7 });
    const response = await send();
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, header]);
    const body = (await response.json()) as { title: string; retry_after?: number };
    expect([body.title, body.retry_after]).toEqual(['Too many requests', inBody]);
    expect(simulators.effects).toEqual([]);
  });

  test.each([
    ['500', 500, 'application/problem+json', /^\{"title":"Internal server error","status":500\}$/],
    ['503', 503, 'application/problem+json', /Service unavailable/],
    ['html-502', 502, 'text/html; charset=utf-8', /<h1>502 Bad Gateway/],
    ['html-200', 200, 'text/html; charset=utf-8', /<h1>Welcome/],
    ['no-id', 200, 'application/json', /^\{"status":"ok"\}$/],
    ['empty-500', 500, null, /^$/],
  ] as const)(`over ${way}, %s responds with status %i`, async (fault, status, type, text) => {
    const { send } = await broken(way, { fault });
    const response = await send();
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect(await response.text()).toMatch(text);
    expect((await send()).ok).toBe(true);
  });

  test.each([
    ['cut-before', 0],
    ['cut-after-commit', 1],
  ] as const)(`over ${way}, %s breaks the connection with %i leads made`, async (fault, made) => {
    const { simulators, send } = await broken(way, { fault });
    await expect(send()).rejects.toThrow(TypeError);
    expect(simulators.topcalls.leads).toHaveLength(made);
    expect(simulators.requests[0]).toMatchObject({ fault, status: undefined });
    const again = (await (await send()).json()) as { existed: boolean };
    expect(again.existed).toBe(made === 1);
  });

  test(`over ${way}, truncated ends in the middle of the body`, async () => {
    const { simulators, send } = await broken(way, { fault: 'truncated' });
    const response = await send();
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow();
    expect(simulators.topcalls.leads).toHaveLength(1);
  });

  test(`over ${way}, stall-headers never responds`, async () => {
    const { simulators, send } = await broken(way, { fault: 'stall-headers' });
    await expect(send({ signal: impatient() })).rejects.toThrow(/timeout|aborted/i);
    expect(simulators.topcalls.leads).toHaveLength(1);
  });

  test(`over ${way}, stall-body sends the status and half of the body`, async () => {
    const { simulators, send } = await broken(way, { fault: 'stall-body' });
    const response = await send({ signal: impatient() });
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow(/timeout|aborted/i);
    expect(simulators.topcalls.leads).toHaveLength(1);
  });

  test(`over ${way}, redirect points back at the request, or elsewhere`, async () => {
    const { simulators, send } = await broken(way, { fault: 'redirect' });
    const response = await send();
    expect([response.status, simulators.effects]).toEqual([302, []]);
    expect(new URL(response.headers.get('location') ?? '', 'https://x.example').pathname).toMatch(/\/v1\/leads$/);
    simulators.fail({ fault: 'redirect', status: 308, location: 'https://elsewhere.example/' });
    const second = await send();
    expect([second.status, second.headers.get('location')]).toEqual([308, 'https://elsewhere.example/']);
  });

  test(`over ${way}, slow responds late`, async () => {
    const { send } = await broken(way, { fault: 'slow', delayMs: 60 });
    const start = performance.now();
    expect((await send()).status).toBe(201);
    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });
}

test.each(['500', '503', 'html-502', 'empty-500'] satisfies FaultName[])('%s may take effect first', async (fault) => {
  const { simulators, send } = await broken('its own fetch', { fault, commit: true });
  expect((await send()).status).toBeGreaterThanOrEqual(500);
  expect(simulators.topcalls.leads).toHaveLength(1);
});

test('over a real socket a cut is a reset', async () => {
  const { send } = await broken('a real socket', { fault: 'cut-before' });
  await expect(send()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
});

test('a script breaks one request after the other', async () => {
  const simulators = createSimulators();
  simulators.script('topcalls', 'leads.create', '429 then 503 then cut-after-commit');
  const send = create(simulators.fetch, 'https://api.topcalls.ai');
  expect((await send()).status).toBe(429);
  expect((await send()).status).toBe(503);
  await expect(send()).rejects.toThrow('fetch failed');
  expect((await send()).status).toBe(200);
  expect(simulators.requests.map(({ fault }) => fault)).toEqual(['429', '503', 'cut-after-commit', undefined]);
  expect(simulators.effects).toMatchObject([{ request: 2, kind: 'created' }]);
});

test('the same seed breaks the same requests', async () => {
  const faultsOf = async (seed: number) => {
    const simulators = createSimulators({ seed, faultRate: 0.3, now: 0 });
    const send = create(simulators.fetch, 'https://api.topcalls.ai');
    for (let count = 0; count < 30; count += 1) await send().catch(() => undefined);
    return simulators.requests.map(({ fault }) => fault);
  };
  expect(await faultsOf(7)).toEqual(await faultsOf(7));
  expect(await faultsOf(7)).not.toEqual(await faultsOf(8));
});
