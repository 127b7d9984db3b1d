import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { columnsFor, isReady, openFixture, openText, outcomesOf, rowsOf } from './testing.ts';

// Small files of the kinds that people have; all data is invented.

const leadsOf = async (file: Parameters<typeof rowsOf>[0]) =>
  (await rowsOf(file)).filter(isReady).map(({ lead }) => lead);
const kindsOf = (file: Awaited<ReturnType<typeof openFixture>>) => file.doubts.map(({ kind }) => kind);

describe('the column that is dialled', () => {
  test('of a WooCommerce export it is Phone (Billing) and not Order Number, and the names are the billing names', async () => {
    const file = await openFixture('woo.csv', { country: 'IN' });
    expect(columnsFor(file, 'phone')).toEqual(['Phone (Billing)']);
    expect(file.doubts).toEqual([]);
    expect(await leadsOf(file)).toEqual([
      expect.objectContaining({
        phone: '+919876543210',
        firstName: 'Asha',
        lastName: 'Rao',
        email: 'asha@example.com',
      }),
      expect.objectContaining({ phone: '+919876543211', firstName: 'Ravi', lastName: 'Das' }),
    ]);
  });

  test('of a Brazilian list it is Telefone, never the postcode in CEP', async () => {
    const file = await openFixture('br_cep.csv', { country: 'BR' });
    expect(columnsFor(file, 'phone')).toEqual(['Telefone']);
    expect(await outcomesOf(file)).toEqual(['+5511987654321', '+5511987654322']);
  });

  test("of applications it is Applicant's Mobile No., though application numbers look like phones", async () => {
    const file = await openFixture('appno.csv', { country: 'IN' });
    expect(columnsFor(file, 'phone')).toEqual(["Applicant's Mobile No."]);
    expect(await outcomesOf(file)).toEqual(['+919876543210', '+919876543211']);
  });

  test('of a Google form it is the WhatsApp number, not the question whether one may call', async () => {
    const file = await openFixture('gforms.csv', { country: 'IN', skip: ['Can we call you on this phone?=No'] });
    expect(columnsFor(file, 'phone')).toEqual(['WhatsApp Number (with country code)']);
    expect(file.doubts).toEqual([]);
    expect(await outcomesOf(file)).toEqual(['+919876543210', 'skip-rule']);
  });

  test('named Contact is the phone where its cells are phones and nothing else can be', async () => {
    const file = await openFixture('contact.csv', { country: 'IN' });
    expect(columnsFor(file, 'phone')).toEqual(['Contact']);
    expect(await leadsOf(file)).toEqual([
      expect.objectContaining({ name: 'Asha' }),
      expect.objectContaining({ name: 'Ravi' }),
    ]);
  });

  test("of IndiaMART is SENDER_MOBILE, never RECEIVER_MOBILE; company and message are the sender's", async () => {
    const file = await openFixture('indiamart.csv', { country: 'IN' });
    expect(file.profile).toBe('IndiaMART');
    expect(columnsFor(file, 'phone')).not.toContain('RECEIVER_MOBILE');
    expect(await leadsOf(file)).toEqual([
      expect.objectContaining({
        phone: '+919876543210',
        name: 'Asha Rao',
        company: 'Acme',
        notes: 'I want pumps<br>Qty: 5',
      }),
      expect.objectContaining({ phone: '+919876543211', name: undefined, company: undefined }),
    ]);
  });

  test('is never a stray key of one JSON object', async () => {
    const file = await openFixture('nd.ndjson', { country: 'IN' });
    expect(columnsFor(file, 'phone')[0]).toBe('phone');
    expect(await outcomesOf(file)).toEqual([
      '+919876543210',
      '+919876543211',
      '+919876543212',
      'several-numbers',
      'no-phone',
    ]);
  });
});

describe('the first usable of several phone columns', () => {
  test.each([
    ['pipedrive.csv', ['+919876543210', '+919876543211', 'several-numbers']],
    ['google.csv', ['+912223456789', '+919876543212']],
    ['justdial.csv', ['+919876543210', '+912223456780']],
  ])('of %s', async (name, numbers) => {
    const file = await openFixture(name, { country: 'IN' });
    expect(file.doubts).toEqual([]);
    expect(await outcomesOf(file)).toEqual(numbers);
  });

  test('of outlook.csv', async () => {
    const file = await openFixture('outlook.csv', { country: 'US' });
    expect(await outcomesOf(file)).toEqual(['+14155552671', '+14155552673', '+14155552674']);
  });
});

