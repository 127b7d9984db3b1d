import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isLeadwireError, type LeadwireError } from '@leadwire/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withoutRights } from '../../testing/without-rights.ts';
import { fileLedger } from './file-ledger.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-file-place-'));
  writeFileSync(join(folder, 'leads.csv'), 'phone,name\n'.repeat(500));
  writeFileSync(join(folder, 'empty'), '');
  mkdirSync(join(folder, 'folder'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function refusalOf(open: () => unknown): LeadwireError {
  try {
    open();
  } catch (error) {
    if (isLeadwireError(error)) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const contents = () =>
  readdirSync(folder, { withFileTypes: true }).map((one) => [
    one.name,
    one.isFile() ? readFileSync(join(folder, one.name), 'base64') : '',
  ]);

const toRead = { readOnly: true };
const toWrite = { readOnly: false };

test.each([toRead, toWrite])('a ledger without a name is refused: %j', (options) => {
  expect(refusalOf(() => fileLedger(' ', options))).toMatchObject({
    kind: 'misconfigured',
    message: 'The ledger has no name',
  });
});

interface Refused {
  readonly name: string;
  readonly options: { readonly readOnly: boolean };
  /** Code, message and hint. */
  readonly expected: readonly [string, string, string];
}

type RefusedRow = readonly [string, Refused['options'], ...Refused['expected']];

test.each(
  [
    ['folder', toWrite, 'not-a-ledger', 'The ledger cannot be PATH: it is a folder', 'name another file'],
    ['folder', toRead, 'not-a-ledger', 'The ledger cannot be PATH: it is a folder', 'name another file'],
    [
      'leads.csv/l',
      toWrite,
      'ledger-not-found',
      'The ledger cannot be PATH: a part of its path is not a folder',
      'Check',
    ],
    ['leads.csv/l', toRead, 'ledger-not-found', 'There is no ledger PATH', 'Check the path'],
    ['no/l', toWrite, 'ledger-not-found', 'The ledger cannot be PATH: there is no folder FOLDER/no', 'make the folder'],
    ['no/l', toRead, 'ledger-not-found', 'There is no ledger PATH', 'Check the path'],
    ['none', toRead, 'ledger-not-found', 'There is no ledger PATH', 'Check the path'],
    ['empty', toRead, 'ledger-empty', 'The ledger PATH is empty: nothing has been sent with it', 'Check the path'],
    ['leads.csv', toWrite, 'not-a-ledger', 'The ledger cannot be PATH: it is a file of another kind', 'left as it is'],
    ['leads.csv', toRead, 'not-a-ledger', 'The ledger cannot be PATH: it is a file of another kind', 'left as it is'],
  ].map((row): Refused => {
    const [name, options, ...expected] = row as unknown as RefusedRow;
    return { name, options, expected };
  }),
)(
  '$name, opened with $options, is refused with its path, a code and what to do, and nothing is made',
  ({ name, options, expected: [code, message, hint] }) => {
    const path = join(folder, name);
    const before = contents();
    const refusal = refusalOf(() => fileLedger(path, options));
    expect([refusal.kind, refusal.code]).toEqual(['misconfigured', code]);
    expect(refusal.message).toBe(message.replace('PATH', path).replace('FOLDER', folder));
    expect(refusal.hint).toContain(hint);
    expect(contents()).toEqual(before);
  },
);

test('what else the system refuses is said by its code', () => {
  expect(refusalOf(() => fileLedger(join(folder, 'x'.repeat(300))))).toMatchObject({
    kind: 'misconfigured',
    code: 'ledger-failed',
    message: expect.stringContaining('cannot be used: ENAMETOOLONG'),
  });
});

test.each([toWrite, toRead])('a device keeps nothing, so it cannot be a ledger, opened with %j', (options) => {
  expect(refusalOf(() => fileLedger('/dev/null', options))).toMatchObject({
    kind: 'misconfigured',
    code: 'not-a-ledger',
    message: 'The ledger cannot be /dev/null: it is a device or a pipe',
  });
});

test.each([
  ['of another program', 'create table customers (name text)', 'not-a-ledger'],
  ['of a later version', 'pragma application_id = 0x4c574c31; pragma user_version = 99', 'ledger-version'],
])('no lock is left beside a file %s', (_, sql, code) => {
  const path = join(folder, 'other');
  const other = new DatabaseSync(path);
  other.exec(sql);
  other.close();
  const before = contents();
  expect(refusalOf(() => fileLedger(path)).code).toBe(code);
  expect(contents()).toEqual(before);
});

test('a ledger whose maker died before the first row holds nothing, and is taken up by the next writer', async () => {
  const path = join(folder, 'empty');
  const made = new DatabaseSync(path);
  made.exec('pragma journal_mode = wal');
  made.close();
  expect(refusalOf(() => fileLedger(path, toRead)).code).toBe('ledger-empty');
  await fileLedger(path).close();
  expect((await fileLedger(path, toRead).counts()).ready).toBe(0);
});

test('a link leads to the ledger, and to a place for one', async () => {
  const path = join(folder, 'link');
  symlinkSync(join(folder, 'there'), path);
  await fileLedger(path).close();
  await fileLedger(join(folder, 'there')).close();
  expect((await fileLedger(path, toRead).counts()).ready).toBe(0);
});

test('a ledger is one, by whatever symbolic link it is called', async () => {
  const path = join(folder, 'there');
  const link = join(folder, 'link');
  const further = join(folder, 'further');
  symlinkSync(path, link);
  symlinkSync(link, further);
  const writer = fileLedger(link);
  await writer.claim([{ provider: 'p', account: 'a', key: 'k', fingerprint: 'f' }], { now: 1, leaseMs: 1 });
  for (const name of [path, link, further]) {
    const shared = fileLedger(name);
    expect((await shared.counts()).leased).toBe(1);
    await shared.close();
  }
  expect(readdirSync(folder).filter((name) => name.includes('.lock'))).toEqual(['there.lock']);
  await writer.close();
});

test.each([':memory:', 'file:leads?mode=memory', 'file:leads'])(
  '%s is the name of a file like any other',
  async (name) => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const ledger = fileLedger(name);
      await ledger.claim([{ provider: 'p', account: 'a', key: 'k', fingerprint: 'f' }], { now: 1, leaseMs: 1 });
      expect((await fileLedger(name, toRead).counts()).leased).toBe(1);
      expect(readdirSync(folder)).toEqual(expect.arrayContaining([name, `${name}.lock`]));
      await ledger.close();
      const again = fileLedger(name);
      expect((await again.counts()).ready).toBe(1);
      await again.close();
    } finally {
      process.chdir(before);
    }
  },
);

test('who may not read a ledger, or not write there, is told so', async () => {
  const path = join(folder, 'leads.ledger');
  await fileLedger(path).close();
  chmodSync(folder, 0o555);
  const tried = (options: { readOnly: boolean }, file = path) => {
    const { kind, code, message } = refusalOf(() => withoutRights(() => fileLedger(file, options)));
    return [kind, code, message];
  };
  chmodSync(path, 0o000);
  expect(tried(toRead)).toEqual([
    'misconfigured',
    'ledger-forbidden',
    `The ledger ${path} cannot be read: permission denied`,
  ]);
  expect(tried(toWrite)[1]).toBe('ledger-forbidden');
  chmodSync(path, 0o444);
  expect(tried(toWrite)[1]).toBe('ledger-forbidden');
  chmodSync(path, 0o666);
  expect(tried(toWrite)).toEqual([
    'misconfigured',
    'ledger-forbidden',
    `The ledger ${path} cannot be written: permission denied`,
  ]);
  writeFileSync(`${path}.lock`, '', { mode: 0o600 });
  expect(tried(toWrite)[1]).toBe('ledger-forbidden');
  const fresh = join(folder, 'fresh');
  expect(tried(toWrite, fresh)).toEqual([
    'misconfigured',
    'ledger-forbidden',
    `The ledger ${fresh} cannot be written: permission denied`,
  ]);
  chmodSync(folder, 0o700);
});
