import { expect, test } from 'vitest';
import { columnsFor, openText, outcomesOf } from '../testing.ts';
import { nameOrPlace } from './find-column.ts';

// Headers after the shape of real exports; all data is invented.

const inOrder = async (country: string, header: string, ...rows: string[]): Promise<string[]> => {
  const file = await openText(`${[header, ...rows].join('\n')}\n`, { country });
  expect(file.doubts).toEqual([]);
  const phone = file.uses.find(({ destination }) => destination === 'phone');
  return (phone?.indexes ?? []).map((index) => file.header[index] ?? '');
};

test.each([
  [
    'a form whose question says how to write the number',
    'IN',
    "Full Name (as per Aadhaar),Contact Number (10 digits; WhatsApp preferred),Parent's Contact Number",
    'Asha,9876543210,9876500000',
    ['Contact Number (10 digits; WhatsApp preferred)'],
  ],
  [
    'an address book with abbreviations',
    'DE',
    'Vorname,Telefon (privat),Telefon (geschäftl.),Mobiltelefon',
    'Änne,0711 123456,0711 998877,0171 1234567',
    ['Mobiltelefon', 'Telefon (privat)', 'Telefon (geschäftl.)'],
  ],
  [
    'a bank',
    'IN',
    'Loan Account Number,Customer Id,Borrower,Registered Mobile,PAN,Aadhaar Number',
    '910012345678,100234,Asha,9876543210,ABCDE1234F,987654321012',
    ['Registered Mobile'],
  ],
  [
    'an insurer',
    'IN',
    'Policy No,Proposal Number,Insured Name,Nominee Mobile,Insured Contact No',
    '9812345678,9712345678,Asha,9876543299,9876543210',
    ['Insured Contact No'],
  ],
  [
    'a shop with tax numbers',
    'IN',
    'Invoice No.,GSTIN,Party Name,Party Mobile',
    '9876000001,27ABCDE1234F1Z5,Asha,9876543210',
    ['Party Mobile'],
  ],
  [
    'a shop whose orders are named after phones',
    'IN',
    'Name,Phone Order Number,Contact',
    'Asha,9876000001,9876543210',
    ['Contact'],
  ],
  [
    'a Brazilian list with CPF and CEP',
    'BR',
    'Nome,CPF,CEP,Celular com DDD',
    'Ana,12345678901,01310930,(11) 98765-4321',
    ['Celular com DDD'],
  ],
  [
    'a Brazilian list with CEP and Contato',
    'BR',
    'Nome,CPF,Contato,CEP',
    'Ana,123.456.789-01,11987654321,01310930',
    ['Contato'],
  ],
  [
    'a German list',
    'DE',
    'Kundennr.,Nachname,PLZ,Tel. dienstlich,Tel. mobil,IBAN',
    '4711001,Maier,70173,0711 123456,0171 1234567,DE89370400440532013000',
    ['Tel. mobil', 'Tel. dienstlich'],
  ],
  [
    'a French list',
    'FR',
    'N° client,Nom,Tél. fixe,Tél. portable,SIRET',
    '0612000001,Dupont,01 42 68 53 00,06 12 34 56 78,12345678901234',
    ['Tél. portable', 'Tél. fixe'],
  ],
  [
    'a Spanish list',
    'ES',
    'Nº pedido,Nombre,CP,Móvil,Teléfono fijo',
    '612000001,Ana,28001,612 345 678,912 345 678',
    ['Móvil', 'Teléfono fijo'],
  ],
  [
    'a Dutch list',
    'NL',
    'Klantnummer,Voornaam,Mobiel,Tel. vast,BSN',
    '0612345670,Jan,06-12345678,020-1234567,123456782',
    ['Mobiel', 'Tel. vast'],
  ],
  [
    'a Russian list',
    'RU',
    'Номер договора,ФИО,Моб. тел.,Дом. тел.',
    '79161112233,Иван,+79161234567,+74951234567',
    ['Моб. тел.', 'Дом. тел.'],
  ],
  ['an Egyptian list', 'EG', 'رقم الطلب,الاسم بالكامل,رقم الواتساب', '01012345678,أحمد,01012345679', ['رقم الواتساب']],
  [
    'a Hindi list with its own digits',
    'IN',
    'क्रमांक,नाम,आधार संख्या,मोबाइल नं.',
    '1,आशा,987654321012,९८७६५४३२१०',
    ['मोबाइल नं.'],
  ],
  ['a Korean list', 'KR', '주문번호,고객명,휴대폰번호', '01012345670,김,010-1234-5678', ['휴대폰번호']],
  [
    'a list with signs for number',
    'US',
    'Customer #,First,Last,Cell #,Home #,Work #',
    '4155550100,Jane,Doe,(415) 555-2671,(415) 555-2672,(415) 555-2673',
    ['Cell #', 'Home #', 'Work #'],
  ],
  ['Phone1 and Phone2', 'US', 'Name,Zip,Phone1,Phone2', 'Jane,94103-1234,4155552671,4155552672', ['Phone1', 'Phone2']],
  [
    'Outlook in French',
    'FR',
    'Nom,Téléphone (bureau),Télécopie (bureau),Téléphone (domicile),Tél. mobile',
    'Dupont,01 42 68 53 00,01 42 68 53 99,01 42 68 53 01,06 12 34 56 78',
    ['Tél. mobile', 'Téléphone (domicile)', 'Téléphone (bureau)'],
  ],
  [
    'Outlook in Spanish',
    'ES',
    'Nombre,Teléfono del trabajo,Fax del trabajo,Teléfono particular,Móvil',
    'Ana,912 345 678,912 345 699,912 345 670,612 345 678',
    ['Móvil', 'Teléfono particular', 'Teléfono del trabajo'],
  ],
  [
    'Bitrix',
    'RU',
    'ID,Имя,Рабочий телефон,Мобильный телефон,Факс',
    '1,Иван,+7 495 123-45-67,+7 916 123-45-67,+7 495 123-45-99',
    ['Мобильный телефон', 'Рабочий телефон'],
  ],
  [
    'amoCRM',
    'RU',
    'ID,Полное имя контакта,Рабочий телефон (контакт),Мобильный телефон (контакт)',
    "1,Иван,'+74951234567,'+79161234567",
    ['Мобильный телефон (контакт)', 'Рабочий телефон (контакт)'],
  ],
  [
    'customers of Shopify',
    'US',
    'Customer ID,First Name,Default Address Phone,Phone,Default Address Country Code',
    "'6123456789012,Jane,'+14155552672,'+14155552671,US",
    ['Phone', 'Default Address Phone'],
  ],
  [
    'Calendly',
    'US',
    'User Name,User Email,Invitee Name,Invitee Email,Text Reminder Number,Event Type Name',
    'Owner,o@x.com,Jane Doe,j@d.com,+1 415-555-2671,Intro',
    ['Text Reminder Number'],
  ],
])('of %s the phones are found, and numbers that are none are not', async (...[, country, header, row, phones]) => {
  expect(
    await inOrder(
      country,
      header,
      row,
      row.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)),
    ),
  ).toEqual(phones);
});

