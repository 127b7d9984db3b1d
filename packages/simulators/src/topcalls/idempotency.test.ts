import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const HOUR_MS = 3_600_000;
const order = { phone_number: '+14155551234', task: 'Ask how they are' };
const keyed = (key: string, body: unknown = order) => ({ body, headers: { 'idempotency-key': key } });

test('a repeated key gets the first response again and places no second call, for 24 hours', async () => {
  const { call, simulators } = await checked('topcalls');
  const first = await call('POST /v1/calls', keyed('a-key-of-mine'));
  await simulators.clock.advance(24 * HOUR_MS - 1);
  expect((await call('POST /v1/calls', keyed('a-key-of-mine'))).body).toEqual(first.body);
  expect(simulators.topcalls.calls).toHaveLength(1);
  await simulators.clock.advance(1);
  expect((await call('POST /v1/calls', keyed('a-key-of-mine'))).body).not.toEqual(first.body);
  expect(simulators.topcalls.calls).toHaveLength(2);
});

test('a repeated key with another request is refused', async () => {
  const { call, simulators } = await checked('topcalls');
  await call('POST /v1/calls', keyed('a-key-of-mine'));
  expect((await call('POST /v1/calls', keyed('a-key-of-mine', { ...order, task: 'Something else' }))).status).toBe(422);
  expect((await call('POST /v1/phone-numbers', keyed('a-key-of-mine', { number: '+14155551234' }))).status).toBe(422);
  expect(simulators.effects).toHaveLength(1);
});

test('a refused request may be corrected under its key', async () => {
  const { call } = await checked('topcalls');
  expect(
    (await call('POST /v1/calls', keyed('a-key-of-mine', { ...order, phone_number: '+99912345678' }))).status,
  ).toBe(400);
  expect((await call('POST /v1/calls', keyed('a-key-of-mine'))).status).toBe(201);
});

test('a key that is too short is refused', async () => {
  const { call } = await checked('topcalls');
  expect((await call('POST /v1/calls', keyed('short'))).status).toBe(400);
});
