import type { JsonSchema } from './written.ts';

/** A schema of each kind that the generator of zod schemas has trouble with, and values on both sides of its line. */
export interface Word {
  says: string;
  schema: JsonSchema | boolean;
  values: readonly unknown[];
}

const word = (says: string, schema: JsonSchema | boolean, ...values: unknown[]): Word => ({ says, schema, values });
const object = (properties: JsonSchema, more: JsonSchema = {}): JsonSchema => ({ type: 'object', properties, ...more });
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Schemas that the others refer to. */
export const PARTS: Readonly<Record<string, JsonSchema>> = {
  Text: { type: 'string', minLength: 1 },
  Open: object({ a: { type: 'string' } }, { required: ['a'] }),
  Closed: object({ a: { type: 'string' } }, { additionalProperties: false }),
  Loop: object(
    { next: ref('Loop'), kinds: { anyOf: [ref('Loop'), { type: 'null' }] } },
    { additionalProperties: false },
  ),
  Cat: object({ kind: { enum: ['cat', 'lion'] } }, { required: ['kind'] }),
  Dog: object({ kind: { const: 'dog' } }, { required: ['kind'] }),
};

export const WORDS: readonly Word[] = [
  word('not, of a type', { not: { type: 'string' } }, 'a', 1),
  word(
    'not, of fields together',
    object({ a: {}, b: {} }, { not: { required: ['a', 'b'] } }),
    { a: 1 },
    { a: 1, b: 2 },
  ),
  word(
    'not, of a field with a value',
    object({ a: {} }, { not: { required: ['a'], properties: { a: { const: 1 } } } }),
    { a: 1 },
    { a: 2 },
    {},
  ),
  word(
    'not, of any of several',
    object({}, { not: { anyOf: [{ required: ['a'] }, { required: ['b'] }] } }),
    { a: 1 },
    {},
  ),
  word(
    'if, then and else',
    object(
      { k: {} },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      { if: { properties: { k: { const: 1 } } }, then: { required: ['a'] }, else: { required: ['b'] } },
    ),
    { k: 1 },
    { k: 1, a: 1 },
    { k: 2 },
    { k: 2, b: 1 },
  ),
  word('dependentRequired', object({ a: {} }, { dependentRequired: { a: ['b'] } }), { a: 1 }, { a: 1, b: 1 }, {}),
  word(
    'dependentSchemas',
    object({ a: {} }, { dependentSchemas: { a: { maxProperties: 1 } } }),
    { a: 1 },
    { a: 1, b: 1 },
  ),
  word('propertyNames', { type: 'object', propertyNames: { pattern: '^[a-z]+$' } }, { ab: 1 }, { A: 1 }),
  word(
    'patternProperties beside typed others',
    object(
      { a: { type: 'string' } },
      { patternProperties: { '^x-': { type: 'string' } }, additionalProperties: { type: 'integer' } },
    ),
    { a: 'b', 'x-a': 'b', c: 1 },
    { 'x-a': 1 },
    { c: 'd' },
  ),
  word(
    'patternProperties and nothing else',
    { type: 'object', patternProperties: { '^x-': {} }, additionalProperties: false },
    { 'x-a': 1 },
    { a: 1 },
  ),
  word('contains', { type: 'array', contains: { type: 'string' } }, [], [1], ['a', 1]),
  word(
    'contains so many',
    { contains: ref('Text'), minContains: 2, maxContains: 2 },
    ['a'],
    ['a', 'b'],
    ['a', 'b', 'c'],
    1,
  ),
  word('uniqueItems', { type: 'array', uniqueItems: true }, [1, '1'], [{ a: [1] }, { a: [1] }], [1, 1]),
  word(
    'prefixItems',
    { type: 'array', prefixItems: [{ type: 'string' }, ref('Text')] },
    [],
    ['a'],
    [1],
    ['a', ''],
    ['a', 'b', 1],
  ),
  word('prefixItems and nothing else', { prefixItems: [{}], items: false }, [1], [1, 2], 'text'),
  word(
    'prefixItems and typed others',
    { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
    ['a', 1],
    ['a', 'b'],
  ),
  word(
    'as many items as there must be',
    { type: 'array', minItems: 2, maxItems: 2, items: { type: 'integer' } },
    [1],
    [1, 2],
    [1, 2, 3],
  ),
  word('no items at all', { type: 'array', items: false }, [], [1]),
  word('multipleOf', { type: 'number', multipleOf: 0.25 }, 1.5, 1.3),
  word('multipleOf of a nullable', { type: ['integer', 'null'], multipleOf: 5 }, null, 5, 6),
  word(
    'bounds of an int64',
    { type: 'integer', format: 'int64', exclusiveMinimum: 0, maximum: 9_007_199_254_740_991 },
    0,
    1,
    1.5,
  ),
  word('int64 of a text', { type: 'string', format: 'int64' }, '12', 'text', 12),
  word(
    'a uuid of a certain kind',
    { type: 'string', format: 'uuid', pattern: '^7' },
    '7b1f0c52-5a43-4d0e-9f64-2f1c6a0f8e11',
    '8b1f0c52-5a43-4d0e-9f64-2f1c6a0f8e11',
  ),
  word('a pattern of whole characters', { type: 'string', pattern: '^.$' }, '😀', 'a', 'ab'),
  word(
    'a pattern with all that ends a literal',
    { type: 'string', pattern: '^[/"\'`\\\\$\n\u2028]+$' },
    '/"\'`\\$\n\u2028',
    'a',
  ),
  word('const of an object', { const: { a: [1, { b: null }] } }, { a: [1, { b: null }] }, { a: [1, {}] }, {}),
  word('const of a list', { const: [1, 2] }, [1, 2], [2, 1], [1]),
  word('const that a nullable type does not add to', { type: ['string', 'null'], const: 'a' }, 'a', null),
  word('enum with an object', { enum: [{ a: 1 }, 'b'] }, { a: 1 }, 'b', {}, 'c'),
  word('enum of null', { enum: [null] }, null, 1),
  word('enum with values of another type', { type: 'string', enum: ['a', 1, null] }, 'a', 1, null),
  word(
    'enum with all that ends a text',
    { enum: ["it's", '"', '`', 'a\nb', '\\', '', '*/'] },
    "it's",
    '"',
    '`',
    'a\nb',
    '\\',
    '',
    '*/',
    'a',
  ),
  word('enum with bounds', { enum: ['a', 'abc'], minLength: 2 }, 'a', 'abc'),
  word('false', false, 1, null),
  word('a field that may not be', object({ a: false, b: true }), { b: 1 }, { a: 1 }),
  word('required of a field that is not described', { type: 'object', required: ['a'] }, { a: null }, {}, 1),
  word(
    'required where nothing is allowed',
    { type: 'object', required: ['a'], additionalProperties: false },
    {},
    { a: 1 },
  ),
  word(
    'fields with the names that objects have',
    object({ toString: { type: 'string' }, constructor: { type: 'string' } }),
    {},
    { toString: 'a', constructor: 'b' },
    { toString: 1 },
  ),
  word('minLength without a type', { minLength: 2 }, 'a', 'ab', 1),
  word('minimum without a type', { minimum: 2 }, 1, 2, 'a'),
  word('required without a type', { required: ['a'] }, {}, { a: 1 }, 'a'),
  word('additionalProperties without a type', { additionalProperties: { type: 'integer' } }, { a: 1 }, { a: 'b' }, 'c'),
  word('what stands beside a $ref', { ...ref('Text'), maxLength: 2 }, 'ab', 'abc', ''),
  word('a $ref into a schema', object({ a: { $ref: '#/components/schemas/Open/properties/a' } }), { a: 'b' }, { a: 1 }),
  word(
    'a $ref into a path',
    object({ a: { $ref: '#/paths/~1words/get/responses/200/content/application~1json/schema' } }),
    { a: 'b' },
    { a: '' },
  ),
  word('a $ref into a parameter', object({ a: { $ref: '#/components/parameters/Limit/schema' } }), { a: 1 }, { a: 0 }),
  word('allOf with a closed part', { allOf: [ref('Closed'), object({ b: {} })] }, { a: 'b' }, { a: 'b', b: 1 }),
  word('allOf of which one kind takes null', { allOf: [{ type: ['string', 'null'] }, { type: 'string' }] }, 'a', null),
  word(
    'a list of what is several things at once',
    { type: 'array', items: { allOf: [ref('Open'), object({ b: {} }, { required: ['b'] }), {}] } },
    [{ a: 'b', b: 1 }],
    [{ a: 'b' }],
  ),
  word(
    'a list of exactly one of several',
    { type: 'array', items: { oneOf: [{ type: 'number' }, { type: 'integer' }] } },
    [1.5],
    [1],
  ),
  word('allOf of bounds', { type: 'string', allOf: [{ minLength: 2 }, { pattern: 'b' }] }, 'ab', 'b', 'aa'),
  word('allOf of a nullable type', { type: ['object', 'null'], allOf: [ref('Open')] }, { a: 'b' }, {}, null),
  word(
    'anyOf of required fields',
    object({ a: {} }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] }),
    {},
    { b: 1 },
  ),
  word(
    'anyOf beside its own type',
    { type: ['string', 'null'], anyOf: [{ type: 'integer' }, { type: 'string' }] },
    'a',
    1,
  ),
  word('oneOf that two kinds fit', { oneOf: [{ type: 'number' }, { type: 'integer' }] }, 1.5, 1),
  word(
    'oneOf of open objects',
    { oneOf: [ref('Open'), object({ b: {} }, { required: ['b'] }), { type: 'null' }] },
    { a: 'b' },
    { b: 1 },
    { a: 'b', b: 1 },
    null,
  ),
  word(
    'oneOf of required fields',
    object({ a: {}, b: {} }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
    { a: 1 },
    { a: 1, b: 1 },
    {},
  ),
  word(
    'a discriminator whose property has several values',
    {
      oneOf: [ref('Cat'), ref('Dog')],
      discriminator: {
        propertyName: 'kind',
        mapping: { cat: '#/components/schemas/Cat', lion: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
      },
    },
    { kind: 'cat' },
    { kind: 'lion' },
    { kind: 'dog' },
    { kind: 'cow' },
  ),
  word(
    'unevaluatedProperties',
    { allOf: [ref('Open')], properties: { b: {} }, unevaluatedProperties: false },
    { a: 'b', b: 1 },
    { a: 'b', c: 1 },
  ),
  word(
    'a type in several',
    { type: ['string', 'integer', 'null'], minLength: 2, minimum: 5 },
    'a',
    'ab',
    4,
    5,
    null,
    true,
  ),
  word('a host name', { type: 'string', format: 'hostname' }, 'example.com', 'a b'),
  word(
    'an address with a blank',
    { type: 'string', format: 'uri' },
    'https://example.com/a',
    'https://example.com/a b',
  ),
  word('a format without a type', { format: 'date' }, '2026-11-30', 'today', 1),
  word('recursion', ref('Loop'), { next: { next: {} }, kinds: null }, { next: { a: 1 } }, { kinds: { kinds: 1 } }),
];

/** All that the two are known to see differently, beside what the specs' own list says. */
export const UNLIKE: readonly (Word & { ajv: boolean; zod: boolean })[] = [
  {
    ...word('fields without a type: the value is an object', { properties: { a: {} } }, 'text'),
    ajv: true,
    zod: false,
  },
  {
    ...word('a multiple that only binary fractions are none of', { type: 'number', multipleOf: 0.01 }, 1.13),
    ajv: false,
    zod: true,
  },
];
