import fc from 'fast-check';
import { BASE, followed, inside, type Place } from '../spec-documents.ts';
import type { JsonSchema } from './written.ts';

/** Deeper than this only what is required is made, so that recursive schemas end. */
const DEPTH = 4;

/**
 * Values that fit a schema, as far as its single words say: both judges are asked anyway.
 * Formats are of the plain kind and integers safe: what the judges see differently is listed in the test.
 */
export function bodies(schema: JsonSchema): fc.Arbitrary<unknown> {
  return valueAt({ uri: BASE, pointer: '', node: schema }, 0);
}

function valueAt(given: Place, depth: number): fc.Arbitrary<unknown> {
  const at = followed(given);
  const schema = at.node ?? {};
  if (schema.const !== undefined) return fc.constant(schema.const);
  const known = schema.enum === undefined ? undefined : fc.constantFrom<unknown>(...schema.enum);
  if (known !== undefined && schema['x-leadwire-open-enum'] !== true) return known;
  for (const word of ['oneOf', 'anyOf'])
    if (schema[word] !== undefined)
      return fc.oneof(...schema[word].map((_: unknown, index: number) => valueAt(inside(at, word, index), depth)));
  const types: unknown[] = [schema.type ?? (schema.properties ? 'object' : 'any')].flat();
  return fc.oneof(...types.map((type) => ofType(type, at, depth)), ...(known === undefined ? [] : [known]));
}

function ofType(type: unknown, at: Place, depth: number): fc.Arbitrary<unknown> {
  const { node } = at;
  if (type === 'null') return fc.constant(null);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return number(type, node);
  if (type === 'string') return text(node);
  if (type === 'array')
    return fc.array(node.items === undefined ? anything() : valueAt(inside(at, 'items'), depth + 1), {
      minLength: node.minItems ?? 0,
      maxLength: Math.max(node.minItems ?? 0, Math.min(node.maxItems ?? 3, depth < DEPTH ? 3 : 0)),
    });
  if (type === 'object') return object(at, depth);
  return anything();
}

function number(type: 'integer' | 'number', node: { minimum?: number; maximum?: number }): fc.Arbitrary<number> {
  const min = node.minimum ?? Math.min(-5, (node.maximum ?? 0) - 5);
  const max = node.maximum ?? Math.max(500, min + 500);
  const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  return type === 'integer' ? whole : fc.oneof(whole, fc.constantFrom(min, max, (min + max) / 2));
}

function object(at: Place, depth: number): fc.Arbitrary<unknown> {
  const { node } = at;
  const required: string[] = node.required ?? [];
  const names = Object.keys(node.properties ?? {}).filter((name) => depth < DEPTH || required.includes(name));
  const fields = fc.record(
    Object.fromEntries(names.map((name) => [name, valueAt(inside(at, 'properties', name), depth + 1)])),
    {
      requiredKeys: names.filter((name) => required.includes(name)),
      noNullPrototype: true,
    },
  );
  const extra = node.additionalProperties;
  if (extra === false || depth >= DEPTH) return fields;
  const value = typeof extra === 'object' ? valueAt(inside(at, 'additionalProperties'), depth + 1) : anything();
  const others = fc.dictionary(fc.constantFrom('extra', 'x-more', 'Another Key'), value, {
    maxKeys: 2,
    noNullPrototype: true,
  });
  return fc.tuple(others, fields).map(([more, own]) => ({ ...more, ...own }));
}

const anything = (): fc.Arbitrary<unknown> =>
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, '', 'text', [], ['a', 1], {}, { a: { b: null } });

const FORMATS: Record<string, fc.Arbitrary<string>> = {
  uuid: fc.constantFrom('7b1f0c52-5a43-4d0e-9f64-2f1c6a0f8e11', '11111111-1111-1111-1111-111111111111'),
  email: fc.constantFrom('jane.doe@example.com', 'j+d@mail.example.org'),
  'date-time': fc.constantFrom('2026-01-31T10:30:00Z', '2026-01-31T10:30:00.123+05:30'),
  date: fc.constantFrom('2026-01-31', '2024-02-29'),
  uri: fc.constantFrom('https://example.com/a?b=c', 'http://localhost:1'),
};

function text(node: {
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
}): fc.Arbitrary<string> {
  const known = FORMATS[node.format ?? ''];
  if (known !== undefined) return known;
  if (node.pattern !== undefined) return fc.stringMatching(new RegExp(node.pattern));
  const minLength = node.minLength ?? 0;
  return fc.string({
    unit: 'grapheme',
    minLength,
    maxLength: Math.max(minLength, Math.min(node.maxLength ?? 12, minLength + 12)),
  });
}
