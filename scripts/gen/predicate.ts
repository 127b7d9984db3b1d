import type { Field } from './fields.ts';
import { refName, type Schema } from './open-api.ts';
import { regexOf } from './regex.ts';

/**
 * A JSON Schema as a JavaScript expression that is true when a value fits. Formats are notes, as JSON Schema has it.
 * @param value - expression of the value
 */
export function predicate(schema: Field, value: string, depth = 1): string {
  if (typeof schema === 'boolean') return String(schema);
  const inner = (field: Field, at: string, steps = 1) => predicate(field, at, depth + steps);
  const groups: [isOne: string, tests: string[]][] = [
    ['', [...ofAny(schema, value), ...ofSeveral(schema, value, inner)]],
    [`kindOf(${value}) !== 'string'`, ofString(schema, value)],
    [`kindOf(${value}) !== 'number'`, ofNumber(schema, value)],
    [`kindOf(${value}) !== 'array'`, ofArray(schema, value, `item${depth}`, inner)],
    [`kindOf(${value}) !== 'object'`, ofObject(schema, value, `key${depth}`, inner)],
  ];
  const tests = groups.flatMap(([isOther, found]) =>
    found.length === 0 ? [] : isOther === '' ? found : [`(${isOther} || ${all(found)})`],
  );
  return all(tests);
}

type Inner = (field: Field, value: string, steps?: number) => string;

const all = (tests: readonly string[]): string =>
  tests.length === 0 ? 'true' : tests.length === 1 ? (tests[0] ?? '') : `(${tests.join(' && ')})`;

function ofAny(
  { $ref, type, enum: known, const: only, 'x-leadwire-open-enum': open }: Schema,
  value: string,
): string[] {
  const types = type === undefined ? [] : [type].flat();
  const values = open === true ? undefined : only === undefined ? known : [only];
  const isOf = (name: string) => (name === 'integer' ? `Number.isInteger(${value})` : `kindOf(${value}) === '${name}'`);
  return [
    ...($ref === undefined ? [] : [`fits((): any => z${refName($ref)}, ${value})`]),
    ...(types.length === 0 ? [] : [`(${types.map(isOf).join(' || ')})`]),
    ...(values === undefined ? [] : [`${JSON.stringify(values)}.some((one: any) => same(one, ${value}))`]),
  ];
}

function ofSeveral(schema: Schema, value: string, inner: Inner): string[] {
  const { allOf = [], anyOf, oneOf, not, if: given, then = true, else: otherwise = true } = schema;
  const each = (fields: readonly Field[]) => fields.map((field) => inner(field, value));
  const condition = given === undefined ? undefined : inner(given as Field, value);
  return [
    ...each(allOf),
    ...(anyOf === undefined ? [] : [`(${each(anyOf).join(' || ')})`]),
    ...(oneOf === undefined ? [] : [`[${each(oneOf).join(', ')}].filter(Boolean).length === 1`]),
    ...(not === undefined ? [] : [`!${all([inner(not as Field, value)])}`]),
    ...(condition === undefined
      ? []
      : [`(${condition} ? ${inner(then as Field, value)} : ${inner(otherwise as Field, value)})`]),
  ];
}

/** The tests of those words that a schema has. */
function words(schema: Schema, tests: Readonly<Record<string, (bound: never) => string>>): string[] {
  return Object.entries(tests).flatMap(([word, test]) =>
    schema[word] === undefined ? [] : [test(schema[word] as never)],
  );
}

const ofString = (schema: Schema, value: string): string[] =>
  words(schema, {
    minLength: (least: number) => `[...${value}].length >= ${least}`,
    maxLength: (most: number) => `[...${value}].length <= ${most}`,
    pattern: (pattern: string) => `${regexOf(pattern)}.test(${value})`,
  });

const ofNumber = (schema: Schema, value: string): string[] =>
  words(schema, {
    minimum: (least: number) => `${value} >= ${least}`,
    maximum: (most: number) => `${value} <= ${most}`,
    exclusiveMinimum: (least: number) => `${value} > ${least}`,
    exclusiveMaximum: (most: number) => `${value} < ${most}`,
    // Written with twelve digits, so that 1.13 is a multiple of 0.01.
    multipleOf: (unit: number) => `Number.isInteger(Number((${value} / ${unit}).toPrecision(12)))`,
  });

function ofArray(schema: Schema, value: string, item: string, inner: Inner): string[] {
  const first = (schema.prefixItems ?? []) as Field[];
  const { items, contains, minContains = 1, maxContains = 'Infinity' } = schema;
  const rest = first.length === 0 ? value : `${value}.slice(${first.length})`;
  const found = `${value}.filter((${item}: any) => ${contains === undefined ? '' : inner(contains as Field, item)}).length`;
  return [
    ...words(schema, {
      minItems: (least: number) => `${value}.length >= ${least}`,
      maxItems: (most: number) => `${value}.length <= ${most}`,
    }),
    ...first.map((field, index) => `(${value}.length <= ${index} || ${inner(field, `${value}[${index}]`, 0)})`),
    ...(items === undefined ? [] : [`${rest}.every((${item}: any) => ${inner(items, item)})`]),
    ...(contains === undefined ? [] : [`${found} >= ${minContains} && ${found} <= ${maxContains}`]),
    ...(schema.uniqueItems === true
      ? [`${value}.every((${item}: any, at: number) => ${value}.findIndex((one: any) => same(one, ${item})) === at)`]
      : []),
  ];
}

function ofObject(schema: Schema, value: string, key: string, inner: Inner): string[] {
  const { properties = {}, required = [], dependentRequired = {}, dependentSchemas = {} } = schema;
  const has = (name: string) => `Object.hasOwn(${value}, ${JSON.stringify(name)})`;
  const patterns = Object.entries((schema.patternProperties ?? {}) as Record<string, Field>);
  const known = [
    ...(Object.keys(properties).length === 0 ? [] : [`${JSON.stringify(Object.keys(properties))}.includes(${key})`]),
    ...patterns.map(([pattern]) => `${regexOf(pattern)}.test(${key})`),
  ];
  const perKey = [
    ...patterns.map(([pattern, field]) => `(!${regexOf(pattern)}.test(${key}) || ${inner(field, `${value}[${key}]`)})`),
    ...(schema.additionalProperties === undefined || schema.additionalProperties === true
      ? []
      : [`(${[...known, inner(schema.additionalProperties, `${value}[${key}]`)].join(' || ')})`]),
    ...(schema.propertyNames === undefined ? [] : [inner(schema.propertyNames as Field, key)]),
  ];
  return [
    ...words(schema, {
      minProperties: (least: number) => `Object.keys(${value}).length >= ${least}`,
      maxProperties: (most: number) => `Object.keys(${value}).length <= ${most}`,
    }),
    ...required.map(has),
    ...Object.entries(properties)
      .map(([name, field]) => [name, inner(field, `${value}[${JSON.stringify(name)}]`, 0)])
      .filter(([, test]) => test !== 'true')
      .map(([name = '', test]) => `(!${has(name)} || ${test})`),
    ...Object.entries(dependentRequired as Record<string, string[]>).map(
      ([name, others]) => `(!${has(name)} || ${all(others.map(has))})`,
    ),
    ...Object.entries(dependentSchemas as Record<string, Field>).map(
      ([name, field]) => `(!${has(name)} || ${inner(field, value)})`,
    ),
    ...(perKey.length === 0 ? [] : [`Object.keys(${value}).every((${key}: any) => ${all(perKey)})`]),
  ];
}
