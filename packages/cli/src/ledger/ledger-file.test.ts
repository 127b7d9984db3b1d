import { expect, test } from 'vitest';
import { ledgerPath } from './ledger-file.ts';

test('a ledger is beside its file, and that of standard input in the folder where it was run', () => {
  expect(['leads.csv', 'leads.csv.leadwire', '-'].map((file) => ledgerPath(file, undefined))).toEqual([
    'leads.csv.leadwire',
    'leads.csv.leadwire',
    'stdin.leadwire',
  ]);
});

test('none is beside a pipe of the shell, where it would be gone after the run: it must be named', () => {
  for (const file of ['/dev/fd/63', '/dev/stdin', '/proc/self/fd/0']) {
    expect(() => ledgerPath(file, undefined)).toThrow(`No ledger can be kept beside ${file}.`);
    expect(ledgerPath(file, 'mine.leadwire')).toBe('mine.leadwire');
  }
});
