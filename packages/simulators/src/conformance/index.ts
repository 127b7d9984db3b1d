import { describe, test } from 'vitest';
import { holdTo, type MakeTarget } from './hold-to.ts';
import type { LeadTargetPromise } from './promise.ts';
import { bulkPromises } from './promises/bulk.ts';
import { crashPromises } from './promises/crashes.ts';
import { failurePromises } from './promises/failures.ts';
import { outcomePromises } from './promises/outcomes.ts';
import { peoplePromises } from './promises/people.ts';

export type { MakeTarget, TargetPlace } from './hold-to.ts';
export type { KitFailure, KitLead, KitOutcome, KitResult, KitSendOptions, KitTarget } from './kit-target.ts';
export type { LeadTargetPromise } from './promise.ts';

export const leadTargetPromises: readonly LeadTargetPromise[] = [
  ...outcomePromises,
  ...failurePromises,
  ...crashPromises,
  ...bulkPromises,
  ...peoplePromises,
];

/**
 * The promises of a lead target as a Vitest suite, over the simulators and real sockets.
 * @example
 * describeLeadTarget(({ urls, timeoutMs }) =>
 *   createTopcalls({ apiKey: 'test', baseUrl: urls.topcalls, timeoutMs, limits: false, retry: { baseMs: 1 } }).target({ listId }))
 */
export function describeLeadTarget(makeTarget: MakeTarget, name = 'lead target'): void {
  describe(name, () => {
    for (const promise of leadTargetPromises) {
      test(promise.name, () => holdTo(promise, makeTarget));
    }
  });
}

/**
 * The promises that a target breaks, by name.
 * @param promises - those to try. @default all of them
 * @example expect(await brokenPromises(makeTarget)).toEqual([])
 */
export async function brokenPromises(
  makeTarget: MakeTarget,
  promises: readonly LeadTargetPromise[] = leadTargetPromises,
): Promise<string[]> {
  const held = await Promise.allSettled(promises.map((promise) => holdTo(promise, makeTarget)));
  return promises.filter((_, index) => held[index]?.status === 'rejected').map(({ name }) => name);
}
