/** An object without the fields that are undefined or empty text: what was not omitEmpty is not sent. */
export function omitEmpty<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Fields>;
}
