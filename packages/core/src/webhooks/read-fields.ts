/** Reads a value of a delivery: as its schema says, or undefined when it cannot be read so. */
export type Reader<Value> = (value: unknown) => Value | undefined;

/**
 * A schema of the spec, as zod describes it to libraries.
 * @see https://zod.dev/library-authors
 */
export interface DeliverySchema {
  readonly _zod: { readonly def: { readonly type: string } };
  safeParse(value: unknown): {
    readonly success: boolean;
    readonly error?: { readonly issues: readonly { readonly code?: string }[] } | undefined;
  };
}

type Fields = Readonly<Record<string, DeliverySchema>>;

/** What the kinds of schemas consist of. */
interface Definition {
  readonly type: string;
  readonly innerType: DeliverySchema;
  readonly element: DeliverySchema;
  readonly options: readonly DeliverySchema[];
  readonly shape: Fields;
}

const definitionOf = (schema: DeliverySchema): Definition => schema._zod.def as Definition;

/**
 * A reader that takes what senders of several versions write: numbers as text, text as a number, flags as 0 and 1. What cannot be read is left out,
 * unknown fields are kept; undefined when a required field is not there.
 * @example const readCall = readerOf<CompletedCall>(schemas.zPostCallWebhook)
 */
export const readerOf =
  <Value>(schema: DeliverySchema): Reader<Value> =>
  (value) =>
    read(schema, value) as Value | undefined;

/** The same for an object of which any field may be missing. */
export const partialReaderOf =
  <Value>(schema: DeliverySchema): Reader<Value> =>
  (value) =>
    readFields(definitionOf(schema).shape, value) as Value | undefined;

function read(schema: DeliverySchema, value: unknown): unknown {
  const { element, innerType, options, shape, type } = definitionOf(schema);
  switch (type) {
    case 'optional':
      return read(innerType, value);
    case 'nullable':
      return read(innerType, value) ?? (value === null ? null : undefined);
    case 'union':
      return options.map((option) => read(option, value)).find((found, index) => isFitting(options[index], found));
    case 'array':
      return Array.isArray(value) ? value.map((each) => read(element, each)).filter(isFound) : undefined;
    case 'record':
      return readRecord(value);
    case 'object':
      return readObject(shape, value);
    default: {
      const fitting = waysToRead(value).filter((way) => isFitting(schema, way));
      // The way that fits may be null itself.
      if (fitting.length > 0) return fitting[0];
      return type === 'number' ? longId(value) : undefined;
    }
  }
}

function readRecord(value: unknown): Record<string, unknown> | undefined {
  if (value === null || (Array.isArray(value) && value.length === 0)) return {};
  return isRecord(value) ? value : undefined;
}

function readObject(shape: Fields, value: unknown): object | undefined {
  const found = readFields(shape, value);
  const isThere = ([name, field]: [string, DeliverySchema]): boolean =>
    definitionOf(field).type === 'optional' || Object.hasOwn(found ?? {}, name);
  return Object.entries(shape).every(isThere) ? found : undefined;
}

function readFields(shape: Fields, value: unknown): object | undefined {
  if (!isRecord(value)) return undefined;
  const fields = Object.entries(value).flatMap(([name, inner]) => {
    const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const found = field === undefined ? inner : read(field, inner);
    return isFound(found) ? [[name, found] as const] : [];
  });
  // fromEntries, and no assignment: a field named __proto__ is then a field like any other.
  return Object.fromEntries(fields);
}

const isFound = (value: unknown): boolean => value !== undefined;

/** Times are handed on as they were written. */
const isFitting = (schema: DeliverySchema | undefined, value: unknown): boolean =>
  isFound(value) && (schema?.safeParse(value).error?.issues ?? []).every(({ code }) => code === 'invalid_format');

function waysToRead(value: unknown): unknown[] {
  if (typeof value === 'number') return [value, String(value), ...(value === 0 || value === 1 ? [value === 1] : [])];
  if (typeof value !== 'string' || value.trim() === '') return [value];
  const number = Number(value);
  const isExact = Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number));
  return isExact ? [value, number] : [value];
}

/** An id of more digits than a number holds stays text, as everywhere in leadwire. */
const longId = (value: unknown): string | undefined =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? value : undefined;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