describe('the country', () => {
  test('of a row is that of its country code column', async () => {
    const file = await openFixture('two_col_phone.csv', { country: 'IN' });
    expect(columnsFor(file, 'country')).toEqual(['Country Code']);
    expect(await outcomesOf(file)).toEqual(['+919876543210', '+14155552671', '+447911123456']);
  });

  test.each(['+52 1 55 1234 5678', '5215512345678', '044 55 1234 5678', '01 55 1234 5678'])(
    'Mexico has dropped prefixes: %s is refused with what to do',
    async (phone) => {
      const [row] = await rowsOf(await openText(`Nombre,Celular\nAna,${phone}\n`, { country: 'MX' }));
      expect(row).toMatchObject({ code: 'too-long', reason: expect.stringContaining('Mexico dropped in 2019') });
    },
  );

  test('of numbers that lost their plus is asked about; what can be two numbers is refused, and --phones international sends all', async () => {
    const owners = [
      '+4917112345678',
      '+33612345678',
      '+447911123456',
      '+14155552671',
      '+971501234567',
      '+4971112345678',
    ];
    const file = await openFixture('excel_plus_de.csv', { country: 'DE' });
    expect(file.doubts).toEqual([expect.objectContaining({ kind: 'phones', stopsPipe: false })]);
    expect(file.doubts[0]?.answers[0]?.flag).toBe('--phones international');
    for (const [index, outcome] of (await outcomesOf(file)).entries())
      expect([owners[index], 'ambiguous-number']).toContain(outcome);
    const international = await openFixture('excel_plus_de.csv', { country: 'DE', phones: 'international' });
    expect(international.doubts).toEqual([]);
    expect(await outcomesOf(international)).toEqual(owners);
  });
});

