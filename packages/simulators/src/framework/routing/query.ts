import type { Schema } from '../provider.ts';
import { defOf } from '../state/schema-def.ts';

/** Query parameters as they were sent: a list where a name occurs more than once. */
export type RawQuery = Readonly<Record<string, string | readonly string[]>>;

const NONE: RawQuery = Object.freeze({});

/** @param search - the part after the question mark */
export function parseQuery(search: string): RawQuery {
  if (search === '') return NONE;
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const before = Object.hasOwn(query, name) ? query[name] : undefined;
    query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return query;
}

type Read = (sent: string | readonly string[]) => unknown;

const asIs: Read = (sent) => sent;

const readNumber: Read = (sent) => (typeof sent === 'string' && /^-?\d+(\.\d+)?$/.test(sent) ? Number(sent) : sent);

const readBoolean: Read = (sent) => (sent === 'true' || sent === 'false' ? sent === 'true' : sent);

/** Several values come with commas between them, or under one name each. */
const readArray: Read = (sent) => (typeof sent === 'string' ? sent.split(',') : sent);

const READERS: Readonly<Record<string, Read>> = { array: readArray, boolean: readBoolean, number: readNumber };

/** Converts the wire form of one parameter to a value of its schema. A value that does not fit is left for the schema to refuse. */
function reader(schema: Schema): Read {
  const def = defOf(schema);
  if (def.innerType !== undefined) return reader(def.innerType);
  return READERS[def.type] ?? asIs;
}

/** Reads a raw query by its schema; made once for each operation. */
export function createQueryReader(schema: Schema | undefined): (query: RawQuery) => Readonly<Record<string, unknown>> {
  const shape = schema === undefined ? {} : (defOf(schema).shape ?? {});
  const reads = new Map(Object.entries(shape).map(([name, part]) => [name, reader(part)]));
  return (query) => {
    if (query === NONE) return query;
    return Object.fromEntries(Object.entries(query).map(([name, sent]) => [name, (reads.get(name) ?? asIs)(sent)]));
  };
}
