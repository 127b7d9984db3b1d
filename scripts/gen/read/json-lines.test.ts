import { expect, test } from 'vitest';
import { JsonLines } from './json-lines.ts';

const VALUE = {
  a: [1, { b: 'x,}]\\"', c: { d: null, 'e/f': [[], {}, 'k'] } }, -2.5e3],
  empty: {},
  last: { q: [true, [2, { deep: 'found' }]] },
};

/** Every part of a value that stands on its own line, by the keys that lead there. */
function partsOf(value: unknown, keys: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...keys, key], ...partsOf(inner, [...keys, key])]);
}

test.each(partsOf(VALUE).map((keys) => ({ keys, says: keys.join(' > ') })))(
  'the line of $says is the one that begins with its key or its value',
  ({ keys }) => {
    const text = JSON.stringify(VALUE, null, 2);
    const line = text.split('\n')[new JsonLines(text).of(keys) - 1]?.trim();
    const value: unknown = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], VALUE);
    const key = keys.at(-1) ?? '';
    const begins = /^\d+$/.test(key) ? (JSON.stringify(value)[0] ?? '') : JSON.stringify(key);
    expect(line?.startsWith(begins)).toBe(true);
  },
);

test('keys that lead nowhere give the line of the part that they lead to', () => {
  const lines = new JsonLines('{\n  "a": {\n    "b": 1\n  }\n}');
  expect(lines.of(['a', 'missing'])).toBe(2);
  expect(lines.of([])).toBe(1);
});
