import type { LeadOutcome, LeadTarget } from '@leadwire/core';
import { expectTypeOf, test } from 'vitest';
import { createLeadwire } from './create-leadwire.ts';
import { memoryLedger } from './ledgers/memory-ledger.ts';

declare const target: LeadTarget;
const leadwire = createLeadwire({ targets: { dialler: target, crm: target }, ledger: memoryLedger() });
const lead = { phone: '+14155552671' };

test('a report has exactly the targets that were asked for', async () => {
  const report = await leadwire.send(lead, { to: ['dialler', 'crm'] });
  expectTypeOf(report).toEqualTypeOf<{ readonly dialler: LeadOutcome; readonly crm: LeadOutcome }>();
  const one = await leadwire.send(lead, { to: 'crm' });
  expectTypeOf(one.crm).toEqualTypeOf<LeadOutcome>();
  // @ts-expect-error it was not asked for
  one.dialler;
  // @ts-expect-error there is no such target
  await leadwire.send(lead, { to: 'dialer' });
});

test('a line has the outcome itself where one target is asked for', async () => {
  for await (const line of leadwire.sendMany([lead], { to: 'crm' })) {
    expectTypeOf(line.outcome).toEqualTypeOf<LeadOutcome>();
    expectTypeOf(line.report.crm).toEqualTypeOf<LeadOutcome>();
  }
  for await (const line of leadwire.sendMany([{ lead, key: 'row-1', ref: '1' }], { to: ['dialler', 'crm'] })) {
    expectTypeOf(line.outcome).toEqualTypeOf<undefined>();
    expectTypeOf(line.report.dialler).toEqualTypeOf<LeadOutcome>();
  }
});

test('an accepted lead has no id', async () => {
  const { crm } = await leadwire.send(lead, { to: 'crm' });
  if (crm.outcome === 'accepted') expectTypeOf(crm.id).toEqualTypeOf<undefined>();
  if (crm.outcome === 'created') expectTypeOf(crm.id).toEqualTypeOf<string | undefined>();
});

test('targets whose names are not known before are named by any text', async () => {
  const targets: Record<string, LeadTarget> = {};
  const any = createLeadwire({ targets, ledger: memoryLedger() });
  const report = await any.send(lead, { to: String(Math.random()) });
  expectTypeOf(report).toEqualTypeOf<{ readonly [name: string]: LeadOutcome }>();
});
