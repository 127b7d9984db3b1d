import { expect, test } from 'vitest';
import { createJudge, type JudgeOptions } from './judge.ts';

function judge(phones: readonly string[], options: Partial<JudgeOptions> = {}) {
  const say = createJudge({
    phoneOf: (cells) => String(cells[0]),
    country: undefined,
    keyColumn: undefined,
    ...options,
  });
  return phones.map((phone, index) => say({ row: index + 2, line: index + 2, cells: [phone, 'k'], fault: undefined }));
}

test('a phone in any spelling is ready, in E.164', () => {
  expect(judge(['+1 (415) 555-2671', '+91 98765 43210', '98765 43211'], { country: 'in' })).toMatchObject([
    { kind: 'ready', phone: '+14155552671', valid: true },
    { kind: 'ready', phone: '+919876543210', valid: true },
    { kind: 'ready', phone: '+919876543211', valid: true },
  ]);
});

test('the second spelling of a phone is a duplicate of the first', () => {
  expect(judge(['+919876543210', '98765 43210'], { country: 'IN' })[1]).toEqual({
    kind: 'duplicate',
    code: 'same-phone',
    reason: 'has the phone number of row 2',
  });
});

test.each([
  ['', 'no-phone', 'has no phone number'],
  ['9.19E+11', 'scientific-notation', 'rounded number by a spreadsheet'],
  ['9,19E+11', 'scientific-notation', 'format the column as text'],
  ['98765 43210', 'needs-country', 'give --country'],
  ['+91 98765 43210 / +91 98765 43211', 'several-numbers', 'split it'],
  ['n/a', 'not-a-number', 'not a phone number'],
])('a phone written %j is rejected as %s', (phone, code, words) => {
  expect(judge([phone])).toEqual([{ kind: 'rejected', code, reason: expect.stringContaining(words) }]);
});

test('a number that lost its + and reads in two ways is asked about, not guessed', () => {
  const verdicts = judge(['491711234569', '+491711234569', '0171 1234569'], { country: 'de' });
  expect(verdicts).toEqual([
    { kind: 'rejected', code: 'ambiguous-number', reason: expect.stringContaining('write + in front') },
    { kind: 'ready', phone: '+491711234569', valid: true },
    { kind: 'duplicate', code: 'same-phone', reason: expect.any(String) },
  ]);
});

test('a row that does not fit the header is never sent, whatever its phone', () => {
  const say = createJudge({ phoneOf: () => '+919876543210', country: undefined, keyColumn: undefined });
  expect(say({ row: 2, line: 2, cells: [], fault: 'has 1 cells' })).toEqual({
    kind: 'rejected',
    code: 'broken-row',
    reason: 'has 1 cells',
  });
});

test('a row without the key that --key asks for is rejected', () => {
  expect(judge(['+919876543210'], { keyColumn: 5 })).toMatchObject([{ kind: 'rejected', code: 'no-key' }]);
});

test.each([
  ['UK', 'The United Kingdom is GB.'],
  ['India', 'Give two letters'],
])('the country %s is refused with what to write', (country, hint) => {
  expect(() => judge([], { country })).toThrow(expect.objectContaining({ hints: [expect.stringContaining(hint)] }));
});
