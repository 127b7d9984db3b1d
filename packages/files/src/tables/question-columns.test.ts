import { expect, test } from 'vitest';
import { columnsFor, openText, outcomesOf } from '../testing.ts';

const INVITEE = 'User Name,Invitee Name,Invitee Email,Event Type Name';
const open = (header: string, ...rows: string[]) =>
  openText(`${[`${INVITEE},${header}`, ...rows.map((row) => `Sam,Asha,a@example.in,Demo,${row}`)].join('\n')}\n`, {
    country: 'IN',
  });

test('the phone is the answer to the question that asks for it, in whichever pair it stands', async () => {
  const file = await open(
    'Question 1,Response 1,Question 2,Response 2',
    'Mobile,98765 43211,Order number,9876500001',
    'Order number,9876500002,Mobile,98765 43212',
  );
  expect(file.doubts).toEqual([]);
  expect(await outcomesOf(file)).toEqual(['+919876543211', '+919876543212']);
});

test('the number for text reminders is tried where no answer is a phone', async () => {
  const file = await open(
    'Text Reminder Number,Question 1,Response 1',
    ',Phone number,98765 43211',
    '+919876543212,Phone number,',
  );
  expect(columnsFor(file, 'phone')).toEqual(['Text Reminder Number', 'Phone number']);
  expect(await outcomesOf(file)).toEqual(['+919876543211', '+919876543212']);
});

test('a question for the phone of another person is asked about', async () => {
  const file = await open('Question 1,Response 1', 'Mobile number of your spouse,9876500000');
  expect(file.doubts.map(({ kind }) => kind)).toEqual(['phone-column']);
});

test('a question whether one may call is obeyed', async () => {
  const file = await open('Question 1,Response 1,Question 2,Response 2', 'Phone,98765 43211,May we call you?,No');
  expect(file.doubts.map(({ kind }) => kind)).toEqual(['do-not-call']);
  expect(await outcomesOf(file)).toEqual(['do-not-call']);
});

test('without a question that is asked, nothing is added', async () => {
  const file = await open('Question 1,Response 1', ',');
  expect(file.header).toEqual([...INVITEE.split(','), 'Question 1', 'Response 1']);
});

test('rejected rows that come back with a column of the question are read by it', async () => {
  const file = await open('Question 1,Response 1,Mobile', 'Mobile,98765,9876543210');
  expect(columnsFor(file, 'phone')).toEqual(['Mobile']);
  expect(await outcomesOf(file)).toEqual(['+919876543210']);
});

test('a question that is first asked far below is a column, too', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => `Phone,98765 4${3000 + index},,`);
  const file = await open(
    'Question 1,Response 1,Question 2,Response 2',
    ...rows,
    'Phone,,Mobile number,98765 44000',
    'Phone,98765 44001,May we call you?,No',
  );
  expect((await outcomesOf(file)).slice(-2)).toEqual(['+919876544000', 'do-not-call']);
});
