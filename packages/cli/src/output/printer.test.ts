import { clean } from '@leadwire/importer/errors';
import { expect, test } from 'vitest';
import { asArgument, columnName, wrap } from './printer.ts';

test('escape sequences and text direction marks of a file do not reach the terminal', () => {
  expect(clean('\u001b[31mName\u001b[0m\u202e\u0007')).toBe('[31mName [0m');
  expect(columnName(`Name ${'x'.repeat(100)}`)).toHaveLength(60);
});

test('a line that is longer than the terminal is broken at spaces, with its indent', () => {
  expect(wrap('    the phone number has fewer digits than its country uses', 40)).toBe(
    '    the phone number has fewer digits\n      than its country uses',
  );
});

test('colours take no room, and a line that fits stays as it is', () => {
  const line = '\u001b[32mcreated\u001b[39m  12 rows of 12';
  expect(wrap(line, 24)).toBe(line);
});

test.each([
  ['leads.csv', 'linux', 'leads.csv'],
  ['./März/leads_2026-05.csv', 'linux', './März/leads_2026-05.csv'],
  ['my leads.csv', 'linux', "'my leads.csv'"],
  ["Ann's leads.csv", 'linux', "'Ann'\\''s leads.csv'"],
  ['a$HOME.csv', 'darwin', "'a$HOME.csv'"],
  ['C:\\Users\\Ann\\leads.csv', 'win32', 'C:\\Users\\Ann\\leads.csv'],
  ['C:\\My Files\\leads (1).csv', 'win32', '"C:\\My Files\\leads (1).csv"'],
] as const)('the file name %s is one argument on %s: %s', (text, platform, expected) => {
  expect(asArgument(text, platform)).toBe(expected);
});
