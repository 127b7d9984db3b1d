import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileError } from '../errors.ts';
import { readCsv } from './csv.ts';
import type { Row } from './table.ts';

async function* inPieces(text: string, size = 7): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

interface Options {
  delimiter?: string;
  skipLines?: number;
  isPipe?: boolean;
  size?: number;
}

async function read(text: string, { size, ...options }: Options = {}) {
  const notices: string[] = [];
  const onNotice = (notice: string): void => void notices.push(notice);
  const table = await readCsv(inPieces(text, size), { isPipe: false, onNotice, ...options });
  const rows: Row[] = [];
  for await (const batch of table.batches) rows.push(...batch);
  return { ...table, rows, notices };
}

const cells = (rows: readonly Row[]) => rows.map((row) => row.cells);

test.each([
  [',', 'phone,name\n1,a\n'],
  [';', 'phone;name\n1;a\n'],
  ['\t', 'phone\tname\n1\ta\n'],
  ['|', 'phone|name\n1|a\n'],
  [';', '"a,b,c";phone;name\nx;1;a\n'],
])('finds the separator %j in the header', async (delimiter, text) => {
  const table = await read(text);
  expect(table.delimiter).toBe(delimiter);
  expect(table.rows[0]?.cells.slice(-2)).toEqual(['1', 'a']);
});

test('a separator that is given wins over the one that was found', async () => {
  expect((await read('a,b;c\n1,2;3\n', { delimiter: ';' })).header).toEqual(['a,b', 'c']);
});

test("Excel's sep= line names the separator and is no row", async () => {
  const table = await read('sep=;\r\nphone;name\r\n1;a\r\n');
  expect(table.header).toEqual(['phone', 'name']);
  expect(table.rows).toEqual([{ row: 3, line: 3, cells: ['1', 'a'], fault: undefined }]);
});

test.each(['\n', '\r\n', '\r'])('reads lines that end with %j', async (end) => {
  expect(cells((await read(['phone,name', '1,a', '2,b', ''].join(end))).rows)).toEqual([
    ['1', 'a'],
    ['2', 'b'],
  ]);
});

test('quoted separators, quotes and line ends are part of the cell', async () => {
  const { rows } = await read('phone,notes\n1,"a, ""b""\nc"\n2,d\n');
  expect(cells(rows)).toEqual([
    ['1', 'a, "b"\nc'],
    ['2', 'd'],
  ]);
});

test('rows are counted as a spreadsheet does, lines as an editor does', async () => {
  const { rows } = await read('phone,notes\n1,"x\ny"\n\n,\n2,d\n');
  expect(rows.map(({ row, line }) => ({ row, line }))).toEqual([
    { row: 2, line: 2 },
    { row: 5, line: 6 },
  ]);
});

test('a row with more cells than the header is refused; one whose last cells are missing is taken', async () => {
  const { rows } = await read('phone,name\n1,a\n2\n3,b,c\n4,d,,\n');
  expect(rows.map((row) => row.fault)).toEqual([
    undefined,
    undefined,
    expect.stringContaining('has 3 cells'),
    undefined,
  ]);
});

test('a quote that is never closed costs its own row, and the rows behind it are read', async () => {
  const { rows } = await read('phone,name,city\n1,a,x\n2,"Jane Doe,y\n3,b,z\n4,c,z\n');
  expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
    [2, undefined],
    [3, 'has a quote that opens and is not closed'],
    [4, undefined],
    [5, undefined],
  ]);
});

test('behind a quote that was not closed, a line that is not a full row is not taken for one', async () => {
  const { rows } = await read('name,phone,city\nJane,"1,x\nor call Bob,2\nAl,3,z\n');
  expect(rows.map(({ fault }) => fault === undefined)).toEqual([false, false, true]);
});

test('text behind a closing quote costs its own row', async () => {
  const { rows } = await read('phone,name\n1,"a"b\n2,c\n');
  expect(rows.map(({ fault }) => fault)).toEqual([expect.stringContaining('text behind a closing quote'), undefined]);
});

test('a quote inside a cell without quotes is part of it', async () => {
  expect(cells((await read('phone,name\n1,27" screen\n')).rows)).toEqual([['1', '27" screen']]);
});

