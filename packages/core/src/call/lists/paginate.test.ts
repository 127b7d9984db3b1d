import { describe, expect, test } from 'vitest';
import type { OperationMeta, Pagination } from '../../operation.ts';
import type { CallResult } from '../../result.ts';
import { answering, body, type FakeFetch, fakeClock, json, replies, standIn } from '../../testing.ts';
import type { PagedCall } from '../call.ts';
import type { RunInput } from '../context.ts';
import { callMeta } from '../to-result.ts';
import { createPages } from './create-pages.ts';
import { itemsOf } from './list-page.ts';

const cursorPages = (pages: Readonly<Record<string, { ids: readonly number[]; next?: string | null }>>) =>
  answering(({ query }) => {
    const { ids = [], next } = pages[query.cursor ?? ''] ?? {};
    return Response.json({ items: ids.map((id) => ({ id })), next });
  });

const idsOf = async (list: AsyncIterable<{ id: number }> | undefined) => {
  const ids: number[] = [];
  for await (const { id } of list ?? []) ids.push(id);
  return ids;
};

describe('a list', () => {
  const three = { '': { ids: [1, 2], next: 'b' }, b: { ids: [3], next: 'c' }, c: { ids: [4], next: null } };

  test('gives every item of every page', async () => {
    const fetch = cursorPages(three);
    expect(await idsOf(standIn({ fetch }).things.list({ status: 'New' }))).toEqual([1, 2, 3, 4]);
    expect(fetch.requests.map(({ query }) => query)).toEqual([
      { status: 'New' },
      { status: 'New', cursor: 'b' },
      { status: 'New', cursor: 'c' },
    ]);
  });

  test('awaited gives the first page, and asks for no other', async () => {
    const fetch = cursorPages(three);
    await expect(standIn({ fetch }).things.list()).resolves.toEqual({ items: [{ id: 1 }, { id: 2 }], next: 'b' });
    expect(fetch.requests.length).toBe(1);
  });

  test('gives whole pages through pages()', async () => {
    const pages: unknown[] = [];
    for await (const page of standIn({ fetch: cursorPages(three) })
      .things.list()
      .pages())
      pages.push(page);
    expect(pages.length).toBe(3);
  });

  test('goes on by number where a server that is behind answers in numbered pages', async () => {
    const cursor = {
      style: 'cursor',
      items: 'data',
      param: 'cursor',
      next: 'next_cursor',
      page: 'page',
      current: 'current_page',
      last: 'last_page',
      id: 'id',
    } as const;
    const asked: unknown[] = [];
    const operation = { ...standIn().provider.api.operations['things.list'], pagination: cursor } as OperationMeta;
    const run = async ({ query }: RunInput): Promise<CallResult<unknown>> => {
      asked.push(query);
      const at = (query as { page?: number } | undefined)?.page ?? 1;
      return {
        ok: true,
        value: { data: [{ id: at }], current_page: at, last_page: 3 },
        meta: callMeta('things.list'),
      };
    };
    const input = { path: {}, options: {} };
    const list = createPages({ operation, input, run, provider: standIn().provider }, run(input));
    expect(await idsOf(list as AsyncIterable<{ id: number }>)).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, { page: 2 }, { page: 3 }]);
  });

  test('asks for a page only when it is read', async () => {
    const fetch = cursorPages(three);
    for await (const _ of standIn({ fetch }).things.list()) break;
    expect(fetch.requests.length).toBe(1);
  });

  test('asks for the first page once, however it is consumed', async () => {
    const fetch = cursorPages(three);
    const list = standIn({ fetch }).things.list();
    await list;
    expect(await idsOf(list)).toEqual([1, 2, 3, 4]);
    expect(fetch.requests.length).toBe(3);
  });

  test('a server that gives one page under ever new cursors is an error', async () => {
    const fetch = answering((_, index) => Response.json({ items: [{ id: 1 }], next: `cursor-${index}` }));
    await expect(idsOf(standIn({ fetch }).things.list())).rejects.toThrow('the same page twice');
    expect(fetch.requests.length).toBe(2);
  });

  test('every page answers the question as it was asked, whatever its owner writes into it later', async () => {
    const fetch = cursorPages(three);
    const query = { status: 'New' };
    const list = standIn({ fetch }).things.list(query);
    query.status = 'Contacted';
    await idsOf(list);
    expect(fetch.requests.map((request) => request.query.status)).toEqual(['New', 'New', 'New']);
  });

  test('beforeSend is called once, before the first page', async () => {
    let told = 0;
    const beforeSend = async () => {
      told++;
    };
    await idsOf(standIn({ fetch: cursorPages(three) }).things.list({}, { beforeSend }));
    expect(told).toBe(1);
  });

  test('folds duplicates by id', async () => {
    const fetch = cursorPages({ '': { ids: [1, 2], next: 'b' }, b: { ids: [2, 3] } });
    expect(await idsOf(standIn({ fetch }).things.list())).toEqual([1, 2, 3]);
  });

  test('throws where a page fails, after what came before', async () => {
    const fetch = replies(json(200, { items: [{ id: 1 }], next: 'b' }), body(400));
    const seen: number[] = [];
    const read = async () => {
      for await (const { id } of standIn({ fetch }).things.list()) seen.push(id);
    };
    await expect(read()).rejects.toMatchObject({ kind: 'rejected' });
    expect(seen).toEqual([1]);
  });

  test('a repeated cursor is an error', async () => {
    const fetch = cursorPages({ '': { ids: [1], next: 'b' }, b: { ids: [2], next: 'b' } });
    await expect(idsOf(standIn({ fetch }).things.list())).rejects.toMatchObject({
      kind: 'unreadable-response',
      effect: 'none',
    });
    expect(fetch.requests.length).toBe(2);
  });

  test('a cap is loud: after 10,000 pages it throws', async () => {
    const fetch = answering((_, index) => Response.json({ items: [], next: `cursor-${index}` }));
    await expect(idsOf(standIn({ fetch }).things.list())).rejects.toThrow('more than 10000 pages');
    expect(fetch.requests.length).toBe(10_000);
  });
});

