import { expect, test } from 'vitest';
import { inPageWords } from './page-words.ts';

test.each([
  [
    'Sheet "May" is read, and "June" is not. To read another: --sheet NAME',
    'Sheet "May" is read, and "June" is not. Choose another one below.',
  ],
  [
    'A new key of the same account: add --account shop',
    'A new key of the same account: under Destination, More, give shop as the name of the account',
  ],
  [
    'Line 3 has a field "budget". To send it: --map fields.budget=budget',
    'Line 3 has a field "budget". With leadwire import: To send it: --map fields.budget=budget',
  ],
  ['The file is not UTF-8, and is read as Windows-1252.', 'The file is not UTF-8, and is read as Windows-1252.'],
])('what names a flag of the command names the control of the page, or else the command: %s', (text, said) => {
  expect(inPageWords(text)).toBe(said);
});
