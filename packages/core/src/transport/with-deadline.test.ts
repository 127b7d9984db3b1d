import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { fakeClock } from '../testing.ts';
import { withDeadline } from './with-deadline.ts';

const bounds = (more: { signal?: AbortSignal; ms?: number } = {}) => {
  const clock = fakeClock({ waits: 'hold' });
  return { clock, signal: more.signal, deadlineAt: clock.now() + (more.ms ?? 1_000) };
};
const never = new Promise<never>(() => undefined);

test('gives what is waited for, and leaves no timer and no listener', async () => {
  const { signal } = new AbortController();
  const call = bounds({ signal });
  expect(await withDeadline(Promise.resolve(7), call)).toEqual({ value: 7 });
  expect(call.clock.open).toBe(0);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('rejects when what is waited for does', async () => {
  const call = bounds();
  await expect(withDeadline(Promise.reject(new Error('no')), call)).rejects.toThrow('no');
  expect(call.clock.open).toBe(0);
});

describe('is ended', () => {
  test('by the deadline', async () => {
    const call = bounds({ ms: 1_000 });
    const waited = withDeadline(never, call);
    await call.clock.advance(1_000);
    expect(await waited).toMatchObject({ stopped: { failure: 'timeout', phase: 'wait', effect: 'none' } });
  });

  test.each(['before', 'meanwhile'])('by a signal that aborts %s', async (when) => {
    const stop = new AbortController();
    if (when === 'before') stop.abort('enough');
    const call = bounds({ signal: stop.signal });
    const waited = withDeadline(never, call);
    stop.abort('enough');
    expect(await waited).toMatchObject({ stopped: { failure: 'aborted', effect: 'none', cause: 'enough' } });
    expect(call.clock.open).toBe(0);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });
});

test('what fails after the wait has ended is no unhandled rejection', async () => {
  let fail: (reason: Error) => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const call = bounds({ ms: 10 });
  const waited = withDeadline(late, call);
  await call.clock.advance(10);
  expect(await waited).toHaveProperty('stopped');
  fail(new Error('too late'));
  await call.clock.advance(0);
});
