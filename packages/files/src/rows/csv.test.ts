import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileError } from '../errors.ts';
import type { Row } from '../table.ts';
import { readCsv } from './csv.ts';

async function* inPieces(text: string | Buffer, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

async function read(text: string, options: { delimiter?: string; size?: number } = {}) {
  const table = await readCsv(inPieces(text, options.size), options);
  const rows: Row[] = [];
  for await (const batch of table.batches) rows.push(...batch);
  return { ...table, rows };
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
  expect((await read('a,b;c\n1,2;3\n', { delimiter: ';' })).columns).toEqual(['a,b', 'c']);
});

test("Excel's sep= line names the separator and is no row", async () => {
  const table = await read('sep=;\r\nphone;name\r\n1;a\r\n');
  expect(table.columns).toEqual(['phone', 'name']);
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

test('a row whose cells do not fit the header is marked, and those around it are not', async () => {
  const { rows } = await read('phone,name\n1,a\n2\n3,b,c\n4,d,,\n');
  expect(rows.map((row) => row.fault !== undefined)).toEqual([false, true, true, false]);
  expect(rows[1]?.fault).toMatch(/has 1 cells where the header has 2/);
});

test('a quote that is never closed names the line where its row begins, and no cell', async () => {
  const failure = await read('phone,name\n1,a\n2,"Jane Doe\n3,b\n', { size: 4096 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FileError);
  expect((failure as FileError).message).toBe('line 3: a quote opens and is not closed.');
});

test('rows before a broken line are still given', async () => {
  const table = await readCsv(inPieces('phone,name\n1,a\n2,"b\n'));
  const seen: unknown[] = [];
  await expect(
    (async () => {
      for await (const batch of table.batches) seen.push(...cells(batch));
    })(),
  ).rejects.toThrow(FileError);
  expect(seen).toEqual([['1', 'a']]);
});

test('an empty file is a fault', async () => {
  await expect(read('')).rejects.toThrow('the file is empty.');
});

test('a header without rows gives no rows', async () => {
  expect((await read('phone,name\n')).rows).toEqual([]);
});

test('a header that names a column twice is refused, whatever its case', async () => {
  await expect(read('Phone,name,phone\n1,a,2\n')).rejects.toThrow('"Phone" (columns 1 and 3)');
});

test('a first line of data is not taken for a header', async () => {
  await expect(read('+14155552671,Jane\n+14155552672,Joe\n')).rejects.toThrow('the first line looks like data');
});

test('columns without a name are let through', async () => {
  expect((await read('phone,,\n1,a,b\n')).columns).toEqual(['phone', '', '']);
});

test('reads no further than it is asked to', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from('phone,name\n');
    for (;;) {
      given++;
      yield Buffer.from('1,a\n'.repeat(100));
    }
  }
  const table = await readCsv(endless());
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

test.each([
  ['text behind a closing quote', '1,"a"b\n', 'more text follows a closing quote'],
  ['a row without an end', `1,${'x'.repeat(1_100_000)}\n`, 'goes on for more than a megabyte'],
])('%s is told by its line', async (_name, line, words) => {
  const reading = read(`phone,name\n${line}`, { size: 64 * 1024 });
  await expect(reading).rejects.toThrow(words);
  await expect(reading).rejects.toThrow(/^line 2: /);
});
