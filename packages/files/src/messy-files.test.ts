import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import type { ReadOptions } from './options.ts';
import { columnsFor, openText, outcomesOf } from './testing.ts';

// Files as people have them, with names and numbers that are invented. A phone that is misread is a stranger who is called.

interface Messy {
  readonly what: string;
  readonly text: string;
  readonly options: ReadOptions;
  /** What each row comes to. */
  readonly rows: readonly string[];
  readonly encoding?: string;
}

const MESSY: readonly Messy[] = [
  {
    what: 'a Google Sheet whose phones became scientific numbers',
    text: 'Timestamp,Full Name,Mobile Number\n11/30/2026 10:15,Asha,9.19877E+11\n11/30/2026 10:16,Ravi,9.876543211E9\n11/30/2026 10:17,Meera,919876543212\n',
    options: { country: 'IN' },
    rows: ['scientific-notation', 'scientific-notation', '+919876543212'],
  },
  {
    what: 'a German Excel file with decimal commas, grouped digits and remarks',
    text: 'Vorname;Telefon;Datum\r\nJürgen;4,91711E+12;01.02.2026\r\nUli;491.711.234.568;\r\nKai;1711234569;\r\nLea;(0049)171-1234570;\r\nBo;0171/12 34 571 (privat);\r\n',
    options: { country: 'DE' },
    rows: ['scientific-notation', 'ambiguous-number', '+491711234569', '+491711234570', '+491711234571'],
    encoding: 'win1252',
  },
  {
    what: 'a French list that lost its zeros',
    text: 'Nom;Prénom;Téléphone 1;Téléphone 2;Code postal\r\nDupont;Élodie;612345678;;75011\r\nMartin;Luc;06.12.34.56.79 / 01 42 68 53 00;;\r\nPetit;Zoé;33612345670;;\r\nBlanc;Jo;6,12346E+08;01 42 68 53 01;\r\n',
    options: { country: 'FR' },
    rows: ['+33612345678', 'several-numbers', '+33612345670', '+33142685301'],
    encoding: 'win1252',
  },
  {
    what: 'a Brazilian list with the area code in a separate column',
    text: 'Nome;DDD;Telefone\r\nJoão;11;98765-4321\r\nZé;;(21) 98765-4322\r\nAna;11;11987654323\r\nBia;011;8765-4324\r\n',
    options: { country: 'BR' },
    rows: ['+5511987654321', '+5521987654322', '+5511987654323', 'ambiguous-number'],
    encoding: 'win1252',
  },
  {
    what: 'a Hindi list with its digits and a wish in the remarks',
    text: 'क्र.सं.,ग्राहक का नाम,मोबाइल नंबर,टिप्पणी\n१,आशा,९८७६५४३२१०,\n२,रवि,98765 43211 / 98765 43212,\n३,जय,098765-43214,कॉल न करें\n',
    options: { country: 'IN', skipDoNotCall: true },
    rows: ['+919876543210', 'several-numbers', 'do-not-call'],
  },
  {
    what: 'Meta leads in UTF-16 with tabs',
    text: '\ufeffid\tcreated_time\tad_id\tform_id\tplatform\tfull_name\tphone_number\nl:1\t2026-11-01\tag:1\tf:1\tfb\tAsha\tp:+919876543210\nl:2\t2026-11-01\tag:1\tf:1\tig\tRavi\tp:9876543211\n',
    options: { country: 'IN' },
    rows: ['+919876543210', '+919876543211'],
    encoding: 'utf-16le',
  },
  {
    what: 'a Google Ads report with two lines above its header',
    text: 'Lead Form Data\nAll time\nLead ID,Campaign,Form ID,User phone,User email\nT1,Search,123456789,+1 415-555-2671,jane@example.com\nT2,Search,123456789,(415) 555-2672,jo@example.com\n',
    options: { country: 'US' },
    rows: ['+14155552671', '+14155552672'],
  },
  {
    what: 'LinkedIn leads with a question whether one may call',
    text: 'Campaign Name,Form Name,Account Name,First Name,Last Name,Phone Number,Work Phone,"Custom Question: May we call you?"\nC,F,Agency,Ann,Lee,+44 7400 123456,,Yes\nC,F,Agency,Bob,Ray,,020 7946 0018,No\n',
    options: { country: 'GB', skipDoNotCall: true },
    rows: ['+447400123456', 'do-not-call'],
  },
  {
    what: 'Zoho leads of several countries',
    text: 'Record Id,Lead Owner,Last Name,Phone,Mobile,Lead Source,Lead Status,Country\nz1,Sam,Rao,022-24937746 x 12,9876543210,Web,Contacted,India\nz2,Sam,Das,4155552671,,Web,New,United States\nz3,Sam,Wu,,0555 123 4567,Web,Do Not Call,Turkey\n',
    options: { country: 'IN', countryColumn: 'Country', skipDoNotCall: true },
    rows: ['+919876543210', '+14155552671', 'do-not-call'],
  },
  {
    what: 'Pipedrive people with two numbers in a cell',
    text: 'Person - ID,Person - Name,Person - Phone - Work,Person - Phone - Mobile\n1,Asha,"+912224937746, +919876543210",\n2,Mo,2224937747,\n',
    options: { country: 'IN' },
    rows: ['several-numbers', '+912224937747'],
  },
  {
    what: 'WhatsApp contacts with those that were blocked',
    text: 'Chat Name,Phone,Country Code,Is Blocked,Last message\nAsha,9876543210,91,No,9998887776 is my new no.\nRavi,9876543211,91,Yes,hi\nJane,4155552671,1,No,\n',
    options: { country: 'IN', skipDoNotCall: true },
    rows: ['+919876543210', 'do-not-call', '+14155552671'],
  },
  {
    what: 'a Typeform whose phones have an apostrophe',
    text: "#,What's your *first name*?,What is your phone number?,Do you agree that we call you?\nab1,Asha,'+919876543210,1\nab2,Ravi,'+919876543211,0\n",
    options: { country: 'IN', skipDoNotCall: true },
    rows: ['+919876543210', 'do-not-call'],
  },
  {
    what: 'a broker list with a merged title and a total',
    text: 'ABC Realty - site visits,,,\nDate: 30-11-2026,,Contact: 9876500000,\n,,,\nS.No,Customer,Mobile No.,Follow up\n1,Asha,98765 43210,30-11-2026\n2,Ravi,9876543211/12,\n3,Meera,98765-43213(Ravi),\nTotal,3,,\n',
    options: { country: 'IN' },
    rows: ['+919876543210', 'several-numbers', '+919876543213', 'no-phone'],
  },
  {
    what: 'an IndiaMART list that was written by hand',
    text: 'Name,Mobile Number,Enquiry,Date\nAsha,+91-9876543210,500 kg,30-Nov-2026\nRavi,+(91)-(9876543211),,\n',
    options: { country: 'IN' },
    rows: ['+919876543210', '+919876543211'],
  },
  {
    what: 'a list whose long numbers were rounded and saved again',
    text: 'Name,Mobile\nAsha,919876000000\nRavi,919812345678\nMax,4917612000000\nTom,+919876000000\n',
    options: { country: 'IN', phones: 'international' },
    rows: ['scientific-notation', '+919812345678', 'scientific-notation', '+919876000000'],
  },
  {
    what: 'a column of phones with an average and a fraction',
    text: 'Name,Mobile\nAsha,9876543210\nRavi,9876543211.5\nTom,"9876543212,5"\n',
    options: { country: 'IN' },
    rows: ['+919876543210', 'not-a-number', 'not-a-number'],
  },
  {
    what: 'a pivot table whose phones were added up',
    text: 'Name,Mobile,Amount\nAsha,9876543210,100\nTotal,9876543211,200\nRavi,9876543212,200\nGrand Total:,19753086421,\n,Total,300\n',
    options: { country: 'IN' },
    rows: ['+919876543210', 'broken-row', '+919876543212', 'broken-row', 'not-a-number'],
  },
  {
    what: 'a company that is called Total',
    text: 'Company,Name,Mobile\nTotal,Asha,9876543210\n',
    options: { country: 'IN' },
    rows: ['+919876543210'],
  },
  {
    what: 'pages that were printed into one file, each with the header',
    text: 'Name,Phone\nAsha,9876543210\nName,Phone\nRavi,9876543211\n',
    options: { country: 'IN' },
    rows: ['+919876543210', 'broken-row', '+919876543211'],
  },
  {
    what: 'a second table with other columns below the first',
    text: 'Name,Phone,Email\nAsha,9876543210,a@x.example\nRavi,call back,\nPhone,Name,Email\n9876500000,9876500001,b@x.example\n',
    options: { country: 'IN' },
    rows: ['+919876543210', 'not-a-number', 'broken-row', 'broken-row'],
  },
  {
    what: 'a table of orders below an empty row',
    text: 'Name,Phone,City\nAsha,9876543210,Pune\n\nOrder,Customer,Total\n4155550123,9876500009,12\n',
    options: { country: 'IN' },
    rows: ['+919876543210', 'broken-row', 'broken-row'],
  },
  {
    what: 'a column of calling codes under a name that may be anything',
    text: 'Name,Code,Phone\nAsha,+91,9876543210\nTom,+1,4155552671\n',
    options: { country: 'IN' },
    rows: ['+919876543210', '+14155552671'],
  },
];

