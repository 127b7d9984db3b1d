import type { LeadTarget, Ledger } from '@leadwire/core';
import { expect, test } from 'vitest';
import { checkCall } from './check-options.ts';
import { createLeadwire } from './create-leadwire.ts';
import { memoryLedger } from './ledgers/memory-ledger.ts';
import { fakeTarget } from './testing/fake-target.ts';

const ledger = memoryLedger();
const noTarget = { leads: {} } as unknown as LeadTarget;
const noLedger = 'leads.ledger' as unknown as Ledger;

test.each([
  ['no ledger', { targets: {}, ledger: undefined as unknown as Ledger }, 'ledger is missing', 'fileLedger(path)'],
  ['a path as ledger', { targets: {}, ledger: noLedger }, 'ledger is not a ledger', 'fileLedger(path)'],
  ['a client as target', { targets: { crm: noTarget }, ledger }, 'targets.crm is not a target', 'target(…)'],
])('createLeadwire refuses %s and says what to pass', (_, options, message, hint) => {
  expect(() => createLeadwire(options)).toThrow(
    expect.objectContaining({
      kind: 'misconfigured',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    }),
  );
});

const open = () => {
  const own = memoryLedger();
  const listed: unknown[] = [];
  const watched: Ledger = {
    ...own,
    list(filter) {
      listed.push(filter);
      return own.list(filter);
    },
  };
  return { leadwire: createLeadwire({ targets: { crm: fakeTarget() }, ledger: watched }), listed };
};
const lead = { phone: '+14155552671' };

test('an option of createLeadwire that is misspelled is refused by its name', () => {
  expect(() => createLeadwire({ targets: {}, ledger, dedupeByPhones: false } as never)).toThrow(
    expect.objectContaining({ kind: 'misconfigured', issues: [expect.objectContaining({ path: 'dedupeByPhones' })] }),
  );
});

/** A rejection where the call itself refuses. */
async function all(lines: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of lines);
}

const CALLS: [
  name: string,
  call: (leadwire: ReturnType<typeof open>['leadwire'], options: never) => Promise<unknown>,
][] = [
  ['send', (leadwire, options) => leadwire.send(lead, options)],
  ['accept', (leadwire, options) => leadwire.accept(lead, options)],
  ['deliver', (leadwire, options) => leadwire.deliver(options)],
  ['sendMany', async (leadwire, options) => all(leadwire.sendMany([lead], options))],
  ['created', async (leadwire, options) => all(leadwire.created(options))],
  ['undo', async (leadwire, options) => all(leadwire.undo(options))],
];

test.each(CALLS)('an option of %s that is misspelled is refused, and nothing is looked at', async (_, call) => {
  const { leadwire, listed } = open();
  await expect(call(leadwire, { to: 'crm', importID: 'spring' } as never)).rejects.toMatchObject({
    kind: 'invalid-input',
    issues: [{ path: 'importID', code: 'unknown-field' }],
  });
  expect(listed).toEqual([]);
});

test.each(CALLS)('an importId of %s that is no text is refused, and nothing is looked at', async (_, call) => {
  for (const importId of [5, '', null, {}, Number.NaN, 'x'.repeat(256)]) {
    const { leadwire, listed } = open();
    await expect(call(leadwire, { to: 'crm', importId } as never)).rejects.toMatchObject({
      kind: 'invalid-input',
      issues: [{ path: 'importId' }],
    });
    expect(listed).toEqual([]);
  }
});

test.each(CALLS.filter(([name]) => name !== 'accept'))(
  'a controller in place of its signal is refused by %s, and nothing is looked at',
  async (_, call) => {
    const { leadwire, listed } = open();
    await expect(call(leadwire, { to: 'crm', signal: new AbortController() } as never)).rejects.toMatchObject({
      kind: 'invalid-input',
      issues: [{ path: 'signal', message: expect.stringContaining('controller.signal') }],
    });
    expect(listed).toEqual([]);
  },
);

test.each(CALLS.filter(([name]) => ['send', 'sendMany', 'deliver'].includes(name)))(
  '%s refuses an onExisting that there is not',
  async (_, call) => {
    const { leadwire } = open();
    await expect(call(leadwire, { to: 'crm', onExisting: 'overwrite' } as never)).rejects.toMatchObject({
      kind: 'invalid-input',
      issues: [{ path: 'onExisting' }],
    });
  },
);

test.each([4711, {}, Number.NaN, null, true])(
  'the key %j, which is no text, is refused before anything is sent',
  async (key) => {
    const { leadwire } = open();
    const { crm } = await leadwire.send(lead, { to: 'crm', key: key as never });
    expect(crm).toMatchObject({ outcome: 'rejected', error: { kind: 'invalid-input', issues: [{ path: 'key' }] } });
  },
);

test.each(['+14155552671', lead, null, 7])('sendMany refuses %j, which is not a source of leads', async (source) => {
  const { leadwire } = open();
  expect(() => leadwire.sendMany(source as never, { to: 'crm' })).toThrow(
    expect.objectContaining({ kind: 'invalid-input', issues: [expect.objectContaining({ path: 'leads' })] }),
  );
});

test('a misspelled option of a call is refused with the name that was meant', () => {
  expect(() => checkCall('undo', { importID: 'spring' })).toThrow('importID is not an option (did you mean importId?)');
});
