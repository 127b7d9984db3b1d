import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createScheduler } from './clock.ts';

test('a manual clock stands still until it is advanced, and work runs when it is due, in order', async () => {
  const clock = createScheduler({ now: 1_000 });
  const ran: [string, number][] = [];
  const note = (name: string) => () => void ran.push([name, clock.now()]);
  clock.at(3_000, note('late'));
  clock.at(2_000, note('first'));
  clock.at(2_000, note('second'));
  clock.at(2_000, () => clock.at(2_500, note('put off by another')));
  clock.runDue();
  expect([clock.now(), ran]).toEqual([1_000, []]);
  await clock.advance(2_000);
  expect(ran).toEqual([
    ['first', 2_000],
    ['second', 2_000],
    ['put off by another', 2_500],
    ['late', 3_000],
  ]);
  expect(clock.now()).toBe(3_000);
});

test('state has changed before advance returns', () => {
  const clock = createScheduler({ now: 0 });
  let isDone = false;
  clock.at(10, () => {
    isDone = true;
  });
  void clock.advance(10);
  expect(isDone).toBe(true);
});

test('advance resolves when the work that it started has ended, with the work that this scheduled', async () => {
  const clock = createScheduler({ now: 0 });
  const ran: string[] = [];
  clock.at(10, () => clock.wait(Promise.resolve().then(() => clock.at(20, () => ran.push('again')))));
  await clock.advance(60);
  expect(ran).toEqual(['again']);
});

test('time does not go back', async () => {
  const clock = createScheduler({ now: 0 });
  await expect(clock.advance(-1)).rejects.toThrow('cannot go back');
});

test('ten thousand jobs run in the order in which they are due', async () => {
  const clock = createScheduler({ now: 0 });
  const ran: number[] = [];
  for (let index = 0; index < 10_000; index += 1) {
    const at = (index * 7_919) % 10_007;
    clock.at(at, () => ran.push(at));
  }
  await clock.advance(20_000);
  expect(ran).toEqual(ran.toSorted((a, b) => a - b));
  expect(ran).toHaveLength(10_000);
});

test('reset forgets work and starts the time again', async () => {
  const clock = createScheduler({ now: new Date('2026-01-15T09:30:00Z') });
  const start = clock.now();
  const work = vi.fn();
  await clock.advance(5);
  clock.at(start + 10, work);
  clock.reset();
  expect(clock.now()).toBe(start);
  await clock.advance(100);
  expect(work).not.toHaveBeenCalled();
});

test('a clock of the caller is followed', async () => {
  let time = 100;
  const clock = createScheduler({ clock: { now: () => time } });
  const work = vi.fn();
  clock.at(150, work);
  time = 150;
  clock.runDue();
  expect(work).toHaveBeenCalledOnce();
  await clock.advance(50);
  expect(clock.now()).toBe(200);
});

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

test('a real clock runs work by itself, and sooner when it is advanced', async () => {
  const clock = createScheduler();
  const work = vi.fn();
  clock.at(1_000, work);
  clock.at(5_000, work);
  vi.advanceTimersByTime(999);
  expect(work).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledTimes(1);
  await clock.advance(4_000);
  expect(work).toHaveBeenCalledTimes(2);
  expect(clock.now()).toBe(5_000);
  clock.at(6_000, work);
  clock.close();
  vi.advanceTimersByTime(10_000);
  expect(work).toHaveBeenCalledTimes(2);
});