test.each([
  ['Roll No,Student Name,Guardian Contact', '9812345678,Asha,9876543210', ['Guardian Contact', 'Roll No']],
  [
    "Roll No,Student Name,Father's Mobile,Mother's Mobile",
    '12,Asha,9876543210,9876543211',
    ["Father's Mobile", "Mother's Mobile"],
  ],
  ['Name,ID', 'Asha,9876543210', ['ID']],
  ['Nome,CEP', 'Ana,01310930', ['CEP']],
  ['Name,Contact,Club Mobile', 'Asha,9876543210,9876500000', ['Contact', 'Club Mobile']],
  ['Name,Contact,Alternate Mobile', 'Asha,9876543210,9876500000', ['Contact', 'Alternate Mobile']],
  [
    "Student's Mobile (if any),Parent's WhatsApp Number",
    '9876543210,9876543211',
    ["Student's Mobile (if any)", "Parent's WhatsApp Number"],
  ],
])('of %s no phone is taken, and the likeliest is offered first', async (header, row, columns) => {
  const file = await openText(`${header}\n${row}\n`, { country: header.includes('CEP') ? 'BR' : 'IN' });
  expect(file.doubts).toMatchObject([{ kind: 'phone-column', columns }]);
  expect(columnsFor(file, 'phone')).toEqual([]);
});

test.each([
  ['Name,Billing Name,Phone', '#1001,Jane Doe,+14155552671', 'Billing Name'],
  ['Customer #,Full Name,Phone', '4155550100,Jane Doe,+14155552671', 'Full Name'],
  [
    'User Name,User Email,Invitee Name,Invitee Email,Event Type Name,Phone',
    'Owner,o@x.com,Jane,j@d.com,Intro,+14155552671',
    'Invitee Name',
  ],
])('of %s the name is the one that holds names of the leads', async (header, row, name) => {
  expect(columnsFor(await openText(`${header}\n${row}\n`), 'name')).toEqual([name]);
});

