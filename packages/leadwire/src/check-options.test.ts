import type { LeadTarget, Ledger } from '@leadwire/core';
import { expect, test } from 'vitest';
import { createLeadwire } from './leadwire.ts';
import { memoryLedger } from './ledgers/memory-ledger.ts';

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
