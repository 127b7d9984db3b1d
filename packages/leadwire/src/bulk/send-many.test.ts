import { inspect } from 'node:util';
import type { Lead, Ledger, TargetSendOptions } from '@leadwire/core';
import { LeadwireError } from '@leadwire/core';
import { fakeClock, settled } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import type { LeadItem, SendManyOptions } from '../options.ts';
import { type FakeTargetOptions, fakeTarget } from '../testing/fake-target.ts';
import type { SendLine } from './send-many.ts';

const leadOf = (index: number): Lead => ({ phone: `+1415555${String(index).padStart(4, '0')}`, name: `Lead ${index}` });
const leadsOf = (count: number): Lead[] => Array.from({ length: count }, (_, index) => leadOf(index));

function setUp(options: FakeTargetOptions = {}, ledger: Ledger = memoryLedger()) {
  const clock = fakeClock();
  const crm = fakeTarget(options);
  const leadwire = createLeadwire({ targets: { crm }, ledger, clock });
  const sendAll = (
    leads: Iterable<Lead | LeadItem> | AsyncIterable<Lead | LeadItem>,
    sendContext: Partial<SendManyOptions<'crm'>> = {},
  ) => linesOf(leadwire.sendMany(leads, { to: 'crm', ...sendContext }));
  return { clock, crm, ledger, leadwire, sendAll };
}

