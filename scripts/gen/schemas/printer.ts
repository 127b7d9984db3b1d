import type { Field } from '../names/fields.ts';
import { HELD_TYPE } from '../names/held-types.ts';
import { refName, type Schema } from '../read/open-api.ts';
import { coveredBy, discriminated, isOpenKind, type Words } from './choices.ts';
import { checksOf, integer, NUMBER_CHECKS, propertyKey, stringOf, valuesOf } from './values.ts';

/** Keywords that say nothing of what fits, or that `Printer` reads. */
const READ = new Set(
  (
    '$ref $comment $defs $id $schema $anchor type format enum const properties required additionalProperties items prefixItems ' +
    'minItems maxItems minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minProperties ' +
    'maxProperties not allOf anyOf oneOf discriminator default deprecated description title example examples externalDocs ' +
    'readOnly writeOnly xml contentEncoding contentMediaType contentSchema nullable'
  ).split(' '),
);

/** Writes schemas as zod/mini source text. */
export class Printer {
  readonly notChecked: string[] = [];
  readonly #schemas: Readonly<Record<string, Field>>;
  readonly #sentOnly: ReadonlySet<string>;
  readonly #printed = new Set<string>();
  #name = '';
  #skipped: string[] = [];
  /** Below `not` a schema without a type says nothing of other types; elsewhere one with fields is meant as an object. */
  #isExact = false;

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
      ...this.#not(field, at),
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
    const types = typesOf(schema, this.#isExact);
    if (types.length === 0)
      return CONDITIONAL.filter(([, keywords]) => keywords.some((keyword) => schema[keyword] !== undefined)).map(
        ([type]) => `when('${type}', ${this.#typed(type, schema, at)})`,
      );
    const kinds = types.filter((type) => type !== 'null').map((type) => this.#typed(type, schema, at));
    if (kinds.length === 0) return ['z.null()'];
    const kind = kinds.length === 1 ? (kinds[0] ?? '') : `z.union([${[...new Set(kinds)].join(', ')}])`;
    return [types.includes('null') ? `z.nullable(${kind})` : kind];
  }

  #typed(type: string, schema: Schema, at: string): string {
    if (schema[HELD_TYPE] !== undefined) return 'z.union([z.string(), z.instanceof(Blob)])';
    if (type === 'string') return stringOf(schema, (keyword) => this.#skip(at, keyword));
    if (type === 'integer') return integer(schema, this.#sentOnly.has(this.#name));
    if (type === 'number') return `z.number()${checksOf(schema, NUMBER_CHECKS)}`;
    if (type === 'boolean') return 'z.boolean()';
    if (type === 'array') return this.#array(schema, at);
    return type === 'object' ? this.#object(schema, at) : 'z.unknown()';
  }

  /** What a schema must not be; nothing where the refused kind has keywords that are not checked, as more would be refused then. */
  #not({ not, properties, type }: Schema, at: string): string[] {
    if (not === undefined || (exclusive(not as Field) !== undefined && (type === 'object' || properties !== undefined)))
      return [];
    const [skipped, isExact] = [this.#skipped, this.#isExact];
    [this.#skipped, this.#isExact] = [[], true];
    const refused = this.#any(not as Field, at);
    const isWhole = this.#skipped.length === 0;
    [this.#skipped, this.#isExact] = [skipped, isExact];
    if (!isWhole) this.#skip(at, 'not');
    return isWhole ? [`not(${refused})`] : [];
  }

  #array(schema: Schema, at: string): string {
    const first = (schema.prefixItems ?? []) as Field[];
    const bounds = checksOf(schema, LIST_CHECKS);
    const others = this.#any(schema.items ?? true, `${at}[]`);
    if (first.length === 0) return `z.array(${others})${bounds}`;
    const items = first.map((item, index) => this.#any(item, `${at}[${index}]`));
    return `startsWith([${items.join(', ')}], ${others})${bounds}`;
  }

  #object(schema: Schema, at: string): string {
    const { properties = {}, required = [], additionalProperties: others = true } = schema;
    const counts = checksOf(schema, OBJECT_CHECKS);
    const checks = `${counts}${exclusive(schema.not as Field | undefined) ?? ''}`;
    const names = [...new Set([...Object.keys(properties), ...required])];
    const other = typeof others === 'boolean' ? undefined : this.#any(others, `${at}.*`);
    const isClosed = others === false && schema.patternProperties === undefined;
    if (names.length === 0 && !isClosed) return `z.record(z.string(), ${other ?? 'z.unknown()'})${checks}`;
    const shape = names.map((name) => {
      const unknown = schema.patternProperties === undefined ? others : true;
      const value = this.#any(Object.hasOwn(properties, name) ? (properties[name] ?? true) : unknown, `${at}.${name}`);
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

/** The types that a schema states; one with fields and without a type is meant as an object, unless it is to be read as it stands. */
function typesOf({ properties, type }: Schema, isExact: boolean): string[] {
  if (type !== undefined) return [...new Set([type].flat())];
  return properties !== undefined && !isExact ? ['object'] : [];
}

/** What says something of values of one type only, by that type. */
const CONDITIONAL: readonly (readonly [type: 'string' | 'number' | 'array' | 'object', keywords: readonly string[]])[] =
  [
    ['string', ['minLength', 'maxLength', 'pattern', 'format']],
    ['number', Object.keys(NUMBER_CHECKS)],
    ['array', ['items', 'prefixItems', 'minItems', 'maxItems']],
    ['object', ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties']],
  ];

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
