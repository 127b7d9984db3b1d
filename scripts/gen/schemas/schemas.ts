import type { Field } from '../names/fields.ts';
import type { NamedSpec } from '../names/name-schemas.ts';
import { refName, refsIn, type Schema } from '../read/open-api.ts';
import {
  checksOf,
  integer,
  isOf,
  NUMBER_CHECKS,
  propertyKey,
  stringOf,
  VALUE_HELPERS,
  valuesOf,
} from './schema-values.ts';

/** The zod schemas of a spec as source text, and the keywords that they do not check, by schema. */
export interface EmittedSchemas {
  text: string;
  notChecked: string[];
}

/**
 * The zod schemas of a spec, in the zod/mini flavour: closed objects refuse unknown keys, open ones keep them.
 * Every schema has an explicit type, so that the compiler infers nothing, however many there are and however they name one another.
 */
export function emitSchemas(spec: NamedSpec): EmittedSchemas {
  const schemas: Record<string, Field> = spec.document.components?.schemas ?? {};
  const order = inOrder(schemas);
  const printer = new Printer(schemas, spec.sentOnly);
  const lines = order.map((name) => {
    const printed = printer.named(name);
    const isObject = /^z\.(strict|loose)Object\(/.test(printed.text);
    const [type, cast] = isObject ? ['ObjectSchema', 'object'] : ['z.ZodMiniType', 'typed'];
    return `${printed.comment}export const z${name}: ${type}<t.${name}> = ${cast}(${printed.text});`;
  });
  if (lines.length === 0) return { text: 'export {};', notChecked: [] };
  const body = lines.join('\n\n');
  const helpers = [...HELPERS, ...VALUE_HELPERS].filter(([name]) => new RegExp(`(?<![.\\w])${name}\\b`).test(body));
  return {
    text: [
      "import * as z from 'zod/mini';\nimport type * as t from './types.ts';",
      ...helpers.map(([, definition]) => definition),
      body,
    ].join('\n\n'),
    notChecked: printer.notChecked,
  };
}

const HELPERS: readonly (readonly [name: string, definition: string])[] = [
  [
    'typed',
    `/* @__NO_SIDE_EFFECTS__ */
const typed = <T>(schema: z.ZodMiniType): z.ZodMiniType<T> => schema as z.ZodMiniType<T>;`,
  ],
  [
    'object',
    `/** An object whose fields can be looked at one by one. */
export type ObjectSchema<T> = z.ZodMiniType<T> & { readonly shape: Readonly<Record<keyof T, z.ZodMiniType>> };

/* @__NO_SIDE_EFFECTS__ */
const object = <T>(schema: z.ZodMiniObject): ObjectSchema<T> => schema as never;`,
  ],
  [
    'all',
    `/** Every part must accept the value; unlike an intersection, a closed part refuses the keys of the others. */
const all = (...parts: z.ZodMiniType[]): z.ZodMiniType =>
  z.unknown().check((context) => {
    for (const part of parts) {
      const result = part.safeParse(context.value);
      if (!result.success) context.issues.push(...(result.error.issues as never[]));
    }
  });`,
  ],
];

/** Every schema after those that it names, as far as they do not name one another in a circle. */
function inOrder(schemas: Readonly<Record<string, Field>>): string[] {
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const enter = (name: string): void => {
    // An example may refer to what is not there.
    if (entered.has(name) || !Object.hasOwn(schemas, name)) return;
    entered.add(name);
    for (const inner of refsIn(schemas[name])) enter(inner);
    ordered.add(name);
  };
  for (const name of Object.keys(schemas)) enter(name);
  return [...ordered];
}

/** Keywords that say nothing of what fits, or that `Printer` reads. */
const READ = new Set(
  (
    '$ref $comment $defs $id $schema $anchor type format enum const properties required additionalProperties items prefixItems ' +
    'minItems maxItems minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minProperties ' +
    'maxProperties not allOf anyOf oneOf discriminator default deprecated description title example examples externalDocs ' +
    'readOnly writeOnly xml contentEncoding contentMediaType contentSchema nullable'
  ).split(' '),
);

class Printer {
  readonly notChecked: string[] = [];
  readonly #schemas: Readonly<Record<string, Field>>;
  readonly #sentOnly: ReadonlySet<string>;
  readonly #printed = new Set<string>();
  #name = '';
  #skipped: string[] = [];

  constructor(schemas: Readonly<Record<string, Field>>, sentOnly: ReadonlySet<string>) {
    this.#schemas = schemas;
    this.#sentOnly = sentOnly;
  }

  /** One named schema, and a comment that names what it does not check. */
  named(name: string): { text: string; comment: string } {
    this.#name = name;
    this.#skipped = [];
    const text = this.#any(this.#schemas[name] ?? true, '');
    this.#printed.add(name);
    this.notChecked.push(...this.#skipped.map((skipped) => `${name}${skipped}`));
    return {
      text,
      comment: this.#skipped.length === 0 ? '' : `// Not checked: ${this.#skipped.map(stripDot).join(', ')}.\n`,
    };
  }

  #skip(at: string, keyword: string): void {
    this.#skipped.push(`${at}.${keyword}`);
  }

  #any(field: Field, at: string): string {
    if (typeof field === 'boolean') return field ? 'z.unknown()' : 'z.never()';
    for (const keyword of Object.keys(field))
      if (!READ.has(keyword) && !keyword.startsWith('x-')) this.#skip(at, keyword);
    const parts = [
      ...(field.$ref === undefined ? [] : [this.#reference(field.$ref)]),
      ...this.#own(field, at),
      ...(field.allOf ?? []).map((part) => this.#any(part, at)),
      ...this.#kinds(field, 'anyOf', at),
      ...this.#kinds(field, 'oneOf', at),
    ];
    const real = [...new Set(parts)].filter((part) => part !== 'z.unknown()');
    return real.length > 1 ? `all(${real.join(', ')})` : (real[0] ?? 'z.unknown()');
  }

  /** A schema that stands further down is read when a value comes, not when the file is loaded. */
  #reference(ref: string): string {
    const name = refName(ref);
    return this.#printed.has(name) ? `z${name}` : `z.lazy((): z.ZodMiniType => z${name})`;
  }

  /** What a schema says beside its references and choices. */
  #own(schema: Schema, at: string): string[] {
    const values = valuesOf(schema);
    if (values === 'unreadable') this.#skip(at, schema.const === undefined ? 'enum' : 'const');
    else if (values !== undefined) return [values];
    const types = typesOf(schema);
    const kinds = types.filter((type) => type !== 'null').map((type) => this.#typed(type, schema, at));
    if (types.length === 0) {
      const bounds = BOUNDS.filter((keyword) => schema[keyword] !== undefined);
      for (const keyword of bounds) this.#skip(at, keyword);
      return [];
    }
    if (kinds.length === 0) return ['z.null()'];
    const kind = kinds.length === 1 ? (kinds[0] ?? '') : `z.union([${[...new Set(kinds)].join(', ')}])`;
    return [types.includes('null') ? `z.nullable(${kind})` : kind];
  }

  #typed(type: string, schema: Schema, at: string): string {
    if (type === 'string') return stringOf(schema, (keyword) => this.#skip(at, keyword));
    if (type === 'integer') return integer(schema, this.#sentOnly.has(this.#name));
    if (type === 'number') return `z.number()${checksOf(schema, NUMBER_CHECKS)}`;
    if (type === 'boolean') return 'z.boolean()';
    if (type === 'array') return this.#array(schema, at);
    return type === 'object' ? this.#object(schema, at) : 'z.unknown()';
  }

  #array(schema: Schema, at: string): string {
    const first = (schema.prefixItems ?? []) as Field[];
    const bounds = checksOf(schema, LIST_CHECKS);
    if (first.length > 0) {
      const items = first.map((item, index) => this.#any(item, `${at}[${index}]`));
      if (Number(schema.minItems ?? 0) >= first.length) {
        const rest = (schema.items as Field) === false ? '' : `, ${this.#any(schema.items ?? true, `${at}[]`)}`;
        return `z.tuple([${items.join(', ')}]${rest})${bounds}`;
      }
      this.#skip(at, 'prefixItems');
      return `z.array(z.unknown())${bounds}`;
    }
    return `z.array(${this.#any(schema.items ?? true, `${at}[]`)})${bounds}`;
  }

  #object(schema: Schema, at: string): string {
    const { properties = {}, required = [], additionalProperties: others = true } = schema;
    const counts = checksOf(schema, OBJECT_CHECKS);
    const together = exclusive(schema.not as Field | undefined);
    if (schema.not !== undefined && together === undefined) this.#skip(at, 'not');
    const checks = `${counts}${together ?? ''}`;
    const names = [...new Set([...Object.keys(properties), ...required])];
    const other = typeof others === 'boolean' ? undefined : this.#any(others, `${at}.*`);
    const isClosed = others === false && schema.patternProperties === undefined;
    if (names.length === 0 && !isClosed) return `z.record(z.string(), ${other ?? 'z.unknown()'})${checks}`;
    const shape = names.map((name) => {
      const value = this.#any(Object.hasOwn(properties, name) ? (properties[name] ?? true) : true, `${at}.${name}`);
      const text = required.includes(name) ? value : optional(value);
      return `  ${propertyKey(name)}: ${text.replaceAll('\n', '\n  ')},`;
    });
    const text = `{\n${shape.join('\n')}\n}`;
    if (isClosed) return `z.strictObject(${names.length === 0 ? '{}' : text})${checks}`;
    return other === undefined || schema.patternProperties !== undefined
      ? `z.looseObject(${text})${checks}`
      : `z.catchall(z.object(${text}), ${other})${checks}`;
  }

  #kinds(schema: Schema, keyword: 'anyOf' | 'oneOf', at: string): string[] {
    const kinds: Field[] = schema[keyword] ?? [];
    if (kinds.length === 0) return [];
    const real = kinds.filter((kind) => typeof kind === 'boolean' || kind.type !== 'null');
    const words = discriminated(schema);
    const open = real.find(isOpenKind);
    const texts = real
      .filter((kind) => open === undefined || kind === open || !coveredBy(open, kind))
      .map((kind) => this.#kind(kind, words, at));
    const distinct = keyword === 'anyOf' || words !== undefined ? [...new Set(texts)] : texts;
    const isExclusive = keyword === 'oneOf' && words === undefined;
    const union = `z.${isExclusive ? 'xor' : 'union'}([${distinct.join(', ')}])`;
    const text = distinct.length === 1 ? (distinct[0] ?? '') : union;
    if (distinct.length === 0) return ['z.null()'];
    return [real.length < kinds.length ? `z.nullable(${text})` : text];
  }

  /** One kind of a choice, together with the word that says that it was meant. */
  #kind(kind: Field, words: Words | undefined, at: string): string {
    const text = this.#any(kind, at);
    const own = typeof kind === 'object' && kind.$ref !== undefined ? words?.of.get(refName(kind.$ref)) : undefined;
    if (words === undefined || own === undefined) return text;
    const known = own.map((word) => JSON.stringify(word)).join(', ');
    return `all(${text}, z.looseObject({ ${propertyKey(words.property)}: z.enum([${known}]) }))`;
  }
}

interface Words {
  property: string;
  /** The words of a discriminator by the name of the schema that they stand for. */
  of: Map<string, string[]>;
}

function discriminated({ discriminator }: Schema): Words | undefined {
  const { propertyName, mapping } = (discriminator ?? {}) as {
    propertyName?: string;
    mapping?: Record<string, string>;
  };
  if (propertyName === undefined || mapping === undefined) return undefined;
  const of = new Map<string, string[]>();
  for (const [word, ref] of Object.entries(mapping)) of.set(refName(ref), [...(of.get(refName(ref)) ?? []), word]);
  return { property: propertyName, of };
}

const stripDot = (path: string): string => path.replace(/^\./, '');

const optional = (value: string): string =>
  /^z\.nullable\(/.test(value) && isOneCall(value)
    ? value.replace('z.nullable(', 'z.nullish(')
    : `z.optional(${value})`;

/** Whether the parenthesis that opens a text closes at its end. */
function isOneCall(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')' && --depth === 0) return index === text.length - 1;
  }
  return false;
}