describe('people who are not to be called', () => {
  test('are noticed in a column of that name and in a status, and asked about', async () => {
    const file = await openFixture('optout.csv', { country: 'US' });
    expect(file.doubts).toEqual([
      expect.objectContaining({ kind: 'do-not-call', columns: ['DoNotCall', 'Status'], stopsPipe: true }),
    ]);
    expect(await outcomesOf(file)).toEqual(['do-not-call', 'do-not-call', 'do-not-call']);
  });

  test.each([
    ['Can we call you on this phone?', 'No', 'Yes'],
    ['May we contact you', 'No, thanks', 'yes please'],
    ['OK to call', 'n', 'OK'],
    ['Contactable', 'FALSE', 'TRUE'],
    ['Opt-in', '0', '1'],
    ['has_opted_in', 'Opted out', 'Opted in'],
    ['Do you consent to be contacted by phone, e-mail or SMS?', 'No', ''],
    ['GDPR consent', 'not given', 'given 2026-05-01'],
    ['Consent', 'withdrawn', '-'],
    ['Consent', 'No', 'Yes'],
    ['Subscribed', 'No', 'Yes'],
    ['Subscription status', 'Unsubscribed', 'Subscribed'],
    ['Is subscribed?', 'FALSE', 'TRUE'],
    ['Preferred contact method', 'Email only', 'Phone'],
    ['Contact preference', 'Email', 'E-mail, phone'],
    ['Preferred Method of Contact', 'SMS and email', 'Any'],
    ['How would you like us to contact you?', 'By e-mail please', 'No preference'],
    ['Bevorzugter Kontaktweg', 'nur per E-Mail', 'Telefon'],
    ['Moyen de contact préféré', 'Courriel', 'Téléphone'],
    ['Forma de contacto preferida', 'WhatsApp', 'Llamada'],
    ['Einwilligung', 'widerrufen', 'erteilt'],
    ['Consentement RGPD', 'Refusé', 'Oui'],
    ["Accepte d'être contacté", 'Non', 'Oui'],
    ['Autoriza contato?', 'Não', 'Sim'],
    ['Acepta recibir llamadas', 'no', 'sí'],
    ['Einverstanden mit Anruf', 'nein', 'ja'],
    ['Zgoda na kontakt telefoniczny', 'nie', 'tak'],
    ['Acconsente a essere contattato', 'no', 'si'],
    ['Status', 'Email only', 'Open'],
    ['Tags', 'vip, no phone calls', 'vip'],
    ['Email only', 'Yes', ''],
  ])(
    'are noticed where the column %s, which asks for permission, answers %s, and not where it says "%s"',
    async (column, no, yes) => {
      const quoted = [column, no, yes].map((cell) => `"${cell}"`);
      const text = `Name,Phone,${quoted[0]}\nAsha,+14155552671,${quoted[1]}\nRavi,+14155552672,${quoted[2]}\n`;
      const file = await openText(text);
      expect(file.doubts).toEqual([
        expect.objectContaining({ kind: 'do-not-call', columns: [column], stopsPipe: true }),
      ]);
      expect(await outcomesOf(file)).toEqual(['do-not-call', '+14155552672']);
      expect((await openText(text, { skip: [`${column}=${no}`] })).doubts).toEqual([]);
    },
  );

  test.each([
    'Email opt-in',
    'May we contact you by e-mail?',
    'Opt in date',
    'Marketing consent',
    'SMS consent',
    'Contact',
    'Channel partner',
    'Email Subscribed',
  ])('are not meant by the column %s, which does not say whether one may call', async (column) => {
    const file = await openText(`Name,Phone,${column}\nAsha,+14155552671,No\n`);
    expect(file.doubts).toEqual([]);
    expect(await outcomesOf(file)).toEqual(['+14155552671']);
  });

  test.each([
    ["Please don't call him again!", 'do-not-call'],
    ['asked not to be called', 'do-not-call'],
    ['DO NOT CALL - legal notice', 'do-not-call'],
    ['cliente pediu: não ligar!', 'do-not-call'],
    ['Do not call before 6 pm', '+919876543210'],
    ["don't call now", '+919876543210'],
    ['never called yet', '+919876543210'],
    ['do not contact on WhatsApp', '+919876543210'],
    ['Spoke to wife, she said he does not want to be called any more and will sue', 'do-not-call'],
    ["didn't like our calls and hung up", 'do-not-call'],
    ['He told me to take him off the list', 'do-not-call'],
    ['Not interested - remove from our call list', 'do-not-call'],
    ['manager says customer is on DND since May', 'do-not-call'],
    ['Customer said wrong number when I rang on Monday', 'do-not-call'],
    ['Wrong number', 'do-not-call'],
    ['bitte nicht mehr anrufen wegen Krankheit', 'do-not-call'],
    ['war eine falsche Nummer laut Ehefrau', 'do-not-call'],
    ['client demande de ne plus appeler car très fâché', 'do-not-call'],
    ['dice que es número equivocado', 'do-not-call'],
    ['客户说打错了', 'do-not-call'],
    ['nicht anrufen vor 18 Uhr', '+919876543210'],
    ['vor 18 Uhr nicht anrufen', '+919876543210'],
    ['bisher kein Anruf erfolgt', '+919876543210'],
    ["doesn't want calls on weekends", '+919876543210'],
    ['wants a call back, number is right', '+919876543210'],
    ['removed from the shopping cart', '+919876543210'],
  ])('are noticed in notes: %j is %s', async (note, outcome) => {
    const file = await openText(`Name,Mobile,Notes\nAsha,9876543210,"${note}"\n`, { country: 'IN' });
    expect(await outcomesOf(file)).toEqual([outcome]);
  });

  test.each([
    ['Canceled', 'true', 'false'],
    ['Cancelled', 'Yes', 'No'],
    ['Is cancelled?', '1', ''],
  ])('who has cancelled is asked about, too: column %s with %s', async (column, yes, no) => {
    const text = `Name,Phone,${column}\nAsha,+14155552671,${yes}\nRavi,+14155552672,${no}\n`;
    const file = await openText(text);
    expect(file.doubts).toEqual([
      expect.objectContaining({
        kind: 'do-not-call',
        stopsPipe: true,
        question: expect.stringContaining('that the person has cancelled'),
      }),
    ]);
    expect(file.doubts[0]?.answers[0]?.options).toEqual({ skip: [`${column}=${yes}`] });
    expect((await rowsOf(file))[0]).toMatchObject({ kind: 'skipped', reason: 'says that this person has cancelled' });
  });

  test('are left out with skipDoNotCall, and what is written about them is not quoted', async () => {
    const text = 'Name,Mobile,Notes\nAsha,9876543210,Rude wife. Do not call again\nRavi,9876543211,\n';
    const { doubts } = await openText(text, { country: 'IN' });
    expect(doubts.flatMap(({ answers }) => answers.map(({ flag }) => flag))).toEqual([
      '--skip-do-not-call',
      '--ignore-do-not-call',
    ]);
    expect(JSON.stringify(doubts)).not.toContain('wife');
    const file = await openText(text, { country: 'IN', skipDoNotCall: true });
    expect(file.doubts).toEqual([]);
    expect(await outcomesOf(file)).toEqual(['do-not-call', '+919876543211']);
  });

  test('are sent with ignoreDoNotCall, and without the opt-out flag as their e-mail address', async () => {
    const file = await openFixture('optout.csv', { country: 'US', ignoreDoNotCall: true });
    expect(file.doubts).toEqual([]);
    expect((await leadsOf(file)).map(({ phone, email }) => [phone, email])).toEqual([
      ['+14155552671', undefined],
      ['+14155552672', undefined],
      ['+14155552673', undefined],
    ]);
  });

  test('are left out by a skip rule', async () => {
    const file = await openFixture('optout.csv', { country: 'US', skip: ['DoNotCall=1'], ignoreDoNotCall: true });
    expect(await outcomesOf(file)).toEqual(['skip-rule', '+14155552672', '+14155552673']);
  });
});