/** Walks a list whose pages are made up, without a client. */
async function walk(
  pagination: Pagination,
  answers: readonly unknown[],
  given: { query?: unknown; body?: unknown } = {},
) {
  const input = { path: {}, options: {}, ...given };
  const asked: unknown[] = [];
  const answer = (next: unknown): Promise<CallResult<unknown>> => {
    asked.push(next);
    return Promise.resolve({ ok: true, value: answers[asked.length - 1], meta: callMeta('things.list') });
  };
  const operation = { id: 'things.list', verb: 'GET', path: '/', effect: 'read', pagination } as const;
  const { provider } = standIn({ clock: fakeClock() });
  const list = createPages({ operation, input, run: answer, provider }, answer(input)) as PagedCall<
    unknown,
    { id: unknown }
  >;
  const ids: unknown[] = [];
  for await (const { id } of list) ids.push(id);
  return { ids, asked: asked as { query?: Record<string, unknown>; body?: unknown }[] };
}

const rows = (...ids: unknown[]) => ids.map((id) => ({ id }));

/** Reads the stand-in's list as one of this kind: what came of it, and the error that ended it. */
async function readNumbered(pagination: Pagination, fetch: FakeFetch) {
  const { provider, run } = standIn({ fetch, retry: false });
  const operation = { ...provider.api.operations['things.list'], pagination } as OperationMeta;
  const input = { path: {}, options: {} };
  const ask = (next: RunInput) => run('things.list', next);
  const list = createPages({ operation, input, run: ask, provider }, ask(input)) as PagedCall<unknown, { id: unknown }>;
  const ids: unknown[] = [];
  try {
    for await (const { id } of list) ids.push(id);
    return { ids, error: undefined };
  } catch (error) {
    return { ids, error };
  }
}

