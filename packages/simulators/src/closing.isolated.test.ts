import { request as send } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { createSimulators } from './create-simulators.ts';
import type { FaultName } from './framework/faults/rule.ts';

afterEach(() => void vi.useRealTimers());

const HOUR_MS = 3_600_000;
const LEADS = 'https://api.topcalls.ai/v1/leads';
const authorization = 'Bearer t';

/** Until what has been asked for has come about, without a clock. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

test.each(['slow', 'stall-headers'] satisfies FaultName[])(
  'close ends what its own fetch still holds back: %s',
  async (fault) => {
    const simulators = createSimulators({ faults: [{ fault, delayMs: HOUR_MS }] });
    const response = simulators.fetch(LEADS, { headers: { authorization } });
    const ending = expect(response).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    await until(() => simulators.requests.length > 0);
    await simulators.close();
    await ending;
  },
);

test('close ends a response body that has begun', async () => {
  const simulators = createSimulators({ faults: 'stall-body' });
  const response = await simulators.fetch(LEADS, { headers: { authorization } });
  const ending = expect(response.text()).rejects.toThrow();
  await simulators.close();
  await ending;
});

test('a closed server leaves no timer of a delayed response', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const simulators = createSimulators({ faults: [{ fault: 'slow', delayMs: HOUR_MS }] });
  const { close, urls } = await simulators.listen();
  const before = vi.getTimerCount();
  const sent = send(`${urls.topcalls}/v1/leads`, { headers: { authorization } });
  const ended = new Promise((resolve) => sent.on('error', resolve));
  sent.end();
  await until(() => vi.getTimerCount() > before);
  await close();
  await ended;
  await until(() => vi.getTimerCount() <= before);
});

test('close ends a webhook without a response', async () => {
  const signals: AbortSignal[] = [];
  const simulators = createSimulators({
    now: 0,
    webhookReceiver(request) {
      signals.push(request.signal);
      return new Promise(() => undefined);
    },
  });
  const body = { phone_number: '+14155551234', task: 'Ask how they are', webhook_url: 'https://my.example/hook' };
  const headers = { authorization, 'content-type': 'application/json' };
  await simulators.fetch('https://api.topcalls.ai/v1/calls', { method: 'POST', headers, body: JSON.stringify(body) });
  void simulators.clock.advance(120_000);
  await until(() => signals.length > 0);
  await simulators.close();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});
