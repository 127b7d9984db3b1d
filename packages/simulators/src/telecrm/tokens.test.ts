import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const SYNC = 'GET /enterprise/ent_1/metadata';
const ASYNC = 'POST https://next-api.telecrm.in/enterprise/ent_1/autoupdatelead';
const body = { fields: { phone: '919999999999' } };

test('a token of one kind is refused where the other kind is needed', async () => {
  const { call, simulators } = await checked('telecrm');
  expect((await call(SYNC, { token: 'my-sync-token' })).status).toBe(200);
  expect((await call(ASYNC, { token: 'my-async-token', body })).status).toBe(200);
  const wrong = [await call(SYNC, { token: 'my-async-token' }), await call(ASYNC, { token: 'my-sync-token', body })];
  const error = { code: 'NOT_AUTHORIZED', message: 'Enterprise with id "ent_1" not found or invalid access token.' };
  expect(wrong.map((response) => [response.status, response.body.error])).toEqual([
    [401, error],
    [401, error],
  ]);
  await simulators.clock.advance(1_000);
  expect(simulators.telecrm.leads).toHaveLength(1);
});

test('only the listed tokens and workspaces are accepted', async () => {
  const options = { syncTokens: ['one'], asyncTokens: ['two'], enterpriseIds: ['ent_1'] };
  const { call } = await checked('telecrm', { telecrm: options, tokens: { bad: ['bad'] } });
  const status = async (line: string, token: string, sent?: object) =>
    (await call(line, { token, ...(sent && { body: sent }) })).status;
  expect(await status(SYNC, 'one')).toBe(200);
  expect(await status(SYNC, 'two')).toBe(401);
  expect(await status(SYNC, 'three')).toBe(401);
  expect(await status(ASYNC, 'two', body)).toBe(200);
  expect(await status(ASYNC, 'one', body)).toBe(401);
  expect(await status(SYNC.replace('ent_1', 'ent_2'), 'one')).toBe(401);
});
