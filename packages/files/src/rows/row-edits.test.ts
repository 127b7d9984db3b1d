import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openFile } from '../open-file.ts';
import type { RowEdits } from '../options.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadwire-edits-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'leads.csv');
writeFileSync(path, 'Name,Mobile\nAnna,98765\nBen,9876543210\nCara,9876543210\n');

async function read(edits: RowEdits): Promise<(string | number)[][]> {
  const source = { path, stdin: Readable.from([]), signal: new AbortController().signal };
  const file = await openFile(source, { country: 'IN', edits });
  const rows: (string | number)[][] = [];
  for await (const row of file.rows()) rows.push([row.row, row.kind === 'ready' ? row.lead.phone : row.code]);
  return rows;
}

test('a cell that was changed by hand is read in place of what the file holds', async () => {
  expect((await read(new Map([[2, { cells: { 1: '98765 43211' } }]])))[0]).toEqual([2, '+919876543211']);
});

test('a row that was left out by hand is skipped, and the next row with its phone is sent instead', async () => {
  const edits: RowEdits = new Map([[3, { leaveOut: true }]]);
  expect(await read(edits)).toEqual([
    [2, 'too-short'],
    [3, 'left-out'],
    [4, '+919876543210'],
  ]);
});
