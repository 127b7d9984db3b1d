import { expect, test } from 'vitest';
import { LeadwireError } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { lookUntilFound } from './look-until-found.ts';

function looks(...answers: readonly Result<string | undefined>[]) {
  const clock = fakeClock();
  let count = 0;
  const look = async () => answers[Math.min(count++, answers.length - 1)] as Result<string | undefined>;
  const run = (deadlineMs = 120_000) => lookUntilFound(look, { clock, deadlineAt: clock.now() + deadlineMs });
  return { run, clock, count: () => count };
}

test('what the first look finds needs no pause', async () => {
  const { clock, run } = looks(ok('lead'));
  expect(await run()).toEqual(ok('lead'));
  expect(clock.slept).toEqual([]);
});

test('a search that lags ten seconds behind is asked until it shows the lead', async () => {
  const { clock, run } = looks(ok(undefined), ok(undefined), ok(undefined), ok('lead'));
  expect(await run()).toEqual(ok('lead'));
  expect(clock.slept).toEqual([1_000, 3_000, 8_000]);
});

test('a look that fails ends it', async () => {
  const failed = err(new LeadwireError('network', 'lost'));
  const { count, run } = looks(ok(undefined), failed);
  expect(await run()).toBe(failed);
  expect(count()).toBe(2);
});

test('no pause begins that would go beyond the deadline', async () => {
  const { clock, run } = looks(ok(undefined));
  expect(await run(3_500)).toEqual(ok(undefined));
  expect(clock.slept).toEqual([1_000]);
});
