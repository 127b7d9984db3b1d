import type { Schema } from '../read/open-api.ts';

/** What generated schemas use for values, defined in their file where they do. */
export const VALUE_HELPERS: readonly (readonly [name: string, definition: string])[] = [
  [
    'EMAIL',
    // A dot-atom at a domain, as in RFC 5322; zod's own pattern refuses `sales&more@example.com`.
    "const EMAIL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;",
  ],
  [
    'integer',
    `/** Any integer; \`z.int()\` refuses those beyond 2^53, which a response may hold. */
const integer = () =>
  z.number().check((context) => {
    if (!Number.isInteger(context.value)) context.issues.push({ code: 'invalid_type', expected: 'int', input: context.value });
  });`,
  ],
  [
    'fieldCount',
    `const fieldCount = (least: number, most: number, error: string) =>
  z.refine((value: unknown) => {
    const count = Object.keys(value as object).length;
    return count >= least && count <= most;
  }, { error });`,
  ],
  [
    'notTogether',
    `const notTogether = (names: string[]) =>
  z.refine((value: unknown) => !names.every((name) => Object.hasOwn(value as object, name)), {
    error: \`accepts only one of \${names.join(', ')}\`,
  });`,
  ],
];

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
  const values = written.filter((value) => isOf(type, value));
  if (values.some((value) => typeof value === 'object' && value !== null)) return 'unreadable';
  const real = values.filter((value) => value !== null);
  const text = literals(real);
  if (real.length === values.length) return text;
  return real.length === 0 ? 'z.null()' : `z.nullable(${text})`;
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
  uri: 'z.url()',
  uuid: 'z.guid()',
};

/** Text with its format and bounds. */
export function stringOf(schema: Schema, skip: (keyword: string) => void): string {
  const base = FORMATS[schema.format ?? ''] ?? 'z.string()';
  const pattern = typeof schema.pattern === 'string' ? regexOf(schema.pattern) : undefined;
  if (schema.pattern !== undefined && pattern === undefined) skip('pattern');
  const checks = {
    minLength: (least: number) => `z.minLength(${least})`,
    maxLength: (most: number) => `z.maxLength(${most})`,
    ...(pattern !== undefined && { pattern: () => `z.regex(${pattern})` }),
  };
  return `${base}${checksOf(schema, checks)}`;
}

/**
 * A pattern as the source of a regular expression. It reads whole characters, as JSON Schema asks;
 * a pattern that is only valid without that is taken as browsers once did.
 */
export function regexOf(pattern: string): string | undefined {
  for (const flags of ['u', '']) {
    try {
      const expression = new RegExp(pattern, flags);
      // The compiler looks into a literal and refuses what is only valid without the flag.
      return flags === 'u' ? String(expression) : `new RegExp(${JSON.stringify(pattern)})`;
    } catch {}
  }
  return undefined;
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
