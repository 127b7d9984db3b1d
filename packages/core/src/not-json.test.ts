import { expect, test } from 'vitest';
import { notJson } from './not-json.ts';
import { json, replies, standIn } from './testing.ts';

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

test.each([
  [{ metadata: { score: 10n } }, 'metadata.score', 'must not be a bigint: JSON has none, so send it as text'],
  [{ metadata: { score: Number.NaN } }, 'metadata.score', 'must not be NaN: JSON would send null'],
  [{ list: [1, Number.POSITIVE_INFINITY] }, 'list.1', 'must not be Infinity: JSON would send null'],
  [{ at: new Date(Number.NaN) }, 'at', 'must not be an invalid date: JSON would send null'],
  [cycle, 'self', 'must not contain itself'],
  [{ metadata: { tags: new Set(['a']) } }, 'metadata.tags', 'must not be a Set: JSON would send nothing of it'],
  [{ metadata: new Map([['a', 1]]) }, 'metadata', 'must not be a Map: JSON would send nothing of it'],
  [{ like: /a/ }, 'like', 'must not be a regular expression: JSON would send nothing of it'],
  [{ list: [() => 1] }, 'list.0', 'must not be a function: JSON would send nothing of it'],
  [{ at: Symbol('a') }, 'at', 'must not be a symbol: JSON would send nothing of it'],
])('a body with a value that JSON cannot hold is refused with its path: %o', (body, path, message) => {
  expect(notJson(body)).toEqual([{ path, message, code: 'not-json' }]);
});

test('null and what JSON has a form for are sent', async () => {
  const body = { email: null, at: new Date(0), flags: [true, null] };
  const fetch = replies(json(200, {}));
  await standIn({ fetch }).things.create(body);
  expect(fetch.requests[0]?.text).toBe(JSON.stringify(body));
});

test('a bigint in metadata is invalid-input before anything is sent, and blames no callback', async () => {
  const fetch = replies(json(200, {}));
  const outcome = await standIn({ fetch })
    .things.create({ metadata: { score: 10n } })
    .safe();
  expect(outcome).toMatchObject({
    error: { kind: 'invalid-input', effect: 'none', issues: [{ path: 'metadata.score' }] },
  });
  expect(fetch.requests).toEqual([]);
});

test.each([
  ['a Map', new Map([['score', 1]])],
  ['a Set', new Set([1])],
  ['the promise of a forgotten await', Promise.resolve(1)],
  ['a function', () => 1],
])('%s in metadata is invalid-input with its path, where JSON would have sent nothing of it', async (_, score) => {
  const fetch = replies(json(200, {}));
  const outcome = await standIn({ fetch }).things.create({ metadata: { score } }).safe();
  expect(outcome).toMatchObject({
    error: { kind: 'invalid-input', effect: 'none', issues: [{ path: 'metadata.score', code: 'not-json' }] },
  });
  expect(fetch.requests).toEqual([]);
});
