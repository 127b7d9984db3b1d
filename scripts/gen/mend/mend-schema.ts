import { regexOf } from '../schemas/values.ts';

/** Reports what was mended at a keyword of a schema. */
type WarnAt = (keyword: string, message: string) => void;
type Loose = Record<string, unknown>;

/** Keywords that hold schemas: by name, in a list, or one. */
export const SCHEMA_KEYWORDS: Readonly<Record<string, 'map' | 'list' | 'one'>> = {
  ...of('map', 'properties patternProperties $defs dependentSchemas'),
  ...of('list', 'allOf anyOf oneOf prefixItems'),
  ...of(
    'one',
    'items additionalProperties not if then else contains propertyNames unevaluatedItems unevaluatedProperties',
  ),
};

function of(kind: 'map' | 'list' | 'one', names: string): Record<string, typeof kind> {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]));
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
const COUNTS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];
const BOUNDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/** Brings one schema into the form that JSON Schema has for what it means; its inner schemas are left to the caller. */
export function mendSchema(schema: Loose, warn: WarnAt): void {
  const drop = (keyword: string, reason: string): void => {
    warn(keyword, `${keyword} ${reason}: ignored`);
    delete schema[keyword];
  };
  mendTypes(schema, warn, drop);
  mendBounds(schema, warn, drop);
  mendShape(schema, warn, drop);
  const { pattern, required, enum: known, discriminator } = schema;
  if (pattern !== undefined && (typeof pattern !== 'string' || regexOf(pattern) === undefined))
    drop('pattern', 'is not a regular expression');
  if (required !== undefined && !Array.isArray(required)) drop('required', 'is not a list of names');
  if (known !== undefined && (!Array.isArray(known) || known.length === 0 || schema.type === 'object'))
    drop('enum', 'is not a list of values');
  if (typeof discriminator === 'string') {
    warn('discriminator', 'discriminator is text: read as its propertyName');
    schema.discriminator = { propertyName: discriminator };
  }
  if ((discriminator as Loose | undefined)?.defaultMapping !== undefined) mendDefaultMapping(schema);
  if (schema.const === null) {
    delete schema.const;
    schema.type = 'null';
  }
}

/** In OpenAPI 3.2 one kind may take all words that the others do not: no word tells it apart. */
function mendDefaultMapping(schema: Loose): void {
  delete schema.discriminator;
  if (schema.oneOf === undefined || schema.anyOf !== undefined) return;
  schema.anyOf = schema.oneOf;
  delete schema.oneOf;
}

type Drop = (keyword: string, reason: string) => void;

function mendTypes(schema: Loose, warn: WarnAt, drop: Drop): void {
  if (schema.type !== undefined) {
    const types = [schema.type].flat();
    const known = types.map((type) => String(type).toLowerCase()).filter((type) => TYPES.includes(type));
    if (known.length < types.length) drop('type', `'${types.join(', ')}' is not a type`);
    else if (types.some((type) => !TYPES.includes(String(type))))
      warn('type', `type '${types.join(', ')}' is read as '${known.join(', ')}'`);
    if (known.length > 0) schema.type = known.length === 1 ? known[0] : known;
  }
  if (schema.nullable === undefined) return;
  if (schema.nullable === true) makeNullable(schema);
  warn('nullable', "nullable is not a keyword of OpenAPI 3.1: read as type 'null'");
  delete schema.nullable;
}

function makeNullable(schema: Loose): void {
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  if (schema.type !== undefined) {
    schema.type = [...new Set([schema.type, 'null'].flat())];
    return;
  }
  const { nullable: _, description, ...rest } = schema;
  if (Object.keys(rest).length === 0 || schema.enum !== undefined) return;
  for (const key of Object.keys(rest)) delete schema[key];
  schema.anyOf = [rest, { type: 'null' }];
}

function mendBounds(schema: Loose, warn: WarnAt, drop: Drop): void {
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue;
    warn(exclusive, `${exclusive} is a flag, as in OpenAPI 3.0: read as a number`);
    const isExclusive = schema[exclusive] === true && schema[bound] !== undefined;
    delete schema[exclusive];
    if (!isExclusive) continue;
    schema[exclusive] = schema[bound];
    delete schema[bound];
  }
  for (const keyword of [...COUNTS, ...BOUNDS]) {
    const value = schema[keyword];
    if (value === undefined || typeof value === 'number') continue;
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
      warn(keyword, `${keyword} is text: read as a number`);
      schema[keyword] = Number(value);
    } else drop(keyword, 'is not a number');
  }
}

const HOLDS: Readonly<Record<'map' | 'list' | 'one', { fits: (value: unknown) => boolean; reason: string }>> = {
  list: { fits: (value) => Array.isArray(value) && value.length > 0, reason: 'is not a list of schemas' },
  map: {
    fits: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    reason: 'is not a map of schemas',
  },
  one: { fits: (value) => value !== null, reason: 'is empty' },
};

function mendShape(schema: Loose, warn: WarnAt, drop: Drop): void {
  if (Array.isArray(schema.items)) {
    warn('items', 'items is a list, as in older JSON Schema: read as prefixItems');
    schema.prefixItems = schema.items;
    delete schema.items;
  }
  for (const [keyword, kind] of Object.entries(SCHEMA_KEYWORDS)) {
    const value = schema[keyword];
    const { fits, reason } = HOLDS[kind];
    if (value !== undefined && !fits(value)) drop(keyword, reason);
  }
  const { properties } = schema;
  if (typeof properties === 'object' && properties !== null && Object.hasOwn(properties, '__proto__')) {
    warn('properties', "a field cannot be called '__proto__': ignored");
    schema.properties = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== '__proto__'));
  }
}
