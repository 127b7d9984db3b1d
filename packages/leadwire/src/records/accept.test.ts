import type { BulkTarget, Lead, LeadOutcome } from '@leadwire/core';
import { fakeClock } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createLeadwire } from '../create-leadwire.ts';
import { memoryLedger } from '../ledgers/memory-ledger.ts';
import { type FakeTargetOptions, fakeTarget } from '../testing/fake-target.ts';

const JANE: Lead = { phone: '+14155552671', name: 'Jane Doe' };

function setUp(options: FakeTargetOptions = {}) {
  const ledger = memoryLedger();
  const clock = fakeClock();
  const crm = fakeTarget(options);
  return { ledger, clock, crm, leadwire: createLeadwire({ targets: { crm }, ledger, clock }) };
}

test('an accepted lead is in the ledger and not sent, until it is delivered once', async () => {
  const { ledger, crm, leadwire } = setUp();
  expect(await leadwire.accept(JANE, { to: 'crm', key: 'form-1' })).toEqual({ crm: { accepted: true, key: 'form-1' } });
  expect(crm.requests).toEqual([]);
  expect((await leadwire.deliver()).crm.created).toBe(1);
  expect(await ledger.get({ provider: 'fake', account: 'acme', key: 'form-1' })).toMatchObject({ state: 'confirmed' });
  const again = await leadwire.deliver();
  expect(Object.values(again.crm).every((count) => count === 0)).toBe(true);
  expect(crm.received.length).toBe(1);
});

test('a lead that is accepted again is told its outcome, and a person under another key is a duplicate', async () => {
  const { leadwire } = setUp();
  await leadwire.accept(JANE, { to: 'crm', key: 'form-1' });
  await leadwire.deliver();
  const same = await leadwire.accept(JANE, { to: 'crm', key: 'form-1' });
  expect(same.crm).toMatchObject({ accepted: false, outcome: { outcome: 'created', replayed: true } });
  const other = await leadwire.accept(JANE, { to: 'crm', key: 'form-2' });
  expect(other.crm).toMatchObject({ accepted: false, outcome: { outcome: 'duplicate', of: 'form-1' } });
});

test('a key that belongs to another lead is refused when a lead is accepted, as it is when one is sent', async () => {
  const { leadwire } = setUp();
  await leadwire.send(JANE, { to: 'crm', key: 'form-1' });
  const { crm } = await leadwire.accept({ ...JANE, phone: '+14155550000' }, { to: 'crm', key: 'form-1' });
  expect(crm).toMatchObject({
    accepted: false,
    outcome: { outcome: 'rejected', error: { kind: 'idempotency-mismatch' } },
  });
});

test('a person who comes back in another import is accepted and sent again', async () => {
  const { leadwire, crm } = setUp({ effect: 'unguarded' });
  for (const importId of ['march', 'april']) await leadwire.accept(JANE, { to: 'crm', importId });
  expect((await leadwire.deliver()).crm.created).toBe(2);
  expect(crm.received.length).toBe(2);
});

test('a lead that is not valid is not accepted, with the reason', async () => {
  const { ledger, leadwire } = setUp();
  const report = await leadwire.accept({ phone: 'no number' }, { to: 'crm' });
  expect(report.crm).toMatchObject({
    accepted: false,
    outcome: { outcome: 'rejected', error: { kind: 'invalid-phone' } },
  });
  expect((await ledger.counts()).ready).toBe(0);
});

test('two accepted leads of one person are sent once', async () => {
  const { leadwire, crm } = setUp({ effect: 'unguarded' });
  for (const key of ['form-1', 'form-2']) await leadwire.accept(JANE, { to: 'crm', key });
  expect((await leadwire.deliver()).crm).toMatchObject({ created: 1, duplicate: 1 });
  expect(crm.received.length).toBe(1);
});

test('deliver takes up what an earlier worker left open, and looks it up before it sends', async () => {
  const { leadwire, crm, ledger, clock } = setUp({ fault: ({ index }) => (index === 0 ? 'lose-after' : undefined) });
  await createLeadwire({ targets: { crm }, ledger, clock, retry: { maxAttempts: 1 } }).send(JANE, { to: 'crm' });
  expect((await ledger.counts()).sent).toBe(1);
  expect((await leadwire.deliver()).crm.created).toBe(1);
  expect(crm.received.length).toBe(1);
});

test('deliver ends with the error when no lead will pass, and the leads stay accepted', async () => {
  const { leadwire, ledger } = setUp({ fault: () => 'key' });
  await leadwire.accept(JANE, { to: 'crm' });
  await expect(leadwire.deliver()).rejects.toMatchObject({ kind: 'unauthorized' });
  expect((await ledger.counts()).ready).toBe(1);
});

