import { expect, test } from 'vitest';
import { createNumberText } from './number-text.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readSheetRows } from './sheet-rows.ts';

async function* pieces(text: string, size = 9): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function rowsOf(sheetData: string, sharedStrings = '<sst/>') {
  const strings = await readSharedStrings(pieces(sharedStrings));
  const workbook = { sheets: [], strings, numberText: createNumberText(['General', 'yyyy-mm-dd'], false) };
  const rows = [];
  for await (const batch of readSheetRows(
    pieces(`<worksheet><sheetData>${sheetData}</sheetData></worksheet>`),
    workbook,
  ))
    rows.push(...batch.map(({ row, cells }) => ({ row, cells })));
  return rows;
}

test('cells stand where their reference says, and rows keep their numbers', async () => {
  expect(
    await rowsOf(
      '<row r="3"><c r="B3"><v>1</v></c><c r="AA3" t="str"><v>x</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>',
    ),
  ).toEqual([
    { row: 3, cells: ['', '1', ...Array(24).fill(''), 'x'] },
    { row: 9, cells: ['2'] },
  ]);
});

test('cells and rows without a reference follow one another', async () => {
  expect(await rowsOf('<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>')).toEqual([
    { row: 1, cells: ['1', '2'] },
    { row: 2, cells: ['3'] },
  ]);
});

test('every kind of cell is read as it is shown', async () => {
  const cells =
    '<c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c s="1"><v>46143</v></c><c t="str"><f>A1</f><v>f</v></c>';
  const strings =
    '<sst><si><t>zero</t></si><si><r><t>Jane </t></r><r><t>Doe &amp; Co</t></r><rPh sb="0" eb="1"><t>aid</t></rPh></si></sst>';
  expect((await rowsOf(`<row>${cells}</row>`, strings))[0]?.cells).toEqual([
    'Jane Doe & Co',
    'a b',
    'TRUE',
    '#N/A',
    '2026-05-01',
    'f',
  ]);
});

test('empty rows are not given', async () => {
  expect(await rowsOf('<row r="1"><c r="A1"/></row><row r="2"><c r="A2"><v>1</v></c></row>')).toEqual([
    { row: 2, cells: ['1'] },
  ]);
});

test('a sheet that is not well-formed is refused', async () => {
  await expect(rowsOf('<row><c></row>')).rejects.toThrow('not well-formed');
});
