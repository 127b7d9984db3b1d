import { expect, test } from 'vitest';
import { createSimulators } from '../../create-simulators.ts';
import { createTable } from './collection.ts';

test('records are deep copies, however they are read', () => {
  const { rows, collection } = createTable<number, { tags: string[] }, { tags: string[] }>((row) => row);
  rows.set(1, { tags: ['a'] });
  const shown = [collection.all()[0], collection.get(1), collection.find(() => true), collection.filter(() => true)[0]];
  for (const row of [...shown, ...collection]) row?.tags.push('b');
  expect(rows.get(1)).toEqual({ tags: ['a'] });
  expect(collection.length).toBe(1);
});

test('a lead that is found by its phone is a copy too', () => {
  const { topcalls, telecrm } = createSimulators();
  topcalls.addLead({ phone_number: '+14155552671', metadata: { plan: { name: 'gold' } } });
  telecrm.addLead({ phone: '919999999999', interests: ['VIP'] });
  Object.assign(topcalls.leads.byPhone('+14155552671')?.metadata?.plan ?? {}, { name: 'none' });
  Object.assign(telecrm.leads.byIdentifier('9999999999')?.fields.interests ?? [], ['none']);
  expect(topcalls.leads.byPhone('+14155552671')?.metadata).toEqual({ plan: { name: 'gold' } });
  expect(telecrm.leads.byIdentifier('9999999999')?.fields.interests).toEqual(['VIP']);
});
