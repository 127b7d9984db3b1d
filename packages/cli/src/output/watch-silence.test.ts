import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSilence } from './progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a minute without a row is told once, and again after rows have come in between', () => {
  let rows = 0;
  const said: string[] = [];
  const watch = watchSilence(
    () => rows,
    (text) => said.push(text),
  );
  vi.advanceTimersByTime(59_000);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(200_000);
  expect(said).toEqual([expect.stringContaining('No rows finished in the last minute')]);
  rows = 5;
  vi.advanceTimersByTime(60_000);
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(said).toHaveLength(2);
  watch.stop();
  vi.advanceTimersByTime(600_000);
  expect(said).toHaveLength(2);
});
