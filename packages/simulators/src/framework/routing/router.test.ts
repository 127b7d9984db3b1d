import { api as autocalls } from '@leadwire/generated-autocalls';
import { api as pulsecrm } from '@leadwire/generated-pulsecrm';
import { api as telecrm } from '@leadwire/generated-telecrm';
import { api as topcalls } from '@leadwire/generated-topcalls';
import { expect, test } from 'vitest';
import type { OperationMeta } from '../provider.ts';
import { createRouter } from './router.ts';

const routerOf = (api: { operations: Readonly<Record<string, OperationMeta>> }) =>
  createRouter(Object.values(api.operations));

test.each([autocalls, pulsecrm, telecrm, topcalls])('every operation is found by its own path: $name', (api) => {
  const router = routerOf(api);
  for (const operation of Object.values(api.operations)) {
    const path = operation.path.replaceAll(/\{\w+\}/g, 'x%2F1');
    expect(router.match(operation.verb, path)?.operation.id).toBe(operation.id);
  }
});

test('a literal segment goes before a parameter, and after a dead end the parameter is tried', () => {
  const router = routerOf(telecrm);
  expect(router.match('POST', '/enterprise/e/lead/search')?.operation.id).toBe('leads.search');
  expect(router.match('POST', '/enterprise/e/lead/search/action')).toMatchObject({
    operation: { id: 'actions.create' },
    params: { enterpriseId: 'e', leadId: 'search' },
  });
});

test('parameters are decoded, and one that cannot be stays as it is', () => {
  const router = routerOf(telecrm);
  const paramsOf = (email: string) => router.match('GET', `/enterprise/e/team-members/${email}`)?.params.email;
  expect(paramsOf('a%2Bb%40example.com')).toBe('a+b@example.com');
  expect(paramsOf('%E0%A4%A')).toBe('%E0%A4%A');
});

test.each([
  ['GET', '/v1/leads/'],
  ['GET', '/v1/leads//'],
  ['PUT', '/v1/leads'],
  ['GET', '/V1/leads'],
  ['GET', '/'],
])('%s %s is not an operation', (method, path) => {
  expect(routerOf(topcalls).match(method, path)).toBeUndefined();
});

test.each([
  ['POST', '/v1/lead', 'leads.create'],
  ['GET', '/v1/lead/123', 'leads.get'],
  ['PUT', '/v1/leads/123', 'leads.update'],
  ['POST', '/v1/leads/bulk_delete', 'leads.bulkDelete'],
  ['POST', '/leads', 'leads.create'],
  ['POST', '/v1/phone-number', 'phoneNumbers.create'],
])('the nearest to %s %s is %s', (method, path, id) => {
  expect(routerOf(topcalls).nearest(method, path)?.id).toBe(id);
});

test('an extra letter is nearer than another method, and a base path may be missing', () => {
  expect(routerOf(autocalls).nearest('POST', '/user/leads')?.id).toBe('leads.create');
  expect(routerOf(autocalls).nearest('PATCH', '/user/lead/1')?.id).toBe('leads.update');
  expect(routerOf(pulsecrm).nearest('POST', '/api/v2/leads')?.id).toBe('leads.create');
  expect(routerOf(telecrm).nearest('POST', '/lead')?.id).toBe('leads.create');
});
