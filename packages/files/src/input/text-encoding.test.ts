import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { peekBytes } from './peek.ts';
import { recogniseFormat } from './recognise-format.ts';
import { readText } from './text-encoding.ts';

const TEXT = 'Telefon;Name\r\n+49 171 1234567;Jürgen Groß – "€"\r\n';

async function read(bytes: Buffer, encoding?: string, isPipe = true) {
  const notices: string[] = [];
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 5) yield Buffer.from(bytes.subarray(at, at + 5));
  }
  const input = readText(await peekBytes(pieces(), isPipe), { encoding, onNotice: (text) => notices.push(text) });
  let text = '';
  for await (const part of input.texts) text += part;
  return { ...input, text, notices };
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
  const { text, notices } = await read(windows1252(TEXT));
  expect(text).toBe(TEXT);
  expect(notices).toEqual([expect.stringContaining('not UTF-8 from line 2 on, and is read as Windows-1252')]);
});

test('Windows-1252 is recognised even when its only accent is the last byte', async () => {
  expect((await read(windows1252('phone,name\n1,José'))).text).toBe('phone,name\n1,José');
});

test('Windows-1252 at the beginning of a file is read, and said', async () => {
  const { text, notices } = await read(windows1252(TEXT), undefined, false);
  expect(text).toBe(TEXT);
  expect(notices).toEqual([expect.stringContaining('is read as Windows-1252')]);
});

test.each([
  ['gb18030', 'gbk', '王小明'],
  ['shift_jis', 'shift_jis', '山田太郎'],
  ['windows-1256', 'windows-1256', 'محمد علي'],
  ['windows-1251', 'windows-1251', 'Иван Петров'],
  ['euc-kr', 'euc-kr', '김철수'],
  ['windows-1253', 'windows-1253', 'Γιώργος Παπαδόπουλος'],
])('%s is asked about, and read when it is named', async (name, encoding, person) => {
  const bytes = iconv.encode(`Name,Phone\n${person},+8613812345678\n`, encoding);
  const { doubt } = await read(bytes, undefined, false);
  expect(doubt).toMatchObject({ kind: 'encoding', stopsPipe: true });
  expect(doubt?.answers.map(({ flag }) => flag)).toContain(`--encoding ${name}`);
  expect((await read(bytes, name)).text).toContain(person);
});

test.each(['Zoé Lefèvre, François Créée', 'Määttä, Jäätteenmäki', 'João Conceição, Ações', 'Jürgen Groß – „ja“'])(
  'Western names are not asked about: %s',
  async (names) => {
    const { doubt, text } = await read(iconv.encode(`Name\n${names}\n`, 'windows-1252'), undefined, false);
    expect([doubt, text]).toEqual([undefined, `Name\n${names}\n`]);
  },
);

test('another encoding half-way stops the reading, with the flag that would help', async () => {
  const bytes = Buffer.concat([
    Buffer.from('phone,name\n'),
    iconv.encode('+79161234567,Иван Петров\n', 'windows-1251'),
  ]);
  await expect(read(bytes)).rejects.toMatchObject({
    message: expect.stringContaining('line 2 is not UTF-8, and hardly Windows-1252'),
    hints: [expect.stringContaining('windows-1251'), expect.stringContaining('--encoding')],
  });
});

test.each([true, false])('a damaged place in UTF-8 is marked, and the rest is read', async (isPipe) => {
  const bytes = Buffer.concat([Buffer.from('phone,name\n1,Zoë\n'), windows1252('2,José\n'), Buffer.from('3,Zoë\n')]);
  const { text, notices } = await read(bytes, undefined, isPipe);
  expect(text).toBe('phone,name\n1,Zoë\n2,Jos\udcff\n3,Zoë\n');
  expect(notices).toEqual([expect.stringContaining('line 3 is not UTF-8')]);
});

test('UTF-8 that turns into another encoding half-way is refused with its line', async () => {
  const bytes = Buffer.concat([
    Buffer.from('phone,name\n1,Zoë\n'),
    iconv.encode('2,Иван Петров, Екатерина Великая\n', 'windows-1251'),
  ]);
  async function* pieces(): AsyncGenerator<Buffer> {
    yield* [bytes.subarray(0, 18), bytes.subarray(18)];
  }
  const input = readText(await peekBytes(pieces(), true), { onNotice: () => undefined });
  const readAll = async (): Promise<void> => {
    for await (const _ of input.texts);
  };
  await expect(readAll()).rejects.toThrow('line 3 is not UTF-8');
});

test.each([
  ['windows-1250', 'Łukasz Żółć, Małgorzata'],
  ['windows-1250', 'Jiří Řehoř'],
  ['windows-1250', 'Tóth Győző'],
  ['windows-1254', 'Ayşe Yılmaz, Oğuz'],
])('%s reads as odd Western text, and is asked about: %s', async (encoding, names) => {
  const { doubt } = await read(iconv.encode(`Name\n${names}\n`, encoding), undefined, false);
  expect(doubt?.answers.map(({ flag }) => flag)).toContain(`--encoding ${encoding}`);
  for (const answer of doubt?.answers ?? []) expect(doubt?.question).toContain(answer.options.encoding);
});

test.each(['gb18030', 'shift_jis', 'big5', 'euc-kr', 'windows-1256', 'windows-1250', 'windows-874'])(
  'every encoding that is offered can be named: %s',
  async (encoding) => {
    expect((await read(Buffer.from('Name\nA\n'), encoding)).text).toBe('Name\nA\n');
  },
);

test.each([
  ['d0cf11e0', 'old Excel workbook'],
  ['1f8b0800', 'gzip'],
  ['25504446', 'PDF'],
])('a file that begins with %s is called by its name', (hex, name) => {
  expect(() => recogniseFormat(Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(50, 1)]))).toThrow(name);
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
  ['its own line', 'phone,name\n1,A\0B\n'],
  ['the only line', 'phone,na\0me'],
])('a zero byte in %s is damage of that place, and no UTF-16', async (_where, text) => {
  expect(await read(Buffer.from(text))).toMatchObject({ encoding: 'utf-8', text });
});

test('many zero bytes are no text', async () => {
  await expect(read(Buffer.from('a\0\0\0b\0\0\0c\0\0\0'))).rejects.toThrow('it holds zero bytes');
});

test('UTF-16 without a mark is recognised in a file of one line', async () => {
  expect(await read(Buffer.from('phone,name', 'utf16le'))).toMatchObject({ encoding: 'utf-16le', text: 'phone,name' });
});
