import type { LeadOutcome, LeadTarget, Ledger } from '@leadwire/core';
import { LeadwireError } from '@leadwire/core';
import { readLead } from '@leadwire/core/provider';
import { fakeClock, settled } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import type { LeadEvent } from '../events.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { type FakeTargetOptions, fakeTarget } from '../testing/fake-target.ts';
import { prepareLead } from './prepare-lead.ts';

const jane = { phone: '+14155552671', firstName: 'Jane', lastName: 'Doe', fields: {} };

function setUp(options: FakeTargetOptions = {}, more: { ledger?: Ledger; dedupeByPhone?: boolean } = {}) {
  const clock = fakeClock();
  const crm = fakeTarget(options);
  const ledger = more.ledger ?? memoryLedger();
  const events: LeadEvent[] = [];
  const leadwire = createLeadwire({
    targets: { crm },
    clock,
    onEvent: (event) => void events.push(event),
    ...more,
    ledger,
  });
  const send = async (
    lead = jane,
    sendContext: { key?: string; signal?: AbortSignal; importId?: string; resendOnMiss?: boolean } = {},
  ) => (await leadwire.send(lead, { to: 'crm', ...sendContext })).crm;
  return { clock, crm, ledger, leadwire, events, send };
}

function circular(): object {
  const fields: { own?: object } = {};
  fields.own = fields;
  return fields;
}

const rejection = (outcome: LeadOutcome): LeadwireError => {
  if (outcome.outcome !== 'rejected' && outcome.outcome !== 'parked') throw new Error(`it is ${outcome.outcome}`);
  return outcome.error;
};

