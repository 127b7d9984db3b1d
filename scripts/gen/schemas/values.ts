import type { Schema } from '../read/open-api.ts';

/** A value's checks as source text: `.check(z.minLength(1))`, nothing where there are none. */
export function checksOf(schema: Schema, checks: Readonly<Record<string, (bound: never) => string>>): string {
  const found = Object.entries(checks).flatMap(([keyword, check]) =>
    schema[keyword] === undefined ? [] : [check(schema[keyword] as never)],
  );
  return found.length === 0 ? '' : `.check(${found.join(', ')})`;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Whether a value is of one of these types. */
export function isOf(type: Schema['type'], value: unknown): boolean {
  if (type === undefined) return true;
  const own = typeOf(value);
  return [type].flat().some((name) => name === own || (name === 'integer' && Number.isInteger(value)));
}

/** An enum or a constant as source text; undefined where a schema has none, or an open one. */
export function valuesOf(schema: Schema): string | 'unreadable' | undefined {
  const { const: only, enum: known, type } = schema;
  const written = only === undefined ? known : [only];
  if (written === undefined || schema['x-leadwire-open-enum'] === true) return undefined;
  const values = written.filter((value) => isOf(type, value) && isWithin(schema, value));
  if (values.some((value) => typeof value === 'object' && value !== null)) return 'unreadable';
  const real = values.filter((value) => value !== null);
  const text = literals(real);
  if (real.length === values.length) return text;
  return real.length === 0 ? 'z.null()' : `z.nullable(${text})`;
}

type Bound = (value: never, bound: never) => boolean;

const length = (text: string): number => [...text].length;

/** What the bounds beside an enum leave of it. */
const WITHIN: Readonly<Record<'string' | 'number', Readonly<Record<string, Bound>>>> = {
  string: {
    minLength: (text: string, least: number) => length(text) >= least,
    maxLength: (text: string, most: number) => length(text) <= most,
    pattern: (text: string, pattern: string) => compiled(pattern)?.test(text) !== false,
  },
  number: {
    minimum: (value: number, least: number) => value >= least,
    maximum: (value: number, most: number) => value <= most,
    exclusiveMinimum: (value: number, least: number) => value > least,
    exclusiveMaximum: (value: number, most: number) => value < most,
    multipleOf: (value: number, unit: number) => Number.isInteger(value / unit),
  },
};

function isWithin(schema: Schema, value: unknown): boolean {
  const bounds = Object.entries(WITHIN[typeof value as 'string'] ?? {});
  return bounds.every(
    ([keyword, fits]) => schema[keyword] === undefined || fits(value as never, schema[keyword] as never),
  );
}

function literals(values: readonly unknown[]): string {
  if (values.length === 0) return 'z.never()';
  const all = values.map((value) => JSON.stringify(value)).join(', ');
  if (values.length === 1) return `z.literal(${all})`;
  return values.every((value) => typeof value === 'string') ? `z.enum([${all}])` : `z.literal([${all}])`;
}

// z.uuid() asks for RFC 9562 variant bits, which real services do not always set.
const FORMATS: Readonly<Record<string, string>> = {
  date: 'z.iso.date()',
  'date-time': 'z.iso.datetime({ offset: true })',
  email: 'z.email({ pattern: EMAIL })',
  ipv4: 'z.ipv4()',
  ipv6: 'z.ipv6()',
  // z.url() takes the blanks that `new URL` encodes.
  uri: 'z.url().check(z.regex(/^\\S+$/))',
  uuid: 'z.guid()',
};

/** Formats that JSON Schema or OpenAPI define and that are not checked; whatever else stands there is a note to the reader. */
const NOTED = new Set(
  'time iso-time iso-date-time duration uri-reference uri-template url hostname regex json-pointer relative-json-pointer byte'.split(
    ' ',
  ),
);

/** Text with its format and bounds. */
export function stringOf(schema: Schema, skip: (keyword: string) => void): string {
  const base = FORMATS[schema.format ?? ''] ?? 'z.string()';
  const pattern = typeof schema.pattern === 'string' ? regexOf(schema.pattern) : undefined;
  if (schema.pattern !== undefined && pattern === undefined) skip('pattern');
  if (NOTED.has(schema.format ?? '')) skip('format');
  const checks = {
    minLength: (least: number) => `z.minLength(${least})`,
    maxLength: (most: number) => `z.maxLength(${most})`,
    ...(pattern !== undefined && { pattern: () => `z.regex(${pattern})` }),
  };
  return `${base}${checksOf(schema, checks)}`;
}

/** A pattern reads whole characters, as JSON Schema asks; one that is only valid without that is taken as browsers once did. */
function compiled(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {}
  }
  return undefined;
}

/** A pattern as the source of a regular expression. */
export function regexOf(pattern: string): string | undefined {
  const expression = compiled(pattern);
  // The compiler looks into a literal and refuses what is only valid without the flag.
  return expression?.flags === '' ? `new RegExp(${JSON.stringify(pattern)})` : expression && String(expression);
}

export const NUMBER_CHECKS = {
  minimum: (least: number): string => `z.gte(${least})`,
  maximum: (most: number): string => `z.lte(${most})`,
  exclusiveMinimum: (least: number): string => `z.gt(${least})`,
  exclusiveMaximum: (most: number): string => `z.lt(${most})`,
  multipleOf: (unit: number): string => `z.multipleOf(${unit})`,
};

/** @param isSent - whether the schema is only used in requests, where a number beyond 2^53 has been rounded already */
export function integer(schema: Schema, isSent: boolean): string {
  const wide = isSent ? 'z.int()' : 'integer()';
  const base = schema.format === 'int32' ? 'z.int32()' : wide;
  return `${base}${checksOf(schema, NUMBER_CHECKS)}`;
}

/** A property's name as source text: bare where it can be, and never one that sets the prototype. */
export const propertyKey = (name: string): string => {
  if (name === '__proto__') return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
};
