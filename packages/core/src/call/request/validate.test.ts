import { describe, expect, test } from 'vitest';
import type { RequestSchema, SchemaIssue } from '../../operation.ts';
import { json, replies, standIn } from '../../testing.ts';
import { describeIssues, joinPath } from './validate.ts';

const finds = (...issues: readonly (Omit<SchemaIssue, 'message'> & object)[]): RequestSchema => ({
  safeParse: () => ({
    success: false,
    error: { issues: issues.map((issue) => ({ message: 'Invalid input', ...issue })) },
  }),
});

const describeAll = (schema: RequestSchema, value: unknown = { tags: [5] }) =>
  describeIssues(schema, schema.safeParse(value).error?.issues, value);

describe('every fault has a path and a reason', () => {
  test.each([
    [{ code: 'invalid_type', path: ['name'], expected: 'string' }, 'name', 'is required'],
    [{ code: 'invalid_type', path: ['tags', 1], expected: 'string' }, 'tags[1]', 'is required'],
    [
      { code: 'invalid_type', path: ['tags', 0], expected: 'string', received: 'number' },
      'tags[0]',
      'must be a string',
    ],
    [{ code: 'invalid_type', path: ['tags'], expected: 'array', received: 'x' }, 'tags', 'must be an array'],
    [
      { code: 'invalid_value', path: ['status'], values: ['New', 'Contacted'] },
      'status',
      'must be one of "New", "Contacted"',
    ],
    [{ code: 'too_small', path: ['name'], minimum: 1, origin: 'string' }, 'name', 'must be at least 1 character'],
    [{ code: 'too_small', path: ['task'], minimum: 10, origin: 'string' }, 'task', 'must be at least 10 characters'],
    [{ code: 'too_big', path: ['leads'], maximum: 2_000, origin: 'array' }, 'leads', 'must have at most 2000 items'],
    [{ code: 'too_big', path: ['limit'], maximum: 200, origin: 'number' }, 'limit', 'must be at most 200'],
    [{ code: 'invalid_format', path: ['list_id'], format: 'guid' }, 'list_id', 'must be a UUID'],
    [{ code: 'invalid_format', path: ['email'], format: 'email' }, 'email', 'must be an e-mail address'],
    [{ code: 'invalid_format', path: ['id'], format: 'regex' }, 'id', 'is not in the documented format'],
    [
      { code: 'unrecognized_keys', path: ['leads', 3], keys: ['nmae'] },
      'leads[3].nmae',
      'is not a field of this request',
    ],
  ])('%j', (issue, path, message) => {
    expect(describeAll(finds(issue))).toMatchObject([{ path, message }]);
  });

  test('of several shapes, the one that is nearest is meant', () => {
    const errors = [
      [
        { code: 'invalid_type', path: ['task'], message: 'undefined' },
        { code: 'too_small', path: ['x'], message: '' },
      ],
      [{ code: 'too_small', path: ['instructions'], minimum: 10, origin: 'string', message: '' }],
    ];
    expect(describeAll(finds({ code: 'invalid_union', path: [], errors } as never))).toEqual([
      { path: 'instructions', message: 'must be at least 10 characters', code: 'too-small' },
    ]);
  });
});

test.each([
  ['emial', [], 'is not a field of this request (did you mean email?)'],
  ['Email', [], 'is not a field of this request (did you mean email?)'],
  ['citty', ['address'], 'is not a field of this request (did you mean city?)'],
  ['colour', [], 'is not a field of this request'],
])('the unknown field %s is told with the one that was most likely meant', (key, path, message) => {
  const city = { _zod: { def: { shape: { city: {} } } } };
  const schema = {
    ...finds({ code: 'unrecognized_keys', path, keys: [key] } as never),
    _zod: { def: { shape: { email: {}, name: {}, address: { _zod: { def: { innerType: city } } } } } },
  };
  expect(describeAll(schema)).toMatchObject([{ message }]);
});

test('all faults are found at once, phones and body and query and key, and nothing is sent', async () => {
  const fetch = replies(json(200, {}));
  const client = standIn({
    fetch,
    bodySchemas: {
      'calls.place': finds({ code: 'invalid_type', path: ['task'], expected: 'string', message: 'undefined' } as never),
    },
  });
  const outcome = await client.calls.place({ to: '12' }, { idempotencyKey: 'x' }).safe();
  expect(outcome).toMatchObject({
    error: {
      kind: 'invalid-input',
      effect: 'none',
      issues: [{ path: 'to' }, { path: 'task' }, { path: 'idempotencyKey' }],
    },
  });
  expect(fetch.requests).toEqual([]);
});

