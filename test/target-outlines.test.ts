import { readFileSync } from 'node:fs';
import type { LeadTarget } from '@leadwire/core';
import { fakeClock, json, replies } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { DESTINATIONS, openDestination } from './open-destination.ts';
import { PROVIDERS } from './providers.ts';

// A target's code is loaded with its first lead, and its outline says before what it can do: the two must agree.

const lead = { phone: '+14155552671', name: 'Jane Doe', email: 'jane.doe@example.com' };
const times = { firstSentAt: 0, confirmedAt: 1 };

/** What a target can do, by its name: one call of each. */
const USES: Readonly<Record<string, (target: Required<LeadTarget>) => Promise<unknown>>> = {
  update: (target) => target.update(lead, '7'),
  find: (target) => target.find(lead),
  findCreated: (target) => target.findCreated(lead, times),
  undo: (target) => target.undo('7'),
};

test.each([...DESTINATIONS])('%s does what its outline says that it can', async (_, destination) => {
  const fetch = replies(json(404, {}));
  const client = { account: 'main', limits: false, retry: false, clock: fakeClock(), fetch } as const;
  const { target } = await openDestination(destination, { client });
  for (const [name, use] of Object.entries(USES))
    if (name in target) expect(await use(target as Required<LeadTarget>)).toHaveProperty('ok');
});

/** How the definition of a target gives each of them. */
const DEFINED = { update: 'changeOf', find: 'find', findCreated: 'findCreated', undo: 'undo' };

test.each(Object.keys(PROVIDERS))('the outline of %s leaves nothing out that its target can do', (provider) => {
  const read = (file: string): string =>
    readFileSync(new URL(`../packages/${provider}/src/${file}.ts`, import.meta.url), 'utf8');
  const [outline, target] = [read('target-outline'), read('target')];
  const says = Object.keys(DEFINED).filter((name) => outline.includes(`'${name}'`));
  const defines = Object.entries(DEFINED).filter(([, member]) => new RegExp(`^    ${member}: `, 'm').test(target));
  expect(says).toEqual(defines.map(([name]) => name));
});
