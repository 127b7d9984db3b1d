import { expect, test } from 'vitest';
import { postgresLedger } from './postgres-ledger.ts';

const AT = 'postgres://jane:hush-hush@127.0.0.1:1/leads';

test.each([
  ['no address, as of a variable that is not set', { connectionString: undefined as unknown as string }, /missing/],
  ['an empty address', { connectionString: '' }, /connectionString is missing/],
  [
    'the address of something else',
    { connectionString: 'mysql://jane:hush-hush@db/leads' },
    /not the address of a Post/,
  ],
  [
    'no connection at all',
    { connectionString: AT, maxConnections: 0 },
    /maxConnections must be a finite number of at least 1/,
  ],
  ['connections that are no number', { connectionString: AT, maxConnections: Number.NaN }, /maxConnections/],
  ['a timeout of 0 ms', { connectionString: AT, timeoutMs: 0 }, /timeoutMs must be a finite number of at least 1 ms/],
  ['a schema that is more than a name', { connectionString: AT, schema: 'a; drop table b' }, /schema must be/],
  ['a schema of the server’s own', { connectionString: AT, schema: 'pg_leads' }, /schema must be/],
])('%s is refused before anything is connected', (_, options, message) => {
  const failed = failureOf(() => postgresLedger(options));
  expect(failed).toMatchObject({
    kind: 'misconfigured',
    message: expect.stringMatching(message),
    hint: expect.any(String),
  });
  expect(JSON.stringify(failed)).not.toContain('hush');
});

function failureOf(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}