test('check says what a target would send and cannot hold, and records nothing', async () => {
  const { leadwire, ledger, crm } = setUp();
  const given = { phone: '+1 (415) 555-2671', nickname: 'JD' } as unknown as Lead;
  const { crm: checked } = await leadwire.check(given, { to: 'crm' });
  expect(checked).toMatchObject({ phone: '+14155552671', issues: [], unsupported: [{ field: 'nickname' }] });
  expect((await leadwire.check({ phone: 'none' }, { to: 'crm' })).crm.issues[0]?.path).toBe('phone');
  expect([crm.requests.length, (await ledger.counts()).ready]).toEqual([0, 0]);
});

test('a forgotten person is not sent again, and nothing of the person stays', async () => {
  const { leadwire, ledger, crm } = setUp({ effect: 'unguarded' });
  await leadwire.send(JANE, { to: 'crm', importId: 'march' });
  expect(await leadwire.forget('+1 415 555 2671')).toBe(1);
  for await (const row of ledger.list())
    expect([row.remoteId, row.payload, row.ref]).toEqual([undefined, undefined, undefined]);
  const { crm: outcome } = await leadwire.send(JANE, { to: 'crm', importId: 'march' });
  expect(outcome.outcome).toBe('duplicate');
  expect(crm.received.length).toBe(1);
  await expect(leadwire.forget('nobody')).rejects.toMatchObject({ kind: 'invalid-phone' });
});

test('payloads of rejected leads are erased at the start of a run when their retention has passed', async () => {
  const ledger = memoryLedger();
  const clock = fakeClock();
  const crm = fakeTarget({ fault: () => 'refuse' });
  const leadwire = createLeadwire({ targets: { crm }, ledger, clock, payloadRetentionMs: 1_000 });
  await leadwire.send(JANE, { to: 'crm', key: 'a' });
  await clock.advance(1_001);
  await leadwire.deliver();
  const row = await ledger.get({ provider: 'fake', account: 'acme', key: 'a' });
  expect([row?.state, row?.payload]).toEqual(['rejected', undefined]);
});

test('undo removes what an import created and nothing else, and an undone lead may be sent again', async () => {
  const { leadwire, crm } = setUp();
  await leadwire.send(JANE, { to: 'crm', importId: 'march' });
  await leadwire.send({ phone: '+14155552672' }, { to: 'crm', importId: 'april' });
  await leadwire.send(JANE, { to: 'crm', importId: 'may' }); // existed
  const created = [];
  for await (const { id } of leadwire.created({ to: 'crm' })) created.push(id);
  expect(created).toEqual(['id-1', 'id-2']);
  const lines = [];
  for await (const line of leadwire.undo({ to: 'crm', importId: 'march' })) lines.push(line);
  expect(lines).toMatchObject([{ target: 'crm', id: 'id-1', undone: 'deleted' }]);
  expect(crm.requests.filter(({ way }) => way === 'undo').length).toBe(1);
  const { crm: outcome } = await leadwire.send(JANE, { to: 'crm', importId: 'march' });
  expect(outcome.outcome).toBe('created');
});

test('undo at an account that knows none of the leads removes none of them, and says so', async () => {
  const { leadwire, ledger, clock } = setUp();
  for (const importId of ['march', 'april']) await leadwire.send(JANE, { to: 'crm', importId });
  const elsewhere = createLeadwire({ targets: { crm: fakeTarget() }, ledger, clock });
  const lines = [];
  for await (const line of elsewhere.undo({ to: 'crm' })) lines.push(line);
  expect(lines).toMatchObject([{ undone: undefined, error: { kind: 'not-found', code: 'undo-not-found' } }]);
  expect((await ledger.counts()).confirmed).toBe(2);
});

test('a lead that is gone counts as removed where undo removes another one', async () => {
  const { leadwire, ledger, crm } = setUp();
  for (const phone of ['+14155552671', '+14155552672', '+14155552673']) await leadwire.send({ phone }, { to: 'crm' });
  await crm.undo?.('id-1');
  const lines = [];
  for await (const line of leadwire.undo({ to: 'crm' })) lines.push(line);
  expect(lines).toMatchObject(['id-1', 'id-2', 'id-3'].map((id) => ({ id, undone: 'deleted' })));
  expect((await ledger.counts()).ready).toBe(3);
});

test('undo says of a lead whose bulk import told no id that it must be removed at the provider', async () => {
  const ledger = memoryLedger();
  const crm = fakeTarget({ bulk: 4 });
  const bulk: BulkTarget = {
    ...(crm.bulk as BulkTarget),
    async send(leads, options) {
      const result = await (crm.bulk as BulkTarget).send(leads, options);
      if (!result.ok) return result;
      return { ok: true, value: result.value.map((outcome) => ({ ...outcome, id: undefined }) as LeadOutcome) };
    },
  };
  const leadwire = createLeadwire({ targets: { crm: { ...crm, bulk } }, ledger, clock: fakeClock() });
  for await (const _ of leadwire.sendMany([JANE], { to: 'crm' }));
  const lines = [];
  for await (const line of leadwire.undo({ to: 'crm' })) lines.push(line);
  expect(lines).toMatchObject([{ id: undefined, error: { code: 'undo-without-id', hint: expect.any(String) } }]);
  expect(crm.requests.map(({ way }) => way)).toEqual(['bulk']);
});
