import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const row = (seed: number) => {
  const random = createRandom(seed);
  return [random.next(), random.int(100), random.uuid(), random.hex(7)];
};

test('the same seed gives the same sequence, another seed another', () => {
  expect(row(7)).toEqual(row(7));
  expect(row(7)).not.toEqual(row(8));
});

test('a fork has a separate sequence and does not advance the first', () => {
  const random = createRandom(7);
  const fork = random.fork('leads');
  expect([fork.uuid(), random.uuid()]).toEqual([createRandom(7).fork('leads').uuid(), createRandom(7).uuid()]);
  expect(fork.uuid()).not.toBe(createRandom(7).fork('calls').uuid());
});

test('reset starts the sequence again', () => {
  const random = createRandom(7);
  const first = random.uuid();
  random.reset();
  expect(random.uuid()).toBe(first);
});

test('a hundred thousand ids are uuids of version 4, no two alike', () => {
  const random = createRandom(1);
  const ids = Array.from({ length: 100_000 }, () => random.uuid());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual(
    [],
  );
});
