import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openFile } from './open-file.ts';
import { openText, outcomesOf, rowsOf } from './testing.ts';

test('a row with a damaged byte is refused, and the others are read', async () => {
  const damaged = Buffer.concat([
    Buffer.from('Name,Phone\nZoë,+14155552671\nJos'),
    Buffer.from([0xe9]),
    Buffer.from(',+14155552672\nZoë,+14155552673\n'),
  ]);
  const rows = await rowsOf(await openText(damaged));
  expect(rows.map((row) => (row.kind === 'ready' ? row.lead.phone : row.reason))).toEqual([
    '+14155552671',
    'holds bytes that are no character of its encoding: the file is damaged here',
    '+14155552673',
  ]);
});

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'skipLines and a preview of %d rows are refused',
  async (count) => {
    const text = Buffer.from('Name,Phone\nZoë,+14155552671\n');
    await expect(openText(text, { skipLines: count })).rejects.toMatchObject({
      code: 'option',
      message: expect.stringContaining('skipLines must be a whole number'),
    });
    const file = await openText(text);
    expect(() => file.preview(count)).toThrow(expect.objectContaining({ code: 'option' }));
  },
);

test('a line of NDJSON with a damaged byte is refused alone', async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"name":"Zoë","phone":"+14155552671"}\n{"name":"Jos'),
    Buffer.from([0xe9]),
    Buffer.from('","phone":"+14155552672"}\n'),
  ]);
  expect(await outcomesOf(await openText(bytes, {}, 'leads.ndjson'))).toEqual(['+14155552671', 'broken-row']);
});

test('the cells of a row that has too many are all there', async () => {
  const [row] = await rowsOf(await openText('Name,Phone\nRao, Asha,+14155552671\n'));
  expect([row?.kind, row?.cells]).toEqual(['rejected', ['Rao', 'Asha', '+14155552671']]);
});

test('a header with a bad quote is refused, and no row is taken for it', async () => {
  await expect(openText('"Name" x,Phone\nAsha,+14155552671\n')).rejects.toMatchObject({ code: 'no-header' });
});

test.each(['sep=;', 'SEP=;', '"sep=;"', 'sep = ;', "sep=';'", 'sep=;;;', 'sep=\\t', 'sep=\t', 'sep=tab'])(
  'the first line %j names the separator',
  async (line) => {
    const separator = line.includes(';') ? ';' : '\t';
    const file = await openText(`${line}\r\nName${separator}Phone\r\nRao, A${separator}+14155552671\r\n`);
    expect([file.delimiter, file.header, await outcomesOf(file)]).toEqual([
      separator,
      ['Name', 'Phone'],
      ['+14155552671'],
    ]);
  },
);

test('the same rows in another order are counted the same', async () => {
  const lines = [
    'A,98765 43210',
    'B,+919876543210',
    'C,9876543211',
    'D,none',
    'E,',
    'F,+1 415 555 2671',
    'G,09876543211',
  ];
  const count = async (rows: readonly string[]): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { kind } of await rowsOf(await openText(`Name,Phone\n${rows.join('\n')}\n`, { country: 'IN' })))
      counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  };
  const first = await count(lines);
  expect(first).toEqual({ ready: 3, duplicate: 2, rejected: 2 });
  for (let turn = 1; turn < lines.length; turn++)
    expect(await count([...lines.slice(turn), ...lines.slice(0, turn)])).toEqual(first);
});

const openFiles = async (): Promise<string[]> => {
  const links = await readdir('/proc/self/fd');
  return Promise.all(links.map((link) => readlink(`/proc/self/fd/${link}`).catch(() => '')));
};

test.runIf(process.platform === 'linux')('a file that is closed without being read is let go', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leadwire-files-'));
  try {
    const path = join(folder, 'leads.csv');
    await writeFile(path, `Name,Phone\n${'A,+14155552671\n'.repeat(20_000)}`);
    const source = { path, stdin: Readable.from([]), signal: new AbortController().signal };
    const file = await openFile(source);
    expect(await openFiles()).toContain(path);
    file.close();
    await expect.poll(openFiles).not.toContain(path);
    await expect(openFile(source, { key: 'Id' })).rejects.toThrow('no column "Id"');
    await expect.poll(openFiles).not.toContain(path);
  } finally {
    await rm(folder, { recursive: true });
  }
});
