import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from './fault.ts';
import { harmless, Report } from './report.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-report-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('holds the row, what became of it, and the original cells', async () => {
  const path = join(folder, 'out.csv');
  const report = await Report.open(path, {
    columns: ['Phone', 'id', 'Notes'],
    delimiter: ',',
    byteOrderMark: false,
    input: 'in.csv',
  });
  await report.add({
    row: 2,
    outcome: 'created',
    id: 'lead_1',
    reason: '',
    cells: ['+91 98765 43210', '7', 'says "hi",\nthen leaves'],
  });
  await report.add({ row: 3, outcome: 'rejected', id: undefined, reason: 'has no phone number', cells: ['', '8'] });
  await report.close();
  expect(parse(await readFile(path))).toEqual([
    ['row', 'outcome', 'id', 'reason', 'Phone', 'id (file)', 'Notes'],
    ['2', 'created', 'lead_1', '', '+91 98765 43210', '7', 'says "hi",\nthen leaves'],
    ['3', 'rejected', '', 'has no phone number', '', '8', ''],
  ]);
});

test('is written with the separator and the mark of the file that was read', async () => {
  const path = join(folder, 'out.csv');
  const report = await Report.open(path, {
    columns: ['Telefon'],
    delimiter: ';',
    byteOrderMark: true,
    input: 'in.csv',
  });
  await report.add({ row: 2, outcome: 'created', id: 'a;b', reason: '', cells: ['1'] });
  await report.close();
  expect(await readFile(path, 'utf8')).toBe('\ufeffrow;outcome;id;reason;Telefon\r\n2;created;"a;b";;1\r\n');
});

test.each([
  ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
  ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
  ['-2+3+cmd', "'-2+3+cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['+91 98765-43210', '+91 98765-43210'],
  ['-5', '-5'],
  ['Jane', 'Jane'],
])('the cell %j is written %j', (cell, written) => {
  expect(harmless(cell)).toBe(written);
});

test('a place that cannot be written is a fault before anything is sent', async () => {
  await expect(
    Report.open(join(folder, 'no', 'out.csv'), { columns: [], delimiter: ',', byteOrderMark: false, input: 'in.csv' }),
  ).rejects.toThrow(Fault);
});
