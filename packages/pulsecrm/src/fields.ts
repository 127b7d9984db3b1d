import type { FieldNote, Lead } from '@leadwire/core';

/** The schemas of the fields of a create. */
export type LeadShape = Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>>;

/**
 * The fields of a neutral lead that Pulse CRM has, each in its type, and what is said of the others. Pure.
 * @param shape - handed in: what imports the schemas here is loaded a second way, and a bundle would keep all of them for it
 */
export function fittingFields(
  shape: LeadShape,
  given: Lead['fields'] = {},
): {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly unfit: readonly FieldNote[];
} {
  const fields: Record<string, unknown> = {};
  const unfit: FieldNote[] = [];
  for (const [name, value] of Object.entries(given)) {
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const reason = reasonAgainst(name, value, schema, fields);
    if (reason !== undefined) unfit.push({ field: `fields.${name}`, reason });
  }
  return { fields, unfit };
}

/** Puts a field in its place, or says why it has none. */
function reasonAgainst(
  name: string,
  value: unknown,
  schema: LeadShape[string] | undefined,
  fields: Record<string, unknown>,
): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (name === 'phone') return 'the phone of the lead has this place';
  if (schema === undefined) return 'Pulse CRM leads have no such field';
  const fitting = waysToWrite(value).find((way) => schema.safeParse(way).success);
  if (fitting === undefined) return 'Pulse CRM takes no such value there';
  fields[name] = fitting;
  return undefined;
}

/** Numbers and flags are text in every spreadsheet, and some texts are numbers there. */
function waysToWrite(value: unknown): unknown[] {
  if (typeof value === 'number') return [value, String(value)];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? [] : [value.toISOString()];
  if (typeof value !== 'string') return [value];
  const text = value.trim();
  return [value, ...(text === '' ? [] : [Number(text)]), ...(/^(true|false)$/i.test(text) ? [/^t/i.test(text)] : [])];
}