describe('by page number', () => {
  const style: Pagination = {
    style: 'page',
    items: 'data',
    param: 'page',
    size: 'per_page',
    current: 'current_page',
    last: 'last_page',
    id: 'id',
  };

  test('to the last page, with the caller’s filters', async () => {
    const { asked, ids } = await walk(
      style,
      [
        { data: rows(1), current_page: 1, last_page: 2 },
        { data: rows(2), current_page: 2, last_page: 2 },
      ],
      {
        query: { status: 'created' },
      },
    );
    expect(ids).toEqual([1, 2]);
    expect(asked[1]?.query).toEqual({ status: 'created', page: 2 });
  });

  test.each([
    [
      'numbers as text',
      [
        { data: rows(1), current_page: '1', last_page: '2' },
        { data: rows(2), current_page: '2', last_page: '2' },
      ],
    ],
    [
      'a total in place of a last page',
      [
        { data: rows(1), total: 2, per_page: 1 },
        { data: rows(2), total: 2, per_page: 1 },
      ],
    ],
    ['neither: until a page is empty', [{ data: rows(1) }, { data: rows(2) }, { data: [] }]],
  ])('with %s', async (_, answers) => {
    const { asked, ids } = await walk(style, answers);
    expect(ids).toEqual([1, 2]);
    expect(asked.length).toBe(answers.length);
  });

  test('a bare array is the whole list, whatever the spec says', async () => {
    const { asked, ids } = await walk(style, [rows(1, 2)]);
    expect([ids, asked.length]).toEqual([[1, 2], 1]);
  });

  test('from the page that was asked for', async () => {
    const { asked } = await walk(
      style,
      [
        { data: rows(1), last_page: 4 },
        { data: rows(2), last_page: 4 },
      ],
      { query: { page: 3 } },
    );
    expect(asked.map(({ query }) => query?.page)).toEqual([3, 4]);
  });

  test.each([
    ['says nothing of pages', { data: rows(1, 2) }],
    ['says page 1 each time', { data: rows(1, 2), current_page: 1, last_page: 9 }],
    ['says that pages are left', { data: rows(1, 2), total: 20, per_page: 2 }],
  ])('a server that takes no notice of the page and %s is asked twice, and that is an error', async (_, page) => {
    const again = json(200, { ...page, data: rows(2, 1) }, { 'x-request-id': 'req-7' });
    const answers = replies(json(200, page), again, json(500, {}));
    const { ids, error } = await readNumbered(style, answers);
    expect(error).toMatchObject({ kind: 'unreadable-response', effect: 'none', operationId: 'things.list' });
    expect(error).toMatchObject({ status: 200, requestId: 'req-7', attempts: [{ status: 200 }] });
    expect(String(error)).toContain('the same page twice');
    expect([ids, answers.requests.length]).toEqual([[1, 2], 2]);
  });

  test('a server that says page 1 each time, with other rows, is an error', async () => {
    const page = (id: number) => ({ data: rows(id), current_page: 1, last_page: 9 });
    await expect(walk(style, [page(1), page(2), page(3)])).rejects.toThrow('the same page twice');
  });

  test.each([
    ['rows that came twice, and no more of them', [{ data: rows(1, 2) }, { data: rows(2) }, { data: [] }], [1, 2]],
    ['rows without an id', [{ data: [{}] }, { data: [{}] }, { data: [] }], [undefined, undefined]],
    ['an empty page before', [{ data: [], last_page: 2, current_page: 1 }], []],
    [
      'as many new rows as fill a page, where pages are counted',
      [
        { data: rows(4, 3), last_page: 2 },
        { data: rows(4, 3), last_page: 3 },
        { data: rows(2, 1), last_page: 3 },
      ],
      [4, 3, 2, 1],
    ],
    [
      'as many new rows as fill a page',
      [
        { data: rows(4, 3), total: 4, per_page: 2 },
        { data: rows(4, 3), total: 6, per_page: 2 },
        { data: rows(2, 1), total: 6, per_page: 2 },
      ],
      [4, 3, 2, 1],
    ],
  ])('goes on past %s', async (_, answers, found) => {
    expect((await walk(style, answers)).ids).toEqual(found);
  });
});

