import { fakeClock, json, replies } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createPulsecrm } from './index.ts';

const page = (totalCount: number, currentPage: number, totalPages: number, ...ids: number[]) =>
  json(200, { data: ids.map((id) => ({ id })), totalCount, totalPages, currentPage });

const clientOf = (fetch: ReturnType<typeof replies>) =>
  createPulsecrm({ accountId: '7', token: 't', limits: false, clock: fakeClock(), fetch });

test('leads that leave the filter while they are listed end with list-changed', async () => {
  const fetch = replies(page(4, 1, 2, 1, 2), page(2, 2, 1));
  await expect(clientOf(fetch).leads.list().all()).rejects.toMatchObject({ kind: 'list-changed' });
});

test('leads that stay are read to the last with all()', async () => {
  const fetch = replies(page(3, 1, 2, 1, 2), page(3, 2, 2, 3));
  expect((await clientOf(fetch).leads.list().all()).map(({ id }) => id)).toEqual([1, 2, 3]);
});
