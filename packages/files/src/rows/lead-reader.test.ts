import type { E164 } from '@leadwire/core/phone';
import { expect, test } from 'vitest';
import { phoneText } from '../cells/cell.ts';
import { parseMapping } from '../columns/mapping.ts';
import { planColumns } from '../columns/plan-columns.ts';
import { createLeadReader } from './lead-reader.ts';

const read = (header: readonly string[], cells: readonly unknown[], ...map: string[]) => {
  const { uses } = planColumns({ header, rows: [], rare: new Set() }, parseMapping(map), new Map());
  const { lead } = createLeadReader(uses)(cells, phoneText(cells[0]) as E164);
  return JSON.parse(JSON.stringify(lead)) as unknown;
};

test('cells become a lead; empty ones are left out', () => {
  expect(
    read(['Mobile', 'First Name', 'Email', 'Tags', 'City'], [' +91 98765 43210 ', 'Asha', '', 'hot; web ,', 'Pune']),
  ).toEqual({
    phone: '+91 98765 43210',
    firstName: 'Asha',
    tags: ['hot', 'web'],
  });
});

test('fields keep the names that they are given, and JSON its types', () => {
  expect(read(['phone', 'fields.budget', 'City'], ['1', 5000, 'Pune'], 'fields.town=City')).toEqual({
    phone: '1',
    fields: { budget: 5000, town: 'Pune' },
  });
});

test.each([
  ["'+919876543210", '+919876543210'],
  ['="0171 1234567"', '0171 1234567'],
  ['=+919876543210', '+919876543210'],
  ['\'="919876543210"', '919876543210'],
  ['919876543210.0', '919876543210'],
  ['030.123456', '030.123456'],
  ['(415) 555-2671', '(415) 555-2671'],
  [919876543210, '919876543210'],
  [null, ''],
])('a phone written %j is read as %j', (cell, phone) => {
  expect(phoneText(cell)).toBe(phone);
});

test.each(['nan', 'NULL', 'N/A', '#N/A', 'NaN', '#REF!'])('a cell that holds %s is empty', (word) => {
  expect(read(['phone', 'name', 'email', 'fields.city'], ['1', word, word, word])).toEqual({ phone: '1' });
});

test.each([
  ['a@b.co ::: c@d.co', 'a@b.co'],
  ['mailto:a@b.co', 'a@b.co'],
  ['Asha <a@b.co>', 'a@b.co'],
  ['1', undefined],
  ['none', undefined],
  ['a@b', undefined],
])('an e-mail cell %j gives %j', (cell, email) => {
  expect(read(['phone', 'email'], ['1', cell])).toEqual({ phone: '1', ...(email && { email }) });
});

test('of several columns for a part of the lead the first that is filled counts', () => {
  expect(read(['phone', 'A', 'B'], ['1', '', 'x'], 'notes=A,B')).toEqual({ phone: '1', notes: 'x' });
});

test('fields.* makes every other column a field of the provider', () => {
  expect(read(['phone', 'Name', 'City', 'Budget', 'City'], ['1', 'Asha', 'Pune', 5, 'x'], 'fields.*')).toEqual({
    phone: '1',
    name: 'Asha',
    fields: { Budget: 5 },
  });
});