describe('send', () => {
  test('send resolves to the outcome at the target, and the ledger stores it', async () => {
    const { send, crm, ledger } = setUp();
    expect(await send(jane, { key: 'row-17' })).toMatchObject({ outcome: 'created', id: 'id-1', certainty: 'certain' });
    expect(crm.received).toEqual([jane]);
    const row = await ledger.get({ provider: 'fake', account: 'acme', key: 'row-17' });
    expect(row).toMatchObject({ state: 'confirmed', remoteId: 'id-1', attempts: 1, payload: undefined });
  });

  test('the intent is written down before the request of a lead leaves', async () => {
    const ledger = memoryLedger();
    const states: unknown[] = [];
    const { send } = setUp({ onRequest: async () => void states.push((await ledger.counts()).sent) }, { ledger });
    await send();
    expect(states).toEqual([1]);
  });

  test('the same lead again is not sent again, and gets the outcome it had', async () => {
    const { send, crm } = setUp();
    const first = await send();
    expect(await send()).toEqual({ ...first, replayed: true });
    expect(await send({ ...jane, phone: '+1 (415) 555-2671' })).toMatchObject({ outcome: 'created', id: 'id-1' });
    expect(crm.requests.length).toBe(1);
  });

  test('two sends of one lead at once share one request', async () => {
    const { send, crm } = setUp();
    const outcomes = await Promise.all([send(), send(), send()]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created']);
    expect(crm.requests.length).toBe(1);
  });

  test('the same person under another key is a duplicate of the first', async () => {
    const { send, crm } = setUp();
    await send(jane, { key: 'first' });
    expect(await send({ ...jane, firstName: 'Janet' }, { key: 'second' })).toMatchObject({
      outcome: 'duplicate',
      of: 'first',
      id: 'id-1',
    });
    expect(await send({ ...jane, firstName: 'Janet' })).toMatchObject({ outcome: 'duplicate', of: 'first' });
    expect(crm.received.length).toBe(1);
  });

  test('of two sends of one person under two keys at once, the second waits for the outcome of the first', async () => {
    const { send, crm } = setUp({ fault: ({ index }) => (index === 0 ? 'refuse' : undefined) });
    const [first, second] = await Promise.all([
      send(jane, { key: 'first' }),
      send({ ...jane, firstName: 'Janet' }, { key: 'second' }),
    ]);
    expect([first.outcome, second.outcome]).toEqual(['rejected', 'created']);
    expect(crm.received.length).toBe(1);
  });

  test('without dedupeByPhone only keys decide what is the same lead', async () => {
    const { send, crm } = setUp({ effect: 'unguarded' }, { dedupeByPhone: false });
    await send(jane, { key: 'first' });
    await send(jane, { key: 'second' });
    await send(jane, { key: 'second' });
    expect(crm.received.length).toBe(2);
  });

  test('another import may want the same lead again', async () => {
    const { send, crm } = setUp({ effect: 'unguarded' });
    await send(jane, { importId: 'spring' });
    await send(jane, { importId: 'spring' });
    await send(jane, { importId: 'autumn' });
    expect(crm.received.length).toBe(2);
  });

  test('a key that belongs to another lead is refused before anything is sent', async () => {
    const { send, crm } = setUp();
    await send(jane, { key: 'row-17' });
    const outcome = await send({ ...jane, phone: '+14155550000' }, { key: 'row-17' });
    expect(rejection(outcome)).toMatchObject({ kind: 'idempotency-mismatch', effect: 'none', retryable: false });
    expect(crm.requests.length).toBe(1);
  });

  test('a reference and the order of fields do not make another lead', async () => {
    const { send } = setUp();
    await send({ ...jane, fields: { a: 1, b: { c: 2, d: 3 } } }, { key: 'row-17' });
    const again = await send(
      {
        fields: { b: { d: 3, c: 2 }, a: 1 },
        ref: 'other',
        lastName: 'Doe',
        firstName: 'Jane',
        phone: jane.phone,
      } as never,
      { key: 'row-17' },
    );
    expect(again.outcome).toBe('created');
  });

  test('a lead that the target cannot take is refused, sent nowhere, and not kept', async () => {
    const { send, crm, ledger } = setUp();
    const outcome = await send({ ...jane, phone: 'none' }, { key: 'row-17' });
    expect(rejection(outcome)).toMatchObject({ kind: 'invalid-phone', issues: [{ path: 'phone' }] });
    expect(await ledger.get({ provider: 'fake', account: 'acme', key: 'row-17' })).toBeUndefined();
    expect(rejection(await send(jane, { key: '' })).kind).toBe('invalid-input');
    expect(crm.requests.length).toBe(0);
  });

  test('a refusal by the provider is an outcome, kept, and not asked for again; a corrected lead is', async () => {
    const { send, crm } = setUp({ fault: ({ leads }) => (leads[0]?.firstName === 'Jane' ? 'refuse' : undefined) });
    expect(rejection(await send(jane, { key: 'row-17' })).kind).toBe('rejected');
    const again = await send(jane, { key: 'row-17' });
    expect(again).toMatchObject({ outcome: 'rejected', replayed: true });
    expect(rejection(again)).toBeInstanceOf(LeadwireError);
    expect(crm.requests.length).toBe(1);
    expect((await send({ ...jane, firstName: 'Janet' }, { key: 'row-17' })).outcome).toBe('created');
  });

  test('a lead that fails for now is tried again up to maxAttempts, and is then ready for the next send', async () => {
    const { send, crm, clock, ledger } = setUp({ fault: ({ index }) => (index < 3 ? 'down' : undefined) });
    const outcome = await send(jane, { key: 'row-17' });
    expect(rejection(outcome)).toMatchObject({ kind: 'provider-failure', retryable: true });
    expect(crm.requests.length).toBe(3);
    expect(clock.slept).toEqual([500, 1_000]);
    expect(await ledger.get({ provider: 'fake', account: 'acme', key: 'row-17' })).toMatchObject({
      state: 'ready',
      attempts: 3,
    });
    expect((await send(jane, { key: 'row-17' })).outcome).toBe('created');
  });

  test('a 429 does not count as an attempt, and is waited for until the deadline', async () => {
    const { send, crm, ledger } = setUp({ fault: ({ index }) => (index < 9 ? 'slow-down' : undefined) });
    expect((await send(jane, { key: 'row-17' })).outcome).toBe('created');
    expect(crm.requests.length).toBe(10);
    expect(await ledger.get({ provider: 'fake', account: 'acme', key: 'row-17' })).toMatchObject({ attempts: 1 });
    const endless = setUp({ fault: () => 'slow-down' });
    expect(rejection(await endless.send()).kind).toBe('rate-limited');
    expect(endless.clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(300_000);
  });

  test.each(['lose-before', 'lose-after'] as const)(
    'after a lost response (%s) a send looks the lead up first, and it is there once',
    async (fault) => {
      const { send, crm, ledger } = setUp({ fault: ({ index }) => (index === 0 ? fault : undefined) });
      expect((await send(jane, { key: 'row-17' })).outcome).toBe('created');
      expect(crm.received.length).toBe(1);
      expect(await ledger.get({ provider: 'fake', account: 'acme', key: 'row-17' })).toMatchObject({
        state: 'confirmed',
        unknowns: 1,
      });
    },
  );

  test('a lead is parked where a look-up cannot tell, unless the caller risks a second send', async () => {
    const { send, crm } = setUp({
      effect: 'unguarded',
      fault: ({ index }) => (index === 0 ? 'lose-before' : undefined),
    });
    const outcome = await send(jane, { key: 'row-17' });
    expect(outcome).toMatchObject({ outcome: 'parked', certainty: 'probable', lookup: { search: jane.phone } });
    expect(crm.received.length).toBe(0);
    const risky = setUp({ effect: 'unguarded', fault: ({ index }) => (index === 0 ? 'lose-before' : undefined) });
    expect((await risky.send(jane, { resendOnMiss: true })).outcome).toBe('created');
  });

  test('a lead whose look-up fails stays open, and the next send under its key finds out', async () => {
    let down = true;
    const { send, crm, ledger } = setUp({ fault: ({ index }) => (index === 0 || down ? 'lose-before' : undefined) });
    const outcome = await send(jane, { key: 'row-17' });
    expect(outcome).toMatchObject({ outcome: 'parked', lookup: { phone: jane.phone } });
    expect(await ledger.get({ provider: 'fake', account: 'acme', key: 'row-17' })).toMatchObject({
      state: 'sent',
      unknowns: 3,
    });
    down = false;
    expect((await send(jane, { key: 'row-17' })).outcome).toBe('created');
    expect(crm.received.length).toBe(1);
  });

  test.each(['hang-before', 'hang-after'] as const)(
    'after a crash (%s) the next process finds out whether the lead arrived',
    async (fault) => {
      const ledger = memoryLedger();
      const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? fault : undefined) });
      const clock = fakeClock();
      void createLeadwire({ targets: { crm }, ledger, clock }).send(jane, { to: 'crm' });
      await settled();
      clock.elapse(180_000);
      const report = await createLeadwire({ targets: { crm }, ledger, clock }).send(jane, { to: 'crm' });
      expect(report.crm.outcome).toBe('created');
      expect(crm.received.length).toBe(1);
    },
  );

  test('a lead that another process is sending is waited for, until its lease runs out', async () => {
    const ledger = memoryLedger();
    const clock = fakeClock();
    const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? 'hang-after' : undefined) });
    void createLeadwire({ targets: { crm }, ledger, clock }).send(jane, { to: 'crm' });
    await settled();
    const { crm: outcome } = await createLeadwire({ targets: { crm }, ledger, clock }).send(jane, { to: 'crm' });
    expect(outcome).toMatchObject({ outcome: 'created', certainty: 'probable' });
    expect(clock.slept.length).toBe(180);
    expect(crm.received.length).toBe(1);
  });

  test('a lead whose lease outlives the deadline, as after a clock was set back, is waited for no longer than that', async () => {
    const ledger = memoryLedger();
    const clock = fakeClock();
    let setBackMs = 0;
    const wall = { ...clock, now: () => clock.now() - setBackMs, elapsed: clock.now };
    const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? 'hang-after' : undefined) });
    void createLeadwire({ targets: { crm }, ledger, clock: wall }).send(jane, { to: 'crm' });
    await settled();
    setBackMs = 3_600_000;
    const { crm: outcome } = await createLeadwire({ targets: { crm }, ledger, clock: wall }).send(jane, { to: 'crm' });
    expect(rejection(outcome)).toMatchObject({ kind: 'duplicate', effect: 'unknown', retryable: true });
    expect(clock.slept.length).toBe(300);
    expect(crm.requests.length).toBe(1);
  });

  test('what a late worker saw settles a lead without another look-up', async () => {
    const ledger = memoryLedger();
    const clock = fakeClock();
    const gate = Promise.withResolvers<void>();
    const slow = fakeTarget({ effect: 'unguarded', onRequest: () => gate.promise });
    const sending = createLeadwire({ targets: { crm: slow }, ledger, clock }).send(jane, { to: 'crm' });
    await settled();
    clock.elapse(180_000);
    const blind = fakeTarget({ effect: 'unguarded' });
    const parked = await createLeadwire({ targets: { crm: blind }, ledger, clock }).send(jane, { to: 'crm' });
    expect(parked.crm.outcome).toBe('parked');
    gate.resolve();
    expect((await sending).crm).toMatchObject({ outcome: 'created', id: 'id-1' });
    expect((await ledger.counts()).confirmed).toBe(1);
    const again = await createLeadwire({ targets: { crm: blind }, ledger, clock }).send(jane, { to: 'crm' });
    expect(again.crm).toMatchObject({ outcome: 'created', id: 'id-1' });
    expect(blind.requests.length).toBe(0);
  });

  test.each([
    ['its row, corrected', { ...jane, lastName: 'Roe' }, {}],
    ['its person under another key', jane, { key: 'another' }],
  ])(
    'a lead that a late worker saw arrive, and whose next worker is gone, keeps no caller waiting: %s',
    async (_, lead, sendContext) => {
      const memory = memoryLedger();
      let claims = 0;
      const ledger: Ledger = {
        ...memory,
        claim(entries, options) {
          if (++claims > 20) throw new Error('it asks again and again');
          return memory.claim(entries, options);
        },
      };
      const { send, clock, crm } = setUp({}, { ledger });
      const preparation = await prepareLead(crm, { read: readLead(jane) });
      if (!preparation.ok) throw new Error('cannot be sent');
      const { entry } = preparation.prepared;
      const [late] = await memory.claim([entry], { now: clock.now(), leaseMs: 500 });
      clock.elapse(500);
      await memory.claim([entry], { now: clock.now(), leaseMs: 500 });
      const completion = { state: 'confirmed', outcome: 'created' } as const;
      if (late) await memory.complete([{ row: late.row, completion }], clock.now());
      clock.elapse(500);
      expect(await send(lead, sendContext)).toMatchObject({ outcome: 'duplicate', of: entry.key });
      expect(crm.received).toEqual([]);
    },
  );

  test('wrong credentials are a refusal that leaves the lead ready', async () => {
    const { send, ledger } = setUp({ fault: ({ index }) => (index === 0 ? 'key' : undefined) });
    expect(rejection(await send()).kind).toBe('unauthorized');
    expect((await ledger.counts()).ready).toBe(1);
    expect((await send()).outcome).toBe('created');
  });

  test('a signal ends a send before its request, on its way, and while it waits', async () => {
    const { send, crm, ledger } = setUp();
    await expect(send(jane, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'aborted' });
    expect(crm.requests.length).toBe(0);
    const stop = new AbortController();
    const cut = setUp({ onRequest: () => stop.abort() }, { ledger });
    await expect(cut.send(jane, { signal: stop.signal })).rejects.toMatchObject({ kind: 'aborted' });
    expect(await ledger.counts()).toMatchObject({ sent: 1 });
    expect((await send()).outcome).toBe('created');
    const later = new AbortController();
    const clock = fakeClock({ waits: 'hold' });
    const waiting = createLeadwire({
      targets: { crm: fakeTarget({ fault: () => 'down' }) },
      ledger: memoryLedger(),
      clock,
    }).send(jane, { to: 'crm', signal: later.signal });
    await settled();
    later.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'aborted' });
    expect(clock.open).toBe(0);
  });

  test('when the intent cannot be written down, nothing is sent, and the failure is thrown', async () => {
    const ledger = memoryLedger();
    const full = new LeadwireError('misconfigured', 'the disk is full', { code: 'ledger-full' });
    const { send, crm } = setUp({}, { ledger: { ...ledger, markSent: () => Promise.reject(full) } });
    await expect(send()).rejects.toBe(full);
    expect(crm.requests.length).toBe(0);
    expect((await ledger.counts()).ready).toBe(1);
  });

  test('a lease that moved on in the meantime sends nothing', async () => {
    const ledger = memoryLedger();
    let first = true;
    const taken: Ledger = {
      ...ledger,
      async markSent(rows, now, leaseMs) {
        if (!first) return ledger.markSent(rows, now, leaseMs);
        first = false;
        await ledger.release(rows, now);
        return rows.map(() => false);
      },
    };
    const { send, crm } = setUp({}, { ledger: taken });
    expect((await send()).outcome).toBe('created');
    expect(crm.received.length).toBe(1);
  });

  test('a target that breaks before it sends ends the call, and the lead is as it was', async () => {
    const broken: LeadTarget = { ...fakeTarget(), send: () => Promise.reject(new TypeError('a programming error')) };
    const ledger = memoryLedger();
    const leadwire = createLeadwire({ targets: { crm: broken }, ledger, clock: fakeClock() });
    await expect(leadwire.send(jane, { to: 'crm' })).rejects.toThrow('a programming error');
    expect(await ledger.counts()).toMatchObject({ ready: 1 });
  });

  test('a send to several targets at once resolves to an outcome for each', async () => {
    const dialler = fakeTarget({ provider: 'dialler' });
    const crm = fakeTarget({ provider: 'crm', fault: () => 'refuse' });
    const leadwire = createLeadwire({ targets: { dialler, crm }, ledger: memoryLedger(), clock: fakeClock() });
    const report = await leadwire.send(jane, { to: ['dialler', 'crm'], key: 'row-17' });
    expect([report.dialler.outcome, report.crm.outcome]).toEqual(['created', 'rejected']);
    expect(Object.keys(report)).toEqual(['dialler', 'crm']);
  });

  test('a target that is not there is named, with those that are', async () => {
    const { leadwire } = setUp();
    await expect(leadwire.send(jane, { to: 'dialer' as 'crm' })).rejects.toMatchObject({
      kind: 'invalid-input',
      message: /no target dialer/,
      hint: 'The targets are: crm.',
    });
    await expect(leadwire.send(jane, { to: [] as never })).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  test('events of a send say what happened, and hold nothing personal', async () => {
    const { send, events } = setUp({ fault: ({ index }) => (index === 0 ? 'down' : undefined) });
    await send({ ...jane, notes: 'wants a call' } as typeof jane, { key: 'jane@example.com' });
    expect(events.map(({ type }) => type)).toEqual(['lead.send', 'lead.retry', 'lead.send', 'lead.end']);
    expect(JSON.stringify(events)).not.toMatch(/Jane|Doe|415|jane@|call"/);
  });

  test('an observer that throws changes nothing', async () => {
    const onEvent = () => {
      throw new Error('no');
    };
    const leadwire = createLeadwire({
      targets: { crm: fakeTarget() },
      ledger: memoryLedger(),
      clock: fakeClock(),
      onEvent,
    });
    expect((await leadwire.send(jane, { to: 'crm' })).crm.outcome).toBe('created');
  });

  test('close waits for the sends that are on their way, and takes no more', async () => {
    const gate = Promise.withResolvers<void>();
    const { leadwire, send } = setUp({ onRequest: () => gate.promise });
    const sending = send();
    await settled();
    let closed = false;
    const closing = leadwire.close().then(() => {
      closed = true;
    });
    await settled();
    expect(closed).toBe(false);
    gate.resolve();
    await closing;
    expect((await sending).outcome).toBe('created');
    await expect(send()).rejects.toThrow(/closed/);
  });
});

test.each([
  { deadlineMs: 0 },
  { deadlineMs: -1 },
  { deadlineMs: Number.NaN },
  { deadlineMs: Number.POSITIVE_INFINITY },
  { concurrency: 0 },
  { concurrency: -1 },
  { concurrency: Number.POSITIVE_INFINITY },
  { payloadRetentionMs: -1 },
  { payloadRetentionMs: Number.NaN },
  { retry: { maxAttempts: 0 } },
  { retry: { baseMs: -1 } },
  { retry: { capMs: Number.NaN } },
])('createLeadwire refuses %j instead of taking it for another number', (options) => {
  expect(() => createLeadwire({ targets: {}, ledger: memoryLedger(), ...options })).toThrow(
    /^createLeadwire: [\w.]+ must be a finite number of at least [01]( ms)?$/,
  );
});

test('sendMany and deliver refuse a concurrency and a chunkSize of 0', async () => {
  const leadwire = createLeadwire({ targets: { crm: fakeTarget() }, ledger: memoryLedger() });
  expect(() => leadwire.sendMany([], { to: 'crm', concurrency: 0 })).toThrow(
    /concurrency must be a finite number of at least 1/,
  );
  expect(() => leadwire.sendMany([], { to: 'crm', chunkSize: 0 })).toThrow(
    /chunkSize must be a finite number of at least 1/,
  );
  await expect(leadwire.deliver({ concurrency: 0 })).rejects.toThrow(
    /concurrency must be a finite number of at least 1/,
  );
});

test.each<[string, unknown, string]>([
  ['contains itself', circular(), 'fields.own'],
  ['holds a bigint', { big: 10n }, 'fields.big'],
  ['holds NaN', { score: Number.NaN }, 'fields.score'],
])('a lead whose fields %s is rejected with the path, and nothing is stored', async (_, fields, path) => {
  const { send, ledger } = setUp();
  expect(await send({ ...jane, fields: fields as Record<string, unknown> })).toMatchObject({
    outcome: 'rejected',
    error: { kind: 'invalid-input', issues: [{ path, code: 'not-json' }] },
  });
  expect(Object.values(await ledger.counts()).every((count) => count === 0)).toBe(true);
});

test('a key that is not well-formed text is refused', async () => {
  const { send } = setUp();
  expect(await send(jane, { key: 'row-\ud800' })).toMatchObject({
    outcome: 'rejected',
    error: { issues: [{ path: 'key' }] },
  });
});

test('createLeadwire without a ledger says which ledgers there are', () => {
  expect(() => createLeadwire({ targets: {} } as never)).toThrow(
    expect.objectContaining({ kind: 'misconfigured', hint: expect.stringContaining('memoryLedger()') }),
  );
});
