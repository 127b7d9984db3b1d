import { expect, test } from 'vitest';
import { columnsFor, openText, outcomesOf } from '../testing.ts';
import { formatProfile, parseProfile } from './profile.ts';

const TEXT = 'Kontakt 1,Kontakt 2,Land,Sperre\nA,98765 43210,IN,\nB,171 1234567,DE,\nC,98765 43212,IN,ja\n';

test('a profile maps, names the country column and leaves rows out, and is the same after it was written', async () => {
  const profile = parseProfile(
    '{ "version": 1, "map": { "phone": ["Kontakt 2"], "name": "Kontakt 1", "fields.*": "*" }, "countryColumn": "Land", "skip": ["Sperre=ja"] }',
  );
  expect(parseProfile(formatProfile(profile))).toEqual(profile);
  const file = await openText(TEXT, { profile });
  expect(await outcomesOf(file)).toEqual(['+919876543210', '+491711234567', 'skip-rule']);
  expect([columnsFor(file, 'name'), columnsFor(file, 'fields.Land')]).toEqual([['Kontakt 1'], ['Land']]);
});

test('what is named for a run goes before its profile', async () => {
  const profile = parseProfile('{ "version": 1, "map": { "phone": "Kontakt 1" }, "country": "US" }');
  const file = await openText(TEXT, { profile, map: ['phone=Kontakt 2'], country: 'IN', countryColumn: '' });
  expect([file.country, columnsFor(file, 'phone')]).toEqual(['IN', ['Kontakt 2']]);
});

test.each([
  ['{', 'not valid JSON', /version/],
  ['{ "map": {} }', 'not valid', /version/],
  ['{ "version": 1, "map": { "fone": "X" } }', 'not valid', /map/],
  ['{ "version": 1, "country": "India" }', 'not valid', /country: must be two letters/],
  ['{ "version": 1, "skip": ["DoNotCall"] }', 'not valid', /skip.0: must be COLUMN=VALUE/],
  ['{ "version": 1, "colour": "red" }', 'not valid', /colour/],
])('the profile %s is refused with what to write', (text, message, hint) => {
  expect(() => parseProfile(text)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message), code: 'option' }),
  );
  try {
    parseProfile(text);
  } catch (error) {
    expect((error as { hints: readonly string[] }).hints.join('\n')).toMatch(hint);
  }
});
