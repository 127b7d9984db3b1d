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

function lost(schema: Schema, document: OpenApi): Lost[] {
  const { enum: known, not, properties = {}, patternProperties, type } = schema;
  const { minProperties: least, maxProperties: most } = schema as { minProperties?: number; maxProperties?: number };
  const found: Lost[] = [];
  const add = (words: readonly string[], error = `does not keep to ${words[0]}`) => {
    const had = words.filter((word) => schema[word] !== undefined);
    if (had.length > 0) found.push({ fits: Object.fromEntries(had.map((word) => [word, schema[word]])), error });
  };
  if (least !== undefined) add(['minProperties'], `needs at least ${fields(least)}`);
  if (most !== undefined) add(['maxProperties'], `takes at most ${fields(most)}`);
  if (schema.minItems !== undefined && schema.minItems === schema.maxItems)
    add(['maxItems'], `takes at most ${schema.maxItems} items`);
  if (not !== undefined) add(['not'], notMessage(not as Field));
  for (const [word, ...beside] of UNREAD) if (schema[word] !== undefined) add([word, ...beside]);
  if (patternProperties !== undefined) {
    const names = Object.fromEntries(Object.keys(properties).map((name) => [name, true]));
    const others = schema.additionalProperties ?? true;
    found.push({
      fits: { patternProperties, additionalProperties: others, properties: names as never },
      error: 'does not keep to patternProperties',
    });
  }
  if (schema.unevaluatedProperties === false) {
    const names = evaluatedBy(schema, document);
    if (names !== undefined) found.push({ fits: { propertyNames: { anyOf: names } }, error: 'takes no other field' });
  }
  const [values, word] = schema.const === undefined ? [known ?? [], 'enum'] : [[schema.const], 'const'];
  const isPlain = values.every((value) => !isComplex(value));
  if (!isPlain || (values.length > 0 && !values.some((value) => isOf(type, value)))) add([word, 'type']);
  if (values.length > 0 || (type === undefined && schema.properties === undefined)) {
    const checked = [...(schema.prefixItems ? ['items'] : []), ...(patternProperties ? ['additionalProperties'] : [])];
    add(
      BOUNDS.filter((bound) => !checked.includes(bound)),
      'is out of bounds',
    );
  } else {
    const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(properties, name));
    if (missing.length > 0) found.push({ fits: { required: missing }, error: `needs ${missing.join(', ')}` });
  }
  for (const several of ['allOf', 'anyOf', 'oneOf'] as const) {
    const kinds = schema[several] ?? [];
    const isBare = several !== 'allOf' || schema.properties === undefined;
    if (kinds.length > 0 && type !== undefined && isBare) add(['type'], 'is of another type');
    const isClosed = several === 'allOf' && kinds.some((kind) => closes(kind, document));
    // The generator lets null through where the type says so, whatever the kinds say.
    if (isClosed || (kinds.length > 0 && isOf(type ?? [], null))) add([several], `fits not ${several}`);
  }
  return found;
}

function notMessage(not: Field): string {
  const together = typeof not === 'boolean' ? undefined : not.required;
  return together === undefined ? 'is what it must not be' : `takes only one of ${together.join(', ')}`;
}

const fields = (count: number): string => (count === 1 ? 'one field' : `${count} fields`);

const isComplex = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Whether a value is of one of these types. */
export function isOf(type: Schema['type'], value: unknown): boolean {
  if (type === undefined) return true;
  const own = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return [type].flat().some((name) => name === own || (name === 'integer' && Number.isInteger(value)));
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