describe('by offset', () => {
  const style: Pagination = {
    style: 'offset',
    items: 'data',
    param: 'skip',
    size: 'limit',
    total: 'total_count',
    id: 'id',
  };

  test('to the total', async () => {
    const { asked, ids } = await walk(style, [
      { data: rows(1, 2), total_count: 3 },
      { data: rows(3), total_count: 3 },
    ]);
    expect(ids).toEqual([1, 2, 3]);
    expect(asked[1]?.query).toEqual({ skip: 2 });
  });

  const frozen: Pagination = { ...style, freeze: 'fields.created_on.to' };
  const NOW = Date.UTC(2026, 10, 21, 5);
  const bodiesOf = ({ asked }: Awaited<ReturnType<typeof walk>>) => asked.map(({ body }) => body);

  test('newest first with the end held still from the second page on: rows that arrive shift nothing', async () => {
    const read = await walk(
      frozen,
      [
        { data: [{ id: 2, fields: { created_on: NOW - 60_000 } }], total_count: 2 },
        { data: rows(1), total_count: 2 },
      ],
      { body: { fields: { status: 'Fresh', created_on: { from: 1 } } } },
    );
    expect(read.ids).toEqual([2, 1]);
    expect(bodiesOf(read)).toEqual([
      { fields: { status: 'Fresh', created_on: { from: 1 } } },
      { fields: { status: 'Fresh', created_on: { from: 1, to: NOW } } },
    ]);
  });

  test('a clock that is behind hides no row of the first page: its newest row sets the end', async () => {
    const newest = { id: 2, fields: { created_on: NOW + 60_000 } };
    const odd = { id: 1, fields: { created_on: '21/11/2026' } };
    const read = await walk(
      frozen,
      [
        { data: [newest, odd], total_count: 3 },
        { data: rows(0), total_count: 3 },
      ],
      { body: {} },
    );
    expect(bodiesOf(read)[1]).toEqual({ fields: { created_on: { to: NOW + 60_000 } } });
  });

  test('a filter that its owner changes while pages are read is asked as it was', async () => {
    const body = { fields: { status: 'Fresh' } };
    const asked: RunInput[] = [];
    const operation = { id: 'things.list', verb: 'POST', path: '/', effect: 'read', pagination: style } as const;
    const answer = async (input: RunInput): Promise<CallResult<unknown>> => {
      asked.push(input);
      return { ok: true, value: { data: rows(asked.length), total_count: 2 }, meta: callMeta('things.list') };
    };
    const { provider } = standIn({ clock: fakeClock() });
    const input = { path: {}, body, options: {} };
    const list = createPages({ operation, input, run: answer, provider }, answer(input)) as PagedCall<
      unknown,
      { id: number }
    >;
    body.fields.status = 'Lost';
    expect(await idsOf(list)).toEqual([1, 2]);
    expect(asked[1]?.body).toEqual({ fields: { status: 'Fresh' } });
  });

  test.each([
    ['the caller set an end', { data: rows(2), total_count: 2 }, { body: { fields: { created_on: { to: 5 } } } }, 2],
    ['the caller asks for one time', { data: rows(2), total_count: 2 }, { body: { fields: { created_on: 5 } } }, 2],
    ['there is one page only', { data: rows(1, 2), total_count: 2 }, { body: {} }, 1],
  ])('is not frozen where %s', async (_, first, input, pages) => {
    const read = await walk(frozen, [first, { data: rows(1), total_count: 2 }], input);
    expect(bodiesOf(read)).toEqual(Array(pages).fill(input.body));
  });
});

