import { closeSync, copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileLedger } from './file-ledger.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-checkpoint-'));
  path = join(folder, 'leads.ledger');
});
afterEach(() => rmSync(folder, { recursive: true }));

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ provider: 'p', account: 'a', key: `key-${index}`, fingerprint: 'f' }));

/** The newest first page in a journal. @see https://www.sqlite.org/fileformat.html#the_write_ahead_log */
function firstPageIn(journal: Buffer): Buffer {
  const pageBytes = journal.readUInt32BE(8);
  let page: Buffer | undefined;
  for (let frame = 32; frame + 24 + pageBytes <= journal.length; frame += 24 + pageBytes) {
    const isOfThisRound = journal.subarray(frame + 8, frame + 16).equals(journal.subarray(16, 24));
    if (isOfThisRound && journal.readUInt32BE(frame) === 1) page = journal.subarray(frame + 24, frame + 24 + pageBytes);
  }
  if (page === undefined) throw new Error('the journal has no first page');
  return page;
}

test('a ledger whose writer was killed while it moved the journal into the file opens again, with every row', async () => {
  const ledger = fileLedger(path);
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec('begin; select count(*) from effect'); // keeps what follows in the journal
  await ledger.claim(entries(1_000), { now: 1, leaseMs: 1 });
  const killed = join(folder, 'killed.ledger');
  for (const ending of ['', '-wal']) copyFileSync(path + ending, killed + ending);
  reader.close();
  await ledger.close();

  // SQLite moves the first page first: it names all pages, and the kill came before they were there.
  const firstPage = firstPageIn(readFileSync(`${killed}-wal`));
  const file = openSync(killed, 'r+');
  writeSync(file, firstPage, 0, firstPage.length, 0);
  closeSync(file);
  expect(statSync(killed).size).toBeLessThan(firstPage.readUInt32BE(28) * firstPage.length);

  const again = fileLedger(killed);
  expect((await again.counts()).leased ?? 0).toBe(0); // leases end with their process
  let rows = 0;
  for await (const _ of again.list()) rows++;
  expect(rows).toBe(1_000);
  await again.close();
});

test('an empty file beside a journal that is not empty is refused, and the journal stays', async () => {
  const ledger = fileLedger(path);
  await ledger.claim(entries(3), { now: 1, leaseMs: 1 });
  const emptied = join(folder, 'emptied.ledger');
  copyFileSync(`${path}-wal`, `${emptied}-wal`);
  closeSync(openSync(emptied, 'w'));
  await ledger.close();
  const { size } = statSync(`${emptied}-wal`);
  expect(() => fileLedger(emptied)).toThrow(expect.objectContaining({ code: 'ledger-failed' }));
  expect([statSync(emptied).size, statSync(`${emptied}-wal`).size]).toEqual([0, size]);
});
