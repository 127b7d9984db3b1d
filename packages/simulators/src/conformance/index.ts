import { describe, test } from 'vitest';
import { holdTo, type MakeTarget } from './hold-to.ts';
import { leadTargetPromises } from './promises.ts';

export type { BrokenTarget } from './broken/spoil.ts';
export { brokenTargets } from './broken-targets.ts';
export type { MakeTarget, TargetPlace } from './hold-to.ts';
export type { KitFailure, KitLead, KitOutcome, KitResult, KitSendOptions, KitTarget } from './lead-target.ts';
export type { LeadTargetPromise } from './promise.ts';
export { leadTargetPromises } from './promises.ts';

/**
 * The promises of a lead target as a Vitest suite, over the stand-ins and real sockets.
 * @example
 * describeLeadTarget(({ urls, timeoutMs }) =>
 *   createTopcalls({ apiKey: 'test', baseUrl: urls.topcalls, timeoutMs, limits: false, retry: { baseMs: 1 } }).target({ listId }))
 */
export function describeLeadTarget(makeTarget: MakeTarget, name = 'lead target'): void {
  describe(name, () => {
    for (const promise of leadTargetPromises) {
      test(`${promise.name} (semantics ${promise.section})`, () => holdTo(promise, makeTarget));
    }
  });
}

/**
 * The promises that a target breaks, by name.
 * @example expect(await brokenPromises(makeTarget)).toEqual([])
 */
export async function brokenPromises(makeTarget: MakeTarget): Promise<string[]> {
  const held = await Promise.allSettled(leadTargetPromises.map((promise) => holdTo(promise, makeTarget)));
  return leadTargetPromises.filter((_, index) => held[index]?.status === 'rejected').map(({ name }) => name);
}
