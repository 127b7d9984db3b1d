import { expect, test } from 'vitest';
import { fieldOfHeader } from './field-of-header.ts';
import { parseMapping } from './mapping.ts';
import { planColumns } from './plan-columns.ts';

const planOf = (header: readonly string[], ...map: string[]) =>
  planColumns({ header, rows: [], rare: new Set() }, parseMapping(map), new Map());
const where = (header: readonly string[], ...map: string[]) =>
  Object.fromEntries(
    planOf(header, ...map).uses.map((use) => [
      use.destination,
      use.indexes.map((index) => header[index]).join(' then '),
    ]),
  );

test('an export of Google Contacts: what a number is called is not the number', () => {
  expect(where(['First Name', 'E-mail 1 - Label', 'E-mail 1 - Value', 'Phone 1 - Label', 'Phone 1 - Value'])).toEqual({
    firstName: 'First Name',
    email: 'E-mail 1 - Value',
    phone: 'Phone 1 - Value',
  });
});

test.each([
  [
    'phone',
    [
      'Mobile',
      'phone_number',
      'phoneNumber',
      'Handynummer',
      'Telefon',
      'Teléfono',
      'TÉLÉPHONE',
      'Cellulare',
      'Telemóvel',
      'Telefoonnummer',
      'Numer telefonu',
    ],
  ],
  [
    'phone',
    [
      'Cep Telefonu',
      'Телефон',
      'फ़ोन',
      'फोन नंबर',
      'رقم الهاتف',
      'No. HP',
      '手机号码',
      '電話番号',
      '전화번호',
      'Số điện thoại',
      'What is your phone number?',
      'Customer Mobile No.',
    ],
  ],
  ['firstName', ['First Name', 'Vorname', 'Prénom', 'Voornaam', 'İsim', 'Имя', 'पहला नाम', 'Nama depan']],
  [
    'lastName',
    ['Surname', 'Nachname', 'Apellidos', 'Nom de famille', 'Cognome', 'Achternaam', 'Nazwisko', 'SOYADI', 'Фамилия'],
  ],
  ['name', ['Full name', 'Nombre completo', 'Naam', 'Ad Soyad', 'ФИО', 'नाम', 'الاسم الكامل', 'Nama lengkap']],
  [
    'email',
    [
      'E-Mail-Adresse',
      'Correo electrónico',
      'Courriel',
      'E-posta',
      'Электронная почта',
      'ईमेल',
      'البريد الإلكتروني',
      'Work Email',
    ],
  ],
  ['company', ['Firma', 'Empresa', 'Société', 'Azienda', 'Şirket', 'Компания', 'कंपनी', 'Perusahaan']],
])('%s is known by its names', (field, headers) => {
  expect(headers.map((header) => [header, fieldOfHeader(header)?.field])).toEqual(
    headers.map((header) => [header, field]),
  );
});

test.each([
  'City',
  'Campaign Name',
  'Phone Type',
  'Email Status',
  'Agent Phone',
  'Number of employees',
  'Email opt in',
  'Product name',
])('a column "%s" is not guessed', (header) => {
  expect(fieldOfHeader(header)).toBeUndefined();
});

test.each([
  ['Tel', 'Celular'],
  ['Telefon', 'Handy'],
  ['Phone number', 'WhatsApp'],
  ['Телефон', 'Мобильный'],
  ['الهاتف', 'الجوال'],
])('beside "%s", "%s" is the phone to try first', (phone, mobile) => {
  expect(where([phone, mobile])).toEqual({ phone: `${mobile} then ${phone}` });
});

test('a column that would fit a part that another fills is told', () => {
  expect(planOf(['Phone', 'Full name', 'Name']).passedOver).toEqual([{ index: 2, destination: 'name' }]);
});

test('a question about phones whose cells hold none is not told to be one', () => {
  const header = ['Phone', 'I agree to be contacted by phone', 'Telefon für Rückfragen'];
  const rows = [['+14155552671', 'yes', 'no']];
  const { passedOver } = planColumns({ header, rows, rare: new Set() }, parseMapping([]), new Map());
  expect(passedOver).toEqual([]);
});

test('what is mapped wins over what is guessed', () => {
  expect(where(['Phone', 'Mobile', 'Name'], 'phone=Phone', 'fields.second_phone=Mobile')).toEqual({
    phone: 'Phone',
    name: 'Name',
    'fields.second_phone': 'Mobile',
  });
});

test('an empty column takes a guess back', () => {
  expect(where(['Mobile', 'Message'], 'notes=')).toEqual({ phone: 'Mobile' });
});

test('a column is found without regard to case and accents', () => {
  expect(where(['TELÉFONO 2'], 'phone=telefono 2')).toEqual({ phone: 'TELÉFONO 2' });
});

test('a wrong column names the columns there are', () => {
  expect(() => planOf(['Mobile', 'Name'], 'phone=Phone')).toThrow(
    expect.objectContaining({ message: 'there is no column "Phone".', hints: ['The columns are: "Mobile", "Name".'] }),
  );
});

test('a field that no lead has is refused, and fields.* is offered', () => {
  expect(() => parseMapping(['budget=Budget'])).toThrow(
    expect.objectContaining({ hints: [expect.stringContaining('--map fields.budget=Budget')] }),
  );
});

test.each([
  [['Nombre', 'Apellido'], { firstName: 'Nombre', lastName: 'Apellido' }],
  [['Nom', 'Prénom'], { firstName: 'Prénom', lastName: 'Nom' }],
  [['Name', 'Vorname'], { firstName: 'Vorname', lastName: 'Name' }],
  [['Nome', 'Cognome'], { firstName: 'Nome', lastName: 'Cognome' }],
  [['Full Name', 'First Name'], { name: 'Full Name', firstName: 'First Name' }],
  [['Nom'], { name: 'Nom' }],
])('%j is first and last name as it is meant', (columns, meant) => {
  expect(where(columns)).toEqual(meant);
});
