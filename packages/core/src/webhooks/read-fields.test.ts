import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { partialReaderOf, readerOf } from './read-fields.ts';

interface Row {
  id: number;
  name?: string;
  cost?: number | null;
  isTest?: boolean;
  variables?: Record<string, unknown>;
  turns?: string | string[];
}

const variables = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown()).check(z.maxLength(0))]);
const schema = z.looseObject({
  id: z.int(),
  name: z.optional(z.string()),
  cost: z.nullish(z.number()),
  isTest: z.optional(z.boolean()),
  variables: z.nullish(variables),
  turns: z.optional(z.union([z.string(), z.array(z.string())])),
});
const row = readerOf<Row>(schema);

test('numbers may come as text, text as a number, flags as 0 and 1, no variables as a list or null', () => {
  expect(row({ id: '7', name: 12, cost: '0.02000000', isTest: 1, variables: [], turns: 'AI: Hello.' })).toEqual({
    id: 7,
    name: '12',
    cost: 0.02,
    isTest: true,
    variables: {},
    turns: 'AI: Hello.',
  });
  expect(row({ id: 7, cost: null, variables: null, turns: ['a', {}, 'b'] })).toEqual({
    id: 7,
    cost: null,
    variables: {},
    turns: ['a', 'b'],
  });
});

test('a field that cannot be read as its type says is left out, and unknown ones are kept', () => {
  expect(row({ id: 7, name: {}, cost: 'dear', isTest: 'yes', variables: [1], turns: 5.5, more: [1] })).toEqual({
    id: 7,
    turns: '5.5',
    more: [1],
  });
});

test('what is needed and not there makes it none at all', () => {
  for (const value of [{}, { id: null }, { id: 'x' }, { id: 1.5 }, [], null, 'text', 1])
    expect(row(value)).toBeUndefined();
});

test('an object that is read in part may lack what its schema requires', () => {
  expect(partialReaderOf<Row>(schema)({ name: 12, id: 'x' })).toEqual({ name: '12' });
});

test('a time is handed on as it was written, and a value of an open enum as any other text', () => {
  const read = readerOf(z.looseObject({ at: z.iso.datetime(), status: z.union([z.enum(['a', 'b']), z.string()]) }));
  expect(read({ at: 'yesterday', status: 7 })).toEqual({ at: 'yesterday', status: '7' });
});

test('an id of more digits than a number holds stays text', () => {
  expect(row({ id: '9007199254740993' })).toEqual({ id: '9007199254740993' });
});

test('names that objects bring along are fields like any other, and no prototype changes', () => {
  const hostile = JSON.parse('{"id":1,"__proto__":{"name":"x"},"constructor":1,"toString":2}') as unknown;
  const read = row(hostile);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  expect(read?.name).toBeUndefined();
  expect(Object.keys(read ?? {}).sort()).toEqual(['__proto__', 'constructor', 'id', 'toString']);
});

test('a list that holds null is not the empty one that stands for no variables', () => {
  expect(row({ id: 1, variables: [null] })).toEqual({ id: 1 });
});

test('any JSON value is read without a throw, and a second reading changes nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = row({ id: 1, name: value, cost: value, variables: value, turns: value });
      expect(row(read)).toEqual(read);
    }),
  );
});
