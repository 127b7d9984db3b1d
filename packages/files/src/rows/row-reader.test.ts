import { expect, test } from 'vitest';
import type { ReadOptions } from '../options.ts';
import { isReady, openText, outcomesOf, rowsOf } from '../testing.ts';

const readPhones = async (phones: readonly string[], options: ReadOptions = {}) =>
  rowsOf(await openText(`Name,Phone\n${phones.map((phone) => `A,"${phone}"`).join('\n')}\n`, options));

test('a phone in any spelling is read as E.164, with what is known of it', async () => {
  const rows = await readPhones(['+1 (415) 555-2671', '+91 98765 43210', '98765 43211', '0117 496 1234'], {
    country: 'in',
  });
  expect(rows.filter(isReady).map(({ lead, phone }) => [lead.phone, phone.written, phone.region])).toEqual([
    ['+14155552671', '+1 (415) 555-2671', 'US'],
    ['+919876543210', '+91 98765 43210', 'IN'],
    ['+919876543211', '98765 43211', 'IN'],
    ['+911174961234', '0117 496 1234', 'IN'],
  ]);
});

test('the second spelling of a phone is a duplicate of the first', async () => {
  expect((await readPhones(['+919876543210', '98765 43210'], { country: 'IN' }))[1]).toMatchObject({
    kind: 'duplicate',
    code: 'same-phone',
    reason: 'has the phone number of row 2',
  });
});

test.each([
  ['', 'no-phone', 'has no phone number in "'],
  ['9.19E+11', 'scientific-notation', 'rounded number by a spreadsheet'],
  ['9,19E+11', 'scientific-notation', 'format the column as text'],
  ['98765 43210', 'needs-country', 'name the country'],
  ['+91 98765 43210 / +91 98765 43211', 'several-numbers', 'split it'],
  ['n/a', 'no-phone', 'has no phone number'],
  ['ask him', 'not-a-number', 'not a phone number'],
])('a phone written %j is rejected as %s', async (phone, code, words) => {
  const [row] = await readPhones([phone]);
  expect(row).toMatchObject({ kind: 'rejected', code, reason: expect.stringContaining(words) });
});

test('a number that lost its + and reads in two ways is refused with what settles it', async () => {
  const rows = await readPhones(['491711234567', '+491711234567', '0171 1234567'], { country: 'de' });
  expect(rows).toMatchObject([
    { kind: 'rejected', code: 'ambiguous-number', reason: expect.stringContaining('national or international') },
    { kind: 'ready' },
    { kind: 'duplicate' },
  ]);
});

test('digits alone are read as they are told to be', async () => {
  const numbers = async (phones: 'national' | 'international') =>
    (await readPhones(['49711123456'], { country: 'DE', phones })).map((row) =>
      isReady(row) ? row.lead.phone : row.code,
    );
  expect(await numbers('international')).toEqual(['+49711123456']);
  expect(await numbers('national')).toEqual(['+4949711123456']);
});

test('without a country, whole numbers that lost their plus are offered as international', async () => {
  const text = 'Name,Phone\nA,919876543210\nB,919876543211\n';
  const file = await openText(text);
  expect(file.doubts).toMatchObject([
    { kind: 'phones', stopsPipe: false, answers: [{ flag: '--phones international' }] },
  ]);
  expect(await outcomesOf(file)).toEqual(['needs-country', 'needs-country']);
  expect(await outcomesOf(await openText(text, { phones: 'international' }))).toEqual([
    '+919876543210',
    '+919876543211',
  ]);
});

test('a possible number of no known range is sent with a warning', async () => {
  const [row] = await readPhones(['+12005550123']);
  expect(row?.kind === 'ready' ? row.warnings.map(({ code }) => code) : row?.code).toEqual(['doubtful-phone']);
});

test('of several phone columns one in a known range goes before one that is only possible', async () => {
  const file = await openText('Name,Mobile,Phone\nA,+12005550123,+14155552671\n');
  expect(await outcomesOf(file)).toEqual(['+14155552671']);
});