describe('rows, not files, fail', () => {
  test('where pandas wrote nan, the cell is empty', async () => {
    const rows = await rowsOf(await openFixture('pandas.csv', { country: 'IN' }));
    expect(rows.map((row) => (isReady(row) ? [row.lead.phone, row.lead.email] : row.code))).toEqual([
      ['+919876543210', undefined],
      'no-phone',
      ['+919876543212', undefined],
    ]);
  });

  test('where only the last cells are missing, all rows are sent', async () => {
    const outcomes = await outcomesOf(await openFixture('excel_trailing.csv', { country: 'IN' }));
    expect(outcomes).toHaveLength(40);
    expect(outcomes.every((outcome) => outcome.startsWith('+9198765432'))).toBe(true);
  });

  test('where one quote is bad, its row is refused and the others are sent', async () => {
    const file = await openFixture('inch.csv');
    expect(await outcomesOf(file)).toEqual(['+919876543210', '+919876543211', 'broken-row', '+919876543213']);
  });

  test('where one row holds a zero byte, it is refused alone', async () => {
    expect(await outcomesOf(await openFixture('nul.csv'))).toEqual(['broken-row', '+919876543211']);
  });

  test('where a column name stands there twice, it is not used', async () => {
    const file = await openFixture('dup_hdr.csv', { country: 'IN' });
    expect(await leadsOf(file)).toEqual([expect.objectContaining({ phone: '+919876543210', notes: undefined })]);
  });
});

describe('the header', () => {
  test.each(['title_row.csv', 'title_two.csv'])('of %s stands below title lines, which is said', async (name) => {
    const notices: string[] = [];
    const file = await openFixture(name, { country: 'IN', onNotice: (text) => notices.push(text) });
    expect(file.header).toEqual(['Name', 'Phone', 'Email']);
    expect((await outcomesOf(file))[0]).toBe('+919876543210');
    expect(notices).toEqual([expect.stringMatching(/above the header.*skipped/)]);
  });

  test('stands below a sep= line in quotes', async () => {
    const file = await openFixture('sep_quoted.csv', { country: 'DE' });
    expect(file.delimiter).toBe(';');
    expect(await leadsOf(file)).toEqual([
      expect.objectContaining({ firstName: 'Jürgen', lastName: 'Müller', phone: '+497111234567' }),
    ]);
  });

  test('may hold years', async () => {
    expect(await outcomesOf(await openFixture('years.csv', { country: 'IN' }))).toEqual(['+919876543210']);
  });
});

describe('what is not a table', () => {
  test.each([
    ['nohdr_p.csv', /no header/],
    ['portal.xls', /web page \(HTML\)/],
    ['vcard.vcf', /vCard/],
  ])('%s is named, and nothing of it is quoted', async (name, message) => {
    const error = await openFixture(name).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'FileError', message: expect.stringMatching(message) });
    const { message: text, hints } = error as { message: string; hints: readonly string[] };
    expect(hints.length).toBeGreaterThan(0);
    expect([text, ...hints].join(' ')).not.toMatch(/Asha|Ravi|Rao|98765|Lead 0/);
  });
});

describe('an Excel workbook', () => {
  test('is read as Excel shows it: phones keep their digits, dates are dates, and the second sheet is not read', async () => {
    const notices: string[] = [];
    const file = await openFixture('real.xlsx', {
      country: 'IN',
      map: ['fields.joined=Joined', 'fields.budget=Budget'],
      onNotice: (text) => notices.push(text),
    });
    expect([file.format, file.sheet, file.doubts]).toEqual(['Excel workbook', 'Leads', []]);
    expect(notices).toEqual(['Sheet "Leads" is read, and "Notes" is not. To read another: --sheet NAME']);
    expect((await leadsOf(file)).map(({ phone, name, email, fields }) => [phone, name, email, fields])).toEqual([
      ['+919876543210', 'Asha Rao', 'asha@example.com', { joined: '5/1/2026', budget: '1200.5' }],
      ['+919876543211', 'Ravi Das', 'ravi@example.com', { joined: '5/2/2026', budget: '800' }],
      ['+919876543212', 'Kiran', undefined, undefined],
      ['+919876543213', 'Meena', undefined, undefined],
    ]);
  });

  test('gives the sheet that is named, and says which there are', async () => {
    await expect(openFixture('real.xlsx', { sheet: 'Customers' })).rejects.toMatchObject({
      message: expect.stringContaining('there is no sheet "Customers"'),
      hints: ['The sheets are: "Leads", "Notes".'],
    });
  });

  test('is read from standard input and from an upload, too', async () => {
    const bytes = await readFile(new URL('./fixtures/real.xlsx', import.meta.url));
    expect(await outcomesOf(await openText(bytes, { country: 'IN' }, 'real.xlsx'))).toHaveLength(4);
  });

  test('that was cut off is refused', async () => {
    const bytes = await readFile(new URL('./fixtures/real.xlsx', import.meta.url));
    await expect(openText(bytes.subarray(0, 3000), {}, 'real.xlsx')).rejects.toThrow('the workbook is damaged');
  });
});

