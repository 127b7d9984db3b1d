import type { FieldNote } from '@leadwire/core';

/**
 * Fields that telecrm left out of an update, which it does without an error: a status that the pipeline does not know stays as it was. Told by
 * the fields that come back. Case and order say nothing, and phones are written anew, so of those it counts that they are there.
 */
export function droppedFields(
  sent: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
  phoneFields: readonly string[],
): FieldNote[] {
  return Object.entries(sent).flatMap(([field, value]) => {
    if (!(field in now)) return [{ field, reason: 'not there after the update' }];
    if (phoneFields.includes(field) || plain(now[field]) === plain(value)) return [];
    return [{ field, reason: 'not as it was sent after the update' }];
  });
}

function plain(value: unknown): string {
  if (value instanceof Date) return String(value.getTime());
  if (Array.isArray(value)) return JSON.stringify(value.map(plain).sort());
  return String(value).trim().toLowerCase();
}
