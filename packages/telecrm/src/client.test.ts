import { json, replies } from '@leadwire/core/testing';
import { expect, test } from 'vitest';
import { createTelecrm } from './index.ts';

test('check reads the workspace once, and says what that shows', async () => {
  const fetch = replies(json(200, { name: 'Acme', id: 'ent_1' }, { date: 'Sat, 21 Nov 2026 05:00:00 GMT' }));
  const client = createTelecrm({ enterpriseId: 'ent_1', syncToken: 's', limits: false, fetch });
  expect(await client.check()).toMatchObject({
    ok: true,
    operationId: 'enterprise.get',
    credentials: 'accepted',
    clockOffsetMs: expect.any(Number) as number,
  });
  expect(fetch.requests.map(({ method, path }) => [method, path])).toEqual([
    ['GET', '/autoupdate/v2/enterprise/ent_1/metadata'],
  ]);
});

test('check of a client with the Async token alone says which token is missing, and sends nothing', async () => {
  const fetch = replies(json(200, {}));
  const client = createTelecrm({ enterpriseId: 'ent_1', asyncToken: 'a', limits: false, fetch });
  expect(await client.check()).toMatchObject({
    ok: false,
    reached: false,
    error: { kind: 'misconfigured', hint: expect.stringContaining('TELECRM_SYNC_TOKEN') },
  });
  expect(fetch.requests).toEqual([]);
});
