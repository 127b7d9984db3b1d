import { expect, test } from 'vitest';
import { json, replies, standIn } from '../../testing.ts';
import { readRows } from './read-rows.ts';

test.each([
  ['deadlineMs', { options: { deadlineMs: 0 } }],
  ['deadlineMs', { options: { deadlineMs: -1 } }],
  ['deadlineMs', { options: { deadlineMs: Number.NaN } }],
])('a look-up refuses %s in %j with its path, and asks nothing', async (path, asked) => {
  const fetch = replies(json(200, []));
  expect(await readRows(standIn({ fetch }), { operation: 'things.list', queries: [{}], ...asked })).toMatchObject({
    ok: false,
    error: { kind: 'invalid-input', issues: [{ path, code: 'invalid-number' }], effect: 'none' },
  });
  expect(fetch.requests).toEqual([]);
});