function typesOf(schema: Schema): string[] {
  if (schema.type !== undefined) return [...new Set([schema.type].flat())];
  const { properties, required, additionalProperties, items, prefixItems, minProperties, maxProperties } = schema;
  if ([properties, additionalProperties, minProperties, maxProperties].some((word) => word !== undefined))
    return ['object'];
  if (items !== undefined || prefixItems !== undefined) return ['array'];
  return required !== undefined && schema.$ref === undefined ? ['object'] : [];
}

/** A branch that accepts all text or all numbers: beside it, known values are only for the reader. */
const isOpenKind = (kind: Field): boolean =>
  typeof kind === 'object' &&
  ['string', 'number', 'integer'].includes(String(kind.type)) &&
  Object.keys(kind).every(
    (keyword) => ['type', 'description', 'title', 'example'].includes(keyword) || /^x-/.test(keyword),
  );

const coveredBy = (open: Field, kind: Field): boolean =>
  typeof open === 'object' &&
  typeof kind === 'object' &&
  kind.$ref === undefined &&
  (kind.enum ?? (kind.const === undefined ? [] : [kind.const])).some(() => true) &&
  (kind.enum ?? [kind.const]).every((value) => isOf(open.type, value));

const BOUNDS =
  'minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems'.split(
    ' ',
  );

const LIST_CHECKS = {
  minItems: (least: number) => `z.minLength(${least})`,
  maxItems: (most: number) => `z.maxLength(${most})`,
};
const fields = (count: number): string => (count === 1 ? '1 field' : `${count} fields`);
const OBJECT_CHECKS = {
  minProperties: (least: number) => `fieldCount(${least}, Infinity, 'must have at least ${fields(least)}')`,
  maxProperties: (most: number) => `fieldCount(0, ${most}, 'must have at most ${fields(most)}')`,
};

/** `not: { required: [a, b] }` as a check; undefined for any other `not`. */
function exclusive(not: Field | undefined): string | undefined {
  if (typeof not !== 'object' || not.required === undefined) return undefined;
  const others = Object.keys(not).filter(
    (keyword) => !['required', 'properties', 'additionalProperties'].includes(keyword),
  );
  const isPlain = Object.values(not.properties ?? {}).every((field) => Object.keys(field).length === 0);
  if (others.length > 0 || !isPlain || (not.additionalProperties ?? true) !== true) return undefined;
  return `.check(notTogether(${JSON.stringify(not.required)}))`;
}
