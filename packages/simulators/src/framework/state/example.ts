import type { Call, Schema } from '../provider.ts';
import type { Random } from '../random.ts';
import { type CheckDef, defOf, type SchemaDef } from './schema-def.ts';

/** One fixed moment: an example must not change from run to run. */
const MOMENT = '2026-01-15T09:30:00Z';

/** Strings that the patterns of the four specs ask for. */
const PATTERNED = ['+14155552671', '1001', 'ACTION_1001', 'example', '14155552671'];

interface Place {
  readonly name: string;
  readonly path: string;
  readonly depth: number;
}

interface Source {
  readonly call: Call;
  readonly examples: Readonly<Record<string, unknown>>;
  readonly random: Random;
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** What might stand here, best first: what the spec's reader said, what the request sent, what this provider says of such a name. */
function candidates(place: Place, { call, examples }: Source): unknown[] {
  const found = [examples[`${call.operationId}:${place.path}`]];
  if (place.depth <= 2) {
    found.push(property(call.body, place.name));
    const values = Object.values(call.params);
    const param = call.params[place.name] ?? (place.name === 'id' ? values.at(-1) : undefined);
    if (param !== undefined) found.push(param, Number(param));
  }
  found.push(examples[place.name]);
  return found.filter((value) => value !== undefined);
}

function stringFor(def: SchemaDef, place: Place, random: Random): string {
  const checks = (def.checks ?? []).map((check) => check._zod.def);
  const format =
    def.format ?? checks.find((check) => check.check === 'string_format' && check.format !== 'regex')?.format;
  if (format === 'guid' || format === 'uuid') return random.uuid();
  if (format === 'datetime') return MOMENT;
  if (format === 'date') return MOMENT.slice(0, 10);
  if (format === 'email') return 'jane.doe@example.com';
  if (format === 'url') return 'https://example.com/';
  const pattern = checks.find((check) => check.pattern !== undefined)?.pattern;
  if (pattern !== undefined) return PATTERNED.find((text) => pattern.test(text)) ?? '';
  const least = checks.find((check) => check.minimum !== undefined)?.minimum ?? 0;
  return (place.name === '' ? 'example' : place.name).padEnd(least, '.');
}

function numberFor(def: SchemaDef): number {
  const checks: CheckDef[] = (def.checks ?? []).map((check) => check._zod.def);
  const over = checks.find((check) => check.check === 'greater_than')?.value ?? 1;
  const under = checks.find((check) => check.check === 'less_than')?.value ?? Number.MAX_SAFE_INTEGER;
  return Math.min(Math.max(1, over), under);
}

function build(schema: Schema, place: Place, source: Source): unknown {
  for (const value of candidates(place, source)) if (schema.safeParse(value).success) return value;
  const def = defOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'readonly':
      return def.innerType === undefined ? undefined : build(def.innerType, place, source);
    case 'object': {
      const entries = Object.entries(def.shape ?? {}).map(([name, part]) => {
        const path = place.path === '' ? name : `${place.path}.${name}`;
        return [name, build(part, { name, path, depth: place.depth + 1 }, source)] as const;
      });
      return Object.fromEntries(entries);
    }
    case 'array': {
      const item = def.element;
      const empty = (def.checks ?? []).some((check) => check._zod.def.check === 'max_length');
      if (empty || item === undefined) return [];
      return [build(item, { name: place.name, path: `${place.path}[]`, depth: place.depth + 1 }, source)];
    }
    case 'union': {
      const first = def.options?.[0];
      return first === undefined ? null : build(first, place, source);
    }
    case 'string':
      return stringFor(def, place, source.random);
    case 'number':
      return numberFor(def);
    case 'boolean':
      return true;
    case 'enum':
      return Object.values(def.entries ?? {})[0];
    case 'literal':
      return def.values?.[0];
    case 'record':
      return {};
    default:
      return null;
  }
}

/**
 * A value of a result schema: the same for the same call and seed, with what the request sent echoed where it fits.
 * @param examples - better values by property name or by `operationId:path`; one that does not fit its place is passed over
 */
export function exampleOf(
  schema: Schema,
  call: Call,
  source: { examples: Readonly<Record<string, unknown>>; random: Random },
): unknown {
  const random = source.random.fork(`${call.operationId} ${JSON.stringify(call.params)}`);
  return build(schema, { name: '', path: '', depth: 0 }, { ...source, call, random });
}

/** The counts of a page that holds all there is. */
const countsOf = (count: number): Readonly<Record<string, number | null>> => ({
  total: count,
  current_page: 1,
  last_page: 1,
  from: count === 0 ? null : 1,
  to: count === 0 ? null : count,
});

/** The answer of a list, with an item for each record. */
export function exampleListOf(
  schema: Schema,
  call: Call,
  records: readonly object[],
  source: { examples: Readonly<Record<string, unknown>>; random: Random },
): unknown {
  const itemsOf = (list: Schema): unknown[] => {
    const { element } = defOf(list);
    return element === undefined
      ? []
      : records.map((body) => exampleOf(element, { ...call, body, params: {} }, source));
  };
  const unwrapped = (part: Schema): Schema => {
    const { innerType } = defOf(part);
    return innerType === undefined ? part : unwrapped(innerType);
  };
  const whole = unwrapped(schema);
  if (defOf(whole).type === 'array') return itemsOf(whole);
  const example = exampleOf(whole, call, source) as Record<string, unknown>;
  const counts = countsOf(records.length);
  return Object.fromEntries(
    Object.entries(defOf(whole).shape ?? {}).map(([name, part]) => {
      const isList = defOf(unwrapped(part)).type === 'array' && name !== 'links';
      return [name, isList ? itemsOf(unwrapped(part)) : name in counts ? counts[name] : example[name]];
    }),
  );
}