describe('path values', () => {
  test.each([undefined, null, '', ' ', '\t', '.', '..', {}, [], Number.NaN, true, new Map(), Promise.resolve('1')])(
    '%j is refused',
    async (id) => {
      const fetch = replies(json(200, {}));
      const outcome = await standIn({ fetch }).things.get(id).safe();
      expect(outcome).toMatchObject({
        error: { kind: 'invalid-input', effect: 'none', issues: [{ path: 'id', code: 'invalid-path-value' }] },
      });
      expect(fetch.requests).toEqual([]);
    },
  );

  test.each([
    ['a/b', '/things/a%2Fb'],
    ['../leads', '/things/..%2Fleads'],
    ['%2e%2e', '/things/%252e%252e'],
    ['anna+1@example.com', '/things/anna%2B1%40example.com'],
    ['a?b#c', '/things/a%3Fb%23c'],
    ['ü', '/things/%C3%BC'],
    [7, '/things/7'],
  ])('%j is encoded', async (id, path) => {
    const fetch = replies(json(200, {}));
    await standIn({ fetch }).things.get(id);
    expect(fetch.requests[0]?.path).toBe(path);
  });
});

test.each(['get', 'update', 'remove'] as const)(
  'a bigint is an id for %s, under an idempotency key too',
  async (method) => {
    for (const options of [{}, { idempotencyKey: 'row-00017' }]) {
      const fetch = replies(json(200, {}));
      const call = standIn({ fetch }).run(`things.${method}`, { path: { id: 10n }, body: {}, options });
      expect(await call).toMatchObject({ ok: true });
      expect(fetch.requests[0]?.path).toBe('/things/10');
    }
  },
);

test.each([
  { timeoutMs: 0 },
  { timeoutMs: -1 },
  { timeoutMs: Number.POSITIVE_INFINITY },
  { deadlineMs: Number.NaN },
  { deadlineMs: Number.POSITIVE_INFINITY },
  { retry: { maxAttempts: 0 } },
  { retry: { maxAttempts: Number.NaN } },
  { retry: { baseMs: -1 } },
  { retry: { capMs: Number.POSITIVE_INFINITY } },
])('times and attempts of a call are refused where they are no usable number: %j', async (options) => {
  const fetch = replies(json(200, {}));
  const outcome = await standIn({ fetch }).things.create({}, options).safe();
  expect(outcome).toMatchObject({
    error: { kind: 'invalid-input', effect: 'none', issues: [{ code: 'invalid-number' }] },
  });
  expect(fetch.requests).toEqual([]);
});

test.each([new AbortController(), {}, 5, 'stop', true])('%o is refused as the signal of a call', async (signal) => {
  const fetch = replies(json(200, {}));
  const outcome = await standIn({ fetch })
    .things.create({}, { signal: signal as never })
    .safe();
  expect(outcome).toMatchObject({ error: { kind: 'invalid-input', effect: 'none', issues: [{ path: 'signal' }] } });
  expect(fetch.requests).toEqual([]);
});

test.each<[string, (body: Record<string, unknown>) => void, string]>([
  ['itself', (body) => Object.assign(body, { self: body }), 'self'],
  ['a part that contains itself', (body) => Object.assign(body, { a: { b: [body] } }), 'a.b.0'],
])('a body that contains %s is refused with the path, and nothing is sent', async (_, close, path) => {
  const fetch = replies(json(200, {}));
  const circular: Record<string, unknown> = { name: 'Jane' };
  close(circular);
  expect(await standIn({ fetch }).things.create(circular).safe()).toMatchObject({
    error: { kind: 'invalid-input', effect: 'none', issues: [{ path, message: 'must not contain itself' }] },
  });
  expect(fetch.requests).toEqual([]);
});

test('a query that contains itself is refused with the path, and nothing is sent', async () => {
  const fetch = replies(json(200, {}));
  const query: Record<string, unknown> = {};
  query.filter = { query };
  const call = standIn({ fetch }).run('things.list', { query });
  expect(await call).toMatchObject({ error: { kind: 'invalid-input', issues: [{ path: 'filter.query' }] } });
  expect(fetch.requests).toEqual([]);
});

test('a body that is required must be there', async () => {
  const outcome = await standIn({ fetch: replies(json(200, {})) })
    .things.create()
    .safe();
  expect(outcome).toMatchObject({ error: { kind: 'invalid-input', issues: [{ path: '', code: 'missing-body' }] } });
});

describe('an absent field is left alone and a null one is cleared', () => {
  test('undefined is absent on the wire, null is null', async () => {
    const fetch = replies(json(200, {}));
    await standIn({ fetch }).things.update('1', {
      name: undefined,
      email: null,
      nested: { a: undefined, b: [1, { c: undefined }] },
    });
    expect(fetch.requests[0]?.text).toBe('{"email":null,"nested":{"b":[1,{}]}}');
  });
});

test('paths read as they are written in code', () => {
  expect(joinPath('', ['leads', 3, 'phone_number'])).toBe('leads[3].phone_number');
  expect(joinPath('fields', ['phone', 0])).toBe('fields.phone[0]');
});