test.each(MESSY)('$what: each row goes to its own number, or is refused', async ({ text, options, rows, encoding }) => {
  const bytes = encoding === undefined ? Buffer.from(text) : iconv.encode(text, encoding);
  const file = await openText(bytes, options);
  expect(file.doubts.filter(({ stopsPipe }) => stopsPipe)).toEqual([]);
  expect(await outcomesOf(file)).toEqual(rows);
});

describe('a list with the phones of others', () => {
  test.each([
    ['Lead Name,Lead Owner Phone,Phone Verified,Cell\nAsha,9876500000,Yes,9876543210\n', ['Cell']],
    [
      'Customer Name,Agent Mobile,Branch Phone,Customer Mob\nAsha,9876500000,02224937746,9876543210\n',
      ['Customer Mob'],
    ],
    ['Name,Mobile,Reference Mobile,Nominee Contact\nAsha,9876543210,9876500000,9876500001\n', ['Mobile']],
    ['Company,Contact Person,Phone/Fax,Mobile / WhatsApp\nAcme,Asha,022-24937746,9876543210\n', ['Mobile / WhatsApp']],
  ])('%j dials the lead', async (text, columns) => {
    const file = await openText(text, { country: 'IN' });
    expect(file.doubts).toEqual([]);
    expect(columnsFor(file, 'phone')).toEqual(columns);
  });

  test.each([
    'Customer Name,Agent Mobile\nAsha,9876500000\nRavi,9876500001\n',
    'Student,Mobile (Father),Mobile (Mother)\nAsha,9876543210,9876543211\n',
    'Name,Mobile,Contact\nAsha,Samsung A12,9876543210\nRavi,iPhone 12,9876543211\n',
  ])('%j is asked about', async (text) => {
    const { doubts } = await openText(text, { country: 'IN' });
    expect(doubts.map(({ kind }) => kind)).toEqual(['phone-column']);
  });
});