async function linesOf<Line>(lines: AsyncIterable<Line>): Promise<Line[]> {
  const all: Line[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

const inOrder = (lines: readonly SendLine<'crm'>[]) => lines.toSorted((a, b) => a.index - b.index);
const outcomes = (lines: readonly SendLine<'crm'>[]) => inOrder(lines).map(({ outcome }) => outcome.outcome);

describe('sendMany', () => {
  test('sendMany yields one line for each lead, with its position, key, reference and outcome', async () => {
    const { sendAll, crm } = setUp();
    const items = [
      { lead: leadOf(0), key: 'row-0', ref: 'a' },
      { ...leadOf(1), ref: 'b' },
      leadOf(2),
      { phone: 'none' },
    ];
    const lines = inOrder(await sendAll(items));
    expect(lines.map(({ index, ref, outcome }) => [index, ref, outcome.outcome])).toEqual([
      [0, 'a', 'created'],
      [1, 'b', 'created'],
      [2, undefined, 'created'],
      [3, undefined, 'rejected'],
    ]);
    expect(lines[0]?.key).toBe('row-0');
    expect(lines[1]?.key).toMatch(/^lw1_[A-Za-z0-9_-]{43}$/);
    expect(lines[0]?.report.crm).toBe(lines[0]?.outcome);
    expect(crm.received.length).toBe(3);
  });

  test('sendMany reads sources of all kinds', async () => {
    const { sendAll } = setUp();
    async function* later() {
      for (const lead of leadsOf(3)) yield lead;
    }
    expect((await sendAll([])).length).toBe(0);
    expect((await sendAll(new Set(leadsOf(2)))).length).toBe(2);
    expect((await sendAll(later())).length).toBe(3);
  });

  test('a second run of the same leads sends nothing, and yields the same outcomes', async () => {
    const { sendAll, crm } = setUp();
    const first = inOrder(await sendAll(leadsOf(20)));
    const second = inOrder(await sendAll(leadsOf(20)));
    expect(second.map(({ outcome }) => outcome)).toEqual(first.map(({ outcome }) => ({ ...outcome, replayed: true })));
    expect(crm.requests.length).toBe(20);
  });

  test('one person in two rows is sent once; the second row is a duplicate, this time and the next', async () => {
    const rows = [leadOf(0), leadOf(0), { ...leadOf(0), name: 'Another' }, { lead: leadOf(0), key: 'own' }];
    const { sendAll, crm } = setUp();
    const check = (lines: SendLine<'crm'>[]) => {
      expect(outcomes(lines).filter((outcome) => outcome === 'created').length).toBe(1);
      expect(outcomes(lines).filter((outcome) => outcome === 'duplicate').length).toBe(3);
    };
    check(await sendAll(rows));
    check(await sendAll(rows));
    expect(crm.received.length).toBe(1);
  });

  test.each([undefined, 4])(
    'a row whose details were changed after it had been sent is kept: existed, nothing is sent (bulk: %s)',
    async (bulk) => {
      const { sendAll, crm } = setUp({ bulk });
      await sendAll([leadOf(0)]);
      const [line] = await sendAll([{ ...leadOf(0), name: 'Changed' }]);
      expect(line?.outcome).toMatchObject({ outcome: 'existed', id: 'id-1', replayed: true, unchanged: ['name'] });
      expect(crm.requests.length).toBe(1);
    },
  );

  test('a row whose details were changed after it had been sent is updated when updates are asked for', async () => {
    const { sendAll, crm } = setUp({ bulk: 4 });
    await sendAll([leadOf(0)]);
    const [line] = await sendAll([{ ...leadOf(0), name: 'Changed' }], { onExisting: 'update' });
    expect(line?.outcome).toMatchObject({ outcome: 'updated', id: 'id-1' });
    expect(crm.requests.map(({ way, leads }) => [way, leads[0]?.name])).toEqual([
      ['bulk', leadOf(0).name],
      ['update', 'Changed'],
    ]);
  });

  test('a row whose details were changed while its first send is unknown is looked up as it was sent, then kept', async () => {
    const fault: FakeTargetOptions['fault'] = ({ index }) => (index === 0 ? 'lose-after' : undefined);
    const { sendAll, crm, ledger, clock } = setUp({ effect: 'unguarded', fault });
    const impatient = createLeadwire({ targets: { crm }, ledger, clock, retry: { maxAttempts: 1 } });
    await linesOf(impatient.sendMany([leadOf(0)], { to: 'crm' }));
    const [line] = await sendAll([{ ...leadOf(0), name: 'Changed' }]);
    expect(line?.outcome).toMatchObject({ outcome: 'existed', id: 'id-1' });
    expect(crm.received.map(({ name }) => name)).toEqual([leadOf(0).name]);
  });

  test('sendMany makes no more requests at once than concurrency allows', async () => {
    let now = 0;
    let most = 0;
    const { sendAll } = setUp({
      onRequest: async () => {
        most = Math.max(most, ++now);
        await settled();
        now--;
      },
    });
    await sendAll(leadsOf(40), { concurrency: 7 });
    expect(most).toBe(7);
  });

  test('sendMany reads no further than lines are taken: memory stays constant, and a slow consumer slows the source', async () => {
    let read = 0;
    function* endless() {
      for (;;) yield leadOf(read++);
    }
    const { leadwire } = setUp();
    const lines = leadwire.sendMany(endless(), { to: 'crm', concurrency: 5 });
    for (let taken = 0; taken < 30; taken++) {
      await lines.next();
      await settled();
      expect(read).toBeLessThanOrEqual(taken + 1 + 11);
    }
    await lines.return();
  });

  test('a consumer that leaves early ends the source, and what is on its way is settled', async () => {
    let closed = false;
    let read = 0;
    function* source() {
      try {
        for (; read < 1_000; read++) yield leadOf(read);
      } finally {
        closed = true;
      }
    }
    const { leadwire, crm, ledger } = setUp();
    for await (const line of leadwire.sendMany(source(), { to: 'crm', concurrency: 3 })) if (line.index >= 0) break;
    expect(closed).toBe(true);
    expect(read).toBeLessThan(20);
    const counts = await ledger.counts();
    expect([counts.sent, counts.leased]).toEqual([0, 0]);
    expect(crm.received.length).toBe(counts.confirmed);
  });

  test('when a source throws, the leads that were read are sent and told, then its error is thrown', async () => {
    function* source() {
      yield* leadsOf(3);
      throw new TypeError('bad csv');
    }
    const { leadwire, crm } = setUp();
    const lines: unknown[] = [];
    const run = async () => {
      for await (const line of leadwire.sendMany(source(), { to: 'crm' })) lines.push(line);
    };
    await expect(run()).rejects.toThrow('bad csv');
    expect(lines.length).toBe(crm.received.length);
  });

  test('when a source throws before a chunk is full, the chunk is sent first', async () => {
    const { leadwire, crm } = setUp({ bulk: 100 });
    async function* source() {
      yield* leadsOf(5);
      throw new Error('line 6 cannot be read');
    }
    const lines: unknown[] = [];
    const all = async () => {
      for await (const line of leadwire.sendMany(source(), { to: 'crm' })) lines.push(line);
    };
    await expect(all()).rejects.toThrow('line 6 cannot be read');
    expect([lines.length, crm.received.length]).toEqual([5, 5]);
  });

  test('a row object that is used again for the next row is another lead each time', async () => {
    const { sendAll, crm } = setUp();
    function* source() {
      const row = { phone: '', name: '' };
      for (let index = 0; index < 3; index++) {
        Object.assign(row, leadOf(index));
        yield row;
      }
    }
    expect(outcomes(await sendAll(source()))).toEqual(['created', 'created', 'created']);
    expect(crm.received).toMatchObject(leadsOf(3));
  });

  test('a value that is not a lead is refused in its own line, and the others go on', async () => {
    const { sendAll } = setUp();
    const rows = [leadOf(0), { phone: 14155551234 }, null, 'text', { ...leadOf(1), tags: 'web' }, leadOf(2)];
    const lines = inOrder(await sendAll(rows as unknown as Lead[]));
    expect(lines.map(({ outcome }) => outcome.outcome)).toEqual([
      'created',
      'rejected',
      'rejected',
      'rejected',
      'rejected',
      'created',
    ]);
    expect(lines.map(({ outcome }) => outcome.outcome === 'rejected' && outcome.error.issues)).toMatchObject([
      false,
      [{ path: 'phone', message: 'must be text' }],
      [{ message: 'must be an object with a phone' }, {}],
      [{ message: 'must be an object with a phone' }, {}],
      [{ path: 'tags', message: 'must be a list of texts' }],
      false,
    ]);
  });

  test('a key may stand beside the lead or in it, and what is not a field of a lead is reported', async () => {
    const { sendAll } = setUp();
    const rows = [
      { lead: leadOf(0), key: 'row-1' },
      { ...leadOf(1), key: 'row-2', favourite: 'blue' },
    ];
    const lines = inOrder(await sendAll(rows as LeadItem[]));
    expect(lines.map(({ key, outcome }) => [key, outcome.unsupported])).toEqual([
      ['row-1', []],
      ['row-2', [{ field: 'favourite', reason: expect.stringContaining('put it under fields') }]],
    ]);
  });

  test('a target that throws over one response parks that lead, and the others go on', async () => {
    const crm = fakeTarget();
    const brittle = {
      ...crm,
      send: async (lead: Lead, options?: TargetSendOptions) => {
        const result = await crm.send(lead, options);
        if (lead.phone === leadOf(1).phone) throw new TypeError(`null is no answer to ${lead.name}`);
        return result;
      },
      resume: () => Promise.reject(new TypeError('null')),
    };
    const leadwire = createLeadwire({ targets: { crm: brittle }, ledger: memoryLedger(), clock: fakeClock() });
    const lines = await linesOf(leadwire.sendMany(leadsOf(3), { to: 'crm' }));
    expect(outcomes(lines)).toEqual(['created', 'parked', 'created']);
    expect(inspect(lines[1], { depth: 9 })).not.toContain('no answer to');
    expect(crm.received.length).toBe(3);
  });

  test('wrong credentials stop a run after few requests, and the next run sends every lead', async () => {
    let wrong = true;
    const { sendAll, crm, ledger } = setUp({ fault: ({ index }) => (wrong && index >= 10 ? 'key' : undefined) });
    await expect(sendAll(leadsOf(500), { concurrency: 4 })).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(crm.requests.length).toBeLessThan(20);
    expect(await ledger.counts()).toMatchObject({ confirmed: crm.received.length, sent: 0, leased: 0 });
    wrong = false;
    expect(outcomes(await sendAll(leadsOf(500))).every((outcome) => outcome === 'created')).toBe(true);
    expect(crm.received.length).toBe(500);
  });

  test.each([undefined, 10])(
    'a list that is not there stops a run, and the next run sends its leads (bulk: %s)',
    async (bulk) => {
      let isThere = false;
      const { sendAll, crm, ledger } = setUp({ bulk, fault: () => (isThere ? undefined : 'no-list') });
      await expect(sendAll(leadsOf(100))).rejects.toMatchObject({ kind: 'misconfigured', status: 404 });
      expect(await ledger.counts()).toMatchObject({ confirmed: 0, rejected: 0, sent: 0, leased: 0 });
      isThere = true;
      expect(outcomes(await sendAll(leadsOf(100))).every((outcome) => outcome === 'created')).toBe(true);
      expect(crm.received.length).toBe(100);
    },
  );

  test('a ledger that fails stops a run before anything more is sent', async () => {
    const ledger = memoryLedger();
    let left = 5;
    const full = new LeadwireError('misconfigured', 'the disk is full', { code: 'ledger-full' });
    const failing: Ledger = {
      ...ledger,
      markSent: (rows, now, leaseMs) => (left-- > 0 ? ledger.markSent(rows, now, leaseMs) : Promise.reject(full)),
    };
    const { sendAll, crm } = setUp({}, failing);
    await expect(sendAll(leadsOf(100), { concurrency: 2 })).rejects.toBe(full);
    expect(crm.received.length).toBe(5);
  });

  test('a signal stops a run at once, and the next run finds out what had arrived', async () => {
    const stop = new AbortController();
    const { sendAll, crm, ledger } = setUp({
      onRequest: ({ index }) => (index === 20 ? stop.abort(new Error('enough')) : undefined),
    });
    await expect(sendAll(leadsOf(200), { signal: stop.signal, concurrency: 5 })).rejects.toMatchObject({
      kind: 'aborted',
      cause: { message: 'enough' },
    });
    expect(crm.requests.length).toBeLessThan(30);
    expect((await ledger.counts()).leased).toBe(0);
    expect(outcomes(await sendAll(leadsOf(200))).every((outcome) => outcome === 'created')).toBe(true);
    expect(crm.received.length).toBe(200);
  });

  test('leads that were on their way when a run was stopped are told before its error', async () => {
    const gate = Promise.withResolvers<void>();
    const { leadwire } = setUp({
      fault: ({ index }) => (index === 1 ? 'key' : undefined),
      onRequest: ({ index }) => (index === 0 ? gate.promise : undefined),
    });
    const lines: SendLine<'crm'>[] = [];
    const run = (async () => {
      for await (const line of leadwire.sendMany(leadsOf(10), { to: 'crm', concurrency: 2 })) lines.push(line);
    })();
    run.catch(() => undefined);
    await settled();
    gate.resolve();
    await expect(run).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(lines.map(({ index }) => index)).toEqual([0]);
  });

  test('a run to several targets yields one line for each lead, with an outcome for each target', async () => {
    const targets = {
      dialler: fakeTarget({ provider: 'dialler', bulk: 3 }),
      crm: fakeTarget({ provider: 'crm', fault: ({ leads }) => (leads[0]?.name === 'Lead 2' ? 'refuse' : undefined) }),
    };
    const leadwire = createLeadwire({ targets, ledger: memoryLedger(), clock: fakeClock() });
    const lines = await linesOf(leadwire.sendMany(leadsOf(8), { to: ['dialler', 'crm'] }));
    expect(lines.length).toBe(8);
    const second = lines.find(({ index }) => index === 2);
    expect([second?.report.dialler.outcome, second?.report.crm.outcome]).toEqual(['created', 'rejected']);
    expect(second?.outcome).toBeUndefined();
    expect([targets.dialler.received.length, targets.crm.received.length]).toEqual([8, 7]);
  });

  test('a single send goes before those of a running bulk that wait at the target', async () => {
    // A limiter as the clients have it: in order, one at a time, before `beforeSend`.
    const order: string[] = [];
    const crm = fakeTarget({ onRequest: ({ leads }) => void order.push(leads[0]?.name ?? '') });
    let line: Promise<void> = Promise.resolve();
    const limited = {
      ...crm,
      send: async (...[lead, options]: Parameters<typeof crm.send>) => {
        const turn = line;
        line = turn.then(() => settled());
        await turn;
        return crm.send(lead, options);
      },
    };
    const leadwire = createLeadwire({ targets: { crm: limited }, ledger: memoryLedger(), clock: fakeClock() });
    const bulk = linesOf(leadwire.sendMany(leadsOf(60), { to: 'crm', concurrency: 50 }));
    for (let turn = 0; turn < 5; turn++) await settled();
    const before = order.length;
    await leadwire.send({ phone: '+14155559999', name: 'At the front' }, { to: 'crm' });
    expect(order.indexOf('At the front') - before).toBeLessThanOrEqual(5);
    expect((await bulk).length).toBe(60);
  });
});

describe('sendMany, in bulk', () => {
  test('leads go in chunks as large as the target accepts, and each has its own line', async () => {
    const { sendAll, crm, ledger } = setUp({ bulk: 100 });
    const lines = await sendAll(leadsOf(250));
    expect(crm.requests.map(({ way, leads }) => [way, leads.length])).toEqual([
      ['bulk', 100],
      ['bulk', 100],
      ['bulk', 50],
    ]);
    expect(lines.map(({ index }) => index).sort((a, b) => a - b)).toEqual(leadsOf(250).map((_, index) => index));
    expect((await ledger.counts()).confirmed).toBe(250);
    const smaller = setUp({ bulk: 100 });
    await smaller.sendAll(leadsOf(50), { chunkSize: 20 });
    expect(smaller.crm.requests.map(({ leads }) => leads.length)).toEqual([20, 20, 10]);
  });

  test('the intent of all leads is written down before their chunk leaves', async () => {
    const ledger = memoryLedger();
    const sent: number[] = [];
    const { sendAll } = setUp(
      { bulk: 10, onRequest: async () => void sent.push((await ledger.counts()).sent) },
      ledger,
    );
    await sendAll(leadsOf(10));
    expect(sent).toEqual([10]);
  });

  test('leads that the target does not accept in bulk go one by one, and so do all where updates are asked for', async () => {
    const { sendAll, crm } = setUp({ bulk: 100 });
    await sendAll(leadsOf(6).map((lead, index) => (index % 2 === 0 ? lead : { ...lead, notes: 'call back' })));
    expect(crm.requests.map(({ way }) => way).sort()).toEqual(['bulk', 'send', 'send', 'send']);
    const updating = setUp({ bulk: 100 });
    await updating.sendAll(leadsOf(3), { onExisting: 'update' });
    expect(updating.crm.requests.map(({ way }) => way)).toEqual(['send', 'send', 'send']);
  });

  test('a chunk that is refused is halved down to its bad leads', async () => {
    const bad = ['Lead 7', 'Lead 93'];
    const { sendAll, crm } = setUp({
      bulk: 128,
      fault: ({ leads }) => (leads.some(({ name }) => bad.includes(name ?? '')) ? 'refuse' : undefined),
    });
    const lines = inOrder(await sendAll(leadsOf(128)));
    expect(lines.filter(({ outcome }) => outcome.outcome === 'rejected').map(({ index }) => index)).toEqual([7, 93]);
    expect(crm.received.length).toBe(126);
    expect(crm.requests.length).toBeLessThanOrEqual(2 * 2 * 7 + 1);
  });

  test('a chunk that fails for now is sent again as it is', async () => {
    const { sendAll, crm, clock } = setUp({ bulk: 50, fault: ({ index }) => (index < 2 ? 'down' : undefined) });
    expect(outcomes(await sendAll(leadsOf(50))).every((outcome) => outcome === 'created')).toBe(true);
    expect(crm.requests.length).toBe(3);
    expect(clock.slept).toEqual([500, 1_000]);
    const never = setUp({ bulk: 50, fault: () => 'down' });
    const lines = await never.sendAll(leadsOf(50));
    expect(lines.every(({ outcome }) => outcome.outcome === 'rejected' && outcome.error.retryable)).toBe(true);
    expect((await never.ledger.counts()).ready).toBe(50);
  });

  test.each(['lose-before', 'lose-after'] as const)(
    'a chunk without a response (%s) is sent again where the provider folds repeats',
    async (fault) => {
      const { sendAll, crm } = setUp({ bulk: 50, fault: ({ index }) => (index === 0 ? fault : undefined) });
      const lines = await sendAll(leadsOf(50));
      expect(crm.requests.map(({ way }) => way)).toEqual(['bulk', 'bulk']);
      expect(crm.received.length).toBe(50);
      const { outcome } = lines[0] as SendLine<'crm'>;
      expect([outcome.outcome, outcome.certainty]).toEqual(
        fault === 'lose-after' ? ['existed', 'probable'] : ['created', 'certain'],
      );
    },
  );

  test('each lead of a chunk without a response is looked up where the provider does not fold repeats', async () => {
    const arrived = setUp({
      bulk: 5,
      effect: 'unguarded',
      fault: ({ index }) => (index === 0 ? 'lose-after' : undefined),
    });
    expect(outcomes(await arrived.sendAll(leadsOf(5)))).toEqual(Array(5).fill('created'));
    expect(arrived.crm.received.length).toBe(5);
    const lost = setUp({
      bulk: 5,
      effect: 'unguarded',
      fault: ({ index }) => (index === 0 ? 'lose-before' : undefined),
    });
    expect(outcomes(await lost.sendAll(leadsOf(5)))).toEqual(Array(5).fill('parked'));
    expect(lost.crm.received.length).toBe(0);
  });

  test('after a crash in the middle the next run sends the rest, and nothing twice', async () => {
    const ledger = memoryLedger();
    const clock = fakeClock();
    const crm = fakeTarget({ bulk: 20, fault: ({ index }) => (index === 2 ? 'hang-after' : undefined) });
    const first = createLeadwire({ targets: { crm }, ledger, clock }).sendMany(leadsOf(100), { to: 'crm' });
    for (let line = 0; line < 40; line++) await first.next();
    await settled();
    clock.elapse(180_000);
    const lines = await linesOf(
      createLeadwire({ targets: { crm }, ledger, clock }).sendMany(leadsOf(100), { to: 'crm' }),
    );
    expect(lines.length).toBe(100);
    expect(crm.received.length).toBe(100);
    expect((await ledger.counts()).confirmed).toBe(100);
  });

  test('one person twice in a chunk is sent once', async () => {
    const { sendAll, crm } = setUp({ bulk: 50, effect: 'unguarded' });
    const rows = leadsOf(20).flatMap((lead) => [lead, { ...lead, name: 'Again' }]);
    const lines = await sendAll(rows);
    expect(outcomes(lines).filter((outcome) => outcome === 'duplicate').length).toBe(20);
    expect(crm.received.length).toBe(20);
  });

  test('wrong credentials stop a run in bulk', async () => {
    const { sendAll, crm, ledger } = setUp({ bulk: 10, fault: () => 'key' });
    await expect(sendAll(leadsOf(1_000), { chunkSize: 10 })).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(crm.requests.length).toBeLessThanOrEqual(3);
    const { sent, leased, confirmed } = await ledger.counts();
    expect([sent, leased, confirmed]).toEqual([0, 0, 0]);
  });

  test('leads of a slow source are not kept waiting for their chunk to fill up', async () => {
    const clock = fakeClock({ waits: 'hold' });
    const crm = fakeTarget({ bulk: 100 });
    const never = new Promise<void>(() => undefined);
    async function* slow() {
      yield* leadsOf(3);
      await never;
    }
    const lines = createLeadwire({ targets: { crm }, ledger: memoryLedger(), clock }).sendMany(slow(), { to: 'crm' });
    const first = lines.next();
    await clock.advance(250);
    expect((await first).value?.outcome.outcome).toBe('created');
    expect(crm.requests.map(({ leads }) => leads.length)).toEqual([3]);
    await lines.return();
  });

  test('a target that gives another number of outcomes than leads is not believed', async () => {
    const crm = fakeTarget({ bulk: 10 });
    const bulk = {
      maxItems: 10,
      accepts: () => true,
      async send(leads: readonly Lead[], options?: { beforeSend?: (() => Promise<void>) | undefined }) {
        await options?.beforeSend?.();
        return { ok: true as const, value: [] as never[], leads };
      },
    };
    const ledger = memoryLedger();
    const lines = createLeadwire({ targets: { crm: { ...crm, bulk } }, ledger, clock: fakeClock() }).sendMany(
      leadsOf(10),
      { to: 'crm' },
    );
    await expect(linesOf(lines)).rejects.toThrow('0 outcomes for 10 leads');
    expect((await ledger.counts()).sent).toBe(10);
  });
});
