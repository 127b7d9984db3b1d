import { expect, test } from 'vitest';
import { growth, misplaced } from './sizes.ts';

test('a bundle that grew by more than 5 % is told, and one that grew by less is not', () => {
  const known = { call: 40, callInOneFile: 100, clients: { topcalls: 40, telecrm: 40 } };
  const found = { call: 42.1, callInOneFile: 104.9, clients: { topcalls: 42, telecrm: 43 } };
  expect(growth(known, found)).toEqual([
    'call: 42.1 KiB, was 40 KiB; pnpm size --write accepts it',
    'telecrm: 43 KiB, was 40 KiB; pnpm size --write accepts it',
  ]);
});

test('the client of a provider that is new is not compared', () => {
  const known = { call: 40, callInOneFile: 100, clients: {} };
  expect(growth(known, { ...known, clients: { acme: 45 } })).toEqual([]);
});

test('error classification and reconcile are never loaded later', () => {
  const all = ['packages/core/dist/create-client.js', 'packages/core/dist/errors.js'];
  expect(misplaced(all, all)).toEqual([]);
  expect(misplaced(['packages/core/dist/errors.js'], all)).toEqual(['core/dist/create-client.js is loaded later']);
});

test('the code of targets in what every program loads is told', () => {
  const all = ['core/dist/create-client.js', 'core/dist/errors.js', 'core/dist/target/index.js'];
  expect(misplaced(all, all)).toEqual(['core/dist/target/index.js is not loaded later']);
  expect(misplaced(all.slice(0, 2), all)).toEqual([]);
});

test('a second set of phone metadata in a bundle is told', () => {
  const all = ['core/dist/create-client.js', 'core/dist/errors.js', 'libphonenumber-js/metadata.max.json.js'];
  expect(misplaced(all, all)).toEqual([]);
  expect(misplaced(all, [...all, 'libphonenumber-js/metadata.min.json.js'])).toHaveLength(1);
});

test('a locale of zod in a bundle is told', () => {
  const all = ['core/dist/create-client.js', 'core/dist/errors.js'];
  expect(misplaced(all, [...all, 'node_modules/zod/v4/locales/de.js'])).toHaveLength(1);
  expect(misplaced(all, [...all, 'node_modules/zod/v4/locales/en.js'])).toEqual([]);
});
