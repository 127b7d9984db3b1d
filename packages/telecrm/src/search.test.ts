import { answering, fakeClock, json, type SeenRequest } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createTelecrm } from './index.ts';

const NOW = Date.UTC(2026, 10, 21, 5);
const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, fields: {} }));

/** A workspace that shows these rows, newest first; `total` leaves the count away. */
function workspace(shown = rows, total = true, answer = pageOf) {
  const clock = fakeClock({ now: NOW });
  const fetch = answering((request, index) => {
    clock.elapse(1_000);
    return answer(request, index, shown, total);
  });
  const client = createTelecrm({ enterpriseId: 'e1', syncToken: 's', limits: false, clock, fetch });
  return { client, fetch };
}

function pageOf({ query }: SeenRequest, _index: number, shown: readonly object[], total: boolean): Response {
  const skip = Number(query.skip ?? 0);
  const data = shown.slice(skip, skip + Number(query.limit ?? 10));
  return Response.json({ data, ...(total && { total_count: shown.length }) });
}

async function idsOf(search: AsyncIterable<{ id?: unknown }>) {
  const ids: unknown[] = [];
  for await (const { id } of search) ids.push(id);
  return ids;
}

describe('leads.search, read to its end', () => {
  test('asks for each page once, held still from the second on: new leads shift nothing', async () => {
    const { client, fetch } = workspace();
    expect(await idsOf(client.leads.search({ fields: { status: 'Fresh' } }, { query: { limit: 2 } }))).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    const [first, ...frozen] = fetch.requests;
    expect(first?.json).toEqual({ fields: { status: 'Fresh' } });
    expect(frozen.map(({ json, query }) => [query.skip, json])).toEqual(
      ['2', '4'].map((skip) => [skip, { fields: { status: 'Fresh', created_on: { to: NOW + 1_000 } } }]),
    );
  });

  test('misses and repeats nothing while leads arrive, with the clock here a minute behind', async () => {
    const made = ['a', 'b', 'c', 'd', 'e'].map((id, index) => ({ id, fields: { created_on: NOW + 60_000 - index } }));
    let shown = made;
    const { client } = workspace(rows, true, (request) => {
      const { fields } = request.json as { fields?: { created_on?: { to?: number } } };
      const to = fields?.created_on?.to ?? Number.POSITIVE_INFINITY;
      const answer = pageOf(
        request,
        0,
        shown.filter((row) => row.fields.created_on <= to),
        true,
      );
      const late = { id: `late-${shown.length}`, fields: { created_on: NOW + 60_000 + shown.length } };
      shown = [late, ...shown];
      return answer;
    });
    expect(await idsOf(client.leads.search({}, { query: { limit: 2 } }))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('keeps an end of your own, and a beginning', async () => {
    const { client, fetch } = workspace();
    await idsOf(client.leads.search({ fields: { created_on: { from: 1, to: 2 } } }, { query: { limit: 4 } }));
    expect(new Set(fetch.requests.map(({ text }) => text))).toEqual(
      new Set(['{"fields":{"created_on":{"from":1,"to":2}}}']),
    );
    const open = workspace();
    await idsOf(open.client.leads.search({ fields: { created_on: { from: 1 } } }, { query: { limit: 4 } }));
    expect(open.fetch.requests.at(-1)?.json).toEqual({ fields: { created_on: { from: 1, to: NOW + 1_000 } } });
  });

  test('of one page asks once, and awaited it gives the first page', async () => {
    const { client, fetch } = workspace();
    expect(await idsOf(client.leads.search({}))).toHaveLength(5);
    expect((await client.leads.search({}, { query: { limit: 2 } })).data).toHaveLength(2);
    expect(fetch.requests.map(({ json }) => json)).toEqual([{}, {}]);
  });

  test('ends on an empty page where no total is told', async () => {
    const { client, fetch } = workspace(rows.slice(0, 4), false);
    expect(await idsOf(client.leads.search({}, { query: { limit: 2 } }))).toEqual(['a', 'b', 'c', 'd']);
    expect(fetch.requests.at(-1)?.query.skip).toBe('4');
  });

  test('gives a row once that shows on two pages, and rows without an id each time', async () => {
    const shifting = [rows[0], rows[1], rows[1], {}, {}] as typeof rows;
    const { client } = workspace(shifting);
    expect(await idsOf(client.leads.search({}, { query: { limit: 2 } }))).toEqual(['a', 'b', undefined, undefined]);
  });

  test('past the end is empty', async () => {
    const { client, fetch } = workspace();
    expect(await idsOf(client.leads.search({}, { query: { skip: 50 } }))).toEqual([]);
    expect(fetch.requests.length).toBe(1);
  });

  test('asks for nothing more once it is left', async () => {
    const { client, fetch } = workspace();
    for await (const row of client.leads.search({}, { query: { limit: 2 } })) if (row.id === 'a') break;
    const asked = fetch.requests.length;
    await Promise.resolve();
    expect([asked, fetch.requests.length]).toEqual([1, 1]);
  });

  test('throws what goes wrong in the middle, after the rows before it', async () => {
    const { client } = workspace(rows, true, (request, index, shown, total) =>
      index < 1 ? pageOf(request, index, shown, total) : (json(401, {})(request) as Response),
    );
    const ids: unknown[] = [];
    const read = async () => {
      for await (const { id } of client.leads.search({}, { query: { limit: 2 } })) ids.push(id);
    };
    await expect(read()).rejects.toMatchObject({ kind: 'unauthorized', operationId: 'leads.search' });
    expect(ids).toEqual(['a', 'b']);
  });
});

test('pages hold 100 leads or actions at most, and 10 team members: more is refused before it is sent', async () => {
  const { client, fetch } = workspace();
  const refused = { error: { kind: 'invalid-input', issues: [{ path: 'limit' }] } };
  expect(await client.leads.search({}, { query: { limit: 101 } }).safe()).toMatchObject(refused);
  expect(await client.actions.search('l1', {}, { query: { limit: 101 } }).safe()).toMatchObject(refused);
  expect(await client.teamMembers.list({ limit: 11 }).safe()).toMatchObject(refused);
  expect(fetch.requests).toEqual([]);
});

test('leads that leave the filter while they are searched end with list-changed, and all() reads them first', async () => {
  const left = rows.slice(2);
  const shifting = (request: SeenRequest, index: number) => pageOf(request, index, index === 0 ? rows : left, true);
  const query = { query: { limit: 2 } };
  await expect(idsOf(workspace(rows, true, shifting).client.leads.search({}, query))).rejects.toMatchObject({
    kind: 'list-changed',
    hint: expect.stringContaining('.all()') as string,
  });
  const all = await workspace().client.leads.search({}, query).all();
  expect(all.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
});
