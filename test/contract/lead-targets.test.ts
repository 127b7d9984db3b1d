import { createAutocalls } from '@leadwire/autocalls';
import { createHubspot } from '@leadwire/hubspot';
import { createPulsecrm } from '@leadwire/pulsecrm';
import {
  brokenPromises,
  describeLeadTarget,
  type KitTarget,
  leadTargetPromises,
  type MakeTarget,
} from '@leadwire/simulators/conformance';
import { createTelecrm } from '@leadwire/telecrm';
import { createTopcalls } from '@leadwire/topcalls';
import { describe, expect, test } from 'vitest';
import { brokenTargets } from './broken/index.ts';
import { FLAWS, type Flaw, plainTarget } from './plain-target.ts';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const patience = { limits: false, retry: { baseMs: 1, capMs: 4 } } as const;

/** Every way in, each over the simulators. */
const targets: Record<string, MakeTarget> = {
  topcalls: ({ timeoutMs, urls }) =>
    createTopcalls({ ...patience, timeoutMs, baseUrl: urls.topcalls, apiKey: 'test' }).target({ listId: LIST }),
  autocalls: ({ timeoutMs, urls }) =>
    createAutocalls({ ...patience, timeoutMs, baseUrl: urls.autocalls, apiKey: 'test' }).target({ campaignId: 1 }),
  telecrm: ({ timeoutMs, urls }) =>
    createTelecrm({
      ...patience,
      timeoutMs,
      baseUrl: urls.telecrm,
      enterpriseId: 'ent',
      syncToken: 'sync-token',
    }).target({ mode: 'sync' }),
  'telecrm-async': ({ timeoutMs, urls }) =>
    createTelecrm({
      ...patience,
      timeoutMs,
      baseUrl: urls.telecrm,
      asyncBaseUrl: urls.telecrmAsync,
      enterpriseId: 'ent',
      asyncToken: 'async-token',
    }).target({
      mode: 'async',
    }),
  pulsecrm: ({ timeoutMs, urls }) =>
    createPulsecrm({ ...patience, timeoutMs, baseUrl: urls.pulsecrm, accountId: '2311', token: 'test' }).target(),
  hubspot: ({ timeoutMs, urls }) =>
    createHubspot({ ...patience, timeoutMs, baseUrl: urls.hubspot, accessToken: 'test', account: 'test' }).target(),
};

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
