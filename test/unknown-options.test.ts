import { createAutocalls } from '@leadwire/autocalls';
import { createPulsecrm } from '@leadwire/pulsecrm';
import { createSimulators } from '@leadwire/simulators';
import { createTelecrm } from '@leadwire/telecrm';
import { createTopcalls } from '@leadwire/topcalls';
import { expect, test } from 'vitest';

// What a caller in plain JavaScript may write: the types refuse all of these.
const untyped = <Fn extends (options: never) => unknown>(create: Fn) =>
  create as unknown as (options: object) => ReturnType<Fn>;

const CLIENTS = [
  { name: 'createTopcalls', create: untyped(createTopcalls), options: { apikey: 'key' }, meant: 'apiKey' },
  {
    name: 'createAutocalls',
    create: untyped(createAutocalls),
    options: { apiKey: 'key', timeoutMS: 5 },
    meant: 'timeoutMs',
  },
  {
    name: 'createTelecrm',
    create: untyped(createTelecrm),
    options: { enterpriseID: 'e1', syncToken: 't' },
    meant: 'enterpriseId',
  },
  {
    name: 'createPulsecrm',
    create: untyped(createPulsecrm),
    options: { accountID: '1', token: 't' },
    meant: 'accountId',
  },
];

test.each(CLIENTS)('$name refuses a misspelled option and names $meant', ({ create, meant, options }) => {
  expect(() => create(options)).toThrow(`is not an option (did you mean ${meant}?)`);
});

test('a call with a misspelled option is refused before anything is sent', async () => {
  let sent = 0;
  const topcalls = createTopcalls({
    apiKey: 'key',
    fetch: async () => {
      sent += 1;
      return Response.json({});
    },
  });
  const options = { idempotencykey: 'callback-000017' };
  const result = await topcalls.leads.get('3c90c3cc-0d44-4b50-8888-8dd25736052a', options as object).safe();
  expect(result).toMatchObject({
    ok: false,
    error: {
      kind: 'invalid-input',
      issues: [{ path: 'idempotencykey', message: 'is not an option (did you mean idempotencyKey?)' }],
    },
  });
  expect(sent).toBe(0);
});

test('createSimulators refuses a misspelled option, so that no test passes without its faults', () => {
  expect(() => untyped(createSimulators)({ fault: 'topcalls leads.create: 503' })).toThrow('fault is not an option');
});
