import { expect, test } from 'vitest';
import { createPrioritySemaphore } from './priority-semaphore.ts';

/** Records the order in which permits were given. */
function setUp(permits: number) {
  const semaphore = createPrioritySemaphore(permits);
  const admitted: string[] = [];
  const releases = new Map<string, () => void>();
  const acquire = async (name: string, priority: 'single' | 'bulk') => {
    releases.set(name, await semaphore.acquire(priority));
    admitted.push(name);
  };
  return { acquire, admitted, release: (name: string) => releases.get(name)?.() };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a bulk run holds at most its permits, in order, and a permit given back twice counts once', async () => {
  const { acquire, admitted, release } = setUp(2);
  for (const name of ['a', 'b', 'c', 'd']) void acquire(name, 'bulk');
  await turn();
  expect(admitted).toEqual(['a', 'b']);
  release('b');
  release('b');
  await turn();
  expect(admitted).toEqual(['a', 'b', 'c']);
});

test('a single send never waits for a permit, and while it holds one the bulk run goes on with one', async () => {
  const { acquire, admitted, release } = setUp(2);
  void acquire('a', 'bulk');
  void acquire('b', 'bulk');
  void acquire('c', 'bulk');
  void acquire('single', 'single');
  await turn();
  expect(admitted).toEqual(['a', 'b', 'single']);
  release('a');
  await turn();
  expect(admitted).toEqual(['a', 'b', 'single']);
  release('b');
  await turn();
  expect(admitted).toEqual(['a', 'b', 'single', 'c']);
});

test('when the single send gives its permit back, the bulk run has all of its permits again', async () => {
  const { acquire, admitted, release } = setUp(3);
  void acquire('single', 'single');
  for (const name of ['a', 'b', 'c']) void acquire(name, 'bulk');
  await turn();
  expect(admitted).toEqual(['single', 'a']);
  release('single');
  await turn();
  expect(admitted).toEqual(['single', 'a', 'b', 'c']);
});
