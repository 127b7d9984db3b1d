import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixture, runCommand } from '../../testing.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-check-'));
});
afterEach(() => rm(folder, { recursive: true }));

const LEADS = [
  'First Name,Mobile,City',
  'Asha,98765 43210,Pune',
  'Ravi,+91 98765 43211,Delhi',
  'Asha again,+919876543210,Pune',
  'Excel,9.19E+11,Pune',
  'Nobody,,Pune',
  'Short,+9112,Pune',
  'Ragged,+919876543219,Pune,more',
].join('\n');

async function file(text: string | Buffer = LEADS, name = 'leads.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test('says which column goes where, which rows can be sent, and why the others cannot', async () => {
  const { code, stdout } = await runCommand(['check', await file(), '--country', 'IN']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/phone\s+← Mobile/);
  expect(stdout).toMatch(/firstName\s+← First Name/);
  expect(stdout).toMatch(/not sent\s+← City/);
  expect(stdout).toMatch(/7 {2}rows/);
  expect(stdout).toMatch(/2 {2}can be sent/);
  expect(stdout).toMatch(/1 {2}repeat an earlier row/);
  expect(stdout).toMatch(/1 {2}the phone number of an earlier row {2}\(row 4\)/);
  expect(stdout).toMatch(/4 {2}cannot be sent/);
  expect(stdout).toMatch(/rounded number by a spreadsheet.*\(row 5\)/);
  expect(stdout).toContain('Nothing was sent.');
});

test('a file without a fault exits 0', async () => {
  const { code } = await runCommand(['check', await file('phone\n+919876543210\n')]);
  expect(code).toBe(0);
});

test('--json prints an object a row and a summary last', async () => {
  const { json } = await runCommand(['check', await file(), '--country', 'IN', '--json']);
  expect(json.map(({ type, row, outcome }) => [type, row, outcome])).toEqual([
    ['row', 2, 'ready'],
    ['row', 3, 'ready'],
    ['row', 4, 'duplicate'],
    ['row', 5, 'rejected'],
    ['row', 6, 'rejected'],
    ['row', 7, 'rejected'],
    ['row', 8, 'rejected'],
    ['summary', undefined, undefined],
  ]);
  expect(json.at(-1)).toEqual({
    ...{
      type: 'summary',
      rows: 7,
      skipped: 0,
      open: 0,
      created: 0,
      existed: 0,
      updated: 0,
      partial: 0,
      accepted: 0,
      duplicate: 1,
      rejected: 4,
      parked: 0,
    },
    ready: 2,
  });
});

test('--json prints nothing personal', async () => {
  const path = await file(LEADS.replace('98765 43210', '98765 4321'));
  const { stdout, stderr } = await runCommand(['check', path, '--country', 'IN', '--json']);
  expect(stdout + stderr).not.toMatch(/98765|Asha|Ravi|Nobody/);
});

test('the first rows are shown as they will be sent: the phone as it will be dialled, with its country', async () => {
  const { stdout } = await runCommand([
    'check',
    await file('Name,Mobile,Email\nAsha,98765 43210,a@example.com\n'),
    '--country',
    'IN',
  ]);
  expect(stdout).toMatch(/row 2 +\+919876543210 \(IN\) {2}Asha {2}a@example\.com/);
});

