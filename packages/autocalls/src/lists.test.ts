import { type Answer, answering, fakeClock, json, replies, stalls } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createAutocalls } from './index.ts';

const clientOf = (fetch: ReturnType<typeof replies>) =>
  createAutocalls({ apiKey: 'k', limits: false, clock: fakeClock(), fetch });
const page = (current_page: number, last_page: number, ...ids: (number | string)[]): Answer =>
  json(200, { data: ids.map((id) => ({ id })), current_page, last_page, per_page: 2, total: 5 });

async function idsOf(list: AsyncIterable<{ id?: unknown }>) {
  const ids: unknown[] = [];
  for await (const { id } of list) ids.push(id);
  return ids;
}

describe('numbered pages', () => {
  test('are read to the last, under the same filter, and a row that shows twice is given once', async () => {
    const fetch = replies(page(1, 3, 1, 2), page(2, 3, '2', 3), page(3, 3, 4));
    expect(await idsOf(clientOf(fetch).leads.list({ campaign_id: 7, per_page: 2 }))).toEqual([1, 2, 3, 4]);
    expect(fetch.requests.map(({ query }) => query)).toEqual([
      { campaign_id: '7', per_page: '2' },
      { campaign_id: '7', per_page: '2', page: '2' },
      { campaign_id: '7', per_page: '2', page: '3' },
    ]);
  });

  test('of folders and labels may leave the last one out: the total says it', async () => {
    const fetch = answering(({ query }) =>
      Response.json({
        data: [{ id: query.page ?? '1' }],
        current_page: Number(query.page ?? 1),
        per_page: 1,
        total: 3,
      }),
    );
    expect(await idsOf(clientOf(fetch).labels.list())).toEqual([1, 2, 3]);
    expect(fetch.requests.length).toBe(3);
  });

  test('past the end are empty', async () => {
    const fetch = replies(json(200, { data: [], current_page: 9, last_page: 3, from: null, to: null }));
    expect(await idsOf(clientOf(fetch).calls.list({ page: 9 }))).toEqual([]);
    expect(fetch.requests.length).toBe(1);
  });

  test('that do not move on are an error', async () => {
    await expect(idsOf(clientOf(replies(page(1, 3, 1))).leads.list())).rejects.toMatchObject({
      kind: 'unreadable-response',
    });
  });

  test('of more than 100 rows are refused before anything is sent', async () => {
    const fetch = replies(page(1, 1));
    expect(await clientOf(fetch).leads.list({ per_page: 101 }).safe()).toMatchObject({
      error: { kind: 'invalid-input', issues: [{ path: 'per_page' }] },
    });
    expect(fetch.requests).toEqual([]);
  });

  test('stop where the caller does', async () => {
    const stop = new AbortController();
    const fetch = replies(
      page(1, 3, 1),
      stalls(() => stop.abort()),
    );
    const ids: unknown[] = [];
    const read = async () => {
      for await (const { id } of clientOf(fetch).leads.list({}, { signal: stop.signal })) ids.push(id);
    };
    await expect(read()).rejects.toMatchObject({ kind: 'aborted' });
    expect([ids, fetch.requests.length]).toEqual([[1], 2]);
  });
});

test('leads that leave the filter while they are listed end with list-changed, and all() reads them first', async () => {
  const shifting = () => replies(shrunk(4, 1, 2, 1, 2), shrunk(2, 2, 1));
  const shrunk = (total: number, current_page: number, last_page: number, ...ids: number[]): Answer =>
    json(200, { data: ids.map((id) => ({ id })), current_page, last_page, per_page: 2, total });
  await expect(idsOf(clientOf(shifting()).leads.list({ status: 'created' }))).rejects.toMatchObject({
    kind: 'list-changed',
  });
  const still = replies(shrunk(4, 1, 2, 1, 2), shrunk(4, 2, 2, 3, 4));
  expect((await clientOf(still).leads.list().all()).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

describe('chats by cursor', () => {
  const chats = (next_cursor: string | null, ...ids: string[]): Answer =>
    json(200, { data: ids.map((id) => ({ id })), next_cursor, prev_cursor: null });

  test('are read until there is none', async () => {
    const fetch = replies(chats('c1', 'a'), chats('c2'), chats(null, 'b'));
    expect(await idsOf(clientOf(fetch).conversations.list({ type: 'widget' }))).toEqual(['a', 'b']);
    expect(fetch.requests.map(({ query }) => query)).toEqual([
      { type: 'widget' },
      { type: 'widget', cursor: 'c1' },
      { type: 'widget', cursor: 'c2' },
    ]);
  });

  test('whose cursor comes again are an error', async () => {
    await expect(idsOf(clientOf(replies(chats('c1', 'a'))).conversations.list())).rejects.toMatchObject({
      kind: 'unreadable-response',
    });
  });
});
