import type { Lead } from '@leadwire/core';
import { fakeClock, settled } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { type FakeTargetOptions, fakeTarget } from '../testing/fake-target.ts';

const leadOf = (index: number): Lead => ({ phone: `+1415555${1_000 + index}` });

function setUp(options: FakeTargetOptions = {}) {
  const ledger = memoryLedger();
  const clock = fakeClock();
  const crm = fakeTarget(options);
  return { ledger, crm, clock, leadwire: createLeadwire({ targets: { crm }, ledger, clock }) };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await settled();
}

/** Gives so many leads, then thinks for ever. */
async function* thinking(count: number) {
  for (let index = 0; index < count; index++) yield leadOf(index);
  await new Promise(() => undefined);
}

test('a consumer that leaves while the source thinks is let go, and nothing is left open', async () => {
  const { leadwire, ledger, crm } = setUp();
  for await (const line of leadwire.sendMany(thinking(3), { to: 'crm' })) if (line.index === 2) break;
  expect(await ledger.counts()).toMatchObject({ confirmed: 3, leased: 0, sent: 0 });
  expect(crm.received.length).toBe(3);
});

test('a signal ends a run whose source thinks, after what it gave was told', async () => {
  const { leadwire } = setUp();
  const stop = new AbortController();
  const lines: number[] = [];
  const run = (async () => {
    for await (const { index } of leadwire.sendMany(thinking(3), { to: 'crm', signal: stop.signal })) lines.push(index);
  })();
  run.catch(() => undefined);
  await turns();
  stop.abort();
  await expect(run).rejects.toMatchObject({ kind: 'aborted' });
  expect(lines).toEqual([0, 1, 2]);
});

test.each([undefined, 10])(
  'a consumer that stops reading and never leaves: what was read is sent and settled, and no more is read (bulk: %s)',
  async (bulk) => {
    const { leadwire, ledger, crm, clock } = setUp({ bulk });
    let read = 0;
    function* endless() {
      for (;;) yield leadOf(read++);
    }
    const lines = leadwire.sendMany(endless(), { to: 'crm', concurrency: 5, chunkSize: 10 });
    await lines.next();
    await turns();
    await clock.advance(1_000); // no chunk waits for more for so long
    const readSoFar = read;
    await turns();
    expect(read).toBe(readSoFar);
    expect(await ledger.counts()).toMatchObject({ confirmed: crm.received.length, ready: 0, leased: 0, sent: 0 });
    expect(crm.received.length).toBe(read);
  },
);

test('a consumer that leaves in the middle of a chunk: what has left is settled, what has not is not sent', async () => {
  const { leadwire, ledger, crm } = setUp({ bulk: 10 });
  let read = 0;
  function* endless() {
    for (;;) yield leadOf(read++);
  }
  for await (const _ of leadwire.sendMany(endless(), { to: 'crm', chunkSize: 10 })) break;
  expect(await ledger.counts()).toMatchObject({ confirmed: crm.received.length, leased: 0, sent: 0 });
});

test.each([undefined, 10])(
  'a source that throws in the middle: every lead that it gave has its line, then its error comes (bulk: %s)',
  async (bulk) => {
    const { leadwire, crm } = setUp({ bulk, fault: ({ index }) => (index === 0 ? 'lose-after' : undefined) });
    async function* source() {
      for (let index = 0; index < 15; index++) yield leadOf(index);
      throw new Error('line 16 cannot be read');
    }
    const lines: number[] = [];
    const run = async () => {
      for await (const { index } of leadwire.sendMany(source(), { to: 'crm', chunkSize: 10 })) lines.push(index);
    };
    await expect(run()).rejects.toThrow('line 16 cannot be read');
    expect(lines.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index));
    expect(crm.received.length).toBe(15);
  },
);
