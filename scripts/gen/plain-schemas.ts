import type { Field } from './fields.ts';
import { freeName } from './names.ts';
import type { OpenApi, Schema } from './open-api.ts';
import { checksOf, isOf } from './schema-rules.ts';

/** Checks to append, by the name of their schema: what the schema generator does not know. */
export type Checks = Map<string, string[]>;
type Schemas = Record<string, Schema>;

/** The schemas of a document as the schema generator reads them rightly, and the checks of what it would lose. */
export function forSchemas(original: OpenApi): { document: OpenApi; checks: Checks } {
  const { openapi, info, components } = original;
  const written: Record<string, Field> = components?.schemas ?? {};
  const taken = new Set(Object.keys(written));
  const schemas: Schemas = {};
  const checks: Checks = new Map();
  const put = (name: string, made: Plain): void => {
    schemas[name] = made.schema;
    if (made.checks.length > 0) checks.set(name, made.checks);
  };
  for (const [name, field] of Object.entries(written))
    put(name, plain(field, { name, put, taken, document: original }));
  return { document: { openapi, info, paths: {}, components: { schemas } }, checks };
}

interface Plain {
  schema: Schema;
  checks: string[];
}

interface Place {
  name: string;
  /** Gives a schema a name of its own. */
  put: (name: string, made: Plain) => void;
  taken: Set<string>;
  document: OpenApi;
}

/** Words that say nothing of what fits, and those that are checked apart. */
const LEFT_OUT = [
  ...['$comment', '$defs', 'default', 'deprecated', 'description', 'discriminator', 'example', 'examples', 'title'],
  ...['externalDocs', 'readOnly', 'writeOnly', 'xml', 'contentEncoding', 'contentMediaType', 'contentSchema'],
];
const CHECKED = [
  ...['not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'propertyNames', 'contains', 'minContains'],
  ...['maxContains', 'uniqueItems', 'prefixItems', 'multipleOf', 'minProperties', 'maxProperties', 'patternProperties'],
  ...['unevaluatedProperties', 'unevaluatedItems'],
];

/** One schema, its inner ones made plain too; an inner one that needs checks gets a name of its own. */
function plain(field: Field, place: Place): Plain {
  if (typeof field === 'boolean') return { schema: {}, checks: field ? [] : checksOf({ not: {} }, place.document) };
  const written = beside(without(field, LEFT_OUT));
  const [only, ...others] = written.allOf ?? [];
  if (only !== undefined && others.length === 0 && Object.keys(written).length === 1) return plain(only, place);
  if (written['x-leadwire-open-enum'] === true) delete written.enum;
  if (written.properties !== undefined) written.type ??= 'object';
  const checks = checksOf(written, place.document);
  const schema = typed(without(written, CHECKED), written);
  const inner = (child: Field, part: string): Schema => {
    const made = plain(child, { ...place, name: `${place.name}${part}` });
    // The items of a list cannot be of several kinds at once, nor of exactly one of them.
    const isKinds = part === 'Item' && (made.schema.allOf !== undefined || made.schema.title === ONE_OF);
    if (made.checks.length === 0 && !isKinds) return made.schema;
    const own = freeName(`${place.name}${part}`, place.taken);
    place.put(own, made);
    return { $ref: `#/components/schemas/${own}` };
  };
  if (schema.properties !== undefined)
    schema.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, child]) => [key, inner(child, partName(key))]),
    );
  if (schema.items !== undefined) schema.items = inner(schema.items, 'Item');
  if (typeof schema.additionalProperties === 'object')
    schema.additionalProperties = inner(schema.additionalProperties, 'Value');
  for (const word of ['oneOf', 'anyOf', 'allOf'] as const) {
    const kinds = schema[word];
    if (kinds) schema[word] = kinds.map((child, index) => inner(child, `${word}${index}`));
  }
  return { schema, checks };
}

const partName = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll(/[^A-Za-z0-9]/g, '');

const without = (schema: Schema, words: readonly string[]): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([word]) => !words.includes(word)));

/** What stands beside a reference holds too: both are asked for. */
function beside(schema: Schema): Schema {
  const { $ref, ...rest } = schema;
  if ($ref === undefined) return schema;
  return Object.keys(rest).some((word) => !word.startsWith('x-')) ? { allOf: [{ $ref }, rest] } : schema;
}

const FORMATS = ['date', 'date-time', 'email', 'ipv4', 'ipv6', 'uri', 'uuid'];

/** Types, formats and known values in the form in which the generator takes them for what they are. */
function typed(schema: Schema, written: Schema): Schema {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const isNumber = types.includes('number') || types.includes('integer');
  if (isNumber && /^int(32|64)$/.test(schema.format ?? ''))
    schema.type = types.map((type) => (type === 'number' ? 'integer' : type));
  // int64 would become a bigint; a format that the generator does not know in JSON Schema's sense is a note.
  if (!(isNumber ? ['int32'] : FORMATS).includes(schema.format ?? '')) delete schema.format;
  if (written.prefixItems !== undefined) delete schema.items;
  if ((schema.items as Field) === false) {
    delete schema.items;
    schema.maxItems = 0;
  }
  // It would take a list of so many for a tuple.
  if (schema.minItems !== undefined && schema.minItems === schema.maxItems) delete schema.maxItems;
  if (written.patternProperties !== undefined) schema.additionalProperties = true;
  if (types.length === 0 && schema.properties === undefined) delete schema.additionalProperties;
  if ((schema.oneOf ?? []).filter((kind) => kind.type !== 'null').length > 1) schema.title = ONE_OF;
  return valued(schema);
}

/** Marks a union of which exactly one kind may fit: the generator does not tell it from `anyOf`. */
export const ONE_OF = 'exactly one';

function valued(schema: Schema): Schema {
  const { const: only, enum: known, type } = schema;
  const values = (only === undefined ? known : [only])?.filter((value) => isOf(type, value));
  if (values === undefined) return schema;
  const isPlain = values.length > 0 && values.every((value) => typeof value !== 'object' || value === null);
  if (!isPlain) return without(schema, ['const', 'enum']);
  if (values.every((value) => value === null)) return { type: 'null' };
  if (only !== undefined) return without(schema, ['type']);
  const types = [
    ...new Set(values.map((value) => (value === null ? 'null' : Number.isInteger(value) ? 'integer' : typeof value))),
  ];
  return { ...schema, enum: values, ...(type === undefined && values.includes(null) && { type: types }) };
}
