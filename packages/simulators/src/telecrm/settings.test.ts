import { expect, test } from 'vitest';
import { checked } from '../../testing/checked.ts';

const BASE = '/enterprise/ent_1';

test('the identifier is found by the id that the workspace names', async () => {
  const { call } = await checked('telecrm', { telecrm: { identifier: 'email' } });
  const { leadIdentifierFieldId } = (await call(`GET ${BASE}/metadata`)).body;
  const { customFields } = (await call(`GET ${BASE}/custom-fields`, { query: { detail: 'true' } })).body;
  const found = customFields.find(({ id }: { id: string }) => id === leadIdentifierFieldId);
  expect(found).toMatchObject({ apiName: 'email', isLeadid: true });
});

test('fields and actions are listed in short or in detail', async () => {
  const { call } = await checked('telecrm');
  const { customFields } = (await call(`GET ${BASE}/custom-fields`)).body;
  expect(customFields.at(-4)).toEqual({
    type: 'DROPDOWN',
    apiName: 'contact_source',
    lockAfterCreate: false,
    isLeadid: false,
    options: ['Website', 'Referral'],
  });
  const list = async (detail: string) =>
    (await call(`GET ${BASE}/custom-actions`, { query: { detail } })).body.customActions;
  expect(await list('false')).toEqual([{ code: 'ACTION_1001', displayName: 'Site Visit', score: 10, source: 'USER' }]);
  expect((await list('true'))[0].fieldSchema.outcome).toEqual({
    type: 'DROPDOWN',
    options: ['Interested', 'Not interested'],
  });
});

test.each(['custom-fields/Contact_Source', 'custom-actions/1001', 'custom-actions/action_1001'])(
  '%s is not found',
  async (path) => {
    const { call } = await checked('telecrm');
    expect((await call(`GET ${BASE}/${path}`)).body.error.code).toBe('NOT_FOUND');
  },
);

test('the pipeline shows the labels that a lead may have', async () => {
  const { call } = await checked('telecrm', { telecrm: { statuses: { active: ['New', 'Won'], archived: ['Old'] } } });
  const { leadStages } = (await call(`GET ${BASE}/lead-stage-pipeline`)).body;
  expect(leadStages[0]).toMatchObject({
    stageType: 'OPEN',
    activeStatuses: [{ label: 'New' }],
    archivedStatuses: [{ label: 'Old' }],
  });
});
