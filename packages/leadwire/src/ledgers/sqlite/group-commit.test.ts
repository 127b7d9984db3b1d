import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

function setUp() {
  const database = new DatabaseSync(':memory:');
  database.exec('create table note (text text not null) strict');
  const group = createGroupCommit(database, {
    beforeCommit: () => undefined,
    afterCommit: () => undefined,
    describeFailure: (error) => error,
  });
  const insert = database.prepare('insert into note values (?)');
  const notes = () => (database.prepare('select text from note').all() as { text: string }[]).map(({ text }) => text);
  const synchronous = () => (database.prepare('pragma synchronous').get() as { synchronous: number }).synchronous;
  return { group, notes, synchronous, note: (text: string | null) => () => void insert.run(text) };
}

const NORMAL = 1;
const FULL = 2;

test('waits for the disk where anybody in the group needs it', async () => {
  const { group, synchronous } = setUp();
  expect(await group.run('crash', synchronous)).toBe(NORMAL);
  expect(await Promise.all([group.run('crash', synchronous), group.run('power-cut', synchronous)])).toEqual([
    FULL,
    FULL,
  ]);
  expect(await group.run('crash', synchronous)).toBe(NORMAL);
});

test('where one fails, nothing of its group is stored, and all of it are told; the next group is not harmed', async () => {
  const { group, notes, note } = setUp();
  const both = await Promise.allSettled([group.run('crash', note('kept')), group.run('crash', note(null))]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await group.run('crash', note('next'));
  expect(notes()).toEqual(['next']);
});

test('what waits can be stored at once', () => {
  const { group, notes, note } = setUp();
  void group.run('crash', note('now'));
  group.flush();
  expect(notes()).toEqual(['now']);
});
