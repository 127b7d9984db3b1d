import { createAutocalls } from '@leadwire/autocalls';
import { createPulsecrm } from '@leadwire/pulsecrm';
import { createSimulators } from '@leadwire/simulators';
import { createTelecrm } from '@leadwire/telecrm';
import { createTopcalls } from '@leadwire/topcalls';
import { createLeadwire, memoryLedger } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { postgresLedger } from 'leadwire/postgres-ledger';
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

const TARGETS = [
  {
    name: 'topcalls',
    target: untyped(createTopcalls({ apiKey: 'key' }).target),
    options: { listID: 'a' },
    meant: 'listId',
  },
  {
    name: 'autocalls',
    target: untyped(createAutocalls({ apiKey: 'key' }).target),
    options: { campaignID: 1 },
    meant: 'campaignId',
  },
  {
    name: 'telecrm',
    target: untyped(createTelecrm({ enterpriseId: 'e1', syncToken: 't' }).target),
    options: { mod: 'sync' },
    meant: 'mode',
  },
  {
    name: 'pulsecrm',
    target: untyped(createPulsecrm({ accountId: '1', token: 't' }).target),
    options: { teamID: 1 },
    meant: 'teamId',
  },
];

test.each(TARGETS)('$name.target refuses a misspelled option and names $meant', ({ meant, options, target }) => {
  expect(() => target(options)).toThrow(`is not an option (did you mean ${meant}?)`);
});

test('a send to a target with a misspelled option is refused before anything is sent', async () => {
  const simulators = createSimulators();
  const target = createTopcalls({ apiKey: 'key', fetch: simulators.fetch }).target({ listId: 'a' });
  const options = { onexisting: 'update' } as object;
  expect(await target.send({ phone: '+14155552671' }, options)).toMatchObject({
    ok: false,
    error: { kind: 'invalid-input', issues: [{ message: 'is not an option (did you mean onExisting?)' }] },
  });
  expect(simulators.requests).toEqual([]);
});

test.each([
  { what: 'a client', create: () => untyped(createTopcalls)({ apiKey: 'key', retry: { maxAttempt: 5 } }) },
  {
    what: 'createLeadwire',
    create: () => untyped(createLeadwire)({ targets: {}, ledger: memoryLedger(), retry: { maxAttempt: 5 } }),
  },
])('$what refuses a misspelled name in retry', ({ create }) => {
  expect(create).toThrow('maxAttempt is not an option (did you mean maxAttempts?)');
});

test('a send to a target that there is not says which one was most likely meant', async () => {
  const { target } = createTopcalls({ apiKey: 'key' });
  const leadwire = createLeadwire({ targets: { dialler: target({ listId: 'a' }) }, ledger: memoryLedger() });
  const to = 'diallr' as 'dialler';
  await expect(leadwire.send({ phone: '+14155552671' }, { to })).rejects.toThrow('diallr (did you mean dialler?)');
});

test('a misspelled filter of a ledger is refused with the one that was meant', async () => {
  const states = { state: ['parked'], states: ['parkd'] } as object;
  await expect(memoryLedger().counts(states)).rejects.toMatchObject({
    issues: [
      { message: 'is not a filter (did you mean states?)' },
      { message: 'parkd is not a state (did you mean parked?)' },
    ],
  });
});

test('a file ledger is not opened to write because readOnly was misspelled', () => {
  const open = () => fileLedger('no-such-folder/leads.ledger', { readonly: true } as object);
  expect(open).toThrow('readonly is not an option (did you mean readOnly?)');
});

test('a ledger in PostgreSQL says how connectionString is spelled', () => {
  const options = { connectionStrin: 'postgres://a:b@127.0.0.1/c' } as unknown as { connectionString: string };
  expect(() => postgresLedger(options)).toThrow('is not an option (did you mean connectionString?)');
});

test.each([
  [{ fault: 'topcalls leads.create: 503' }, 'createSimulators: fault is not an option (did you mean faults?)'],
  [{ topcalls: { list: ['a'] } }, 'createSimulators: topcalls: list is not an option (did you mean lists?)'],
  [{ tokens: { bads: ['a'] } }, 'createSimulators: tokens: bads is not an option (did you mean bad?)'],
  [{ hubspot: { lists: ['a'] } }, 'createSimulators: hubspot: lists is not an option. It has none.'],
  [{ faults: [{ fault: '503', operatoin: 'leads.create' }] }, 'operatoin is not an option (did you mean operation?)'],
])('createSimulators refuses %j with what was meant, so that no test passes without its faults', (options, says) => {
  expect(() => untyped(createSimulators)(options)).toThrow(says);
});