test('--report holds every row with its reason', async () => {
  const report = join(folder, 'out.csv');
  await runCommand(['check', await file(), '--country', 'IN', '--report', report]);
  const lines = (await readFile(report, 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toBe('\ufeffrow,outcome,id,reason,phone_used,First Name,Mobile,City');
  expect(lines).toHaveLength(8);
  expect(lines[3]).toBe('4,duplicate,,has the phone number of row 2,,Asha again,+919876543210,Pune');
});

test('--report does not overwrite the file that is read', async () => {
  const path = await file();
  const { code, stderr } = await runCommand(['check', path, '--report', path]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('would overwrite the file')]);
});

test('reads standard input', async () => {
  expect((await runCommand(['check', '-', '--json'], { stdin: 'phone\n+919876543210\n' })).json.at(-1)).toMatchObject({
    rows: 1,
    ready: 1,
  });
});

test('reads NDJSON by its name or its first character', async () => {
  const text = '{"phone":"+919876543210"}\n{"phone":"1"}\n';
  expect((await runCommand(['check', await file(text, 'leads.ndjson'), '--json'])).json.at(-1)).toMatchObject({
    rows: 2,
    ready: 1,
  });
  expect((await runCommand(['check', '-', '--json'], { stdin: text })).json.at(-1)).toMatchObject({
    rows: 2,
    ready: 1,
  });
});

test('names what a destination cannot hold, without its credentials', async () => {
  const path = await file('phone,Job title,email\n+919876543210,CEO,a@example.com\n');
  const { code, stdout } = await runCommand(['check', path, '--to', 'telecrm']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/can be sent/);
});

test.each([
  ['a file that is not there', ['check', 'nowhere.csv'], 'there is no such file'],
  ['a wrong column', ['check', '-', '--map', 'phone=Phone'], 'The columns are: "Kontakt", "Stadt".'],
  ['no column with phones', ['check', '-', '--map', 'phone='], 'leaves no column for the phone'],
  ['an unknown option', ['check', '-', '--bogus'], "unknown option '--bogus'"],
  ['an unknown destination', ['check', '-', '--to', 'salesforce'], 'Allowed choices are topcalls'],
  ['no file', ['check'], "missing required argument 'file'"],
  ['an unknown command', ['chek'], "unknown command 'chek'"],
])('%s exits 2 and says what to do', async (_name, argv, words) => {
  const { code, stderr } = await runCommand(argv, { stdin: 'Kontakt;Stadt\n+49 171 1234567;Ulm\n' });
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
});

test('with --json a failure is an object too', async () => {
  const { json } = await runCommand(['check', 'nowhere.csv', '--json']);
  expect(json).toEqual([
    {
      type: 'error',
      message: 'nowhere.csv cannot be read: there is no such file or folder.',
      hints: [expect.any(String)],
    },
  ]);
});

test('--help and --version exit 0', async () => {
  expect((await runCommand(['--help'])).stdout).toContain('Exit codes:');
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(await runCommand(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test('colours are for a terminal, and not for one with NO_COLOR', async () => {
  const path = await file();
  const coloured = '\u001b[';
  expect((await runCommand(['check', path], { terminal: true })).stdout).toContain(coloured);
  expect((await runCommand(['check', path], { terminal: true, env: { NO_COLOR: '1' } })).stdout).not.toContain(
    coloured,
  );
  expect((await runCommand(['check', path])).stdout).not.toContain(coloured);
});

test('rows with too many cells are grouped by how many', async () => {
  const { stdout } = await runCommand(['check', await file('a,Mobile,c\n1,+919876543210\n1,+919876543211,2,3\n')]);
  expect(stdout).toMatch(/1 {2}can be sent/);
  expect(stdout).toMatch(/has 4 cells where the header has 3.*\(row 3\)/);
});

test('whatever is wrong in a file, the file is named', async () => {
  for (const text of ['', 'City\nPune\n', '[1]', 'PK\u0003\u0004', '<table><tr>', 'BEGIN:VCARD\n']) {
    const path = await file(text);
    const { code, stderr } = await runCommand(['check', path]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`leadwire: ${path}: `)]);
  }
});

test('a file that cannot be read on is told with its name and without a trace', async () => {
  const stdin = new Readable({
    read() {
      this.destroy(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' }));
    },
  });
  expect(await runCommand(['check', '-'], { stdin })).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^leadwire: standard input cannot be read: the disk .*\n$/),
  });
});

test('a file in Windows-1252 is called so, and its report is marked as UTF-8 for the spreadsheet', async () => {
  const report = join(folder, 'out.csv');
  const path = await file(Buffer.from('Name;Telefon\r\nM\xfcller;+491711234567\r\n', 'latin1'));
  const { stdout } = await runCommand(['check', path, '--report', report]);
  expect(stdout).toContain('CSV with semicolons, windows-1252');
  expect(await readFile(report, 'utf8')).toBe(
    '\ufeffrow;outcome;id;reason;phone_used;Name;Telefon\r\n2;ready;;;+491711234567;Müller;+491711234567\r\n',
  );
});

test('check of a file whose encoding is in doubt exits as the import would, and says that a question is open', async () => {
  const { code, stdout } = await runCommand(['check', fixture('gbk.csv'), '--country', 'CN']);
  expect(code).toBe(2);
  expect(stdout).toContain('can be sent once the question above is answered');
  expect(stdout).toContain('--encoding gb18030');
});
