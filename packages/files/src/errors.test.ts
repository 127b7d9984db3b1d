import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isSystemError, reasonOf } from './errors.ts';

function refusal(path: string): unknown {
  try {
    return readFileSync(path);
  } catch (error) {
    return error;
  }
}

test('what the operating system refuses is told apart from a mistake of ours, and said in words', () => {
  expect(isSystemError(refusal('/nowhere/leads.csv'))).toBe(true);
  expect(reasonOf(refusal('/nowhere/leads.csv'))).toBe('there is no such file or folder');
  expect(reasonOf(refusal(tmpdir()))).toBe('it is a folder');
  expect(isSystemError(new TypeError('x is not a function'))).toBe(false);
});

test('a code without words is given as it is', () => {
  expect(reasonOf(Object.assign(new Error('x'), { code: 'EWEIRD', syscall: 'read' }))).toBe('EWEIRD');
});
