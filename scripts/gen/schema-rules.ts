import { freeName } from './names.ts';
import type { OpenApi, Schema } from './open-api.ts';

/** Checks to append, by the name of their schema: what the schema generator does not know. */
type Rules = Map<string, string[]>;
type Schemas = Record<string, Schema>;

/** The schemas of a document as the schema generator reads them rightly, and the rules that it would lose. */
export function forSchemas(original: OpenApi): { document: OpenApi; rules: Rules } {
  const schemas: Schemas = structuredClone(original.components?.schemas ?? {});
  const taken = new Set(Object.keys(schemas));
  const rules: Rules = new Map();
  for (const [name, schema] of Object.entries(schemas)) prepare(schema, { name, schemas, taken });
  for (const [name, schema] of Object.entries(schemas)) {
    const checks = rulesOf(schema);
    if (checks.length > 0) rules.set(name, checks);
  }
  return { document: { openapi: original.openapi, info: original.info, paths: {}, components: { schemas } }, rules };
}

interface Place {
  name: string;
  schemas: Schemas;
  taken: Set<string>;
}

const NOT_VALIDATION = ['description', 'example', 'examples', 'default', 'title', 'readOnly', 'writeOnly'];

/** Drops what is not validation, opens open enums, and gives a nested object that has rules a name of its own. */
function prepare(schema: Schema, { name, schemas, taken }: Place): void {
  for (const word of NOT_VALIDATION) delete schema[word];
  if (schema['x-leadwire-open-enum'] === true) delete schema.enum;
  sayType(schema);
  openForPatterns(schema);
  const inner = (child: Schema, part: string): Schema => {
    prepare(child, { name: `${name}${part}`, schemas, taken });
    if (rulesOf(child).length === 0) return child;
    const own = freeName(`${name}${part}`, taken);
    schemas[own] = child;
    return { $ref: `#/components/schemas/${own}` };
  };
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    if (schema.properties) schema.properties[key] = inner(child, partName(key));
  }
  if (schema.items) schema.items = inner(schema.items, 'Item');
  if (typeof schema.additionalProperties === 'object')
    schema.additionalProperties = inner(schema.additionalProperties, 'Value');
  for (const word of ['oneOf', 'anyOf', 'allOf'] as const) {
    const kinds = schema[word];
    if (kinds) schema[word] = kinds.map((child, index) => inner(child, `${word}${index}`));
  }
}

const partName = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll(/[^A-Za-z0-9]/g, '');

/** The generator takes a schema without a type for anything, and loses the null of an enum without one. */
function sayType(schema: Schema): void {
  if (schema.type !== undefined) return;
  if (schema.properties !== undefined) schema.type = 'object';
  else if (schema.enum?.includes(null)) schema.type = [...new Set(schema.enum.map(jsonType))];
}

const jsonType = (value: unknown): string => {
  if (value === null) return 'null';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

/** The generator does not read `patternProperties`: their keys are let through rather than refused. */
function openForPatterns(schema: Schema): void {
  if (schema.patternProperties !== undefined && schema.additionalProperties === false)
    schema.additionalProperties = true;
  delete schema.patternProperties;
}

function rulesOf(schema: Schema): string[] {
  const checks: string[] = [];
  const guard = schema.type === 'object' ? '' : "typeof value !== 'object' || value === null || ";
  const refine = (test: string, error: string) =>
    checks.push(`z.refine((value) => ${guard}${test}, { error: ${JSON.stringify(error)} })`);
  const { minProperties: least, maxProperties: most } = schema as { minProperties?: number; maxProperties?: number };
  if (least !== undefined) refine(`Object.keys(value).length >= ${least}`, `needs at least ${fields(least)}`);
  if (most !== undefined) refine(`Object.keys(value).length <= ${most}`, `takes at most ${fields(most)}`);
  const together = (schema.not as Schema | undefined)?.required;
  if (together !== undefined) {
    const all = together.map((key) => `${JSON.stringify(key)} in value`).join(' && ');
    refine(`!(${all})`, `takes only one of ${together.join(', ')}`);
  }
  return checks;
}

const fields = (count: number): string => (count === 1 ? 'one field' : `${count} fields`);

export function withRules(text: string, rules: Rules): string {
  let out = text;
  for (const [name, checks] of rules) {
    const start = out.indexOf(`export const z${name} = `);
    const end = out.indexOf(';\n', start);
    if (start < 0 || end < 0) throw new Error(`the schema generator wrote no z${name}`);
    out = `${out.slice(0, end)}.check(\n    ${checks.join(',\n    ')}\n)${out.slice(end)}`;
  }
  return out;
}
