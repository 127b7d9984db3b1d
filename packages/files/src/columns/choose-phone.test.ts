import { expect, test } from 'vitest';
import { columnsFor, openText } from '../testing.ts';

const fileOf = (header: string, row: string, country = 'IN') =>
  openText(`${header}\n${row}\n${row}\n${row}\n`, { country });

test.each([
  ['Order Number,Kunde,Telefonnr. Kunde', '4711000001,A,0171 1234567', 'DE', 'Telefonnr. Kunde'],
  ['Policy Number,Policy Holder,Insured Mobile', '9812345678,A,9876543210', 'IN', 'Insured Mobile'],
  [
    'Loan Account Number,Borrower Name,Borrower Phone,Guarantor Phone',
    '9812345678,A,9876543210,9876543299',
    'IN',
    'Borrower Phone',
  ],
  ['Roll Number,Student,Parent Contact No', '9812345678,A,9876543210', 'IN', 'Parent Contact No'],
  ['Номер заявки,ФИО,Контактный телефон', '79161112233,А,+79161234567', 'RU', 'Контактный телефон'],
  ['Client Number,Client Name,Phone', '9812345678,A,9876543210', 'IN', 'Phone'],
  ['Lead Number,Name,Contact Number', '9812345678,A,9876543210', 'IN', 'Contact Number'],
  ['Buyer Name,Buyer Phone,Seller Name,Seller Phone', 'A,9876543210,B,9876543211', 'IN', 'Buyer Phone'],
  ['رقم الطلب,رقم الجوال', '966501234599,0501234567', 'SA', 'رقم الجوال'],
  ['आवेदन संख्या,मोबाइल नंबर', '9812345678,9876543210', 'IN', 'मोबाइल नंबर'],
  ['Name,Number', 'A,9876543210', 'IN', 'Number'],
  ['Ad Soyad,Cep', 'A,0532 123 45 67', 'TR', 'Cep'],
  ['Name,Phone,Mob', 'A,Pune,9876543210', 'IN', 'Mob'],
  [
    'Name,What is your phone number?,Is this phone on WhatsApp?',
    'A,9876543210,yes',
    'IN',
    'What is your phone number?',
  ],
])('of %s it is the one that names a phone and holds phones', async (header, row, country, phone) => {
  const file = await fileOf(header, row, country);
  expect([columnsFor(file, 'phone'), file.doubts]).toEqual([[phone], []]);
});

test('an alternate number is tried behind the one that is named after the lead', async () => {
  const file = await fileOf('Candidate Name,Candidate Mobile No,Alternate Contact No', 'A,9876543210,9876543211');
  const phone = file.uses.find(({ destination }) => destination === 'phone');
  expect(phone?.indexes.map((index) => file.header[index])).toEqual(['Candidate Mobile No', 'Alternate Contact No']);
});

test.each([
  ['Student,Father Mobile,Mother Mobile', 'A,9876543210,9876543211', ['Father Mobile', 'Mother Mobile']],
  ['Client Number,Client Name', '9876543210,A', ['Client Number']],
  ['Name,Phone,Order Number', 'A,Pune,9812345678', ['Order Number', 'Phone']],
  ['Name,Phone,Agent,Phone', 'A,9876543210,B,9876543211', ['Phone']],
  ['Name,City', 'A,Pune', []],
])('of %s only a person can tell', async (header, row, columns) => {
  const file = await fileOf(header, row);
  expect(file.doubts).toMatchObject([{ kind: 'phone-column', columns, stopsPipe: true }]);
});

test('the answers of a doubt are flags that a shell takes', async () => {
  const file = await fileOf('Student,Father Mobile,Mother "Mum" Mobile'.replaceAll('"', ''), 'A,9876543210,9876543211');
  expect(file.doubts[0]?.answers.map(({ flag }) => flag)).toEqual([
    '--map "phone=Father Mobile"',
    '--map "phone=Mother Mum Mobile"',
  ]);
});

test('a first line without a known name is not listed: it may be data', async () => {
  const file = await fileOf('Asha Rao,Pune', 'Ravi,Goa');
  expect(file.doubts[0]?.question).toContain('None of its 2 columns has a name that is known');
  await expect(openText('Asha Rao,Pune\nRavi,Goa\n', { map: ['phone=Mobile'] })).rejects.toMatchObject({
    hints: [expect.not.stringContaining('Asha')],
  });
});

test('a column name that is long is cut', async () => {
  const name = `My phone is ${'very '.repeat(20)}private`;
  const file = await openText(`Name,City,${name}\nA,Pune,x\n`);
  expect(file.doubts[0]?.question.length).toBeLessThan(250);
});

test.each([
  [
    ['Buyer Email', 'Attendee Email'],
    ['a@e.com', 'b@e.com'],
    ['Buyer Email', 'Attendee Email'],
  ],
  [['E-Mail', 'City'], ['Pune', 'x'], ['E-Mail']],
])('e-mail columns %j are asked about', async (names, cells, columns) => {
  const file = await fileOf(`Phone,${names.join(',')}`, `9876543210,${cells.join(',')}`);
  expect(file.doubts).toMatchObject([
    { kind: 'email-column', columns, answers: [...columns.map(() => ({})), { flag: '--map email=' }] },
  ]);
});