test('a row whose country is not known is refused, unless its phone says it', async () => {
  const file = await openText(
    'Name,Phone,Country\nA,4155552671,United States\nB,98765 43210,India\nC,171 1234567,Deutschland\nD,4155552672,Atlantis\nE,+14155552673,Atlantis\nF,4155552674,USA\nG,4155552675,US\nH,4155552676,United States\nI,4155552677,us\nJ,4155552678,America\nK,4155552679,Etats-Unis\n',
  );
  expect((await outcomesOf(file)).slice(0, 5)).toEqual([
    '+14155552671',
    '+919876543210',
    '+491711234567',
    'unknown-country',
    '+14155552673',
  ]);
});

test('a country column that contradicts the country is asked about, and either answer is a flag', async () => {
  const text = 'Name,Phone,Country\nA,9876543210,India\nB,9876543211,Germany\n';
  const file = await openText(text, { country: 'IN' });
  expect(file.doubts).toMatchObject([{ kind: 'country', columns: ['Country'], stopsPipe: true }]);
  expect(file.doubts[0]?.answers.map(({ flag }) => flag)).toEqual(['--country-column Country', '--country-column ""']);
  const home = await openText(text, { country: 'IN', countryColumn: '' });
  expect([home.doubts, await outcomesOf(home)]).toEqual([[], ['+919876543210', '+919876543211']]);
});

test('a country column does not matter to phones that say their country', async () => {
  const file = await openText('Name,Phone,Country\nA,+919876543210,Germany\n', { country: 'IN' });
  expect([file.doubts, await outcomesOf(file)]).toEqual([[], ['+919876543210']]);
});

test('a key is kept beside the lead; a row without one is refused', async () => {
  const rows = await rowsOf(await openText('Name,Phone,Id\nA,+919876543210,k1\nB,+919876543211,\n', { key: 'id' }));
  expect(rows).toMatchObject([
    { kind: 'ready', key: 'k1' },
    { kind: 'rejected', code: 'no-key' },
  ]);
});

test.each([
  ['Do Not Call', 'Yes'],
  ['dnc', 'x'],
  ['Opted Out', '2026-01-05'],
  ['Unsubscribed', 'true'],
  ['Lead Status', 'DNC'],
  ['Tags', 'hot, do not call'],
  ['Stage', 'Opt-out'],
])('a row whose column %s says %s is never sent by itself', async (column, value) => {
  const file = await openText(
    `Name,Phone,${column}\nA,+919876543210,"${value}"\nB,+919876543211,\nC,+919876543212,No\n`,
  );
  expect(file.doubts).toMatchObject([{ kind: 'do-not-call', columns: [column] }]);
  expect(await outcomesOf(file)).toEqual(['do-not-call', '+919876543211', '+919876543212']);
});

test.each([
  ['HasOptedOutOfEmail', '1'],
  ['Email unsubscribed', 'yes'],
  ['Newsletter opt out', '1'],
  ['Notes', 'said: call the office, do not call the mobile'],
])('a column %s is not about calls', async (column, value) => {
  const file = await openText(`Name,Phone,${column}\nA,+919876543210,"${value}"\n`);
  expect([file.doubts, await outcomesOf(file)]).toEqual([[], ['+919876543210']]);
});

test('a row behind the first ones that says do not call is left out without a question', async () => {
  const rows = Array.from({ length: 3000 }, (_, row) => `A${row},+9198765${10_000 + row},${row === 2900 ? 'yes' : ''}`);
  const file = await openText(`Name,Phone,DNC\n${rows.join('\n')}\n`);
  expect(file.doubts).toEqual([]);
  expect((await outcomesOf(file))[2900]).toBe('do-not-call');
});

test('what is not an e-mail address is left out, and told', async () => {
  const [row] = await rowsOf(await openText('Name,Phone,Email\nA,+919876543210,none\n'));
  expect(row).toMatchObject({ kind: 'ready', lead: { email: undefined }, warnings: [{ code: 'not-an-email' }] });
});
