import { describe, test } from 'vitest';
import { leadTargetPromises } from './promises.ts';
import { type MakeTarget, withWorld } from './world.ts';

export { type BrokenTarget, brokenTargets } from './broken-targets.ts';
export type { KitFailure, KitLead, KitOutcome, KitResult, KitSendOptions, KitTarget } from './lead-target.ts';
export { type LeadTargetPromise, leadTargetPromises } from './promises.ts';
export type { MakeTarget, TargetPlace } from './world.ts';

/**
 * The promises of a lead target as a Vitest suite, over the stand-ins and real sockets.
 * @example
 * describeLeadTarget(({ urls, timeoutMs }) =>
 *   createTopcalls({ apiKey: 'test', baseUrl: urls.topcalls, timeoutMs, limits: false, retry: { baseMs: 1 } }).target({ listId }))
 */
export function describeLeadTarget(makeTarget: MakeTarget, name = 'lead target'): void {
  describe(name, () => {
    for (const promise of leadTargetPromises) {
      test(`${promise.name} (semantics ${promise.section})`, () =>
        withWorld(makeTarget, (world) => promise.keep(world)));
    }
  });
}

/**
 * The promises that a target breaks, by name.
 * @example expect(await brokenPromises(makeTarget)).toEqual([])
 */
export async function brokenPromises(makeTarget: MakeTarget): Promise<string[]> {
  const broken: string[] = [];
  for (const promise of leadTargetPromises) {
    await withWorld(makeTarget, (world) => promise.keep(world)).catch(() => broken.push(promise.name));
  }
  return broken;
}