test('a report of an earlier run is known as one, and its own columns are not read', async () => {
  const notices: string[] = [];
  const file = await openText(
    'row,outcome,id,reason,phone_used,Name,Mobile\n2,created,l1,,+919876543210,Asha,98765 43210\n',
    {
      country: 'IN',
      onNotice: (text) => notices.push(text),
    },
  );
  expect([file.isReport, columnsFor(file, 'phone'), columnsFor(file, 'ref')]).toEqual([true, ['Mobile'], []]);
  expect(notices).toEqual([expect.stringContaining('is a report of an earlier run')]);
});

describe('encodings and forms', () => {
  test('a GBK file is asked about', async () => {
    const file = await openFixture('gbk.csv', { country: 'CN' });
    expect(kindsOf(file)).toEqual(['encoding']);
    const answer = file.doubts[0]?.answers[0];
    expect(answer?.flag).toBe('--encoding gb18030');
    const read = await openFixture('gbk.csv', { country: 'CN', ...answer?.options });
    expect(await leadsOf(read)).toEqual([expect.objectContaining({ name: '王小明', phone: '+8613812345678' })]);
  });

  test('while the encoding is asked about, nothing else is: its columns have other names then', async () => {
    // In Shift-JIS: 名前,電話番号 and 山田,090-1234-5678.
    const hex = '96bc914f2c936498628e7a8d860a8e5293632c3039302d313233342d353637380a';
    expect(kindsOf(await openText(Buffer.from(hex, 'hex'), { country: 'JP' }))).toEqual(['encoding']);
  });

  test('a pretty JSON array is read whole', async () => {
    const file = await openFixture('lines.json', { country: 'IN' });
    expect(await outcomesOf(file)).toEqual([0, 1, 2, 3, 4].map((place) => `+91987657000${place}`));
  });

  test("Meta's form writes p: in front of phones", async () => {
    const file = await openFixture('fb.csv', { country: 'IN' });
    expect(file.profile).toBe('Meta lead ads');
    const outcomes = await outcomesOf(file);
    expect(outcomes).toHaveLength(5);
    expect(outcomes.every((outcome) => /^\+91\d{10}$/.test(outcome))).toBe(true);
  });

  test("Meta's own test lead is named as such", async () => {
    expect(await rowsOf(await openFixture('fb_test.tsv'))).toEqual([
      expect.objectContaining({ kind: 'rejected', code: 'test-lead', reason: expect.stringContaining('test lead') }),
    ]);
  });

  test.each([
    ['FB_leads_2026-05-01.csv', 4],
    ['FB_leads_2026-05-02.csv', 8],
    ['FB_leads_2026-05-03.csv', 12],
  ])('%s holds %i people', async (name, count) => {
    expect(new Set(await outcomesOf(await openFixture(name))).size).toBe(count);
  });

  test('floats of a spreadsheet are phones while no digit is lost', async () => {
    expect(await outcomesOf(await openFixture('float_us.csv', { country: 'US' }))).toEqual([
      '+14155552671',
      '+14155552672',
      'scientific-notation',
    ]);
  });

  test('a German Excel file in Windows-1252 with semicolons is read as it was', async () => {
    const file = await openFixture('de_excel.csv', { country: 'DE' });
    expect(file.encoding).toBe('windows-1252');
    expect(await leadsOf(file)).toEqual([
      expect.objectContaining({
        firstName: 'Jürgen',
        lastName: 'Müller',
        phone: '+497111234567',
        notes: 'ruft zurück; nachmittags',
      }),
      expect.objectContaining({ firstName: 'Käthe', lastName: 'Groß', phone: '+491711234567' }),
    ]);
  });
});
