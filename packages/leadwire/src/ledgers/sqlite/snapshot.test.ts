import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLooker } from './snapshot.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-file-look-'));
  path = join(folder, 'a file? #1 %41');
  write('pragma journal_mode = wal; create table note (words text)');
});
afterEach(() => rmSync(folder, { recursive: true }));

let writes = 0;

/** A writer opens the file, writes, and closes it; each a second after the last, for files tell their times by a clock that ticks slowly. */
function write(sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
  utimesSync(path, ++writes, writes);
}

const count = (database: DatabaseSync) => database.prepare('select count(*) as count from note').get()?.count;

test('a snapshot during which another process wrote is taken again', () => {
  const { look, close } = createLooker(path);
  let looks = 0;
  const counts = look((database) => {
    const before = count(database);
    if (looks++ === 0) write("insert into note values ('new')");
    return [before, count(database)];
  });
  expect([looks, counts]).toEqual([2, [1, 1]]);
  close();
});

test('what fails in such a look fails only if it does so again', () => {
  const { look } = createLooker(path);
  let looks = 0;
  expect(
    look((database) => {
      if (looks++ > 0) return count(database);
      write("insert into note values ('new')");
      throw new Error('database disk image is malformed');
    }),
  ).toBe(1);
  expect(() =>
    look(() => {
      throw new Error('the mistake of the looker');
    }),
  ).toThrow('the mistake of the looker');
});

test('a snapshot during which another process writes each time ends with an error', () => {
  const { look } = createLooker(path);
  expect(() => look(() => write("insert into note values ('again')"))).toThrow('was written during each of 20 looks');
});

test('it leaves no trace, whatever the name of the file', () => {
  const { look } = createLooker(path);
  expect(look(count)).toBe(0);
  expect(readdirSync(folder)).toEqual(['a file? #1 %41']);
});
