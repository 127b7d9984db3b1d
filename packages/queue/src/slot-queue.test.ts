import { expect, test } from 'vitest';
import type { RequestOrigin } from './request-origin.ts';
import { createSlotQueue, type SlotAnswer } from './slot-queue.ts';

const LATER = { isGranted: false, waitMs: 10 } as const;
const NOW = { isGranted: true } as const;
const single: RequestOrigin = { isUrgent: true, importId: undefined };
const importOf = (importId: string): RequestOrigin => ({ isUrgent: false, importId });

/** A queue over a database by hand, in a time that only sleeps and responses move. */
function setUp(answer: (question: number) => SlotAnswer | Error, answerMs = (_: number): number => 0) {
  let now = 0;
  let questions = 0;
  const urgency: boolean[] = [];
  const lives: number[] = [];
  const acquire = createSlotQueue({
    slotLifeMs: 30,
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
    async take(isUrgent, lifeMs) {
      urgency.push(isUrgent);
      lives.push(lifeMs);
      now += answerMs(questions);
      const given = answer(questions++);
      if (given instanceof Error) throw given;
      return given;
    },
    isTransient: ({ message }: Error) => message === 'restarting',
  } as Parameters<typeof createSlotQueue>[0]);
  const order: string[] = [];
  const wait = (
    name: string,
    origin: RequestOrigin,
    { maxWaitMs = 1_000, signal = new AbortController().signal } = {},
  ) =>
    acquire({ origin, maxWaitMs, signal }).then((waitMs) => {
      order.push(name);
      return waitMs;
    });
  return { lives, order, urgency, wait, questions: () => questions };
}

test('a single lead overtakes the imports that wait already', async () => {
  const { order, wait } = setUp((question) => (question === 0 ? LATER : NOW));
  await Promise.all([wait('import', importOf('a')), wait('import', importOf('a')), wait('single', single)]);
  expect(order).toEqual(['single', 'import', 'import']);
});

test('imports of one account take turns, however many requests of each wait', async () => {
  const { order, wait } = setUp((question) => (question === 0 ? LATER : NOW));
  const large = [1, 2, 3].map(() => wait('large', importOf('large')));
  await Promise.all([...large, wait('small', importOf('small'))]);
  expect(order).toEqual(['large', 'small', 'large', 'large']);
});

test('only the first in line asks the database', async () => {
  const { questions, wait } = setUp(() => NOW);
  await Promise.all([1, 2, 3].map(() => wait('a', importOf('a'))));
  expect(questions()).toBe(3);
});

test('a slot that came late is thrown away, and another one taken', async () => {
  const { questions, wait } = setUp(
    () => NOW,
    (question) => (question === 0 ? 31 : 30),
  );
  expect(await wait('a', single)).toBe(0);
  expect(questions()).toBe(2);
});

test('a database that is far away is asked for slots that live long enough to arrive', async () => {
  const { lives, questions, wait } = setUp(
    () => NOW,
    () => 200,
  );
  for (let call = 0; call < 3; call++) expect(await wait('a', single)).toBe(0);
  expect(questions()).toBe(4);
  expect(lives.map(Math.round)).toEqual([30, 300, 270, 243]);
});

test('a caller without enough time is told how long it would take', async () => {
  const { wait } = setUp(() => ({ isGranted: false, waitMs: 60_000 }));
  expect(await wait('a', single, { maxWaitMs: 30_000 })).toBe(60_000);
});

test('a database that restarts is asked again, one that refuses ends the wait', async () => {
  const { wait } = setUp((question) => (question === 0 ? new Error('restarting') : NOW));
  expect(await wait('a', single)).toBe(0);
  await expect(setUp(() => new Error('wrong password')).wait('a', single)).rejects.toThrow('wrong password');
});
