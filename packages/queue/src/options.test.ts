import { fakeTarget } from 'leadwire/testing';
import { describe, expect, test } from 'vitest';
import { enqueueImport } from './enqueue-import.ts';
import { sharedLimiter } from './shared-limiter.ts';
import { startWorker } from './start-worker.ts';

/** Refused before it is asked: nothing listens there. */
const connectionString = 'postgres://nobody@127.0.0.1:1/none';
const NO_NUMBERS = [-1, Number.NaN, Number.POSITIVE_INFINITY];

const refusalOf = (path: string) =>
  expect.objectContaining({ kind: 'misconfigured', issues: [expect.objectContaining({ path })] });

describe.each(['jobs', 'concurrency', 'deadlineMs', 'healthPort'])('a worker refuses %s', (option) => {
  test.each([...(option === 'healthPort' ? [70_000, 1.5] : [0]), ...NO_NUMBERS])(
    'of %d before it opens the database',
    async (value) => {
      const starting = startWorker({ connectionString, targets: {}, [option]: value });
      await expect(starting).rejects.toEqual(refusalOf(option));
    },
  );
});

test.each(NO_NUMBERS)('a shared limiter refuses a marginMs of %d', (marginMs) => {
  expect(() => sharedLimiter({ connectionString, marginMs })).toThrow(refusalOf('marginMs'));
});

test.each([0, ...NO_NUMBERS])('a shared limiter refuses a rate of %d', (limit) => {
  expect(() => sharedLimiter({ connectionString, rates: [{ limit, perMs: 1_000 }] })).toThrow(refusalOf('limits'));
});

test.each([0, ...NO_NUMBERS])('a pool refuses maxConnections of %d', (maxConnections) => {
  expect(() => sharedLimiter({ connectionString, maxConnections })).toThrow(refusalOf('maxConnections'));
});

const enqueue = (more: object) =>
  enqueueImport([], { connectionString, importId: 'spring', to: 'crm', targets: { crm: fakeTarget() }, ...more });

test.each([
  ['nothing', ''],
  ['a space', ' '],
  ['256 letters', 'x'.repeat(256)],
  ['NUL', 'a\0b'],
  ['half of a surrogate pair', '\ud800'],
  ['a number', 5],
])('enqueueImport refuses an importId that is %s before it opens a connection', async (_, importId) => {
  await expect(enqueue({ importId })).rejects.toEqual(refusalOf('importId'));
});

test('enqueueImport refuses a target that is only the name of a method of every object', async () => {
  await expect(enqueue({ to: 'constructor' })).rejects.toEqual(refusalOf('to'));
});

test.each([
  ['an object', {}],
  ['a text', 'Name,Phone'],
  ['nothing', undefined],
])('enqueueImport refuses leads that are %s before it opens a connection', async (_, rows) => {
  const options = { connectionString, importId: 'spring', to: 'crm', targets: { crm: fakeTarget() } };
  await expect(enqueueImport(rows as never, options)).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('enqueueImport'),
  });
});

test('startWorker rejects a misspelled option before it opens a connection', async () => {
  const options = { connectionString: 'postgres://127.0.0.1:1/none', targets: {}, healthport: 1 };
  await expect(startWorker(options)).rejects.toThrow('healthport is not an option (did you mean healthPort?)');
});

test('enqueueImport rejects a misspelled option before it opens a connection', async () => {
  const options = { connectionString, importId: 'spring', to: 'crm', targets: {}, importid: 'autumn' };
  await expect(enqueueImport([], options)).rejects.toThrow('importid is not an option (did you mean importId?)');
});