test.each([
  ['BR', 'Nome,DDD,Telefone', 'Ana,11,98765-4321', '+5511987654321'],
  ['DE', 'Name,Vorwahl,Rufnummer', 'Ana,0711,123456', '+49711123456'],
  ['DE', 'Name,Vorwahl,Rufnummer', 'Ana,0711,0171 1234567', '+491711234567'],
  ['DE', 'Name,Vorwahl,Rufnummer', 'Ana,0711,171 1234567', 'ambiguous-number'],
  ['BR', 'Nome,DDD,Telefone', 'Ana,11,4321', 'ambiguous-number'],
  ['US', 'Name,Phone Number - Area Code,Phone Number - Phone Number', 'Ana,415,5552671', '+14155552671'],
  ['US', 'Name,Phone (Area code),Phone (Number)', 'Ana,415,5552671', '+14155552671'],
])(
  'in %s an area code in a separate column is dialled in front of the number: %s, %s',
  async (country, header, row, outcome) => {
    const file = await openText(`${header}\n${row}\n`, { country });
    expect([await outcomesOf(file), columnsFor(file, 'area-code').length]).toEqual([[outcome], 1]);
  },
);

test.each(['2026-05-01', '01.05.2026', '0000000000', '1111111111'])(
  'a cell that holds %s is not a phone',
  async (cell) => {
    expect(await outcomesOf(await openText(`Name,Telefon\nA,${cell}\nB,0171 1234567\n`, { country: 'DE' }))).toEqual([
      'not-a-number',
      '+491711234567',
    ]);
  },
);

test.each([
  ['Dürfen wir Sie anrufen?', 'Nein', 'Ja'],
  ['Kontakt erlaubt (Telefon)', 'nein', 'ja'],
  ['¿Podemos llamarte?', 'No', 'Sí'],
  ['Pouvons-nous vous appeler ?', 'Non', 'Oui'],
  ['Podemos ligar para você?', 'Não', 'Sim'],
  ['Можно вам позвонить?', 'Нет', 'Да'],
  ['Sizi arayabilir miyiz?', 'Hayır', 'Evet'],
  ['Не звонить', 'да', 'нет'],
  ['Werbesperre', 'x', ''],
  ['Do Not Disturb (DND)', 'Y', 'N'],
  ['dncmobile', '1', '0'],
  ['Blacklist', '1', '0'],
  ['UNSUB_TIME', '2026-04-01 09:00:00', ''],
  ['Estado', 'No llamar', 'Nuevo'],
  ['Call Status', "Don't call again", 'New'],
  ['Last note', 'Angry, said stop calling me', 'Said hello'],
  ['Lost reason', 'Do not contact', 'Price'],
  ['TPS', 'Y', 'N'],
  ['Opposizione', 'SI', 'NO'],
  ['Deceased', 'Yes', ''],
  ['IsDeleted', 'true', 'false'],
])('a person whose column %s says %s is not to be called, and one with "%s" is', async (column, no, yes) => {
  const file = await openText(`Name,Phone,"${column}"\nA,+491711234567,"${no}"\nB,+491711234568,"${yes}"\n`);
  expect(file.doubts).toMatchObject([{ kind: 'do-not-call', columns: [column], stopsPipe: true }]);
  expect(await outcomesOf(file)).toEqual(['do-not-call', '+491711234568']);
});

test.each(['Email Status', 'Email subscriber status', 'SMS subscription'])(
  'a column %s that says unsubscribed is not about calls',
  async (column) => {
    const file = await openText(`Name,Phone,${column}\nA,+491711234567,unsubscribed\n`);
    expect([file.doubts, await outcomesOf(file)]).toEqual([[], ['+491711234567']]);
  },
);

test.each(['country_id/code', 'iso2', 'ISO code'])('a column %s says of which country a phone is', async (column) => {
  expect(await outcomesOf(await openText(`name,${column},mobile\nA,IN,98765 43210\nB,GB,07911 123456\n`))).toEqual([
    '+919876543210',
    '+447911123456',
  ]);
});

