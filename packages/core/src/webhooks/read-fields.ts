/** Reads one value of a delivery: as its type says, or undefined when it cannot be read so. */
export type Reader<Value> = (value: unknown) => Value | undefined;

/** One reader for each field of a type: a new field of the spec does not compile until it has one. */
export type Readers<Value> = { readonly [Key in keyof Value]-?: Reader<Exclude<Value[Key], undefined>> };

export const text: Reader<string> = (value) => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
};

/** Numbers, also those that came as text. */
export const number: Reader<number> = (value) => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const read = Number(value);
  return Number.isFinite(read) ? read : undefined;
};

/** Whole numbers, also those that came as text. An id of more digits than a number holds stays text, as everywhere in leadwire. */
export const integer: Reader<number> = (value) => {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) return undefined;
  const read = Number(value);
  return Number.isSafeInteger(read) ? read : (value as unknown as number);
};

export const flag: Reader<boolean> = (value) => {
  if (typeof value === 'boolean') return value;
  return value === 1 || value === 0 ? value === 1 : undefined;
};

/** Named values. None at all may have been written as an empty list, or as null. */
export const map: Reader<Record<string, unknown>> = (value) => {
  if (value === null || (Array.isArray(value) && value.length === 0)) return {};
  return isRecord(value) ? value : undefined;
};

export const nullable =
  <Value>(read: Reader<Value>): Reader<Value | null> =>
  (value) =>
    value === null ? null : read(value);

export const either =
  <A, B>(first: Reader<A>, second: Reader<B>): Reader<A | B> =>
  (value) =>
    first(value) ?? second(value);

/** A list, without the entries that cannot be read. */
export const listOf =
  <Value>(read: Reader<Value>): Reader<Value[]> =>
  (value) =>
    Array.isArray(value) ? value.map(read).filter((entry) => entry !== undefined) : undefined;

/**
 * An object whose known fields are as its type says: one that cannot be read so is left out, and fields unknown to us are kept.
 * Undefined when one of the `needed` is not there.
 */
export const shape =
  <Value extends object>(readers: Readers<Value>, needed: readonly (keyof Value & string)[] = []): Reader<Value> =>
  (value) => {
    if (!isRecord(value)) return undefined;
    const fields = Object.entries(value).flatMap(([name, inner]) => {
      const known = Object.hasOwn(readers, name) ? readers[name as keyof Value](inner) : inner;
      return known === undefined ? [] : [[name, known] as const];
    });
    // fromEntries, and no assignment: a field named __proto__ is then a field like any other.
    const read = Object.fromEntries(fields);
    return needed.every((name) => Object.hasOwn(read, name)) ? (read as Value) : undefined;
  };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
