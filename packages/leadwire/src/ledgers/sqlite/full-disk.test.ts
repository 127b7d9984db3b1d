import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeadwireError, type LedgerRow } from '@leadwire/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLeadwire } from '../../create-leadwire.ts';
import type { LeadItem, SendManyOptions } from '../../options.ts';
import { type FakeTarget, fakeTarget } from '../../testing/fake-target.ts';
import { fileLedger } from './file-ledger.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-full-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A few fill a page of the ledger, some of them so that there is no room left in it for the time at which they are sent. */
const ITEMS: readonly LeadItem[] = Array.from({ length: 120 }, (_, index) => {
  const phone = `+1415555${String(index).padStart(4, '0')}`;
  return { lead: { phone, name: `Lead ${index} ${'x'.repeat(300 + index)}` }, key: phone.padEnd(255, '-') };
});

/** One run, as a process makes it; what ended it before the last lead. */
async function run(crm: FakeTarget, maxBytes: number | undefined, options: Partial<SendManyOptions<'crm'>>) {
  const leadwire = createLeadwire({ targets: { crm }, ledger: fileLedger(join(folder, 'ledger'), { maxBytes }) });
  let lines = 0;
  try {
    for await (const _ of leadwire.sendMany(ITEMS, { to: 'crm', ...options })) lines++;
    return { lines };
  } catch (failure) {
    return { lines, failure };
  } finally {
    await leadwire.close();
  }
}

async function recorded(): Promise<Map<string, LedgerRow['state']>> {
  const ledger = fileLedger(join(folder, 'ledger'), { readOnly: true });
  const states = new Map<string, LedgerRow['state']>();
  for await (const { key, state } of ledger.list()) states.set(key.replace(/-+$/, ''), state);
  await ledger.close();
  return states;
}

const sentTo = ({ requests }: FakeTarget) => requests.flatMap(({ leads }) => leads.map(({ phone }) => phone));

test.each([
  ['one by one', undefined, { concurrency: 3 }],
  ['one at a time', undefined, { concurrency: 1 }],
  ['in chunks', 20, { chunkSize: 7 }],
  ['in one chunk', 100, {}],
])('a full disk ends a run %s before anything is sent that is not written down', async (_, bulk, options) => {
  const crm = fakeTarget({ bulk });
  let stops = 0;
  // Room for a little more each time, so that it comes at many places: at the claim, at the intent, at the outcome.
  for (let pages = 10; ; pages++) {
    const { failure, lines } = await run(crm, pages * 4_096, options);
    if (failure === undefined) {
      expect(lines).toBe(ITEMS.length);
      break;
    }
    stops++;
    expect(isLeadwireError(failure) && [failure.kind, failure.code, failure.hint]).toEqual([
      'misconfigured',
      'ledger-full',
      'Free disk space, then run it again: nothing was sent unrecorded.',
    ]);
    const states = await recorded();
    const unrecorded = sentTo(crm).filter((phone) => !['sent', 'confirmed'].includes(states.get(phone) ?? ''));
    expect(unrecorded).toEqual([]);
  }
  expect(stops).toBeGreaterThan(10);
  expect(crm.received.map(({ phone }) => phone).toSorted()).toEqual(ITEMS.map(({ lead }) => lead.phone));
});
