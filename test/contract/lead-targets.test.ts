import { urlOf } from '@leadwire/simulators';
import {
  brokenPromises,
  describeLeadTarget,
  type KitTarget,
  leadTargetPromises,
  type MakeTarget,
} from '@leadwire/simulators/conformance';
import { describe, expect, test } from 'vitest';
import { DESTINATIONS, openDestination } from '../open-destination.ts';
import { brokenTargets } from './broken/index.ts';
import { FLAWS, type Flaw, plainTarget } from './plain-target.ts';

const patience = { limits: false, retry: { baseMs: 1, capMs: 4 } } as const;

/** Every way in, each over the simulators. */
const targets: Record<string, MakeTarget> = Object.fromEntries(
  [...DESTINATIONS].map(([name, destination]): [string, MakeTarget] => [
    name,
    async ({ timeoutMs, urls }) => {
      const baseUrl = urlOf(urls, name);
      const client = { ...patience, timeoutMs, baseUrl, account: 'test' };
      return (await openDestination(destination, { client })).target;
    },
  ]),
);

for (const [name, makeTarget] of Object.entries(targets)) describeLeadTarget(makeTarget, name);

const promisesNamed = (name: string) => leadTargetPromises.filter((promise) => promise.name === name);

describe('the kit notices a target that', () => {
  test.each(brokenTargets)('$name', async ({ breaks, of, spoil }) => {
    const makeTarget = targets[of];
    if (makeTarget === undefined) throw new Error(`no target ${of}`);
    const spoiled: MakeTarget = async (place) => spoil((await makeTarget(place)) as KitTarget);
    expect(await brokenPromises(spoiled, promisesNamed(breaks))).toEqual([breaks]);
  });
});

describe('a target that has nothing of leadwire in it', () => {
  test('keeps every promise when it is right', async () => {
    const broken = await brokenPromises(({ timeoutMs, urls }) => plainTarget({ url: urls.topcalls, timeoutMs }));
    expect(broken).toEqual([]);
  });

  test.each(Object.entries(FLAWS) as [Flaw, string][])('is noticed when it %s', async (flaw, promise) => {
    const flawed: MakeTarget = ({ timeoutMs, urls }) => plainTarget({ url: urls.topcalls, timeoutMs }, flaw);
    expect(await brokenPromises(flawed, promisesNamed(promise))).toEqual([promise]);
  });
});
