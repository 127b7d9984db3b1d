import { expect, test } from 'vitest';
import type { Row } from '../table.ts';
import { readNdjson } from './ndjson.ts';

async function read(
  lines: readonly string[],
  { first = lines.length, wanted = [] as string[], matters = ['email'] } = {},
) {
  async function* pieces(): AsyncGenerator<Buffer> {
    yield Buffer.from(`${lines.slice(0, first).join('\n')}\n`);
    for (const line of lines.slice(first)) yield Buffer.from(`${line}\n`);
  }
  const notices: string[] = [];
  const table = await readNdjson(pieces(), {
    wanted,
    matters: (column) => matters.includes(column),
    onNotice: (text) => notices.push(text),
  });
  const rows: Row[] = [];
  for await (const batch of table.batches) rows.push(...batch);
  return { columns: table.columns, rows, notices };
}

test('each line is a row; nested fields get dotted names', async () => {
  const { columns, rows } = await read(['{"phone":"1","fields":{"budget":5}}', '', '{"phone":"2","tags":["a","b"]}']);
  expect(columns).toEqual(['phone', 'fields.budget', 'tags']);
  expect(rows).toEqual([
    { row: 1, line: 1, cells: ['1', 5, ''], fault: undefined },
    { row: 3, line: 3, cells: ['2', '', ['a', 'b']], fault: undefined },
  ]);
});

test('a line that is no object is marked, and the rest is read', async () => {
  const { rows } = await read(['{"phone":"1"}', '{"phone":', '[1]', '{"phone":"2"}']);
  expect(rows.map((row) => row.fault)).toEqual([undefined, 'is not a JSON object', 'is not a JSON object', undefined]);
});

test('a part of the lead that comes late is not sent without: its row is marked', async () => {
  const { rows } = await read(['{"phone":"1"}', '{"phone":"2","email":"a@b.c"}'], { first: 1 });
  expect(rows[1]?.fault).toContain('"email"');
});

test('any other field that comes late is told once', async () => {
  const { rows, notices } = await read(['{"phone":"1"}', '{"phone":"2","utm":"x"}', '{"phone":"3","utm":"y"}'], {
    first: 1,
  });
  expect(rows.map((row) => row.fault)).toEqual([undefined, undefined, undefined]);
  expect(notices).toEqual([expect.stringContaining('Line 2 has a field "utm"')]);
});

test('a column that was asked for may come late', async () => {
  const { rows } = await read(['{"phone":"1"}', '{"phone":"2","email":"a@b.c"}'], { first: 1, wanted: ['email'] });
  expect(rows[1]).toMatchObject({ cells: ['a@b.c', '2'], fault: undefined });
});

test.each([
  ['a list of all leads', '[{"phone":"1"}]', "jq -c '.[]'"],
  ['an object over several lines', '{\n"phone":"1"\n}', "jq -c '.'"],
])('%s is refused, with the way to write it as lines', async (_name, text, way) => {
  await expect(read(text.split('\n'))).rejects.toMatchObject({ hints: [expect.stringContaining(way)] });
});
