import { LeadwireError } from '@leadwire/core';
import { fakeClock } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createRetryPolicy } from './retry-policy.ts';

const failure = (kind: LeadwireError['kind'], fields: ConstructorParameters<typeof LeadwireError>[2] = {}) =>
  new LeadwireError(kind, kind, { retryable: true, ...fields });

const waitsOf = (error: LeadwireError, options = {}) => {
  const retries = createRetryPolicy(fakeClock({ random: 0.999 }), { deadlineMs: 300_000, ...options })();
  const waits: number[] = [];
  for (
    let next = retries.nextWaitMs(error);
    next !== undefined && waits.length < 1_000;
    next = retries.nextWaitMs(error)
  )
    waits.push(next);
  return waits;
};

test('waits longer each time, under the cap, and not more often than asked', () => {
  expect(waitsOf(failure('provider-failure'))).toEqual([999, 1_998]);
  expect(waitsOf(failure('network'), { maxAttempts: 6, baseMs: 100, capMs: 300 })).toEqual([99, 199, 299, 299, 299]);
});

test('waits exactly as long as the provider says', () => {
  expect(waitsOf(failure('provider-failure', { retryAfterMs: 7_000 }))).toEqual([7_000, 7_000]);
});

test('a 429 counts as no attempt, but all waits together end at the deadline', () => {
  expect(waitsOf(failure('rate-limited', { retryAfterMs: 60_000 }))).toEqual(Array(5).fill(60_000));
  expect(waitsOf(failure('rate-limited', { retryAfterMs: 600_000 }))).toEqual([]);
});

test('a hint of 0 that was obeyed and failed again falls back to backoff', () => {
  expect(waitsOf(failure('rate-limited', { retryAfterMs: 0 }), { deadlineMs: 20_000 })).toEqual([
    0, 1_998, 3_996, 7_992,
  ]);
  const retries = createRetryPolicy(fakeClock({ random: 0.999 }), { deadlineMs: 300_000 })();
  const hints = [0, 5_000, 0].map((retryAfterMs) => failure('rate-limited', { retryAfterMs }));
  expect(hints.map((error) => retries.nextWaitMs(error))).toEqual([0, 5_000, 3_996]);
});

test('the time that a silent ledger took counts against the deadline, as waits do', () => {
  const retries = createRetryPolicy(fakeClock({ random: 0 }), { deadlineMs: 65_000 })();
  const silent = failure('ledger-unavailable');
  expect([31_000, 31_000, 31_000].map((spentMs) => retries.nextWaitMs(silent, spentMs))).toEqual([0, 0, undefined]);
});

test('a final error is not tried again; an unknown effect is looked up', () => {
  expect(waitsOf(failure('unexpected-redirect', { retryable: false }))).toEqual([]);
  expect(waitsOf(failure('timeout', { retryable: false, effect: 'unknown' })).length).toBe(2);
});