test('the names of a contact stand inside of its properties in JSON, too', async () => {
  const file = await openText(
    '{"results":[{"properties":{"firstname":"Asha","lastname":"Rao","phone":"+919876543210"}}]}',
  );
  expect(file.uses.map(({ destination }) => destination)).toEqual(['phone', 'firstName', 'lastName']);
});

test.each(['Is Test', 'is_test', 'Test Lead', 'testLead'])(
  'a row that an ad platform marks as its own test in %s is not sent',
  async (column) => {
    const file = await openText(`Full Name,User Phone,${column}\nJane,+14155552671,false\nTest,+14155552672,true\n`);
    expect(await outcomesOf(file)).toEqual(['+14155552671', 'test-lead']);
  },
);

test('a number and the end of another behind a slash and a dash are several numbers', async () => {
  expect(await outcomesOf(await openText('Name,Telefon\nA,0171 1234567 / -568\n', { country: 'DE' }))).toEqual([
    'several-numbers',
  ]);
});

test('the contacts of WhatsApp are named by what they are saved as', async () => {
  const file = await openText(
    '"Country Code","Phone Number","Formatted Phone Number","Saved Name","Public Name"\n"91","9876543210","+91 98765 43210","Asha Rao","asha"\n',
  );
  expect([columnsFor(file, 'name'), await outcomesOf(file)]).toEqual([['Saved Name'], ['+919876543210']]);
});

test('a report with a bullet and no other sign outside ASCII is read, between its title and its footer', async () => {
  const text =
    '"Leads of May"\n"As of today \x95 by Admin"\n\n"First Name","Mobile"\n"Jane","(415) 555-2671"\n\n"Grand Totals (1 record)"\n';
  const file = await openText(Buffer.from(text, 'latin1'), { country: 'US' });
  expect([file.encoding, await outcomesOf(file)]).toEqual(['windows-1252', ['+14155552671', 'no-phone']]);
});

test.each([
  ['IN', 'Name,Contact Details,RM Mobile', 'Asha,9876543210,9876500000', 'Contact Details'],
  ['DE', 'Kunde;Telefon Betreuer;Rufnr.', 'Muster;030 23125900;030 23125111', 'Rufnr.'],
  [
    'US',
    'Full Name,Applicant Mobile,Office Phone',
    'Ann,(415) 555-2671,(415) 555-2600',
    'Applicant Mobile, Office Phone',
  ],
  [
    'ES',
    '¿Cuál es tu nombre completo?,¿Cuál es tu número de WhatsApp?',
    'Ana,612 345 601',
    '¿Cuál es tu número de WhatsApp?',
  ],
  [
    'BR',
    'Qual é o seu nome?,Qual é o seu WhatsApp (com DDD)?',
    'Ana,(11) 91234-5601',
    'Qual é o seu WhatsApp (com DDD)?',
  ],
  ['DE', 'KUNNR;NAME1;TELF1;TELFX', '0000100023;Muster;030 23125111;030 23125900', 'TELF1'],
  ['AU', 'Customer,Phone (BH),Mobile', 'Ann,(02) 9374 4000,0412 345 678', 'Mobile, Phone (BH)'],
])('in %s of %s the phone is the one of the lead', async (country, header, row, columns) => {
  const file = await openText(`${header}\n${row}\n`, { country });
  expect([
    file.doubts,
    file.uses
      .find(({ destination }) => destination === 'phone')
      ?.indexes.map((index) => file.header[index])
      .join(', '),
  ]).toEqual([[], columns]);
});

test.each([
  ["First up, what's your full name?", 'Ann'],
  ['Wie heißen Sie?', 'Jörg'],
  ['Cliente', 'João'],
])('a column %s holds the name', async (column, name) => {
  const file = await openText(`Phone,"${column}"\n+14155552671,${name}\n`);
  expect(columnsFor(file, 'name')).toEqual([column]);
});

test('what a person pays is not offered as the phone, and neither is the phone of an agent', async () => {
  const file = await openText('full_name,monthly_budget,agent.phone\nAsha,9876500000,9876500001\n', { country: 'IN' });
  expect(file.doubts).toMatchObject([
    { kind: 'phone-column', columns: [], question: expect.stringContaining('The columns are') },
  ]);
});

test('the title of a lead is the name of a deal, and not what the person does', async () => {
  expect(
    columnsFor(await openText('Lead - Title,Person - Name,Person - Phone\nBig deal,Ann,+14155552671\n'), 'jobTitle'),
  ).toEqual([]);
});

