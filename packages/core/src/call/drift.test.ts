import { describe, expect, test } from 'vitest';
import type { RequestSchema, SchemaIssue } from '../operation.ts';
import { body, json, replies, standIn } from '../testing.ts';

/** A thing has a numeric id and, where it says when it was made, a time; as zod would say it. */
const Thing: RequestSchema = {
  safeParse(value) {
    const issues: SchemaIssue[] = [];
    const thing = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined) as
      | { id?: unknown; made_at?: unknown }
      | undefined;
    const add = (path: string[], more: object) => issues.push({ path, message: 'Invalid input', ...more });
    if (thing === undefined) add([], { code: 'invalid_type', expected: 'object' });
    else if (typeof thing.id !== 'number') add(['id'], { code: 'invalid_type', expected: 'number' });
    if (thing?.made_at === 'yesterday') add(['made_at'], { code: 'invalid_format', format: 'datetime' });
    return { success: issues.length === 0, error: { issues } };
  },
};
const drifting = { id: '7', name: 'Jane Secret', made_at: 'yesterday', added: { later: true } };

const clientOf = (answer: unknown, more = {}) =>
  standIn({
    fetch: replies(json(200, answer)),
    resultSchemas: { 'things.create': Thing, 'things.get': Thing },
    ...more,
  });

describe('a readable 2xx on a write is never turned into a failure', () => {
  test('a body that differs from the spec yields the value plus meta.drift[]: path, expected, got, values masked', async () => {
    const { value, meta } = (await clientOf(drifting).things.create({}).withMeta()) ?? {};
    expect(value).toEqual(drifting);
    expect(meta?.drift).toEqual([
      { path: 'id', expected: 'number', got: 'string of 1' },
      { path: 'made_at', expected: 'datetime', got: 'string of 9' },
    ]);
    expect(JSON.stringify(meta)).not.toMatch(/yesterday|Secret/);
  });

  test('although strict is asked for', async () => {
    expect(await clientOf(drifting).things.create({}, { strict: true }).safe()).toMatchObject({ ok: true });
  });

  test('although the room that brings it into shape fails', async () => {
    const decode = () => {
      throw new TypeError('no such field');
    };
    await expect(clientOf(drifting, { definition: { decode } }).things.create({})).resolves.toEqual(drifting);
  });

  test.each([
    ['an array', [1]],
    ['null', null],
    ['a text', 'created'],
    ['a number', 7],
  ])('although it is %s', async (_, answer) => {
    expect(await clientOf(answer).things.create({}).safe()).toMatchObject({
      ok: true,
      value: answer,
      meta: { drift: [{ path: '' }] },
    });
  });
});

describe('only reads may be strict, and only when asked', () => {
  test('a read that differs is given as it is', async () => {
    expect(await clientOf(drifting).things.get('1').safe()).toMatchObject({ ok: true, value: drifting });
  });

  test('asked for, it is a failure that names the paths', async () => {
    const outcome = await clientOf(drifting).things.get('1', { strict: true }).safe();
    expect(outcome).toMatchObject({
      ok: false,
      error: {
        kind: 'unreadable-response',
        effect: 'none',
        issues: [{ path: 'id', message: 'expected number, got string of 1', code: 'drift' }, { path: 'made_at' }],
      },
    });
  });

  test('asked for, one that does not differ passes', async () => {
    await expect(clientOf({ id: 7 }).things.get('1', { strict: true })).resolves.toEqual({ id: 7 });
  });
});

test('unknown fields are kept', async () => {
  await expect(clientOf({ id: 7, later: { added: true } }).things.create({})).resolves.toEqual({
    id: 7,
    later: { added: true },
  });
});

test('drift is that of the response, whatever its owner has made of the value since', async () => {
  const { things } = clientOf(drifting);
  const call = things.create({});
  const value = (await call) as Record<string, unknown>;
  Object.assign(value, { id: 7, name: 8, made_at: '2026-11-21T05:00:00Z' });
  const { meta } = (await call?.withMeta()) ?? {};
  expect(meta?.drift.map(({ path }) => path)).toEqual(['id', 'made_at']);
});

test('drift is told to the observer, once, without values', async () => {
  const events: unknown[] = [];
  await clientOf(drifting, {
    onEvent: (event: { type: string }) => event.type === 'drift' && events.push(event),
  }).things.create({});
  expect(events).toMatchObject([
    { type: 'drift', operationId: 'things.create', drift: [{ path: 'id' }, { path: 'made_at' }] },
  ]);
});

describe('certain needs proof', () => {
  test.each([
    ['without the id that the spec requires', { name: 'Jane' }],
    ['that is another shape altogether', []],
    ['that only says success: false', { success: false }],
  ])('a 2xx to a create %s is at most probable', async (_, answer) => {
    const { meta } = (await clientOf(answer).things.create({}).withMeta()) ?? {};
    expect(meta?.certainty).toBe('probable');
  });

  test('a 204 to a create where a body is required is at most probable', async () => {
    const client = clientOf(null, { fetch: replies(body(204)) });
    const { meta } = (await client.things.create({}).withMeta()) ?? {};
    expect(meta).toMatchObject({ certainty: 'probable', drift: [{ path: '', got: 'nothing' }] });
  });

  test('a 2xx to a create with its id is certain, whatever else differs', async () => {
    const { meta } = (await clientOf({ id: 7, made_at: 'yesterday' }).things.create({}).withMeta()) ?? {};
    expect(meta?.certainty).toBe('certain');
  });

  test('a 204 to a read is drift, and an error under strict', async () => {
    const client = clientOf(null, { fetch: replies(body(204)) });
    expect((await client.things.get('1').withMeta())?.meta.drift).toEqual([
      { path: '', expected: expect.any(String), got: 'nothing' },
    ]);
    expect(await client.things.get('1', { strict: true }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'unreadable-response' },
    });
  });
});
