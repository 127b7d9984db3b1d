import { expect, test } from 'vitest';
import { perProcess } from './platform.ts';

test('two copies of leadwire share a value of the same name and shape', () => {
  const first = perProcess('per-process.test', 1, () => new Map());
  expect(perProcess('per-process.test', 1, () => new Map())).toBe(first);
});

test('two versions of leadwire do not share a value whose shape has changed', () => {
  const first = perProcess('per-process.test', 1, () => new Map());
  expect(perProcess('per-process.test', 2, () => new Map())).not.toBe(first);
});
