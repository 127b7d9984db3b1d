import { api as autocalls } from '@leadwire/generated-autocalls';
import { api as pulsecrm } from '@leadwire/generated-pulsecrm';
import { api as telecrm } from '@leadwire/generated-telecrm';
import { api as topcalls } from '@leadwire/generated-topcalls';
import { expect, test } from 'vitest';
import type { Call, Schema } from '../provider.ts';
import { createRandom } from '../random.ts';
import { exampleOf } from './example.ts';

const callOf = (operationId: string, more: Partial<Call> = {}): Call => ({
  operationId,
  params: {},
  query: {},
  body: undefined,
  token: '',
  header: () => undefined,
  ...more,
});

const make = (schema: Schema, call: Call) => exampleOf(schema, call, createRandom(1));

test.each([autocalls, pulsecrm, telecrm, topcalls])(
  'every result schema has an example that it takes: $name',
  (api) => {
    for (const [id, schema] of Object.entries<Schema>(api.resultSchemas)) {
      expect([id, schema.safeParse(make(schema, callOf(id)))]).toMatchObject([id, { success: true }]);
    }
  },
);

test('the same call has the same example, and another call another id', () => {
  const schema = topcalls.resultSchemas['calls.create'];
  const [first, second] = [make(schema, callOf('calls.create')), make(schema, callOf('calls.create'))];
  expect(first).toEqual(second);
  expect(make(schema, callOf('calls.create', { params: { x: '1' } }))).not.toEqual(first);
});

test('an example shows what the request sent where it fits', () => {
  const schema = topcalls.resultSchemas['phoneNumbers.get'];
  const id = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
  const call = callOf('phoneNumbers.get', { params: { phone_number_id: id }, body: { label: 'Main', status: 7 } });
  expect(make(schema, call)).toMatchObject({ id, label: 'Main', status: 'status' });
});
