import { expect, test } from 'vitest';
import { operationId } from './operation-ids.ts';

test.each([
  [{ operationId: 'leads.create', tags: ['Other'] }, 'leads.create'],
  [{ operationId: 'repos/list-for-org' }, 'repos.listForOrg'],
  [{ operationId: 'getIpAllowlist', tags: ['IP Allowlist'] }, 'ipAllowlist.getIpAllowlist'],
  [{ operationId: 'listSources', tags: ['AI Content'] }, 'aiContent.listSources'],
  [{ operationId: 'list', tags: ['APIKeys'] }, 'apiKeys.list'],
  [{ operationId: 'GET', tags: ['SMS'] }, 'sms.get'],
  [{ operationId: 'verify', tags: ['2fa'] }, 'n2fa.verify'],
  [{ tags: ['Phone Numbers'] }, 'phoneNumbers.list'],
  [{}, 'phoneNumbers.list'],
])('the operation %j of GET /phone-numbers is named %s', (operation, name) => {
  expect(operationId(operation, 'get', '/phone-numbers', new Set()).id).toBe(name);
});

test('a name that is taken gets a number', () => {
  const taken = new Set(['leads.create']);
  expect(operationId({ operationId: 'leads.create' }, 'post', '/leads', taken).id).toBe('leads.create2');
});
