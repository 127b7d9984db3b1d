import { expect, test } from 'vitest';
import { inPageWords } from './page-words.ts';

test.each([
  [
    'Sheet "May" is read, and "June" is not. To read another: --sheet NAME',
    'Sheet "May" is read, and "June" is not. With leadwire import: To read another: --sheet NAME',
  ],
  [
    'A new key of the same account: add --account shop',
    'With leadwire import: A new key of the same account: add --account shop',
  ],
  ['The file is not UTF-8, and is read as Windows-1252.', 'The file is not UTF-8, and is read as Windows-1252.'],
])('what names a flag of the command is said to be for the command: %s', (text, said) => {
  expect(inPageWords(text)).toBe(said);
});