test('a number that its label or its cell calls a fax is not dialled', async () => {
  const header = 'First Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value';
  const rows =
    'Ann,A,,Work Fax,+14155552600,Mobile,+14155552671\nBob,B,,Fax,+14155552601,,\nCid,C,,Work,+14155552602 (fax),,';
  expect(await outcomesOf(await openText(`${header}\n${rows}\n`))).toEqual([
    '+14155552671',
    'not-a-number',
    'not-a-number',
  ]);
});

test('a form with a number for WhatsApp beside the phone is dialled there where the phone is empty', async () => {
  const header = 'id,created_time,ad_id,form_id,platform,full_name,phone_number,whatsapp_number';
  const rows = '1,2,3,4,fb,Asha,p:+919876543210,9876543211\n1,2,3,4,fb,Ravi,p:,9876543212';
  expect(await outcomesOf(await openText(`${header}\n${rows}\n`, { country: 'IN' }))).toEqual([
    '+919876543210',
    '+919876543212',
  ]);
});

test('of a Google lead form the phone of the user goes before the one at work', async () => {
  const file = await openText(
    'google_key,lead_id,campaign_id,Work Phone,User Phone\nk,1,2,+14155552600,+14155552671\n',
  );
  expect([file.profile, await outcomesOf(file)]).toEqual(['Google Ads lead form', ['+14155552671']]);
});

test('a report of Salesforce is not taken for an export of Zoho', async () => {
  const file = await openText(
    'First Name,Last Name,Company / Account,Phone,Lead Source,Lead Status,Lead Owner\nAnn,A,Acme,+14155552671,Web,New,Sam\n',
  );
  expect(file.profile).toBeUndefined();
});

test.each([['IN'], [undefined]])(
  'calling codes without + under a name that may be anything are asked about, with the country %s',
  async (country) => {
    const text = 'Name,Code,Mobile\nAnn,1,4155552671\nAsha,91,9876543210\nBea,44,7911123456\n';
    const file = await openText(text, { country });
    expect(file.doubts[0]).toMatchObject({
      kind: 'country',
      columns: ['Code'],
      stopsPipe: true,
      answers: [{ flag: '--country-column Code' }, { flag: '--country-column ""' }],
    });
    expect(await outcomesOf(await openText(text, { country, countryColumn: 'Code' }))).toEqual([
      '+14155552671',
      '+919876543210',
      '+447911123456',
    ]);
  },
);

test.each(['US', 'CA'])(
  'a column of ones beside the phones of %s is not asked about: they are the same numbers',
  async (country) => {
    const file = await openText('Name,Seats,Mobile\nAnn,1,4155552671\nBob,1,4165552672\n', { country });
    expect([file.doubts, columnsFor(file, 'country')]).toEqual([[], []]);
  },
);

test('of two columns of one name each is told by its place, or both are, the first that is usable', async () => {
  const text = 'Name,Phone,Phone\nAnn,+14155552671,+14155552600\nBob,,+14155552672\n';
  const file = await openText(text);
  expect(file.doubts).toMatchObject([
    {
      kind: 'phone-column',
      columns: ['Phone'],
      answers: [{ flag: '--map "phone=#2"' }, { flag: '--map "phone=#3"' }, { flag: '--map "phone=#2,#3"' }],
    },
  ]);
  const outcomes = (map: string) => openText(text, { map: [map] }).then(outcomesOf);
  expect(await outcomes('phone=#3')).toEqual(['+14155552600', '+14155552672']);
  expect(await outcomes('phone=#2,#3')).toEqual(['+14155552671', '+14155552672']);
});

test('a column is named by its place where its name would not tell it', () => {
  const header = ['Name', 'Phone', 'Phone', 'Parent (10 digits, no +91)'];
  expect(header.map((_, index) => nameOrPlace(header, index))).toEqual(['Name', '#2', '#3', '#4']);
});

test('of two columns of one name the one without a cell is not meant', async () => {
  const file = await openText('Name,Phone,Phone\nAnn,+14155552671,\n');
  expect([file.doubts, await outcomesOf(file)]).toEqual([[], ['+14155552671']]);
});

test('a list that draws lines between its rows is read without them', async () => {
  const line = '------------------------------';
  const text = `Debitoren\n\n${line}\n|Debitor|Name 1|Telefon 1    |\n${line}\n|100023 |Muster|030 23125 111|\n${line}\n`;
  expect(await outcomesOf(await openText(text, { country: 'DE' }, 'list.txt'))).toEqual(['+493023125111']);
});
