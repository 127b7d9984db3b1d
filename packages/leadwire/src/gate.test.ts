import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

/** Everybody in the order in which they were let in. */
function setUp(room: number) {
  const gate = createGate(room);
  const inside: string[] = [];
  const leaves = new Map<string, () => void>();
  const enter = async (name: string, priority: 'single' | 'bulk') => {
    leaves.set(name, await gate.enter(priority));
    inside.push(name);
  };
  return { enter, inside, leave: (name: string) => leaves.get(name)?.() };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('of a bulk, only so many stand at the target at once, in order', async () => {
  const { enter, inside, leave } = setUp(2);
  for (const name of ['a', 'b', 'c', 'd']) void enter(name, 'bulk');
  await turn();
  expect(inside).toEqual(['a', 'b']);
  leave('b');
  leave('b'); // to leave twice is to leave once
  await turn();
  expect(inside).toEqual(['a', 'b', 'c']);
});

test('a single send never waits, and while it is there the bulk goes on with one', async () => {
  const { enter, inside, leave } = setUp(2);
  void enter('a', 'bulk');
  void enter('b', 'bulk');
  void enter('c', 'bulk');
  void enter('single', 'single');
  await turn();
  expect(inside).toEqual(['a', 'b', 'single']);
  leave('a');
  await turn();
  expect(inside).toEqual(['a', 'b', 'single']);
  leave('b');
  await turn();
  expect(inside).toEqual(['a', 'b', 'single', 'c']);
});

test('when the single send has left, the bulk has all its room again', async () => {
  const { enter, inside, leave } = setUp(3);
  void enter('single', 'single');
  for (const name of ['a', 'b', 'c']) void enter(name, 'bulk');
  await turn();
  expect(inside).toEqual(['single', 'a']);
  leave('single');
  await turn();
  expect(inside).toEqual(['single', 'a', 'b', 'c']);
});
