import { expect, test } from 'vitest';
import { parseMapping, planColumns } from '../columns/columns.ts';
import { createLeadReader, phoneText, requirePhoneColumn } from './lead-reader.ts';

const read = (columns: readonly string[], cells: readonly unknown[], ...map: string[]) => {
  const reader = createLeadReader(planColumns(columns, parseMapping(map)));
  return JSON.parse(JSON.stringify(reader.toLead(cells, reader.phoneOf(cells)))) as unknown;
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

test('without a phone column, the columns are named, and the one that holds phones is pointed at', () => {
  const columns = ['Person', 'Kontakt 1'];
  const sample = [{ row: 2, line: 2, cells: ['Jane', '+1 415 555 2671'], fault: undefined }];
  expect(() => requirePhoneColumn(planColumns(columns, new Map()), columns, sample)).toThrow(
    expect.objectContaining({
      message: 'no column is known to hold the phone number.',
      hints: [
        'The columns are: "Person", "Kontakt 1".',
        'Phone numbers seem to stand in "Kontakt 1".',
        'Name it: --map "phone=Kontakt 1"',
      ],
    }),
  );
});

test('a header of one column may be a title, or columns that something else separates', () => {
  const columns = ['My leads 2026', '', ''];
  expect(() => requirePhoneColumn(planColumns(columns, new Map()), columns, [])).toThrow(
    expect.objectContaining({ hints: expect.arrayContaining([expect.stringContaining('If that is a title')]) }),
  );
});
