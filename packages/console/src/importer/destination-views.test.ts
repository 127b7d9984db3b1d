import { registry } from '@leadwire/importer/registry';
import { expect, test } from 'vitest';
import { destinationViews } from './destination-views.ts';

const presetsOf = (baseUrls: Readonly<Record<string, string>>) =>
  destinationViews(registry, {}, baseUrls).flatMap(({ name, options }) =>
    options.filter(({ isNeeded }) => isNeeded).map(({ preset }) => [name, preset !== undefined]),
  );

test('the list of a simulated provider is filled in, as its user has none, and that of a real one is not', () => {
  const simulated = presetsOf({ topcalls: 'http://127.0.0.1:4010/topcalls' });
  expect(simulated).toContainEqual(['topcalls', true]);
  expect(simulated).toContainEqual(['autocalls', false]);
  expect(presetsOf({}).some(([, isPreset]) => isPreset)).toBe(false);
});
