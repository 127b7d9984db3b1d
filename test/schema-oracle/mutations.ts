import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Step = string | number;

/** What is put in the place of a value: every wrong type, values out of range, an enum missed, other formats, a nesting too many. */
const REPLACEMENTS: ((value: Json) => Json)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 0.5,
  () => 2_147_483_648,
  () => '',
  () => 'no such value',
  () => 'x'.repeat(300),
  () => '2026-01-31',
  () => '2026-02-30',
  () => '2026-13-01T00:00:00Z',
  () => '2026-01-31T10:30:00+00:00',
  () => '7b1f0c52-5a43-4d0e-9f64',
  () => 'jane.doe@',
  () => 'https://example.com',
  () => '+14155552671',
  () => [],
  () => ({}),
  (value) => [value],
  (value) => ({ value }),
  (value) => (typeof value === 'number' ? value + 1_000_000 : String(value)),
  (value) => (Array.isArray(value) ? Array.from({ length: 2_001 }, () => value[0] ?? null) : value),
];

/** A value with one thing changed anywhere inside: a field dropped or added, or a value replaced. */
export function mutated(bodies: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(bodies, fc.nat(), fc.nat()).map(([body, where, how]) => {
    const places = placesIn(body as Json, []);
    return changed(body as Json, places[where % places.length] ?? [], how);
  });
}

function placesIn(value: Json, path: readonly Step[]): (readonly Step[])[] {
  return [path, ...childrenOf(value).flatMap(([step, child]) => placesIn(child, [...path, step]))];
}

function childrenOf(value: Json): [Step, Json][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function changed(value: Json, [step, ...rest]: readonly Step[], how: number): Json {
  if (step === undefined) return replaced(value, how);
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? changed(item, rest, how) : item));
  const { [step]: inner = null, ...others } = value as { [key: string]: Json };
  if (rest.length === 0 && how % 3 === 0) return others;
  return { ...others, [step]: changed(inner, rest, how) };
}

function replaced(value: Json, how: number): Json {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isObject && how % 2 === 0) return { ...value, unheardOf: how % 4 === 0 ? 'text' : null };
  return REPLACEMENTS[how % REPLACEMENTS.length]?.(value) ?? null;
}