test.each([
  ['the spec’s own place', { items: [1] }, [1]],
  ['a bare array', [1], [1]],
  ['an envelope named data, whatever its page says', { data: [1] }, [1]],
  ['nothing', {}, []],
  ['null', null, []],
])('items are found in %s', (_, page, found) => {
  expect(itemsOf({ style: 'none', items: 'items' }, page)).toEqual(found);
});

describe('a list that shifts while it is read', () => {
  const numbered = { style: 'page', items: 'data', param: 'page', current: 'current', last: 'last', id: 'id' } as const;
  const skipping = { style: 'offset', items: 'data', param: 'skip', total: 'total', id: 'id' } as const;

  /** A list of rows by twos, from which its reader takes what it has seen. */
  function listOf(count: number, pagination: Pagination, start?: Readonly<Record<string, unknown>>) {
    const rows = Array.from({ length: count }, (_, index) => ({ id: index + 1 }));
    const run = async ({ query }: RunInput): Promise<CallResult<unknown>> => {
      const { page = 1, skip = (Number(page) - 1) * 2 } = (query ?? {}) as { page?: unknown; skip?: unknown };
      const data = rows.slice(Number(skip), Number(skip) + 2);
      const value = { data, current: Number(page), last: Math.ceil(rows.length / 2), total: rows.length };
      return { ok: true, value, meta: callMeta('things.list') };
    };
    const operation = { ...standIn().provider.api.operations['things.list'], pagination } as OperationMeta;
    const input = { path: {}, query: start, options: {} };
    const list = createPages({ operation, input, run, provider: standIn().provider }, run(input));
    return { list: list as PagedCall<unknown, { id: number }>, rows };
  }

  test.each([numbered, skipping])(
    'ends with list-changed where its total shrank and fewer rows were seen: $style',
    async (pagination) => {
      const { list, rows } = listOf(8, pagination);
      const seen: number[] = [];
      const read = async () => {
        for await (const { id } of list) {
          seen.push(id);
          rows.splice(
            rows.findIndex((row) => row.id === id),
            1,
          );
        }
      };
      await expect(read()).rejects.toMatchObject({
        kind: 'list-changed',
        effect: 'none',
        hint: expect.stringContaining('.all()'),
      });
      expect(seen.length).toBeLessThan(8);
    },
  );

  test.each([numbered, skipping])('is whole when it is read with all() first: $style', async (pagination) => {
    const { list, rows } = listOf(8, pagination);
    const all = await list.all();
    for (const { id } of all)
      rows.splice(
        rows.findIndex((row) => row.id === id),
        1,
      );
    expect(all.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('and has grown meanwhile ends as any other', async () => {
    const { list, rows } = listOf(4, numbered);
    const seen: number[] = [];
    for await (const { id } of list) {
      seen.push(id);
      if (rows.length < 6) rows.push({ id: rows.length + 1 });
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('and is read from its middle is not judged by its total', async () => {
    const { list, rows } = listOf(8, numbered, { page: 3 });
    const seen: number[] = [];
    for await (const { id } of list) {
      seen.push(id);
      rows.pop();
    }
    expect(seen).toEqual([5, 6]);
  });
});

test('all() gives at most limit items, and asks for no page more than that takes', async () => {
  const fetch = cursorPages({ '': { ids: [1, 2], next: 'b' }, b: { ids: [3, 4], next: 'c' }, c: { ids: [5] } });
  const list = standIn({ fetch }).things.list();
  expect(await list.all({ limit: 3 })).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(fetch.requests.length).toBe(2);
  expect(await list.all({ limit: 0 })).toEqual([]);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('all() refuses a limit of %d', async (limit) => {
  const list = standIn({ fetch: cursorPages({ '': { ids: [1] } }) }).things.list();
  await expect(list.all({ limit })).rejects.toMatchObject({ kind: 'misconfigured', issues: [{ path: 'limit' }] });
});
