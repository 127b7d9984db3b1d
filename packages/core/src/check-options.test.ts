import { expect, test } from 'vitest';
import { requireKnown, unknownOptions } from './check-options.ts';

const known = { timeoutMs: true, deadlineMs: true, fetch: true } as const;

test('a misspelled option is refused with the name that was meant', () => {
  expect(() => requireKnown('createTopcalls', { timeoutMS: 5 }, known)).toThrow(
    'createTopcalls: timeoutMS is not an option (did you mean timeoutMs?)',
  );
});

test('an option that is like no other is refused without a guess', () => {
  expect(unknownOptions({ colour: 'red' }, known)).toEqual([
    { path: 'colour', message: 'is not an option', code: 'unknown-field' },
  ]);
});

test('an unknown option that is undefined, and every known one, pass', () => {
  expect(unknownOptions({ colour: undefined, timeoutMs: 1, fetch }, known)).toEqual([]);
});
