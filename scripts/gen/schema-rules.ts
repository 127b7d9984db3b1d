import type { Field } from './fields.ts';
import { type OpenApi, resolveLocal, type Schema } from './open-api.ts';
import { predicate } from './predicate.ts';

/** What the schema generator would lose of a schema, each as a check to append to it. */
export function checksOf(schema: Schema, document: OpenApi): string[] {
  return lost(schema, document).map(
    ({ fits, error }) => `z.refine((value: any) => ${predicate(fits, 'value')}, { error: ${JSON.stringify(error)} })`,
  );
}

interface Lost {
  fits: Field;
  error: string;
}

/** Words that the generator does not read, with those that they need beside them. */
const UNREAD: readonly (readonly [word: string, ...beside: string[]])[] = [
  ['if', 'then', 'else'],
  ['dependentRequired'],
  ['dependentSchemas'],
  ['propertyNames'],
  ['contains', 'minContains', 'maxContains'],
  ['uniqueItems'],
  ['prefixItems', 'items'],
  ['multipleOf'],
];

/** Words that it reads beside a type alone, and not beside an enum. */
const BOUNDS = [
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minItems', 'maxItems', 'items', 'required', 'additionalProperties'],
];

const lost = (schema: Schema, document: OpenApi): Lost[] => [
  ...lostCounts(schema),
  ...UNREAD.filter(([word]) => schema[word] !== undefined).flatMap((words) => only(schema, words)),
  ...lostKeys(schema, document),
  ...lostValues(schema),
  ...lostKinds(schema, document),
];

/** These words of a schema alone, as a test of their own; nothing where it has none of them. */
function only(schema: Schema, words: readonly string[], error = `does not keep to ${words[0]}`): Lost[] {
  const had = words.filter((word) => schema[word] !== undefined);
  return had.length === 0 ? [] : [{ fits: Object.fromEntries(had.map((word) => [word, schema[word]])), error }];
}

function lostCounts(schema: Schema): Lost[] {
  const { minProperties, maxProperties, minItems, maxItems, not } = schema as Record<string, number | undefined>;
  const isExact = minItems !== undefined && minItems === maxItems;
  return [
    ...only(schema, ['minProperties'], `needs at least ${fields(minProperties)}`),
    ...only(schema, ['maxProperties'], `takes at most ${fields(maxProperties)}`),
    ...(isExact ? only(schema, ['maxItems'], `takes at most ${maxItems} items`) : []),
    ...only(schema, ['not'], notMessage(not as Field | undefined)),
  ];
}

function lostKeys(schema: Schema, document: OpenApi): Lost[] {
  const { properties = {}, patternProperties, additionalProperties = true } = schema;
  const names = Object.fromEntries(Object.keys(properties).map((name) => [name, true])) as never;
  const evaluated = schema.unevaluatedProperties === false ? evaluatedBy(schema, document) : undefined;
  return [
    ...(patternProperties === undefined
      ? []
      : [
          {
            fits: { properties: names, patternProperties, additionalProperties },
            error: 'does not keep to patternProperties',
          },
        ]),
    ...(evaluated === undefined
      ? []
      : [{ fits: { propertyNames: { anyOf: evaluated } }, error: 'takes no other field' }]),
  ];
}

function lostValues(schema: Schema): Lost[] {
  const { type, properties, required = [] } = schema;
  const word = schema.const === undefined ? 'enum' : 'const';
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
  const isReadable = values.every((value) => typeof value !== 'object' || value === null);
  const isPossible = values.length === 0 || values.some((value) => isOf(type, value));
  const found = isReadable && isPossible ? [] : only(schema, [word, 'type']);
  if (values.length > 0 || (type === undefined && properties === undefined)) {
    const checked = [schema.prefixItems && 'items', schema.patternProperties && 'additionalProperties'];
    const bounds = BOUNDS.filter((bound) => !checked.includes(bound));
    return [...found, ...only(schema, bounds, 'is out of bounds')];
  }
  const missing = required.filter((name) => !Object.hasOwn(properties ?? {}, name));
  return missing.length === 0
    ? found
    : [...found, { fits: { required: missing }, error: `needs ${missing.join(', ')}` }];
}

/** What the generator forgets beside several kinds, or lets through though a kind refuses it. */
const lostKinds = (schema: Schema, document: OpenApi): Lost[] =>
  (['allOf', 'anyOf', 'oneOf'] as const).flatMap((several) => {
    const kinds = schema[several] ?? [];
    if (kinds.length === 0) return [];
    const isClosed = several === 'allOf' && kinds.some((kind) => closes(kind, document));
    const takesNull = isOf(schema.type ?? [], null) || (several === 'allOf' && kinds.some(admitsNull));
    return [
      ...(several === 'allOf' && schema.properties !== undefined ? [] : only(schema, ['type'], 'is of another type')),
      ...(isClosed || takesNull ? only(schema, [several], `fits not ${several}`) : []),
    ];
  });

function notMessage(not: Field | undefined): string {
  const together = typeof not === 'object' ? not.required : undefined;
  return together === undefined ? 'is what it must not be' : `takes only one of ${together.join(', ')}`;
}

const fields = (count: number | undefined): string => (count === 1 ? 'one field' : `${count} fields`);

/** Whether a value is of one of these types. */
export function isOf(type: Schema['type'], value: unknown): boolean {
  if (type === undefined) return true;
  const own = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return [type].flat().some((name) => name === own || (name === 'integer' && Number.isInteger(value)));
}

/** Whether a schema says of itself that null fits; the generator then lets it through whatever stands beside it. */
function admitsNull(kind: Field): boolean {
  if (typeof kind === 'boolean') return false;
  const { type, enum: known = [], allOf = [], anyOf = [], oneOf = [] } = kind;
  return type === undefined
    ? known.includes(null) || [...allOf, ...anyOf, ...oneOf].some(admitsNull)
    : isOf(type, null);
}

const closes = (kind: Field, document: OpenApi): boolean => {
  const schema = typeof kind === 'boolean' ? undefined : resolveLocal(document, kind);
  return schema?.additionalProperties === false || schema?.unevaluatedProperties === false;
};

/** The names that the parts of a schema take, as schemas of a name; undefined where they take any. */
function evaluatedBy(field: Field, document: OpenApi, above: readonly Field[] = []): Schema[] | undefined {
  if (typeof field === 'boolean' || above.includes(field)) return [];
  const schema = resolveLocal(document, field);
  const others = schema.additionalProperties ?? (above.length > 0 ? schema.unevaluatedProperties : undefined);
  if (others !== undefined && others !== false) return undefined;
  const { properties = {}, patternProperties = {}, allOf = [], anyOf = [], oneOf = [] } = schema;
  const conditions = [schema.if, schema.then, schema.else].filter((part) => part !== undefined) as Field[];
  const named = Object.values((schema.dependentSchemas ?? {}) as Record<string, Field>);
  const found: Schema[] = [
    { enum: Object.keys(properties) },
    ...Object.keys(patternProperties as object).map((pattern) => ({ pattern })),
  ];
  for (const part of [...allOf, ...anyOf, ...oneOf, ...conditions, ...named]) {
    const names = evaluatedBy(part, document, [...above, field, schema]);
    if (names === undefined) return undefined;
    found.push(...names);
  }
  return found;
}