test('a quote that stays open for hundreds of lines does not hold the file in memory', async () => {
  const { rows } = await read(`phone,name,city\n1,"a,x\n${'2,b,y\n'.repeat(2000)}`, { size: 4096 });
  expect(rows).toHaveLength(2001);
  expect(rows.filter(({ fault }) => fault !== undefined)).toHaveLength(1);
});

test('an empty file is a fault', async () => {
  await expect(read('')).rejects.toThrow('the file is empty.');
});

test('a header without rows gives no rows', async () => {
  expect((await read('phone,name\n')).rows).toEqual([]);
});

test('a header that names a column twice is taken', async () => {
  expect((await read('Phone,name,phone\n1,a,2\n')).header).toEqual(['Phone', 'name', 'phone']);
});

test.each(['+14155552671,Jane\n+14155552672,Joe\n', 'Jens,20123456\nMette,20123457\n', 'Jane,j@example.com\n'])(
  'a first line of data is not taken for a header, nor quoted',
  async (text) => {
    const error = (await read(text).catch((reason: unknown) => reason)) as FileError;
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/no header/);
    expect(`${error.message} ${error.hints}`).not.toMatch(/Jane|Jens|4155|2012|example/);
  },
);

test('title lines above the header are skipped and said; --skip-lines says how many', async () => {
  const text = 'Report of May\nMade by sales\n\nName,Phone\nAsha,1\n';
  const guessed = await read(text);
  expect([guessed.header, guessed.rows[0]?.row, guessed.rows[0]?.line]).toEqual([['Name', 'Phone'], 5, 5]);
  expect(guessed.notices).toEqual([expect.stringContaining('2 lines above the header (line 4) are skipped')]);
  const told = await read(text, { skipLines: 3 });
  expect([told.header, told.notices]).toEqual([['Name', 'Phone'], []]);
});

test('a file of one title and no known names keeps its first line as the header', async () => {
  expect((await read('a,b\nc,d\n')).header).toEqual(['a', 'b']);
});

test.each([
  ['"sep=;"\r\n', ';'],
  ['sep=;;;;\r\n', ';'],
  ['SEP=,\n', ','],
  ['sep=\\t\n', '\t'],
  ['sep=|\n', '|'],
])('a sep line %j names the separator', async (line, delimiter) => {
  const table = await read(`${line}phone${delimiter}name\n1${delimiter}a\n`);
  expect([table.delimiter, table.header]).toEqual([delimiter, ['phone', 'name']]);
});

test('columns without a name are let through', async () => {
  expect((await read('phone,,\n1,a,b\n')).header).toEqual(['phone', '', '']);
});

test('reads no further than it is asked to', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<string> {
    yield 'phone,name\n';
    for (;;) {
      given++;
      yield '1,a\n'.repeat(100);
    }
  }
  const table = await readCsv(endless(), { isPipe: true, onNotice: () => undefined });
  const batches = table.batches[Symbol.asyncIterator]();
  for (let i = 0; i < 10; i++) await batches.next();
  await batches.return?.();
  expect(given).toBeLessThan(15);
});

test('whatever is quoted reads back as it was written, however the bytes come in', async () => {
  const cell = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\ufeff'));
  const table = fc.array(
    fc.tuple(
      cell.filter((text) => text !== ''),
      cell,
    ),
    { minLength: 1, maxLength: 8 },
  );
  const delimiter = fc.constantFrom(',', ';', '\t', '|');
  const end = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(table, delimiter, end, fc.integer({ min: 1, max: 50 }), async (rows, separator, lineEnd, size) => {
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const lines = [`phone${separator}name`, ...rows.map((row) => row.map(quoted).join(separator))];
      const { rows: found } = await read(lines.map((line) => line + lineEnd).join(''), { size });
      expect(cells(found)).toEqual(rows.map((row) => [...row]));
    }),
    { numRuns: 200 },
  );
});

test('a row with a zero byte is marked, and those around it are not', async () => {
  const { rows } = await read('phone,name\n1,a\n2,b\0c\n3,d\n');
  expect(rows.map((row) => row.fault)).toEqual([undefined, expect.stringContaining('zero byte'), undefined]);
});
