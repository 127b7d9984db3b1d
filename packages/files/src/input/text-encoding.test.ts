import { expect, test } from 'vitest';
import { readText } from './text-encoding.ts';

const TEXT = 'Telefon;Name\r\n+49 171 1234567;Jürgen Groß – "€"\r\n';

async function read(bytes: Buffer, encoding?: string) {
  const notices: string[] = [];
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 5) yield Buffer.from(bytes.subarray(at, at + 5));
  }
  const input = await readText(pieces(), { encoding, onNotice: (text) => notices.push(text) });
  const parts: Buffer[] = [];
  for await (const part of input.bytes) parts.push(part);
  return { ...input, text: Buffer.concat(parts).toString('utf8'), notices };
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const windows1252 = (text: string): Buffer => Buffer.from(text.replace('€', '\x80').replace('–', '\x96'), 'latin1');

test.each([
  ['utf-8', Buffer.from(TEXT), false],
  ['utf-8', Buffer.from(`\ufeff${TEXT}`), true],
  ['utf-16le', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), true],
  ['utf-16be', utf16be(`\ufeff${TEXT}`), true],
  ['utf-16le', Buffer.from(TEXT, 'utf16le'), false],
  ['utf-16be', utf16be(TEXT), false],
])('%s is recognised and read', async (encoding, bytes, hasBom) => {
  expect(await read(bytes)).toMatchObject({ encoding, hasBom, text: TEXT, notices: [] });
});

test('Windows-1252 is recognised where UTF-8 ends, read, and said', async () => {
  const { text, notices, encoding } = await read(windows1252(TEXT));
  expect([text, encoding]).toEqual([TEXT, 'windows-1252']);
  expect(notices).toEqual([expect.stringContaining('not UTF-8 from line 2 on, and is read as Windows-1252')]);
});

test('Windows-1252 is recognised even when its only accent is the last byte', async () => {
  expect((await read(windows1252('phone,name\n1,José'))).text).toBe('phone,name\n1,José');
});

test('Cyrillic in one byte a letter is refused with a way out, and read when it is named', async () => {
  const bytes = Buffer.concat([
    Buffer.from('phone,name\n+79161234567,'),
    Buffer.from([0xc8, 0xe2, 0xe0, 0xed, 0x20, 0xcf, 0xe5, 0xf2, 0xf0, 0xee, 0xe2]),
    Buffer.from('\n'),
  ]);
  await expect(read(bytes)).rejects.toMatchObject({
    message: expect.stringContaining('hardly Windows-1252'),
    hints: [expect.stringContaining('--encoding windows-1251')],
  });
  expect((await read(bytes, 'windows-1251')).text).toContain('Иван Петров');
});

test('UTF-8 that turns into something else half-way is refused with its line', async () => {
  await expect(read(Buffer.concat([Buffer.from('phone,name\n1,Zoë\n'), windows1252('2,José\n')]))).rejects.toThrow(
    'line 3 is not UTF-8',
  );
});

test.each([
  ['504b0304', 'Excel workbook (.xlsx)'],
  ['d0cf11e0', 'old Excel workbook'],
  ['1f8b0800', 'gzip'],
])('a file that begins with %s is called by its name', async (hex, name) => {
  await expect(read(Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(50, 1)]))).rejects.toThrow(name);
});

test('an encoding that does not exist is a fault', async () => {
  await expect(read(Buffer.from(TEXT), 'utf-9')).rejects.toThrow('no encoding named "utf-9"');
});

test('UTF-16 that was cut off is a fault', async () => {
  await expect(read(Buffer.from(`\ufeff${TEXT}`, 'utf16le').subarray(0, 31))).rejects.toThrow(
    'ends in the middle of a character',
  );
});

test.each([
  ['a line of its own', 'phone,name\n1,A\0B\n'],
  ['the only line', 'phone,na\0me'],
])('a zero byte in %s does not make UTF-16 of a file', async (_where, text) => {
  await expect(read(Buffer.from(text))).rejects.toThrow('it holds zero bytes');
});

test('UTF-16 without a mark is recognised in a file of one line', async () => {
  expect(await read(Buffer.from('phone,name', 'utf16le'))).toMatchObject({ encoding: 'utf-16le', text: 'phone,name' });
});
