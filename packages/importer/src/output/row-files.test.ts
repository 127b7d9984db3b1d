import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phoneText } from '@leadwire/files';
import { parse } from 'csv-parse/sync';
import { fileLedger } from 'leadwire/file-ledger';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from '../fault.ts';
import { harmless, openRejectedFile, openReport } from './row-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-report-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a report holds the row, its outcome, the phone that was used, and the original cells', async () => {
  const path = join(folder, 'out.csv');
  const report = await openReport(path, {
    header: ['Phone', 'id', 'Notes'],
    delimiter: ',',
    input: 'in.csv',
  });
  await report.add({
    row: 2,
    outcome: 'created',
    id: 'lead_1',
    reason: '',
    phone: '+919876543210',
    cells: ['+91 98765 43210', '7', 'says "hi",\nthen leaves'],
  });
  await report.add({
    row: 3,
    outcome: 'rejected',
    id: undefined,
    reason: 'has no phone number',
    phone: undefined,
    cells: ['', '8'],
  });
  await report.close();
  expect(parse(await readFile(path), { bom: true })).toEqual([
    ['row', 'outcome', 'id', 'reason', 'phone_used', 'Phone', 'id (file)', 'Notes'],
    ['2', 'created', 'lead_1', '', '+919876543210', '+91 98765 43210', '7', 'says "hi",\nthen leaves'],
    ['3', 'rejected', '', 'has no phone number', '', '', '8', ''],
  ]);
});

test('a report is written with the separator of the file that was read, and a byte order mark for Excel', async () => {
  const path = join(folder, 'out.csv');
  const report = await openReport(path, {
    header: ['Telefon'],
    delimiter: ';',
    input: 'in.csv',
  });
  await report.add({ row: 2, outcome: 'created', id: 'a;b', reason: '', phone: '+491', cells: ['1'] });
  await report.close();
  expect(await readFile(path, 'utf8')).toBe(
    '\ufeffrow;outcome;id;reason;phone_used;Telefon\r\n2;created;"a;b";;+491;1\r\n',
  );
});

