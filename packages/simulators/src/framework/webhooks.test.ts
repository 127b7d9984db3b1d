import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createSimulators } from '../create-simulators.ts';

const ended: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

async function receiver() {
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    bodies.push(JSON.parse(text));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ended.push(() => server.close());
  return { bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

async function placeCall(webhook_url: string) {
  const simulators = createSimulators({ now: 0 });
  const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };
  const body = JSON.stringify({ phone_number: '+14155551234', task: 'Ask how they are', webhook_url });
  await simulators.fetch('https://api.topcalls.ai/v1/calls', { method: 'POST', headers, body });
  return simulators;
}

test('a webhook is sent over the network to its URL', async () => {
  const { bodies, url } = await receiver();
  const simulators = await placeCall(url);
  await simulators.clock.advance(120_000);
  expect(bodies).toEqual([expect.objectContaining({ phone_number: '+14155551234', call_status: 'completed' })]);
  expect(simulators.webhooks).toMatchObject([
    { provider: 'topcalls', event: 'call.completed', url, attempt: 1, status: 204 },
  ]);
});

test('a receiver that cannot be reached is tried again', async () => {
  const simulators = await placeCall('http://127.0.0.1:1/none');
  await simulators.clock.advance(60_000 * 60 * 3);
  expect(simulators.webhooks.map(({ status, attempt }) => [attempt, status])).toEqual(
    [1, 2, 3, 4, 5].map((nth) => [nth, undefined]),
  );
});

test('a reset stops further retries', async () => {
  const simulators = await placeCall('http://127.0.0.1:1/none');
  await simulators.clock.advance(120_000);
  simulators.reset();
  await simulators.clock.advance(60_000 * 60 * 3);
  expect(simulators.webhooks).toEqual([]);
});
