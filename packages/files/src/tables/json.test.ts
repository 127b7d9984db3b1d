import { expect, test } from 'vitest';
import { openText, outcomesOf, rowsOf } from '../testing.ts';
import { readJson } from './json.ts';
import type { Row } from './table.ts';

async function read(
  lines: readonly string[],
  { first = lines.length, wanted = [] as string[], told = [] as string[] } = {},
) {
  async function* pieces(): AsyncGenerator<string> {
    yield `${lines.slice(0, first).join('\n')}\n`;
    for (const line of lines.slice(first)) yield `${line}\n`;
  }
  const notices: string[] = [];
  const table = await readJson(pieces(), {
    wanted,
    told: new Set(told),
    isPipe: true,
    onNotice: (text) => notices.push(text),
  });
  const rows: Row[] = [];
  for await (const batch of table.batches) rows.push(...batch);
  return { ...table, rows, notices };
}

test('each line is a row; nested fields get dotted names', async () => {
  const { header, rows } = await read(['{"phone":"1","fields":{"budget":5}}', '', '{"phone":"2","tags":["a","b"]}']);
  expect(header).toEqual(['phone', 'fields.budget', 'tags']);
  expect(rows).toEqual([
    { row: 1, line: 1, cells: ['1', 5, ''], fault: undefined },
    { row: 3, line: 3, cells: ['2', '', ['a', 'b']], fault: undefined },
  ]);
});

test('a line that is not an object is marked, and the rest is read', async () => {
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
  ['an array on one line', '[{"phone":"1"},{"phone":"2"}]', 'JSON'],
  ['a pretty array', '[\n  {\n    "phone": "1",\n    "note": "a } \\" { b"\n  },\n  { "phone": "2" }\n]', 'JSON'],
  ['objects over several lines', '{\n"phone":"1"\n}\n{\n"phone":"2"\n}', 'JSON'],
  ['one object a line', '{"phone":"1"}\n{"phone":"2"}', 'NDJSON'],
])('%s is read whole', async (_name, text, format) => {
  const table = await read(text.split('\n'), { first: 1 });
  expect([table.format, table.rows.map(({ row, cells: [phone] }) => [row, phone])]).toEqual([
    format,
    [
      [1, '1'],
      [2, '2'],
    ],
  ]);
});

test('an array that was cut off says where, after the rows before it', async () => {
  await expect(read(['[', '{"phone":"1"},', '{"phone":"2"'])).rejects.toThrow('the object that begins on line 3');
});

test.each([
  ['between two objects', ['[{"phone":"1"},', '{"phone":"2"},\n']],
  ['before its bracket', ['[{"phone":"1"}\n', '\n']],
  ['inside the object that holds it', ['{"data":[{"phone":"1"},{"phone":"2"}']],
])('an array that was cut off %s is not taken for a whole one', async (_, lines) => {
  await expect(read(lines)).rejects.toThrow('before its array is closed by ]');
});

test('a key that most objects do not have is known as rare', async () => {
  const { header, rare } = await read(['{"phone":"1"}', '{"phone":"2","Mobile":"3"}', '{"phone":"4"}']);
  expect([...rare].map((index) => header[index])).toEqual(['Mobile']);
});

const ASHA = { full_name: 'Asha Rao', phone_number: '+919876543210' };
const RAVI = { full_name: 'Ravi Das', phone_number: '+919876543211' };

test.each([
  ['on one line', JSON.stringify({ data: [ASHA, RAVI] })],
  ['over many lines', JSON.stringify({ status: 'ok', count: 2, meta: { page: 1 }, leads: [ASHA, RAVI] }, null, 2)],
  [
    'with pages behind it',
    JSON.stringify({ data: [ASHA, RAVI], paging: { cursors: { after: 'x' } }, more: [{ phone: '1' }] }),
  ],
])('the list inside an object %s is read', async (_, text) => {
  const file = await openText(text, {}, 'leads.json');
  expect([file.format, await outcomesOf(file)]).toEqual(['JSON', ['+919876543210', '+919876543211']]);
});

test('rows of a wrapped list carry the lines of the file', async () => {
  const file = await openText(JSON.stringify({ status: 'ok', data: [ASHA, RAVI] }, null, 2), {}, 'leads.json');
  expect((await rowsOf(file)).map(({ row, line }) => [row, line])).toEqual([
    [1, 4],
    [2, 8],
  ]);
});

test('the answers of a Meta lead form are columns', async () => {
  const lead = (name: string, phone: string) => ({
    created_time: '2026-05-01T10:00:00+0000',
    id: name,
    field_data: [
      { name: 'full_name', values: [name] },
      { name: 'phone_number', values: [phone] },
      { name: 'email', values: [`${name}@example.com`] },
    ],
  });
  const text = JSON.stringify({ data: [lead('asha', '+919876543210'), lead('ravi', '+919876543211')] });
  const rows = await rowsOf(await openText(text, {}, 'leads.json'));
  expect(rows).toMatchObject([
    { lead: { phone: '+919876543210', name: 'asha', email: 'asha@example.com' } },
    { lead: { phone: '+919876543211', name: 'ravi' } },
  ]);
});

test('the answers of a Google lead form are columns', async () => {
  const column = (column_id: string, string_value: string) => ({ column_id, string_value, column_name: 'x' });
  const lead = (phone: string) => ({
    lead_id: phone,
    user_column_data: [column('FULL_NAME', 'Asha Rao'), column('PHONE_NUMBER', phone)],
    is_test: false,
  });
  const text = `${JSON.stringify(lead('+919876543210'))}\n${JSON.stringify(lead('+919876543211'))}\n`;
  const rows = await rowsOf(await openText(text, {}, 'leads.ndjson'));
  expect(rows).toMatchObject([
    { lead: { phone: '+919876543210', name: 'Asha Rao' } },
    { lead: { phone: '+919876543211' } },
  ]);
});

test('one answer of a webhook over many lines is one lead', async () => {
  const lead = { lead_id: '1', user_column_data: [{ column_id: 'PHONE_NUMBER', string_value: '+919876543210' }] };
  expect(await outcomesOf(await openText(JSON.stringify(lead, null, 2), {}, 'leads.json'))).toEqual(['+919876543210']);
});

test('phones and addresses in a list are columns by their kind, or by their place', async () => {
  const leads = [
    {
      name: 'Asha',
      phones: [
        { type: 'fax', number: '+912024937746' },
        { type: 'work', number: '+912024937747' },
        { type: 'mobile', number: '+919876543210' },
      ],
      emails: [{ label: 'home', value: 'asha@example.in' }],
      agent: { phone: '+919876500000' },
    },
    {
      name: 'Ravi',
      phones: [{ type: 'mobile', number: '+919876543211' }],
      emails: [],
      agent: { phone: '+919876500000' },
    },
  ];
  const rows = await rowsOf(await openText(JSON.stringify(leads), {}, 'leads.json'));
  expect(rows).toMatchObject([
    { lead: { phone: '+919876543210', email: 'asha@example.in' } },
    { lead: { phone: '+919876543211' } },
  ]);
  const texts = '{"name":"Asha","phones":["n/a","+919876543210"]}\n{"name":"Ravi","phones":["+919876543211"]}\n';
  expect(await outcomesOf(await openText(texts, {}, 'leads.ndjson'))).toEqual(['+919876543210', '+919876543211']);
});
