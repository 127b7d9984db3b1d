import type { HonoRequest } from 'hono';
import type { DestinationChoice } from '../api/destination.ts';
import type { RowChange } from '../api/rows.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A body that is not what the page sends. */
export class BadRequest extends Error {}

export async function readBody(request: HonoRequest): Promise<Fields> {
  const body: unknown = await request.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new BadRequest('not a JSON object');
  return body as Fields;
}

export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new BadRequest(`${name} is not a text`);
  return value;
}

/** Undefined where it is missing or empty. */
export const optionalText = (fields: Fields, name: string): string | undefined =>
  fields[name] === undefined || fields[name] === null || fields[name] === '' ? undefined : textIn(fields, name);

export function numberIn(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value)) throw new BadRequest(`${name} is not a whole number`);
  return value as number;
}

export function listIn<Item extends string | number>(
  fields: Fields,
  name: string,
  isItem: (value: unknown) => value is Item,
): Item[] {
  const value = fields[name];
  if (!Array.isArray(value) || !value.every(isItem)) throw new BadRequest(`${name} is not a list`);
  return value;
}

const isText = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);

export function textsIn(fields: Fields, name: string): Record<string, string> {
  const value = fields[name] ?? {};
  if (typeof value !== 'object' || !Object.values(value).every(isText))
    throw new BadRequest(`${name} is not a table of texts`);
  return value as Record<string, string>;
}

export function rowChangeIn(fields: Fields): RowChange {
  const { leaveOut } = fields;
  if (leaveOut !== undefined && typeof leaveOut !== 'boolean') throw new BadRequest('leaveOut is not true or false');
  return { leaveOut, cells: fields.cells === undefined ? undefined : textsIn(fields, 'cells') };
}

export function destinationIn(fields: Fields): DestinationChoice {
  const options = (fields.options ?? {}) as DestinationChoice['options'];
  if (Object.values(options).some((value) => !['string', 'number', 'boolean'].includes(typeof value)))
    throw new BadRequest('options is not a table of texts and numbers');
  const { rate } = fields;
  if (rate !== undefined && !(typeof rate === 'number' && rate > 0 && rate <= 1000))
    throw new BadRequest('rate is not a number above 0');
  return {
    rate,
    to: textIn(fields, 'to'),
    options,
    account: optionalText(fields, 'account'),
    baseUrl: optionalText(fields, 'baseUrl'),
    onExisting: fields.onExisting === 'update' ? 'update' : 'keep',
    checkExisting: fields.checkExisting === true,
  };
}