test('a report named .csv has no tabs, and only its owner may read it, also where an earlier one was open to all', async () => {
  const path = join(folder, 'out.csv');
  await writeFile(path, 'earlier', { mode: 0o644 });
  const report = await openReport(path, { header: ['Phone', 'Name'], delimiter: '\t', input: 'in.tsv' });
  await report.add({ row: 2, outcome: 'created', id: undefined, reason: '', phone: '+1', cells: ['1', 'Jane'] });
  await report.close();
  expect(await readFile(path, 'utf8')).not.toContain('\t');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

const FORM = {
  header: ['Name', 'Phone'],
  format: 'CSV with commas',
  delimiter: ',',
  encoding: 'utf-8',
  hasBom: false,
  lineEnd: '\n',
  quotesAll: false,
  input: 'in.csv',
};

test.each([
  ['semicolons and a byte order mark', { delimiter: ';', hasBom: true }, '\ufeffName;Phone\nZoë;12\n', 'utf8'],
  ['every cell in quotes', { quotesAll: true, lineEnd: '\r\n' }, '"Name","Phone"\r\n"Zoë","12"\r\n', 'utf8'],
  [
    'tabs and UTF-16',
    { delimiter: '\t', encoding: 'utf-16le', hasBom: true },
    '\ufeffName\tPhone\nZoë\t12\n',
    'utf16le',
  ],
  ['Windows-1252', { encoding: 'windows-1252' }, 'Name,Phone\nZoë,12\n', 'latin1'],
  ['one JSON object a line', { format: 'NDJSON' }, '{"Name":"Zoë","Phone":"12"}\n', 'utf8'],
  [
    'a workbook, whose rows are written as Excel opens them',
    { format: 'Excel workbook' },
    '\ufeffName,Phone\r\nZoë,12\r\n',
    'utf8',
  ],
] as const)('the rejected rows of a file with %s come back in that form', async (_, form, text, encoding) => {
  const path = join(folder, 'rejected.csv');
  const file = await openRejectedFile(path, { ...FORM, ...form });
  await file.add(['Zoë', '12']);
  await file.close();
  expect(await readFile(path, encoding)).toBe(text);
});

test('a line of NDJSON that is not an object comes back as it stands', async () => {
  const path = join(folder, 'rejected.ndjson');
  const file = await openRejectedFile(path, { ...FORM, format: 'NDJSON' });
  await file.add(['{"Name": "Zoë"']);
  await file.close();
  expect(await readFile(path, 'utf8')).toBe('{"Name": "Zoë"\n');
});

test('the rejected rows come back in the form of the file, ready to be corrected', async () => {
  const path = join(folder, 'rejected.csv');
  const file = await openRejectedFile(path, { ...FORM, delimiter: ';' });
  await file.add(['Jane; Doe', '12']);
  await file.close();
  expect(await readFile(path, 'utf8')).toBe('Name;Phone\n"Jane; Doe";12\n');
});

test.each([
  ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
  ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
  ['-2+3+cmd', "'-2+3+cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['＝1+1', "'＝1+1"],
  ['+1-415-555-2671', "'+1-415-555-2671"],
  ['-2-3', "'-2-3"],
  ['+919876543210', '+919876543210'],
  ['+1 (415) 555-2671', '+1 (415) 555-2671'],
  ['+91 98765-43210', '+91 98765-43210'],
  ['-5', '-5'],
  ['Jane', 'Jane'],
])('the cell %j is written %j', (cell, written) => {
  expect(harmless(cell)).toBe(written);
});

test('a place that cannot be written is a fault before anything is sent', async () => {
  await expect(
    openReport(join(folder, 'no', 'out.csv'), { header: [], delimiter: ',', input: 'in.csv' }),
  ).rejects.toThrow(Fault);
});

const OPTIONS = { header: [], delimiter: ',' } as const;

test.each(['the file itself', 'a link to it'])('never overwrites the leads: %s', async (name) => {
  const input = join(folder, 'leads.csv');
  await writeFile(input, 'phone\n1\n');
  const path = name === 'a link to it' ? join(folder, 'link.csv') : input;
  if (path !== input) await symlink(input, path);
  await expect(openReport(path, { ...OPTIONS, input })).rejects.toThrow('would overwrite the file that is read');
  expect(await readFile(input, 'utf8')).toBe('phone\n1\n');
});

test('never overwrites a ledger', async () => {
  const path = join(folder, 'leads.csv.leadwire');
  await fileLedger(path).close();
  const before = await readFile(path);
  await expect(openReport(path, { ...OPTIONS, input: 'in.csv' })).rejects.toThrow('would overwrite a ledger');
  expect(await readFile(path)).toEqual(before);
});

test('a report cannot go to standard output', async () => {
  await expect(openReport('-', { ...OPTIONS, input: 'in.csv' })).rejects.toThrow('needs a file');
});

test('a report that cannot be opened says why', async () => {
  await expect(openReport(folder, { ...OPTIONS, input: 'in.csv' })).rejects.toThrow(
    `--report ${folder} cannot be written: it is a folder.`,
  );
});

test.runIf(existsSync('/dev/full'))('a full disk is told with the name of the report', async () => {
  const report = await openReport('/dev/full', { ...OPTIONS, input: 'in.csv' });
  await expect(report.close()).rejects.toThrow('--report /dev/full cannot be written: the disk is full.');
  expect(report.isWhole).toBe(false);
});

test('a phone with an apostrophe in front is read as it was, where a report is imported', () => {
  expect(['+1-415-555-2671', '+919876543210', '+91 98765-43210'].map((phone) => phoneText(harmless(phone)))).toEqual([
    '+1-415-555-2671',
    '+919876543210',
    '+91 98765-43210',
  ]);
});
